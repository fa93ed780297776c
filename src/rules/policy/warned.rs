//! `policy/warned`: A value that a policy of the repository warns of.

use crate::lint::{Findings, Rule, Severity};
use crate::model::verdicts::Weight;
use crate::model::workspace::Workspace;
use crate::rules::policies;

/// The rule.
pub const RULE: Rule = Rule {
    name: "policy/warned",
    severity: Some(Severity::Warning),
    summary: "A value that a policy of the repository warns of.",
    page: include_str!("../../../docs/rules/policy/warned.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    policies::report(workspace, findings, Weight::Warned);
}
