//! `incident/timeline-outside`: An entry of a timeline that lies far from its incident.

use crate::lint::{Findings, Rule, Severity};
use crate::model::incidents::clock::Clock;
use crate::model::record::Record;
use crate::model::workspace::Workspace;
use crate::rules::courses::{self, DAY, said, time};
use crate::rules::timelines::{Entry, ends, entries, is_far};
use crate::rules::words::quote;

/// The rule.
pub const RULE: Rule = Rule {
    name: "incident/timeline-outside",
    severity: Some(Severity::Warning),
    summary: "An entry of a timeline that lies far from its incident.",
    page: include_str!("../../../docs/rules/incident/timeline-outside.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    for (_, record) in courses::all(workspace) {
        if record.timeline.is_empty() {
            continue;
        }
        let clock = Clock::of(workspace, record);
        let Some(ends) = ends(record, &clock) else { continue };
        for entry in entries(record, &clock) {
            if is_far(&ends, &entry.at) {
                let years = (entry.at.date().year(), ends.0.date().year(), ends.1.date().year());
                let help = match years.0 < years.1 || years.0 > years.2 {
                    true => "the year is a slip; or it belongs to the text, not to the course of the incident",
                    false => "the month is a slip; or it belongs to the text, not to the course of the incident",
                };
                let message = format!("{} is half a year or more from the incident", quote(&said(entry.found)));
                findings.add(entry.found.span, message).help(help);
            } else {
                after_close(record, &clock, (&entry, findings));
            }
        }
    }
}

/// A record is closed when all is said: what happened a day later is news. Judged only where both clocks are known.
fn after_close(record: &Record, clock: &Clock, (entry, findings): (&Entry<'_>, &mut Findings)) {
    let Some(closed) = time(record, "closed") else { return };
    let end = clock.resolved(&closed.value);
    let is_known = entry.at.offset.is_some() && end.offset.is_some() && !entry.at.is_date && !end.is_date;
    if is_known && end.minutes_until(&entry.at) > DAY {
        findings
            .add(
                entry.found.span,
                format!("{} is after the incident was closed", quote(&said(entry.found))),
            )
            .related(closed.span, "closed here")
            .help("one of the two is a slip, or the incident was not over: `opsrepo incident reopen`")
            .at_most(Severity::Hint);
    }
}
