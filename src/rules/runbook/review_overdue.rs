//! `runbook/review-overdue`: A record that should have been read again by now.

use crate::lint::{Findings, Rule, Severity};
use crate::model::review::Due;
use crate::model::workspace::Workspace;
use crate::text::plural::counted;

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
        let Some((due, said)) = record.review_due() else {
            continue;
        };
        let late = due.days_until(workspace.context.as_of);
        if late <= 0 {
            continue;
        }
        let place = match said {
            Due::Stated(by) => by,
            Due::Counted(reviewed, _) => reviewed,
        };
        let finding = findings.add(
            place.span,
            format!("the review was due on {due}, {} ago", counted(late as usize, "day")),
        );
        if let Due::Counted(_, every) = said {
            finding.related(every.span, format!("it is reviewed every {}", every.value));
        }
        finding.help("read it as if you were paged: mend what is wrong, then set the date");
    }
}
