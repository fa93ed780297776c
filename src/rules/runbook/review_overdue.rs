//! `runbook/review-overdue`: A record that should have been read again by now.

use crate::lint::{Findings, Rule, Severity};
use crate::model::workspace::Workspace;
use crate::rules::words::count;

/// The rule.
pub const RULE: Rule = Rule {
    name: "runbook/review-overdue",
    severity: Some(Severity::Warning),
    summary: "A runbook that should have been read again by now.",
    page: include_str!("../../../docs/rules/runbook/review-overdue.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    for record in &workspace.records {
        let reviewed = record.times.get("reviewed").and_then(|fact| fact.found());
        let every = record.intervals.get("review-every").and_then(|fact| fact.found());
        let (Some(reviewed), Some(every)) = (reviewed, every) else {
            continue;
        };
        let Some(due) = reviewed.value.date().after(every.value) else {
            continue;
        };
        let late = due.days_until(workspace.context.as_of);
        if late <= 0 {
            continue;
        }
        findings
            .add(
                reviewed.span,
                format!("the review was due on {due}, {} ago", count(late as usize, "day")),
            )
            .related(every.span, format!("it is reviewed every {}", every.value))
            .help("read it as if you were paged: mend what is wrong, then set the date");
    }
}
