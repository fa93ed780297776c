//! `runbook/input`: An input of a runbook that cannot be, or that no step uses.

use crate::lint::{Findings, Rule, Severity};
use crate::model::runbook::About;
use crate::model::workspace::Workspace;
use crate::rules::plans;

/// The rule.
pub const RULE: Rule = Rule {
    name: "runbook/input",
    severity: Some(Severity::Error),
    summary: "An input of a runbook that cannot be, or that no step uses.",
    page: include_str!("../../../docs/rules/runbook/input.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    plans::state(workspace, &[About::Input], findings);
}
