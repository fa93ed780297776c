//! `incident/not-reviewed`: A grave incident that should have been reviewed by now.

use crate::text::plural::counted;
use crate::lint::{Findings, Rule, Severity};
use crate::model::incidents::severity::Scale;
use crate::model::record::Record;
use crate::model::workspace::Workspace;
use crate::rules::courses::{self, relate, status, time};

/// The rule.
pub const RULE: Rule = Rule {
    name: "incident/not-reviewed",
    severity: Some(Severity::Warning),
    summary: "A grave incident that should have been reviewed by now.",
    page: include_str!("../../../docs/rules/incident/not-reviewed.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let scale = Scale::of(&workspace.settings);
    for (_, record) in courses::all(workspace) {
        let severity = record.texts.get("severity").and_then(|fact| fact.found());
        let Some(severity) = severity.filter(|_| !is_done(record)) else {
            continue;
        };
        let within = scale
            .place(&severity.value)
            .and_then(|place| scale.review_within(place));
        let (Some(within), Some(resolved)) = (within, time(record, "resolved")) else {
            continue;
        };
        let Some(due) = resolved.value.date().after(within) else {
            continue;
        };
        let late = due.days_until(workspace.context.as_of);
        if late <= 0 {
            continue;
        }
        let message = format!(
            "a {} is reviewed within {within}: this was due on {due}, {} ago",
            severity.value.trim(),
            counted(late as usize, "day")
        );
        let finding = findings
            .add(severity.span, message)
            .related(resolved.span, "resolved here");
        if let Some(fact) = record.texts.get("review-status") {
            relate(finding, fact, "where the review stands");
        }
        finding.help(
            "review it, write down what was learnt, and close it; or say `review-status: not-needed`, and why in its text",
        );
    }
}

/// True for an incident that was reviewed, or need not be: closing is the end of a review.
fn is_done(record: &Record) -> bool {
    let review = record.text("review-status").map(|text| text.trim().to_lowercase());
    matches!(review.as_deref(), Some("done" | "not-needed"))
        || ["reviewed", "closed"].iter().any(|name| time(record, name).is_some())
        || matches!(status(record), "closed" | "false-alarm")
        || record.refers("duplicate-of").next().is_some()
}
