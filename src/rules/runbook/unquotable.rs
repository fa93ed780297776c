//! `runbook/unquotable`: A place in a step where no value can be quoted with certainty.

use crate::lint::{Findings, Rule, Severity};
use crate::model::runbook::About;
use crate::model::workspace::Workspace;
use crate::rules::plans;

/// The rule.
pub const RULE: Rule = Rule {
    name: "runbook/unquotable",
    severity: Some(Severity::Error),
    summary: "A place in a step where no value can be quoted with certainty.",
    page: include_str!("../../../docs/rules/runbook/unquotable.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    plans::state(workspace, &[About::Command], findings);
}
