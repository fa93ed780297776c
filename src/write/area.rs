//! The areas of a log: parts whose records are named alike, and in which numbers may start again. It changes nothing.

use crate::model::call::plain;
use crate::model::record::{Number, Record};
use crate::model::workspace::Workspace;
use crate::text::path::RepoPath;
use crate::text::similar;
use crate::write::refusal::Refusal;
use std::collections::{BTreeMap, BTreeSet};

/// Numbers with more digits are days.
const DAY: u8 = 8;

/// Areas that a message names.
const SHOWN: usize = 8;

/// An area that was chosen because nobody named one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Continued {
    /// Its name: `operator/ODH-ADR-Operator`.
    pub area: String,
    /// The record that it was taken from: the last one.
    pub like: RepoPath,
    /// The others.
    pub others: Vec<String>,
}

/// The areas of a set, by position; each with the records that are numbered in it.
pub(super) struct Areas<'w> {
    workspace: &'w Workspace,
    counted: Vec<(&'w Record, &'w Number)>,
}

impl<'w> Areas<'w> {
    pub(super) fn of(workspace: &'w Workspace, set: Option<usize>) -> Self {
        let records = workspace.records.iter().filter(|record| Some(record.set) == set);
        let counted = records.filter_map(|record| Some((record, record.number.as_ref()?)));
        Areas {
            workspace,
            counted: counted.filter(|(_, number)| number.digits < DAY).collect(),
        }
    }

    fn names(&self) -> BTreeSet<&'w str> {
        self.counted.iter().map(|(_, number)| number.area.as_str()).collect()
    }

    /// True where two areas have one number: each counts for itself.
    pub(super) fn restart(&self) -> bool {
        let mut holders: BTreeMap<(u64, Option<char>), &str> = BTreeMap::new();
        self.counted.iter().any(|(_, number)| {
            let holder = holders.entry((number.value, number.letter)).or_insert(&number.area);
            *holder != number.area
        })
    }

    /// The area that somebody names, be it by a folder or a word of its files' names.
    pub(super) fn find(&self, wanted: &str) -> Result<&'w str, Refusal> {
        let names = self.names();
        let wanted = wanted.trim_matches('/');
        let is_it = |part: &str| plain_name(part) == plain_name(wanted);
        let is_folder = |area: &str| {
            let mut here = self.counted.iter().filter(|(_, number)| number.area == area);
            here.any(|(record, _)| self.workspace.path_of(record).parent().as_str() == wanted)
        };
        let exact = names.iter().filter(|area| area.eq_ignore_ascii_case(wanted));
        let folders = names.iter().filter(|area| is_folder(area));
        let words = names.iter().filter(|area| area.rsplit('/').next().is_some_and(is_it));
        let parts = names.iter().filter(|area| area.split('/').any(is_it));
        let found: [Vec<&&str>; 4] = [exact.collect(), folders.collect(), words.collect(), parts.collect()];
        match found.iter().find(|found| !found.is_empty()).map(Vec::as_slice) {
            Some([one]) => Ok(one),
            Some(several) => Err(Refusal::new(
                format!("several areas answer to `{wanted}`"),
                format!("name one: {}", listed(several.iter().map(|area| **area))),
            )),
            None => Err(Refusal::new(
                format!("there is no area `{wanted}` in which records are counted"),
                match similar::nearest(wanted, names.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None if names.iter().all(|area| area.is_empty()) => "leave --area out: there is one".to_owned(),
                    None => format!("there are: {}", listed(names.into_iter())),
                },
            )),
        }
    }

    /// The area of the last record, where there are others that one might mean.
    pub(super) fn last(&self) -> Option<Continued> {
        let (record, number) = self.counted.last()?;
        let names = self.names();
        let others: Vec<String> = names
            .into_iter()
            .filter(|area| *area != number.area && !area.is_empty())
            .map(str::to_owned)
            .collect();
        (!others.is_empty()).then(|| Continued {
            area: number.area.clone(),
            like: self.workspace.path_of(record).clone(),
            others,
        })
    }
}

/// The first few names.
pub fn listed<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> String {
    let more = names.len().saturating_sub(SHOWN);
    let shown: Vec<&str> = names.take(SHOWN).collect();
    match more {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// The name in lower case, without the words up to an "ADR".
fn plain_name(part: &str) -> String {
    let name = plain(&format!("{part}-0"));
    name.trim_end_matches('0').trim_end_matches('-').to_owned()
}
