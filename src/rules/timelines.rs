//! Where the entries of a timeline stand in time, for the rules that judge them. It knows no rule.

use crate::model::fact::Found;
use crate::model::incidents::clock::Clock;
use crate::model::record::Record;
use crate::model::time::Moment;
use crate::rules::courses::{self, FAR};

/// An entry whose time is known.
pub(crate) struct Entry<'r> {
    /// When, as it is written.
    pub(crate) found: &'r Found<Moment>,
    /// When, with its offset where one is known.
    pub(crate) at: Moment,
}

/// The entries whose times are known, in the order of the file.
pub(crate) fn entries<'r>(record: &'r Record, clock: &Clock) -> Vec<Entry<'r>> {
    let found = record.timeline.iter().filter_map(|entry| entry.at.found());
    found
        .map(|found| Entry {
            found,
            at: clock.resolved(&found.value),
        })
        .collect()
}

/// The first and the last time that a record states of its course; its date where it states none.
pub(crate) fn ends(record: &Record, clock: &Clock) -> Option<(Moment, Moment)> {
    let day = record.date.found().map(|found| Moment::of_day(found.value));
    let times = || {
        let stated = courses::times(record).map(|(_, found)| clock.resolved(&found.value));
        stated.chain(day.clone())
    };
    let first = times().reduce(|a, b| if b.minutes_until(&a) > 0 { b } else { a })?;
    let last = times().reduce(|a, b| if a.minutes_until(&b) > 0 { b } else { a })?;
    Some((first, last))
}

/// True for a time half a year or more away from the incident: a slip in its year or month.
pub(crate) fn is_far((first, last): &(Moment, Moment), at: &Moment) -> bool {
    at.minutes_until(first) > FAR || last.minutes_until(at) > FAR
}
