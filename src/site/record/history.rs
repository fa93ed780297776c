//! What the history says of one file, for its page. What is unknown is called unknown.

use crate::model::past::Step;
use crate::model::record::RecordId;
use crate::model::story::{Asked, Deed as Done, Told, asked, told};
use crate::site::chip::{Chip, of_state};
use crate::site::plan::{Plan, capital};
use crate::text::history::{Change, Commit, History, Touch};
use crate::text::span::FileId;
use serde::Serialize;

/// The history of a file.
#[derive(Default, Serialize)]
pub(crate) struct Story {
    /// Why it is not known; empty where it is.
    pub unknown: String,
    /// The commit that created it.
    pub created: Option<Deed>,
    /// The commit that changed it last.
    pub changed: Option<Deed>,
    /// The changes of its status, oldest first.
    pub arc: Vec<Deed>,
    /// Everything that happened to it, newest first.
    pub deeds: Vec<Deed>,
}

/// One commit.
#[derive(Clone, Serialize)]
pub(crate) struct Deed {
    /// The author's date, `YYYY-MM-DD`.
    pub date: String,
    /// Who.
    pub author: String,
    /// Who else, and as what: `reviewed by Ada, Bo`.
    pub helpers: Vec<String>,
    /// The message's first line.
    pub subject: String,
    /// What happened to the file.
    pub change: String,
    /// The commit's short id.
    pub id: String,
    /// The commit on the forge; empty where there is none.
    pub href: String,
    /// The request that it came through, as people write it; empty where there is none.
    pub request: String,
    /// The request on the forge; empty where there is none.
    pub request_href: String,
    /// The status before, where it became another.
    pub before: Option<Chip>,
    /// The status after, where it became another.
    pub after: Option<Chip>,
}

/// The story of a record: that of its file, with what became of its status.
pub(crate) fn story_of(plan: &Plan, id: RecordId) -> Story {
    let record = plan.workspace.record(id);
    let Some(steps) = plan.workspace.past.of(id).filter(|steps| !steps.is_empty()) else {
        return story(plan, record.file);
    };
    let kind = plan.workspace.kind_of(record);
    let deed = |step: &Step| {
        let told = told(plan.workspace, (id, step), plan.forge.as_ref());
        let mut deed = deed(plan, told.commit?, what(&told), told.request.as_ref());
        deed.helpers = helpers(&told);
        if step.is_transition() {
            deed.before = step.before.as_ref().map(|state| of_state(state, kind));
            deed.after = step.after.as_ref().map(|state| of_state(state, kind));
        }
        Some(deed)
    };
    let deeds: Vec<Deed> = steps.iter().rev().filter_map(deed).collect();
    Story {
        arc: deeds
            .iter()
            .rev()
            .filter(|deed| deed.after.is_some())
            .cloned()
            .collect(),
        ..whole(deeds)
    }
}

/// The story of a file.
pub(crate) fn story(plan: &Plan, file: FileId) -> Story {
    let unknown = |why: &str| Story {
        unknown: why.to_owned(),
        ..Story::default()
    };
    let log = match &plan.workspace.history {
        History::NotAsked => return unknown("The history was not asked for."),
        History::Unknown(why) => return unknown(&capital(why)),
        History::Known(log) => log,
    };
    let of_touch = |touch: &Touch| {
        let commit = log.commit(touch)?;
        let change = match &touch.change {
            Change::Added => Done::Added,
            Change::Modified => Done::Changed,
            Change::Renamed { from, .. } => Done::Moved(from),
            Change::Deleted => Done::Deleted,
        };
        let asked = asked(log, commit, plan.forge.as_ref());
        Some(deed(plan, commit, in_words(change), asked.as_ref()))
    };
    let touches = log.of(plan.workspace.tree.path(file)).iter();
    let story = whole(touches.filter_map(of_touch).collect());
    match story.deeds.is_empty() {
        true => unknown("This file is not in the history yet."),
        false => story,
    }
}

fn whole(deeds: Vec<Deed>) -> Story {
    Story {
        created: deeds.last().cloned(),
        changed: deeds.first().cloned(),
        deeds,
        ..Story::default()
    }
}

fn deed(plan: &Plan, commit: &Commit, change: String, asked: Option<&Asked<'_>>) -> Deed {
    let forge = plan.forge.as_ref();
    Deed {
        date: commit.day().to_owned(),
        author: commit.author.clone(),
        helpers: Vec::new(),
        subject: commit.subject.clone(),
        change,
        id: commit.id.get(..7).unwrap_or(&commit.id).to_owned(),
        href: forge.map(|forge| forge.commit(&commit.id)).unwrap_or_default(),
        request: asked.map(|asked| asked.request.to_string()).unwrap_or_default(),
        request_href: asked.map(|asked| asked.url.clone()).unwrap_or_default(),
        before: None,
        after: None,
    }
}

fn what(told: &Told<'_>) -> String {
    in_words(told.deed)
}

fn in_words(done: Done<'_>) -> String {
    match done {
        Done::Added => "added".to_owned(),
        Done::Changed => "changed".to_owned(),
        Done::Moved(from) => format!("moved from {from}"),
        Done::Deleted => "deleted".to_owned(),
        Done::Held => "here already".to_owned(),
    }
}

fn helpers(told: &Told<'_>) -> Vec<String> {
    let merge = told.request.as_ref().and_then(|asked| asked.merge);
    let merger = merge.map(|merge| merge.author.as_str());
    let merger = merger.filter(|name| told.commit.is_some_and(|commit| commit.author != *name));
    let parts = [
        ("with", &told.coauthors[..]),
        ("reviewed by", &told.reviewers[..]),
        ("signed off by", &told.signers[..]),
        ("merged by", merger.as_slice()),
    ];
    let named = parts.into_iter().filter(|(_, names)| !names.is_empty());
    named
        .map(|(word, names)| format!("{word} {}", names.join(", ")))
        .collect()
}
