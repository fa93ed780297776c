//! What the records of a kind look like together: how many in which state, from when, by whom, how long they took.
//!
//! It counts what is written and guesses nothing: what is not said is counted as not said.

use crate::model::graph::{Extent, Graph, Mentions};
use crate::model::kind::{Kind, Shape};
use crate::model::lifecycle::ABSENT;
use crate::model::record::{Record, RecordId};
use crate::model::spread::Spread;
use crate::model::standing::{self, Standing};
use crate::model::status::Status;
use crate::model::time::Date;
use crate::model::workspace::Workspace;
use std::collections::BTreeMap;

/// Keys of a front matter in which the day stands on which a record was begun, and on which it was settled.
const BEGUN: [&str; 4] = ["proposed", "submitted", "created", "creation-date"];
const SETTLED: [&str; 4] = ["accepted", "approved", "decided", "decision-date"];

/// The locator of a date that no record states: its first commit's.
const FROM_GIT: &str = "git:created";

/// The counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stats {
    /// The records that were counted.
    pub records: usize,
    /// Per status word in the order of a life, then `unrecognised` and `absent`; words that no record has are left out.
    pub statuses: Vec<(String, usize)>,
    /// Per year, without gaps, earliest first.
    pub years: Vec<(i16, usize)>,
    /// How many of the dates are those of the first commit, because the record states none.
    pub dates_from_git: usize,
    /// Days from proposed to accepted; `None` where no record has both days.
    pub days: Option<Spread>,
    /// The people of the kind's first field of people, with the number of records that name them; most first, then by name.
    pub people: Vec<(String, usize)>,
    /// The name of that field; empty where the kind has none.
    pub role: String,
    /// Records that say nothing about their status; about their date; that name nobody.
    pub missing: Missing,
    /// The longest row of records of which each took the place of the one before.
    pub longest: Vec<RecordId>,
    /// Records that are not settled and older than was asked for, with their age in days; oldest first.
    pub stale: Vec<(RecordId, i32)>,
}

/// Records that leave something out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Missing {
    /// Without status.
    pub status: Vec<RecordId>,
    /// Without date; one from the history counts as none.
    pub date: Vec<RecordId>,
    /// Without anybody in the field [`Stats::role`].
    pub people: Vec<RecordId>,
}

impl Stats {
    /// Counts the records `ids` of a kind, which are sorted. A record that is open for more than `patience` days on the workspace's day is stale.
    pub fn of(workspace: &Workspace, kind: &Kind, (ids, patience): (&[RecordId], i32)) -> Stats {
        let people = kind.fields.iter().find(|field| field.shape == Shape::People);
        let role = people.map_or(String::new(), |field| field.name.clone());
        let mut stats = Stats {
            records: ids.len(),
            statuses: statuses(workspace, kind, ids),
            people: names(workspace, &role, ids),
            ..Stats::default()
        };
        let mut years: BTreeMap<i16, usize> = BTreeMap::new();
        let mut took = Vec::new();
        for &id in ids {
            let record = workspace.record(id);
            let date = record.date.value();
            if let Some(date) = date {
                *years.entry(date.year()).or_default() += 1;
            }
            stats.dates_from_git += usize::from(is_from_git(record));
            took.extend(days_taken(workspace, kind, record));
            stats.missing.add(id, record, &role);
            let age = date.map(|date| date.days_until(workspace.context.as_of));
            let is_open = Standing::of(kind, &record.status) == Standing::Open;
            stats
                .stale
                .extend(age.filter(|age| is_open && *age > patience).map(|age| (id, age)));
        }
        if kind.statuses.is_empty() {
            stats.missing.status.clear();
        }
        if let (Some((first, _)), Some((last, _))) = (years.first_key_value(), years.last_key_value()) {
            let counted = |year| (year, years.get(&year).copied().unwrap_or(0));
            stats.years = (*first..=*last).map(counted).collect();
        }
        stats.days = Spread::of(took);
        stats.stale.sort_by_key(|(id, age)| (std::cmp::Reverse(*age), *id));
        stats.longest = Graph::of(workspace, &kind.name, (Extent::Related, Mentions::Leave)).longest_succession();
        stats.longest.retain(|id| ids.binary_search(id).is_ok());
        stats.role = role;
        stats
    }
}

impl Missing {
    fn add(&mut self, id: RecordId, record: &Record, role: &str) {
        if record.status.is_absent() {
            self.status.push(id);
        }
        if record.date.value().is_none() || is_from_git(record) {
            self.date.push(id);
        }
        if !role.is_empty() && record.people_in(role).next().is_none() {
            self.people.push(id);
        }
    }
}

/// True where the date is the first commit's, because the record states none.
fn is_from_git(record: &Record) -> bool {
    record.date.locator() == Some(FROM_GIT)
}

fn statuses(workspace: &Workspace, kind: &Kind, ids: &[RecordId]) -> Vec<(String, usize)> {
    if kind.statuses.is_empty() {
        return Vec::new();
    }
    let known = kind.statuses.iter().map(|row| row.word.as_str());
    let mut rows: Vec<(String, usize)> = known
        .chain([standing::UNRECOGNISED, ABSENT])
        .map(|word| (word.to_owned(), 0))
        .collect();
    for &id in ids {
        let word = standing::word(&workspace.record(id).status).unwrap_or(ABSENT);
        if let Some(row) = rows.iter_mut().find(|(known, _)| known == word) {
            row.1 += 1;
        }
    }
    rows.retain(|(_, count)| *count > 0);
    rows
}

fn names(workspace: &Workspace, role: &str, ids: &[RecordId]) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for &id in ids {
        let mut named: Vec<&str> = workspace
            .record(id)
            .people_in(role)
            .map(|person| person.name.as_str())
            .collect();
        named.sort_unstable();
        named.dedup();
        for name in named {
            *counts.entry(name).or_default() += 1;
        }
    }
    let mut rows: Vec<(String, usize)> = counts
        .into_iter()
        .map(|(name, count)| (name.to_owned(), count))
        .collect();
    rows.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    rows
}

/// Days from the day on which a record was proposed to the day on which it was accepted, where it states both: as dated
/// statuses, or as two keys of its front matter.
fn days_taken(workspace: &Workspace, kind: &Kind, record: &Record) -> Option<i64> {
    let raw = record.status.raw().unwrap_or_default();
    let steps: Vec<(String, Date)> = raw
        .split([';', '\n'])
        .filter_map(|part| Status::parse(part, &kind.statuses))
        .filter_map(|status| Some((status.word, status.date?)))
        .collect();
    let day = |word: &str| steps.iter().find(|(known, _)| known == word).map(|(_, date)| *date);
    let document = workspace.document(record.file);
    let data = document.data.get(record.part);
    let key = |keys: &[&str]| {
        let mut values = keys.iter().filter_map(|key| data?.get(key)?.scalar());
        values.find_map(|value| Date::parse(&value))
    };
    let begun = day("proposed").or_else(|| key(&BEGUN))?;
    let own = record
        .date
        .value()
        .filter(|_| record.date.locator() == Some("front-matter:date"));
    let settled = day("accepted").or_else(|| key(&SETTLED)).or(own.copied())?;
    let is_settled = standing::word(&record.status) != Some(kind.form.status.as_str());
    Some(i64::from(begun.days_until(settled))).filter(|days| *days >= 0 && is_settled)
}
