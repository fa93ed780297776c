//! `runbook/step`: A step of a runbook whose attributes say what cannot be.

use crate::lint::{Findings, Rule, Severity};
use crate::model::runbook::About;
use crate::model::workspace::Workspace;
use crate::rules::plans;

/// The rule.
pub const RULE: Rule = Rule {
    name: "runbook/step",
    severity: Some(Severity::Error),
    summary: "A step of a runbook whose attributes say what cannot be.",
    page: include_str!("../../../docs/rules/runbook/step.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    plans::state(workspace, &[About::Step, About::Needs], findings);
}
