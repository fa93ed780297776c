//! `incident/duplicate`: One incident in two records.

use crate::lint::{Findings, Rule, Severity};
use crate::model::incidents::clock::Clock;
use crate::model::incidents::episode;
use crate::model::incidents::notification::SOURCE;
use crate::model::record::{Record, RecordId, Target};
use crate::model::time::Moment;
use crate::model::workspace::Workspace;
use crate::rules::courses::{self, time};
use crate::rules::words::quote;
use crate::text::span::Span;
use std::collections::{BTreeMap, BTreeSet};

/// The rule.
pub const RULE: Rule = Rule {
    name: "incident/duplicate",
    severity: Some(Severity::Warning),
    summary: "One incident in two records.",
    page: include_str!("../../../docs/rules/incident/duplicate.md"),
    check,
};

/// How many incidents that began before are looked at for each: those that last for months meet many.
const LOOKED_AT: usize = 8;

fn check(workspace: &Workspace, findings: &mut Findings) {
    let mut told: BTreeSet<(RecordId, RecordId)> = BTreeSet::new();
    same_source(workspace, (&mut told, findings));
    same_course(workspace, (&mut told, findings));
}

/// What was received or imported twice: one source, or one alert that began at one moment.
fn same_source(workspace: &Workspace, (told, findings): (&mut BTreeSet<(RecordId, RecordId)>, &mut Findings)) {
    let mut first: BTreeMap<(&str, String), (RecordId, Span)> = BTreeMap::new();
    for (id, record) in courses::all(workspace) {
        let started = time(record, "started").map(|found| found.value.to_string());
        // A group of alerts may fire again, and is another incident then.
        let sources = record.list("source").iter().filter_map(|word| {
            let start = match word.text.starts_with(SOURCE) {
                true => started.clone()?,
                false => String::new(),
            };
            Some((word, word.text.as_str(), start, "source"))
        });
        let alerts = record.list("fingerprints").iter().filter_map(|word| {
            let fingerprint = episode::fingerprint_of(&word.text)?;
            Some((word, fingerprint, started.clone()?, "fingerprint"))
        });
        for (word, text, start, what) in sources.chain(alerts) {
            let (earlier, place) = *first.entry((text, start)).or_insert((id, word.span));
            if earlier == id || are_related(workspace, earlier, id) || !told.insert((earlier, id)) {
                continue;
            }
            let other = workspace.path_of(workspace.record(earlier));
            findings
                .add(word.span, format!("`{other}` has the same {what}: {}", quote(text)))
                .related(place, "the first of it")
                .help("keep one of the two, or say `duplicate-of` in the other");
        }
    }
}

/// An incident as it is compared.
struct Course<'w> {
    id: RecordId,
    record: &'w Record,
    start: Moment,
    end: Option<Moment>,
}

/// Incidents of one service that meet in time and are called alike.
fn same_course(workspace: &Workspace, (told, findings): (&mut BTreeSet<(RecordId, RecordId)>, &mut Findings)) {
    let mut by_service: BTreeMap<RecordId, Vec<Course<'_>>> = BTreeMap::new();
    for (id, record) in courses::all(workspace) {
        let clock = Clock::of(workspace, record);
        let Some(start) = time(record, "started").or_else(|| time(record, "detected")) else {
            continue;
        };
        for reference in record.refers_once("services") {
            let Target::Record(service) = reference.target else {
                continue;
            };
            by_service.entry(service).or_default().push(Course {
                id,
                record,
                start: clock.resolved(&start.value),
                end: time(record, "resolved").map(|found| clock.resolved(&found.value)),
            });
        }
    }
    for courses in by_service.values_mut() {
        courses.sort_by_key(|course| (course.start.date(), course.start.unix_seconds(), course.id));
        for (at, course) in courses.iter().enumerate() {
            for earlier in courses[..at].iter().rev().take(LOOKED_AT) {
                report_alike(workspace, (earlier, course), (&mut *told, &mut *findings));
            }
        }
    }
}

fn report_alike(
    workspace: &Workspace,
    (earlier, course): (&Course<'_>, &Course<'_>),
    (told, findings): (&mut BTreeSet<(RecordId, RecordId)>, &mut Findings),
) {
    let meets = earlier
        .end
        .as_ref()
        .is_none_or(|end| course.start.minutes_until(end) > 0);
    let is_alike = words(earlier.record.name()) == words(course.record.name());
    if !meets || !is_alike || are_related(workspace, earlier.id, course.id) || !told.insert((earlier.id, course.id)) {
        return;
    }
    let other = workspace.path_of(earlier.record);
    findings
        .add(
            course.record.place(),
            format!("`{other}` is of the same service and time, and is called alike"),
        )
        .related(earlier.record.place(), "this one")
        .help("if they are one, say `duplicate-of` in one of them; if not, `relates`")
        .at_most(Severity::Hint);
}

/// The words of a title, in any order; numbers, dates and short names such as `DB` count.
fn words(title: &str) -> BTreeSet<String> {
    let words = title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// True where one of the two says what it has to do with the other.
fn are_related(workspace: &Workspace, a: RecordId, b: RecordId) -> bool {
    let leads = |from: RecordId, to: RecordId| {
        let record = workspace.record(from);
        let said = record.refers("duplicate-of").chain(record.refers("relates"));
        said.map(|reference| &reference.target)
            .any(|target| *target == Target::Record(to))
    };
    leads(a, b) || leads(b, a)
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_short_name_or_a_number_tells_two_apart() {
        assert_eq!(words("Login down, again"), words("again: login DOWN"));
        for (a, b) in [
            ("DB down", "S3 down"),
            ("Node 7 lost", "Node 8 lost"),
            ("Disk full", "Disk full 2"),
        ] {
            assert_ne!(words(a), words(b), "{a} {b}");
        }
    }
}
