//! `link/anchor`: A link to a place in a file that the file does not have.

use crate::lint::{Findings, Rule, Severity};
use crate::model::links::Destination;
use crate::model::workspace::Workspace;
use crate::text::similar;
use crate::text::span::FileId;

/// The rule.
pub const RULE: Rule = Rule {
    name: "link/anchor",
    severity: Some(Severity::Warning),
    summary: "A link to a place in a file that the file does not have.",
    page: include_str!("../../../docs/rules/link/anchor.md"),
    check,
};

/// How many anchors of one file are compared with a missing one.
const COMPARED: usize = 500;

fn check(workspace: &Workspace, findings: &mut Findings) {
    for link in &workspace.links {
        let Destination::Anchor {
            file,
            name,
            exists: false,
        } = &link.target
        else {
            continue;
        };
        let place = match *file == link.span.file {
            true => "this file".to_owned(),
            false => format!("`{}`", workspace.tree.path(*file)),
        };
        let finding = findings.add(link.span, format!("no heading or anchor `#{name}` in {place}"));
        let nearest = similar::nearest(name, anchors(workspace, *file).take(COMPARED));
        if let Some(nearest) = nearest {
            finding.help(format!("did you mean `#{nearest}`?"));
        }
    }
}

fn anchors(workspace: &Workspace, file: FileId) -> impl Iterator<Item = &str> {
    workspace.document(file).markup.iter().flat_map(|markup| {
        let headings = markup.headings.iter().map(|heading| heading.anchor.as_str());
        headings.chain(markup.anchors.iter().map(|anchor| anchor.name.as_str()))
    })
}
