//! What the history says of one file, for its page. What is unknown is called unknown.

use crate::site::plan::Plan;
use crate::text::history::{Change, Commit, History};
use crate::text::path::RepoPath;
use crate::text::span::FileId;
use serde::Serialize;

/// The history of a file.
#[derive(Serialize)]
pub(crate) struct Story {
    /// Why it is not known; empty where it is.
    pub unknown: String,
    /// The commit that created it.
    pub created: Option<Deed>,
    /// The commit that changed it last.
    pub changed: Option<Deed>,
    /// Everything that happened to it, newest first.
    pub deeds: Vec<Deed>,
}

/// One commit.
#[derive(Serialize)]
pub(crate) struct Deed {
    /// The author's date, `YYYY-MM-DD`.
    pub date: String,
    /// Who.
    pub author: String,
    /// The message's first line.
    pub subject: String,
    /// What happened to the file.
    pub change: String,
    /// The commit's short id.
    pub id: String,
    /// The commit on the forge; empty where there is none.
    pub href: String,
}

/// The story of a file.
pub(crate) fn story(plan: &Plan, file: FileId) -> Story {
    let path = plan.workspace.tree.path(file);
    let mut story = Story {
        unknown: String::new(),
        created: None,
        changed: None,
        deeds: Vec::new(),
    };
    match &plan.workspace.history {
        History::NotAsked => story.unknown = "The history was not asked for.".to_owned(),
        History::Unknown(why) => story.unknown = why.clone(),
        History::Known(log) => {
            let deed = |commit: &Commit, change: String| deed(plan, commit, change);
            story.created = log.created(path).map(|commit| deed(commit, String::new()));
            story.changed = log.changed(path).map(|commit| deed(commit, String::new()));
            let touches = log.of(path).iter();
            story.deeds = touches
                .filter_map(|touch| Some(deed(log.commit(touch)?, what(&touch.change))))
                .collect();
            if story.deeds.is_empty() {
                story.unknown = "This file is not in the history yet.".to_owned();
            }
        }
    }
    story
}

/// The day of a file's last change, where it is known.
pub(crate) fn last_change<'a>(plan: &'a Plan, path: &RepoPath) -> Option<(u32, &'a Commit)> {
    let log = plan.workspace.history.log()?;
    let touch = log.of(path).first()?;
    Some((touch.commit, log.commit(touch)?))
}

/// The day of an RFC 3339 date.
pub(crate) fn day(date: &str) -> &str {
    date.get(..10).unwrap_or(date)
}

fn deed(plan: &Plan, commit: &Commit, change: String) -> Deed {
    Deed {
        date: day(&commit.date).to_owned(),
        author: commit.author.clone(),
        subject: commit.subject.clone(),
        change,
        id: commit.id.get(..7).unwrap_or(&commit.id).to_owned(),
        href: plan
            .forge
            .as_ref()
            .map(|forge| forge.commit(&commit.id))
            .unwrap_or_default(),
    }
}

fn what(change: &Change) -> String {
    match change {
        Change::Added => "added".to_owned(),
        Change::Modified => "changed".to_owned(),
        Change::Renamed { from, .. } => format!("moved from {from}"),
        Change::Deleted => "deleted".to_owned(),
    }
}
