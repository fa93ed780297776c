//! The page of what changed: the commits that touched records, day by day, newest first.

use crate::model::gone::Gone;
use crate::model::record::RecordId;
use crate::model::story::asked;
use crate::site::frame::{Frame, Room, frame};
use crate::site::person::without_addresses;
use crate::site::plan::Plan;
use crate::site::press::Press;
use crate::site::sheet::Sheet;
use crate::site::urls::{CHANGES, Subject, fixed, href};
use crate::text::history::{Change, Commit, History, Log, Touch};
use crate::text::path::RepoPath;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Commits that the page shows.
const SHOWN: usize = 300;
/// Records that it names of one commit.
const TOUCHED: usize = 12;

/// What may become of a record, in the order in which it is told.
const DEEDS: [&str; 4] = ["added", "changed", "moved", "deleted"];

/// The context of `changes.html`.
#[derive(Serialize)]
pub(crate) struct Changes {
    frame: Frame,
    /// Why nothing is known; empty where something is.
    unknown: String,
    /// True where a shallow clone holds only the later part.
    is_cut: bool,
    days: Vec<Day>,
    /// Commits that are shown.
    shown: usize,
    /// Commits that are not.
    more: usize,
}

#[derive(Serialize)]
struct Day {
    date: String,
    deeds: Vec<Deed>,
}

/// One commit.
#[derive(Serialize)]
pub(crate) struct Deed {
    /// The message's first line.
    pub subject: String,
    /// Who.
    pub author: String,
    id: String,
    /// The commit on the forge; empty where there is none.
    href: String,
    request: String,
    request_href: String,
    /// The records that it touched, and more of them than are named.
    pub touched: Vec<Touched>,
    /// How many are not named.
    pub more: usize,
}

/// What it did to a record.
#[derive(Serialize)]
pub(crate) struct Touched {
    text: String,
    kind: String,
    /// Empty for a record that is there no more.
    href: String,
    change: String,
    /// The same in one word: `added`, `changed`, `moved` or `deleted`.
    deed: &'static str,
}

/// A record that a commit touched.
enum Hit<'a> {
    /// One of today.
    Record(RecordId, &'a Change),
    /// One that is there no more: its kind, and its path.
    Gone(usize, &'a RepoPath),
}

/// The page.
pub(crate) fn sheets<'p>(plan: &'p Plan<'p>, press: &'p Press) -> Vec<Sheet<'p>> {
    vec![Sheet::new(fixed(CHANGES), move || {
        press.fill("changes.html", &make(plan))
    })]
}

fn make(plan: &Plan) -> Changes {
    let at = fixed(CHANGES);
    let mut page = Changes {
        frame: frame(plan, &at, Room::Changes, "Changes"),
        unknown: String::new(),
        is_cut: false,
        days: Vec::new(),
        shown: 0,
        more: 0,
    };
    let log = match &plan.workspace.history {
        History::NotAsked => {
            page.unknown = "The history was not asked for.".to_owned();
            return page;
        }
        History::Unknown(why) => {
            page.unknown.clone_from(why);
            return page;
        }
        History::Known(log) => log,
    };
    page.is_cut = !log.cut.is_empty();
    let touched = touched(plan, log);
    let order = order(log, &touched);
    page.shown = order.len().min(SHOWN);
    page.more = order.len() - page.shown;
    for (date, index) in order.into_iter().take(SHOWN) {
        let deed = deed(plan, &at, (&log.commits[index as usize], &touched[&index]), TOUCHED);
        match page.days.last_mut().filter(|last| last.date == date) {
            Some(last) => last.deeds.push(deed),
            None => page.days.push(Day {
                date: date.to_owned(),
                deeds: vec![deed],
            }),
        }
    }
    page
}

/// The latest commits that touched records, newest first, each with its day and so many records at most.
pub(crate) fn latest(plan: &Plan, at: &RepoPath, (commits, records): (usize, usize)) -> Vec<(String, Deed)> {
    let Some(log) = plan.workspace.history.log() else {
        return Vec::new();
    };
    let touched = touched(plan, log);
    let order = order(log, &touched).into_iter().take(commits);
    order
        .map(|(date, index)| {
            let commit = &log.commits[index as usize];
            (date.to_owned(), deed(plan, at, (commit, &touched[&index]), records))
        })
        .collect()
}

