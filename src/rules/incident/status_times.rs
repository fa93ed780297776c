//! `incident/status-times`: A status that the incident's times do not bear out.

use crate::lint::{Findings, Rule, Severity};
use crate::model::incidents::lists::impacts;
use crate::model::record::Record;
use crate::model::workspace::Workspace;
use crate::rules::courses::{self, relate, said, status, time};
use crate::rules::words::quote;

/// The rule.
pub const RULE: Rule = Rule {
    name: "incident/status-times",
    severity: Some(Severity::Warning),
    summary: "A status that the incident's times do not bear out.",
    page: include_str!("../../../docs/rules/incident/status-times.md"),
    check,
};

/// Statuses that say when they were reached, each with its time.
const REACHED: [(&str, &str); 3] = [
    ("mitigated", "mitigated"),
    ("resolved", "resolved"),
    ("closed", "resolved"),
];

/// Times that are only there where a status was reached, each with the statuses before it.
const NOT_YET: [(&str, &[&str]); 2] = [
    ("resolved", &["open", "mitigated"]),
    ("closed", &["open", "mitigated", "resolved"]),
];

fn check(workspace: &Workspace, findings: &mut Findings) {
    for (_, record) in courses::all(workspace) {
        let word = status(record);
        if !word.is_empty() {
            check_times(record, word, findings);
            check_impacts(workspace, (record, word), findings);
        }
    }
}

fn check_times(record: &Record, word: &str, findings: &mut Findings) {
    let place = record.status.span().unwrap_or(record.place());
    // A log that states no times, or not those, has nothing to contradict.
    let is_timed = ["started", "detected", "acknowledged", "declared"]
        .iter()
        .any(|name| time(record, name).is_some());
    let missing = REACHED.iter().find(|(status, _)| *status == word);
    if let Some((_, field)) = missing.filter(|(_, field)| is_timed && record.times.get(field).is_none()) {
        let message = format!("the incident is {word}, but nothing says when it was {field}");
        let help = format!("write the time: `{field}: 2026-03-04T16:07+01:00`");
        findings.add(place, message).help(help);
    }
    let early = NOT_YET.iter().rev().find_map(|(field, statuses)| {
        let at = time(record, field).filter(|_| statuses.contains(&word))?;
        Some((field, at))
    });
    if let Some((field, at)) = early {
        let message = format!("the incident is {word}, but it was {field} at {}", quote(&said(at)));
        let finding = findings.add(place, message).related(at.span, format!("{field} here"));
        finding.help("one of the two is out of date: `opsrepo incident resolve`, `close` and `reopen` write both");
    }
}

/// What is over hurts nobody any more.
fn check_impacts(workspace: &Workspace, (record, word): (&Record, &str), findings: &mut Findings) {
    if !matches!(word, "resolved" | "closed") {
        return;
    }
    for impact in impacts(workspace, record) {
        if !impact.ended.is_absent() {
            continue;
        }
        let service = impact
            .service
            .value()
            .map_or("a service".to_owned(), |name| quote(name));
        let message = format!("the incident is {word}, but its impact on {service} has no end");
        let finding = findings.add(impact.span, message);
        relate(finding, &record.status, "the status");
        finding.help("write when it was over: `ended: 2026-03-04T15:40+01:00`");
    }
}
