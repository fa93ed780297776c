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

/// Severities with which nobody is called.
const SILENT: [&str; 4] = ["none", "info", "informational", "debug"];

fn check(workspace: &Workspace, findings: &mut Findings) {
    let alerts = &workspace.alerts.alerts;
    // Where no alert leads to one, that is how people work there.
    if !alerts.iter().any(has_runbook) {
        return;
    }
    for alert in alerts.iter().filter(|alert| !has_runbook(alert) && calls(alert)) {
        findings
            .add(alert.span, format!("the alert {} has no runbook", quote(&alert.name)))
            .help("add an annotation `runbook_url`, or write a runbook of this name");
    }
}

fn has_runbook(alert: &Alert) -> bool {
    alert.runbook.is_some() || alert.points_somewhere() || alert.has_page_elsewhere
}

/// True where somebody is called when it fires. A heartbeat fires always.
fn calls(alert: &Alert) -> bool {
    let is_silent = |word: &str| SILENT.iter().any(|silent| word.eq_ignore_ascii_case(silent));
    let is_heartbeat = alert
        .expression
        .as_ref()
        .is_some_and(|query| query.text.trim() == "vector(1)");
    !is_heartbeat && !alert.severity().is_some_and(|label| is_silent(&label.text))
}