/// Commits by day, the newest first.
fn order<'l>(log: &'l Log, touched: &BTreeMap<u32, Vec<Hit>>) -> Vec<(&'l str, u32)> {
    let mut order: Vec<(&str, u32)> = touched
        .keys()
        .filter_map(|&index| Some((log.commits.get(index as usize)?.day(), index)))
        .collect();
    order.sort_unstable_by_key(|&(date, index)| (Reverse(date), index));
    order
}

/// By commit: the records that it touched, and how. What a shallow clone begins with was there before.
fn touched<'a>(plan: &'a Plan, log: &'a Log) -> BTreeMap<u32, Vec<Hit<'a>>> {
    let mut found: BTreeMap<u32, Vec<Hit>> = BTreeMap::new();
    let is_held = |touch: &Touch| log.cut.binary_search(&touch.commit).is_err();
    for (id, record) in plan.workspace.iter() {
        let mut known = BTreeSet::new();
        for touch in log.of(plan.workspace.path_of(record)) {
            if is_held(touch) && known.insert(touch.commit) {
                found
                    .entry(touch.commit)
                    .or_default()
                    .push(Hit::Record(id, &touch.change));
            }
        }
    }
    let gone = Gone::of(plan.workspace);
    for touch in log.gone.iter().filter(|touch| is_held(touch)) {
        if let Some(kind) = gone.kind_of(&touch.path) {
            found
                .entry(touch.commit)
                .or_default()
                .push(Hit::Gone(kind, &touch.path));
        }
    }
    found
}

/// What became of a record, in a word.
fn word(change: &Change) -> &'static str {
    match change {
        Change::Added => "added",
        Change::Modified => "changed",
        Change::Renamed { .. } => "moved",
        Change::Deleted => "deleted",
    }
}

fn deed(plan: &Plan, at: &RepoPath, (commit, touched): (&Commit, &[Hit]), most: usize) -> Deed {
    let forge = plan.forge.as_ref();
    let log = plan.workspace.history.log();
    let asked = log.and_then(|log| asked(log, commit, forge));
    // What happened to several stands together.
    let mut touched: Vec<&Hit> = touched.iter().collect();
    touched.sort_by_key(|hit| hit.place(plan));
    // A line that says that there is one more takes as much room as the one.
    let most = if touched.len() == most + 1 { touched.len() } else { most };
    Deed {
        subject: commit.subject.clone(),
        author: without_addresses(&commit.author),
        id: commit.id.get(..7).unwrap_or(&commit.id).to_owned(),
        href: forge.map(|forge| forge.commit(&commit.id)).unwrap_or_default(),
        request: asked
            .as_ref()
            .map(|asked| asked.request.to_string())
            .unwrap_or_default(),
        request_href: asked.map(|asked| asked.url).unwrap_or_default(),
        touched: touched.iter().take(most).map(|hit| hit.shown(plan, at)).collect(),
        more: touched.len().saturating_sub(most),
    }
}

impl Hit<'_> {
    /// Its place among those of a commit: its kind, and what became of it.
    fn place(&self, plan: &Plan) -> (usize, usize) {
        match *self {
            Hit::Record(id, change) => (
                plan.workspace.record(id).kind,
                DEEDS
                    .iter()
                    .position(|deed| *deed == word(change))
                    .unwrap_or(DEEDS.len()),
            ),
            Hit::Gone(kind, _) => (kind, DEEDS.len()),
        }
    }

    fn shown(&self, plan: &Plan, at: &RepoPath) -> Touched {
        let kind = |kind: usize| plan.workspace.kinds[kind].name.clone();
        match *self {
            Hit::Record(id, change) => Touched {
                text: plan.name(Subject::Record(id)),
                kind: kind(plan.workspace.record(id).kind),
                href: href(at, &plan.record_at(id)),
                change: match change {
                    Change::Renamed { from, .. } => format!("moved from {from}"),
                    change => word(change).to_owned(),
                },
                deed: word(change),
            },
            Hit::Gone(of, path) => Touched {
                text: path.to_string(),
                kind: kind(of),
                href: String::new(),
                change: word(&Change::Deleted).to_owned(),
                deed: word(&Change::Deleted),
            },
        }
    }
}
