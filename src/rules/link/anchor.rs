//! `link/anchor`: A link to a place in a file that the file does not have.

use crate::lint::{Findings, Fix, Rule, Severity};
use crate::model::links::{Destination, InSibling, Link};
use crate::model::workspace::Workspace;
use crate::rules::fixes;
use crate::rules::words::quote;
use crate::text::escape::percent_encode;
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

/// How many missing anchors of one text are compared with what is there: where more are missing, it is no slip.
const HELPED: usize = 200;

fn check(workspace: &Workspace, findings: &mut Findings) {
    let (mut text, mut helped) = (None, 0);
    for link in &workspace.links {
        if let Destination::Sibling(found) = &link.target {
            check_sibling(link, found, findings);
        }
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
        if text.replace(link.span.file) != Some(link.span.file) {
            helped = 0;
        }
        helped += 1;
        if helped > HELPED {
            continue;
        }
        let known = || anchors(workspace, *file).take(COMPARED);
        let Some(nearest) = similar::nearest(name, known()) else {
            continue;
        };
        finding.help(format!("did you mean `#{nearest}`?"));
        if similar::certain(name, known()) == Some(nearest) {
            finding.fix(fix(workspace, link, nearest));
        }
    }
}

fn check_sibling(link: &Link, found: &InSibling, findings: &mut Findings) {
    if let (Some(name), Some(path)) = (&found.lacks, &found.path) {
        let message = format!(
            "no heading or anchor `#{name}` in `{path}` of the sibling repository `{}`",
            found.name
        );
        findings.add(link.span, message);
    }
}

/// Names another anchor of the same file.
fn fix(workspace: &Workspace, link: &Link, anchor: &str) -> Option<Fix> {
    let (path, _) = link.raw.split_once('#')?;
    let mut target = format!("{path}#");
    percent_encode(anchor, &mut target);
    let title = format!("point the link to {}", quote(&target));
    fixes::replace(workspace, (link.span, &link.raw), target, title)
}

fn anchors(workspace: &Workspace, file: FileId) -> impl Iterator<Item = &str> {
    workspace.document(file).markup.iter().flat_map(|markup| {
        let headings = markup.headings.iter().map(|heading| heading.anchor.as_str());
        headings.chain(markup.anchors.iter().map(|anchor| anchor.name.as_str()))
    })
}
