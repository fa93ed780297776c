//! `policy/denied`: A value that a policy of the repository denies.

use crate::lint::{Findings, Rule, Severity};
use crate::model::verdicts::Weight;
use crate::model::workspace::Workspace;
use crate::rules::policies;

/// The rule.
pub const RULE: Rule = Rule {
    name: "policy/denied",
    severity: Some(Severity::Error),
    summary: "A value that a policy of the repository denies.",
    page: include_str!("../../../docs/rules/policy/denied.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    policies::report(workspace, findings, Weight::Denied);
}
