//! The records that tell a course: when something began, and when it was over. Several rules look at them.

use crate::lint::Diagnostic;
use crate::model::fact::{Fact, Found};
use crate::model::kind::Shape;
use crate::model::record::{Record, RecordId};
use crate::model::time::Moment;
use crate::model::workspace::Workspace;

/// The fields of a course, in the order in which it goes.
pub(crate) const TIMES: [&str; 8] = [
    "started",
    "detected",
    "acknowledged",
    "declared",
    "mitigated",
    "repaired",
    "resolved",
    "closed",
];

/// Minutes of a day.
pub(crate) const DAY: i64 = 24 * 60;

/// Half a year: what lies so far from an incident has a slip in its year or month.
pub(crate) const FAR: i64 = 180 * DAY;

/// The incidents, and the records of whatever other kinds say when they were resolved.
pub(crate) fn all(workspace: &Workspace) -> impl Iterator<Item = (RecordId, &Record)> {
    let kinds = workspace.kinds.iter();
    let told: Vec<bool> = kinds
        .map(|kind| kind.field("resolved").is_some_and(|field| field.shape == Shape::Moment))
        .collect();
    workspace.iter().filter(move |(_, record)| told[record.kind])
}

/// True where a schema is set for a record: then `schema/mismatch` says what its values may be.
pub(crate) fn has_schema(workspace: &Workspace, record: &Record) -> bool {
    workspace.sets[record.set].schema.is_some()
}

/// A time of a record with its place.
pub(crate) fn time<'r>(record: &'r Record, field: &str) -> Option<&'r Found<Moment>> {
    record.times.get(field)?.found()
}

/// All times of a record's course, in the order in which it goes.
pub(crate) fn times(record: &Record) -> impl Iterator<Item = (&'static str, &Found<Moment>)> {
    TIMES.iter().filter_map(|name| Some((*name, time(record, name)?)))
}

/// The canonical word of its status; empty where there is none, or none that is known.
pub(crate) fn status(record: &Record) -> &str {
    record.status.value().map_or("", |status| status.word.as_str())
}

/// A time as it is written.
pub(crate) fn said(found: &Found<Moment>) -> String {
    found.raw.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Points to a time of a record, where it has one.
pub(crate) fn relate<T>(finding: &mut Diagnostic, fact: &Fact<T>, message: &str) {
    if let Some(span) = fact.span() {
        finding.related(span, message);
    }
}
