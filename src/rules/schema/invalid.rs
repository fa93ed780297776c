//! `schema/invalid`: A schema that cannot be used.

use crate::lint::{Findings, Place, Rule, Severity};
use crate::model::workspace::Workspace;
use crate::model::schemas::{Plan, Source, Wish};
use crate::text::span::{Range, Span};

/// The rule.
pub const RULE: Rule = Rule {
    name: "schema/invalid",
    severity: Some(Severity::Error),
    summary: "A schema that cannot be used.",
    page: include_str!("../../../docs/rules/schema/invalid.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let plan = Plan::new(workspace);
    for (wish, named) in plan.missing {
        let place = match wish {
            Wish::Written(span) => span.into(),
            Wish::Folder(folder) => Place::Path(folder.to_string()),
        };
        findings
            .add(place, format!("there is no schema `{named}`"))
            .help("name a kind, or the path of a JSON Schema in this repository");
    }
    for source in plan.subjects.into_keys() {
        let Some(Err(error)) = source.compile(workspace) else {
            continue;
        };
        let Source::File(file) = source else {
            continue;
        };
        let range = workspace
            .document(file)
            .data
            .first()
            .map_or(Range::at(0), |node| node.nearest(&error.pointer).range);
        findings.add(
            Span::new(file, range),
            format!("the schema cannot be used: {}", error.message),
        );
    }
}
