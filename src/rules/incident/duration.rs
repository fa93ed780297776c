//! `incident/duration`: A stated duration that the incident's own times contradict.

use crate::lint::{Findings, Rule, Severity};
use crate::model::length::Duration;
use crate::model::record::Record;
use crate::model::time::Moment;
use crate::model::workspace::Workspace;

/// The rule.
pub const RULE: Rule = Rule {
    name: "incident/duration",
    severity: Some(Severity::Warning),
    summary: "A stated duration that the incident's own times contradict.",
    page: include_str!("../../../docs/rules/incident/duration.md"),
    check,
};

/// The durations that records state, with the times at which they end: the first that the record has counts. What is
/// not repaired by its times has no time to repair, though it be resolved.
const ENDS: &[(&str, &[&str])] = &[
    ("time-to-repair", &["repaired", "mitigated"]),
    ("time-to-resolve", &["resolved"]),
];

/// Where people begin to count. Which of them a team means is its own affair, so a duration that is right from any of
/// them is right; the first that the record has is shown.
const STARTS: &[&str] = &["detected", "started", "declared", "acknowledged"];

/// Seconds are left out on one side or the other.
const TOLERANCE: i64 = 1;

fn check(workspace: &Workspace, findings: &mut Findings) {
    for record in &workspace.records {
        for (field, ends) in ENDS {
            let stated = record.durations.get(field).and_then(|fact| fact.found());
            let end = ends.iter().find_map(|name| Some((*name, exact(record, name)?)));
            let (Some(stated), Some((end_name, end))) = (stated, end) else {
                continue;
            };
            // Who counted from a moment that cannot be read may be right.
            if STARTS.iter().any(|name| is_vague(record, name)) {
                continue;
            }
            // `7h (during support hours)` says itself that it is another quantity.
            if stated.raw.contains('(') {
                continue;
            }
            let spans: Vec<(&str, i64)> = STARTS
                .iter()
                .filter_map(|name| Some((*name, exact(record, name)?.minutes_until(end))))
                .collect();
            // An end before its start is the business of `incident/time-order`.
            let Some((start_name, minutes)) = spans.iter().find(|(_, minutes)| *minutes >= 0) else {
                continue;
            };
            if spans.iter().any(|(_, m)| (m - stated.value.minutes).abs() <= TOLERANCE) {
                continue;
            }
            let counted = Duration { minutes: *minutes };
            let finding = findings.add(
                stated.span,
                format!(
                    "`{field}` says {}, but {start_name} to {end_name} is {counted}",
                    stated.value
                ),
            );
            for name in [start_name, end_name] {
                if let Some(span) = record.times.get(name).and_then(|fact| fact.span()) {
                    finding.related(span, format!("{name} here"));
                }
            }
            finding.help(format!(
                "mend whichever of the three is wrong; by the times it would be {counted}"
            ));
        }
    }
}

/// True for a time that is written, but not so that one could count from it.
fn is_vague(record: &Record, field: &str) -> bool {
    record.times.get(field).is_some_and(|fact| !fact.is_absent()) && exact(record, field).is_none()
}

/// A time with its hour; a bare date measures nothing.
fn exact<'a>(record: &'a Record, field: &str) -> Option<&'a Moment> {
    record.time(field).filter(|moment| !moment.is_date)
}
