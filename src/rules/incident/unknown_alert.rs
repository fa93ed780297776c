//! `incident/unknown-alert`: An alert that no rule of the repository raises.

use crate::lint::{Findings, Rule, Severity};
use crate::model::workspace::Workspace;
use crate::rules::courses;
use crate::rules::words::quote;
use crate::text::similar;
use std::collections::BTreeSet;

/// The rule.
pub const RULE: Rule = Rule {
    name: "incident/unknown-alert",
    severity: Some(Severity::Warning),
    summary: "An alert that no rule of the repository raises.",
    page: include_str!("../../../docs/rules/incident/unknown-alert.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let alerts = workspace.alerts.alerts.iter();
    let known: BTreeSet<&str> = alerts.map(|alert| alert.name.as_str()).collect();
    if known.is_empty() {
        return;
    }
    for (_, record) in courses::all(workspace) {
        for word in record.list("alerts") {
            if known.contains(word.text.as_str()) {
                continue;
            }
            let finding = findings.add(
                word.span,
                format!("no alerting rule here is called {}", quote(&word.text)),
            );
            match similar::certain(&word.text, known.iter().copied()) {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                // Its rule may be kept elsewhere, or be gone since.
                None => finding
                    .help("name it as its rule does, so that runbook and alert are found from here")
                    .at_most(Severity::Hint),
            };
        }
    }
}
