//! The commits that touched records, with what each of them touched, the newest first. It knows no pages.

use crate::model::gone::Gone;
use crate::model::record::RecordId;
use crate::model::workspace::Workspace;
use crate::text::history::{Change, Log, Touch};
use crate::text::path::RepoPath;
use std::collections::{BTreeMap, BTreeSet};

/// All of them.
#[derive(Default)]
pub(crate) struct Chronicle {
    /// The newest day first, and what happened on a day as the history tells it.
    pub entries: Vec<Entry>,
}

/// One commit.
pub(crate) struct Entry {
    /// Its day.
    pub day: String,
    /// Its index in the history.
    pub commit: u32,
    /// What it touched, never empty.
    pub hits: Vec<Hit>,
}

/// A record that a commit touched.
pub(crate) enum Hit {
    /// One of today.
    Record(RecordId, Change),
    /// One that is there no more: its kind, and its path.
    Gone(usize, RepoPath),
}

impl Chronicle {
    /// What the history tells; nothing where it is unknown.
    pub(crate) fn of(workspace: &Workspace) -> Self {
        let Some(log) = workspace.history.log() else {
            return Chronicle::default();
        };
        let touched = touched(workspace, log).into_iter();
        let entry = |(commit, hits): (u32, Vec<Hit>)| {
            let day = log.commits.get(commit as usize)?.day().to_owned();
            Some(Entry { day, commit, hits })
        };
        let mut entries: Vec<Entry> = touched.filter_map(entry).collect();
        entries.sort_by(|one, other| other.day.cmp(&one.day));
        Chronicle { entries }
    }
}

impl Entry {
    /// The year of its day, in digits; empty where the history says no such thing.
    pub(crate) fn year(&self) -> &str {
        let year = self.day.split('-').next().unwrap_or_default();
        if year.bytes().all(|byte| byte.is_ascii_digit()) {
            year
        } else {
            ""
        }
    }
}

/// By commit: the records that it touched, and how. What a shallow clone begins with was there before.
fn touched(workspace: &Workspace, log: &Log) -> BTreeMap<u32, Vec<Hit>> {
    let mut found: BTreeMap<u32, Vec<Hit>> = BTreeMap::new();
    let is_held = |touch: &Touch| log.cut.binary_search(&touch.commit).is_err();
    for (id, record) in workspace.iter() {
        let mut known = BTreeSet::new();
        for touch in log.of(workspace.path_of(record)) {
            if is_held(touch) && known.insert(touch.commit) {
                let hit = Hit::Record(id, touch.change.clone());
                found.entry(touch.commit).or_default().push(hit);
            }
        }
    }
    let gone = Gone::of(workspace);
    for touch in log.gone.iter().filter(|touch| is_held(touch)) {
        if let Some(kind) = gone.kind_of(&touch.path) {
            let hit = Hit::Gone(kind, touch.path.clone());
            found.entry(touch.commit).or_default().push(hit);
        }
    }
    found
}
