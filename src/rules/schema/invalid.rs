//! `schema/invalid`: A schema that cannot be used.

use crate::lint::{Findings, Rule, Severity};
use crate::model::workspace::Workspace;
use crate::rules::schemas::{Plan, Source};
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
    for (place, named) in plan.missing {
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
