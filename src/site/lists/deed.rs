//! A commit as pages tell it: who did what to which records.

use crate::model::story::asked;
use crate::site::person::without_addresses;
use crate::site::plan::Plan;
use crate::site::plan::chronicle::{Entry, Hit};
use crate::site::urls::{Subject, href};
use crate::text::history::Change;
use crate::text::path::RepoPath;
use crate::text::width::cut;
use serde::Serialize;

/// Columns of a message's first line that are shown.
const SUBJECT: usize = 300;

/// What may become of a record, in the order in which it is told.
const DEEDS: [&str; 4] = ["added", "changed", "moved", "deleted"];

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

/// The latest commits that touched records, newest first, each with its day and so many records at most.
pub(crate) fn latest(plan: &Plan, at: &RepoPath, (commits, records): (usize, usize)) -> Vec<(String, Deed)> {
    let entries = plan.chronicle().entries.iter().take(commits);
    entries
        .filter_map(|entry| Some((entry.day.clone(), deed(plan, at, entry, records)?)))
        .collect()
}

/// What the page at `at` says of a commit, naming so many records at most.
pub(crate) fn deed(plan: &Plan, at: &RepoPath, entry: &Entry, most: usize) -> Option<Deed> {
    let forge = plan.forge.as_ref();
    let log = plan.workspace.history.log()?;
    let commit = log.commits.get(entry.commit as usize)?;
    let asked = asked(log, commit, forge);
    // What happened to several stands together.
    let mut touched: Vec<&Hit> = entry.hits.iter().collect();
    touched.sort_by_key(|hit| place(plan, hit));
    // A line that says that there is one more takes as much room as the one.
    let most = if touched.len() == most + 1 { touched.len() } else { most };
    Some(Deed {
        subject: cut(&commit.subject, SUBJECT),
        author: without_addresses(&commit.author),
        id: commit.id.get(..7).unwrap_or(&commit.id).to_owned(),
        href: forge.map(|forge| forge.commit(&commit.id)).unwrap_or_default(),
        request: asked
            .as_ref()
            .map(|asked| asked.request.to_string())
            .unwrap_or_default(),
        request_href: asked.map(|asked| asked.url).unwrap_or_default(),
        touched: touched.iter().take(most).map(|hit| shown(plan, at, hit)).collect(),
        more: touched.len().saturating_sub(most),
    })
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

/// The place of a record among those of a commit: its kind, and what became of it.
fn place(plan: &Plan, hit: &Hit) -> (usize, usize) {
    match *hit {
        Hit::Record(id, ref change) => {
            let deed = DEEDS.iter().position(|deed| *deed == word(change));
            (plan.workspace.record(id).kind, deed.unwrap_or(DEEDS.len()))
        }
        Hit::Gone(kind, _) => (kind, DEEDS.len()),
    }
}

fn shown(plan: &Plan, at: &RepoPath, hit: &Hit) -> Touched {
    let kind = |kind: usize| plan.workspace.kinds[kind].name.clone();
    match *hit {
        Hit::Record(id, ref change) => Touched {
            text: plan.name(Subject::Record(id)),
            kind: kind(plan.workspace.record(id).kind),
            href: href(at, &plan.record_at(id)),
            change: match change {
                Change::Renamed { from, .. } => format!("moved from {from}"),
                change => word(change).to_owned(),
            },
            deed: word(change),
        },
        Hit::Gone(of, ref path) => Touched {
            text: path.to_string(),
            kind: kind(of),
            href: String::new(),
            change: word(&Change::Deleted).to_owned(),
            deed: word(&Change::Deleted),
        },
    }
}
