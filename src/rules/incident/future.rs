//! `incident/future`: A time of an incident that has not come yet.

use crate::lint::{Findings, Rule, Severity};
use crate::model::workspace::Workspace;
use crate::rules::courses::{self, said};
use crate::rules::words::quote;

/// The rule.
pub const RULE: Rule = Rule {
    name: "incident/future",
    severity: Some(Severity::Warning),
    summary: "A time of an incident that has not come yet.",
    page: include_str!("../../../docs/rules/incident/future.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let today = workspace.context.as_of;
    for (_, record) in courses::all(workspace) {
        for (name, found) in courses::times(record) {
            // Somewhere it is tomorrow already.
            if today.days_until(found.value.date()) <= 1 {
                continue;
            }
            let message = format!("{name} {} has not come yet: today is {today}", quote(&said(found)));
            findings
                .add(found.span, message)
                .help("look at the year and the month; what is planned is no incident yet");
        }
    }
}
