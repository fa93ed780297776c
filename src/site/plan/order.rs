//! The order in which decisions are told: set by set, the newest first, and those without a date by their number.
//!
//! It knows records only: neither pages nor addresses.

use crate::model::kind_names::DECISION;
use crate::model::record::{Record, RecordId};
use crate::model::workspace::Workspace;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The records of one set, as they are told.
pub(crate) struct Row {
    /// Index into the workspace's sets.
    pub set: usize,
    /// Its records.
    pub ids: Vec<RecordId>,
}

/// All decisions, as they are told.
pub(crate) struct Order {
    /// One for each set, in the workspace's order of them.
    pub rows: Vec<Row>,
    places: BTreeMap<RecordId, (usize, usize)>,
}

impl Order {
    /// Puts the decisions of a repository in order.
    pub(crate) fn new(workspace: &Workspace) -> Order {
        let mut sets: BTreeMap<usize, Vec<RecordId>> = BTreeMap::new();
        for (id, record) in workspace.of_kind(DECISION) {
            sets.entry(record.set).or_default().push(id);
        }
        let mut rows = Vec::with_capacity(sets.len());
        let mut places = BTreeMap::new();
        for (set, mut ids) in sets {
            ids.sort_by_key(|&id| key(workspace.record(id), id));
            places.extend(ids.iter().enumerate().map(|(at, &id)| (id, (rows.len(), at))));
            rows.push(Row { set, ids });
        }
        Order { rows, places }
    }

    /// The records that are told along with one, and where among them it stands; `None` for what is no decision.
    pub(crate) fn around(&self, id: RecordId) -> Option<(&[RecordId], usize)> {
        let &(row, at) = self.places.get(&id)?;
        Some((&self.rows[row].ids, at))
    }
}

/// The year of a record; empty where no date is known.
pub(crate) fn year(record: &Record) -> String {
    let date = record.date.value().map(ToString::to_string);
    date.and_then(|date| Some(date.split_once('-')?.0.to_owned()))
        .unwrap_or_default()
}

fn key(record: &Record, id: RecordId) -> impl Ord + use<'_> {
    let date = record.date.value().copied();
    (Reverse(date), Reverse(record.number.as_ref()), Reverse(id))
}
