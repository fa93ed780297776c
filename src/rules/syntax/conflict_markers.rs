//! `syntax/conflict-markers`: A merge that was committed with its conflicts.

use crate::lint::{Findings, Rule, Severity};
use crate::model::workspace::Workspace;
use crate::rules::problems;
use crate::syntax::document::ProblemKind;

/// The rule.
pub const RULE: Rule = Rule {
    name: "syntax/conflict-markers",
    severity: Some(Severity::Error),
    summary: "A merge that was committed with its conflicts.",
    page: include_str!("../../../docs/rules/syntax/conflict-markers.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    problems::report(workspace, findings, ProblemKind::ConflictMarkers);
}
