//! `incident/action-incomplete`: An open action that nobody does, or not by any day.

use crate::lint::{Findings, Rule, Severity};
use crate::model::incidents::lists::actions;
use crate::model::workspace::Workspace;
use crate::rules::courses;

/// The rule.
pub const RULE: Rule = Rule {
    name: "incident/action-incomplete",
    severity: Some(Severity::Warning),
    summary: "An open action without an owner, or without a day by which it is due.",
    page: include_str!("../../../docs/rules/incident/action-incomplete.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    for (_, record) in courses::all(workspace) {
        for action in actions(workspace, record) {
            // Where it is followed in an issue, that knows who does it and when. What has no text is no action yet.
            if !action.is_open() || !action.issue.is_absent() || action.text.is_absent() {
                continue;
            }
            let (what, help) = match (action.owner.is_absent(), action.due.is_absent()) {
                (true, true) => ("no owner and no due date", "`owner` and `due`"),
                (true, false) => ("no owner", "`owner`"),
                (false, true) => ("no due date", "`due`"),
                (false, false) => continue,
            };
            let place = action.text.span().unwrap_or(action.span);
            findings
                .add(place, format!("this action is open, and has {what}"))
                .help(format!("add {help}, or the `issue` in which it is followed"));
        }
    }
}
