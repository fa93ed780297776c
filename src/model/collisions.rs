//! Numbers that two sides took for different records, each not knowing of the other.
//!
//! Only what a side took since the two parted counts: a number that stands twice on one side is that side's own matter.

use crate::model::record::{Number, Record, RecordId};
use crate::model::workspace::{Collision, Workspace};
use crate::text::path::RepoPath;
use std::collections::{HashMap, HashSet};

/// A date as the number (`20240725-slug`) has this many digits; two decisions on one day are no mistake.
const DATE_DIGITS: u8 = 8;

/// Numbers that records here took since the base, and that new files of the other side have as well. `together` holds the
/// files of both, so that sets and areas are the same for both.
pub(crate) fn between(
    (base, here): (&Workspace, &Workspace),
    was: &[Option<RecordId>],
    (together, new): (&Workspace, &HashSet<RepoPath>),
) -> Vec<Collision> {
    let mut taken_here: HashMap<&RepoPath, RecordId> = HashMap::new();
    for (id, record) in here.iter() {
        let before = was[id.index()].and_then(|old| base.record(old).number.as_ref());
        if before != record.number.as_ref() {
            taken_here.insert(here.path_of(record), id);
        }
    }
    type Place<'a> = (usize, &'a str);
    let mut theirs: HashMap<(Place<'_>, u64, Option<char>), &RepoPath> = HashMap::new();
    let mut highest: HashMap<Place<'_>, u64> = HashMap::new();
    let numbered = || {
        together
            .records
            .iter()
            .filter_map(|record| Some((record, counted(together, record)?)))
    };
    for (record, number) in numbered() {
        let place = (record.set, number.area.as_str());
        let top = highest.entry(place).or_default();
        *top = number.value.max(*top);
        let path = together.path_of(record);
        if new.contains(path) {
            theirs.entry((place, number.value, number.letter)).or_insert(path);
        }
    }
    let collision = |(record, number): (&Record, &Number)| {
        let place = (record.set, number.area.as_str());
        Some(Collision {
            record: *taken_here.get(together.path_of(record))?,
            other: (*theirs.get(&(place, number.value, number.letter))?).clone(),
            highest: highest.get(&place).copied().unwrap_or(number.value),
        })
    };
    numbered().filter_map(collision).collect()
}

fn counted<'a>(workspace: &Workspace, record: &'a Record) -> Option<&'a Number> {
    let number = record.number.as_ref()?;
    (number.digits < DATE_DIGITS && workspace.kind_of(record).is_numbered()).then_some(number)
}
