//! `incident/duration`: A stated duration that the incident's own times contradict.

use crate::lint::{Findings, Rule, Severity};
use crate::model::calendar::Calendar;
use crate::model::hours::core_minutes;
use crate::model::incidents::clock;
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

/// What a night takes out of a duration that counts only the hours of support, in minutes, at the least.
const NIGHT: i64 = 60;

fn check(workspace: &Workspace, findings: &mut Findings) {
    let settings = &workspace.settings;
    let calendar = Calendar::of(settings.calendar.as_ref(), settings.timezone.as_deref());
    for record in &workspace.records {
        for (field, ends) in ENDS {
            let Some(stated) = record.durations.get(field).and_then(|fact| fact.found()) else {
                continue;
            };
            let exact = |name: &'static str| {
                let moment = exact(record, name)?;
                Some((name, clock::resolved(workspace, record, moment)))
            };
            let Some((end_name, end)) = ends.iter().find_map(|name| exact(name)) else {
                continue;
            };
            // Who counted from a moment that cannot be read may be right; `7h (during support hours)` says itself that it
            // is another quantity.
            if STARTS.iter().any(|name| is_vague(record, name)) || stated.raw.contains('(') {
                continue;
            }
            let starts: Vec<(&str, Moment)> = STARTS.iter().filter_map(|name| exact(name)).collect();
            let is_right = |(_, start): &(&str, Moment)| {
                is_about(start.minutes_until(&end), stated.value)
                    || match &calendar {
                        // Where the hours of work are known nobody has to guess them.
                        Some(calendar) => is_about(calendar.minutes(start, &end), stated.value),
                        None => is_of_support(stated.value, start, &end),
                    }
            };
            if starts.iter().any(is_right) {
                continue;
            }
            // An end before its start is the business of `incident/time-order`.
            let Some((start_name, start)) = starts.iter().find(|(_, start)| start.minutes_until(&end) >= 0) else {
                continue;
            };
            let counted = Duration {
                minutes: start.minutes_until(&end),
            };
            let worked = calendar.as_ref().map(|calendar| Duration {
                minutes: calendar.minutes(start, &end),
            });
            let worked = worked.map_or_else(String::new, |worked| format!(", {worked} of it in working hours"));
            let finding = findings.add(
                stated.span,
                format!(
                    "`{field}` says {}, but {start_name} to {end_name} is {counted}{worked}",
                    stated.value
                ),
            );
            for name in [*start_name, end_name] {
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

fn is_about(minutes: i64, stated: Duration) -> bool {
    (minutes - stated.minutes).abs() <= TOLERANCE
}

/// True for a duration that can be the hours of support between two moments: nights and weekends are taken out of it, and
/// no hour in which everybody works. Many teams count so, and say it on one page for all records.
fn is_of_support(stated: Duration, start: &Moment, end: &Moment) -> bool {
    let left_out = start.minutes_until(end) - stated.minutes;
    left_out >= NIGHT && stated.minutes >= core_minutes(start, end)
}

/// True for a time that is written, but not so that one could count from it.
fn is_vague(record: &Record, field: &str) -> bool {
    record.times.get(field).is_some_and(|fact| !fact.is_absent()) && exact(record, field).is_none()
}

/// A time with its hour; a bare date measures nothing.
fn exact<'a>(record: &'a Record, field: &str) -> Option<&'a Moment> {
    record.time(field).filter(|moment| !moment.is_date)
}

#[cfg(test)]
mod tests {
    use super::is_of_support;
    use crate::model::length::Duration;
    use crate::model::time::Moment;

    #[test]
    fn knows_the_hours_of_support() {
        for (minutes, start, end, expected) in [
            // Ten to five, over a night.
            (285, "2026-03-04 12:15", "2026-03-05 10:00", true),
            // Seven to ten, from a Saturday night on.
            (316, "2026-03-07 22:05", "2026-03-08 12:16", true),
            // Half past seven hours a day, over a weekend.
            (33 * 60 + 14, "2026-03-06 09:14", "2026-03-12 12:28", true),
            // Before the office opens.
            (60, "2026-03-04 06:00", "2026-03-04 11:00", true),
            // Two minutes are no night.
            (20 * 60 + 3, "2026-03-04 15:44", "2026-03-05 11:49", false),
            // A month was mistyped: weeks of work are missing.
            (110, "2026-03-04 14:05", "2026-05-04 15:55", false),
            // More than all there is.
            (60, "2026-03-04 12:00", "2026-03-04 12:30", false),
            // In the middle of a day.
            (60, "2026-03-04 11:00", "2026-03-04 15:00", false),
        ] {
            let (from, to) = (Moment::parse(start).unwrap(), Moment::parse(end).unwrap());
            let found = is_of_support(Duration { minutes }, &from, &to);
            assert_eq!(found, expected, "{minutes} minutes from {start} to {end}");
        }
    }
}
