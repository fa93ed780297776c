//! `incident/action-overdue`: An open action whose day has passed.

use crate::lint::{Findings, Rule, Severity};
use crate::model::incidents::lists::actions;
use crate::model::workspace::Workspace;
use crate::rules::courses;
use crate::rules::words::quote;
use crate::text::plural::counted;

/// The rule.
pub const RULE: Rule = Rule {
    name: "incident/action-overdue",
    severity: Some(Severity::Warning),
    summary: "An open action whose day has passed.",
    page: include_str!("../../../docs/rules/incident/action-overdue.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    for (_, record) in courses::all(workspace) {
        for action in actions(workspace, record) {
            let Some(due) = action.due.found().filter(|_| action.is_open()) else {
                continue;
            };
            let late = due.value.days_until(workspace.context.as_of);
            if late <= 0 {
                continue;
            }
            let who = action
                .owner
                .value()
                .map_or(String::new(), |owner| format!(" of {}", quote(owner)));
            let days = counted(late as usize, "day");
            let finding = findings.add(
                due.span,
                format!("this action{who} was due on {}, {days} ago", due.value),
            );
            if let Some(text) = action.text.span() {
                finding.related(text, "the action");
            }
            finding.help("do it, set another day with its owner, or say `state: wontdo` and why");
        }
    }
}
