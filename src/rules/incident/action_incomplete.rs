//! `incident/action-incomplete`: An open action that nobody does, or not by any day, or that cannot be read.

use crate::lint::{Findings, Rule, Severity};
use crate::model::incidents::lists::{Action, STATES, actions, unlisted};
use crate::model::workspace::Workspace;
use crate::rules::courses;
use crate::rules::words::{either, quote};
use crate::text::similar;

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
        let is_judged = courses::has_schema(workspace, record);
        if let Some(place) = unlisted(workspace, record, "actions").filter(|_| !is_judged) {
            findings
                .add(place, "`actions` is no list: nobody is told of what is to be done")
                .help("give each action an item with its `text`, `owner`, `due` and `state`");
        }
        for action in actions(workspace, record) {
            if !is_judged {
                check_words(&action, findings);
            }
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

/// Whether state and day can be read; when something was due that is done, nobody asks.
fn check_words(action: &Action, findings: &mut Findings) {
    let is_known = |word: &str| STATES.iter().any(|state| word.eq_ignore_ascii_case(state));
    let state = action.state.raw().zip(action.state.span());
    if let Some((word, place)) = state.filter(|(word, _)| !is_known(word)) {
        let help = match similar::nearest(word, STATES) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("use {}", either(&STATES)),
        };
        let message = format!("{} is no state of an action: it counts as open", quote(word));
        findings.add(place, message).help(help);
    }
    if let Some(due) = action.due.unrecognised().filter(|_| action.is_open()) {
        findings
            .add(
                due.span,
                format!("{} is no day by which an action is due", quote(&due.raw)),
            )
            .help("write a day such as `2026-12-01`");
    }
}
