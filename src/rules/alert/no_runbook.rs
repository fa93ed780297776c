//! `alert/no-runbook`: An alert without a runbook, where alerts have some.

use crate::lint::{Findings, Rule, Severity};
use crate::model::alerts::Alert;
use crate::model::workspace::Workspace;
use crate::rules::words::quote;

/// The rule.
pub const RULE: Rule = Rule {
    name: "alert/no-runbook",
    severity: Some(Severity::Warning),
    summary: "An alert that does not say what to do, where others do.",
    page: include_str!("../../../docs/rules/alert/no-runbook.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let alerts = &workspace.alerts.alerts;
    // Where no alert leads to one, that is how people work there.
    if !alerts.iter().any(Alert::is_explained) {
        return;
    }
    for alert in alerts.iter().filter(|alert| !alert.is_explained() && alert.calls()) {
        findings
            .add(alert.span, format!("the alert {} has no runbook", quote(&alert.name)))
            .help("add an annotation `runbook_url`, or write a runbook of this name");
    }
}
