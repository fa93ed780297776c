//! `incident/time-gap`: A time that no clock in its zone has shown.

use crate::lint::{Findings, Rule, Severity};
use crate::model::fact::Fact;
use crate::model::incidents::clock::Clock;
use crate::model::workspace::Workspace;
use crate::model::zone::Placed;
use crate::rules::courses::{self, said};
use crate::rules::words::quote;

/// The rule.
pub const RULE: Rule = Rule {
    name: "incident/time-gap",
    severity: Some(Severity::Warning),
    summary: "A time that no clock in its zone has shown.",
    page: include_str!("../../../docs/rules/incident/time-gap.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    for (_, record) in courses::all(workspace) {
        let times = record.times.iter().filter_map(|(_, fact)| Fact::found(fact));
        let entries = record.timeline.iter().filter_map(|entry| entry.at.found());
        let mut loose = times
            .chain(entries)
            .filter(|found| !found.value.is_date && found.value.offset.is_none())
            .peekable();
        if loose.peek().is_none() {
            continue;
        }
        let clock = Clock::of(workspace, record);
        let Some(zone) = clock.zone() else { continue };
        for found in loose.filter(|found| found.value.placed(zone) == Placed::Never) {
            let message = format!(
                "no clock has shown {}: that night clocks were put forward over it",
                quote(&said(found))
            );
            findings
                .add(found.span, message)
                .help("write the time with its offset, as `2026-03-04T14:05+01:00`");
        }
    }
}
