//! `incident/not-reviewed`: A grave incident that should have been reviewed by now.

use crate::lint::{Findings, Rule, Severity};
use crate::model::incidents::review;
use crate::model::incidents::severity::Scale;
use crate::model::workspace::Workspace;
use crate::rules::courses::{self, relate, time};
use crate::text::plural::counted;

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
        let Some((within, due)) = review::due(scale, record) else {
            continue;
        };
        let severity = record.texts.get("severity").and_then(|fact| fact.found());
        let (Some(severity), Some(resolved)) = (severity, time(record, "resolved")) else {
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
