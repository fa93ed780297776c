//! `syntax/duplicate-key`: A key that stands twice in one mapping.

use crate::lint::{Findings, Rule, Severity};
use crate::model::workspace::Workspace;
use crate::rules::problems;

/// The rule.
pub const RULE: Rule = Rule {
    name: "syntax/duplicate-key",
    severity: Some(Severity::Error),
    summary: "A key that stands twice in one mapping.",
    page: include_str!("../../../docs/rules/syntax/duplicate-key.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    problems::report_duplicates(workspace, findings);
}
