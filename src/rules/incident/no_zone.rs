//! `incident/no-zone`: Times without offset, and nothing that says in which zone they stand.

use crate::lint::{Findings, Rule};
use crate::model::fact::{Fact, Found};
use crate::model::incidents::clock::{stated, zone_of};
use crate::model::record::Record;
use crate::model::time::Moment;
use crate::model::workspace::Workspace;
use crate::rules::courses;

/// The rule.
pub const RULE: Rule = Rule {
    name: "incident/no-zone",
    severity: None,
    summary: "Times without offset, and nothing that says in which zone they stand.",
    page: include_str!("../../../docs/rules/incident/no-zone.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    for (_, record) in courses::all(workspace) {
        let mut loose = loose(record);
        let Some(first) = loose.next() else { continue };
        if !stated(record).is_absent() || zone_of(workspace, record).is_some() {
            continue;
        }
        let message = match loose.count() {
            0 => "this time has no offset, and nothing says in which zone it stands".to_owned(),
            more => format!("this time and {more} more have no offset, and nothing says in which zone they stand"),
        };
        findings.add(first.span, message).help(
            "write the offset, as `2026-03-04T14:05+01:00`; or the zone of all: `All times in CET`, `timezone` in the front \
             matter, `[cloud] timezone` in opsrepo.toml",
        );
    }
}

/// The times of a record that have an hour but no offset.
fn loose(record: &Record) -> impl Iterator<Item = &Found<Moment>> {
    let entries = record.timeline.iter().filter_map(|entry| entry.at.found());
    let times = record.times.iter().filter_map(|(_, fact)| Fact::found(fact));
    let is_loose = |found: &&Found<Moment>| !found.value.is_date && found.value.offset.is_none();
    times.chain(entries).filter(is_loose)
}
