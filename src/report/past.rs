//! The history of records for programs: the shapes behind `history --format json`, `trace` and `blame`. What is named in
//! `schemas/history.schema.json` is a contract.

use crate::model::forge::Forge;
use crate::model::past::{State, Step};
use crate::model::record::RecordId;
use crate::model::story::{Told, told};
use crate::model::workspace::Workspace;
use crate::report::records::UNRECOGNISED;
use serde::{Serialize, Serializer};

/// The word that stands for the status of a version that cannot be read.
pub const UNREADABLE: &str = "unreadable";

/// The steps of a record, oldest first, as `history --format json` prints them. They are told while they are written:
/// a large log has many. In a shallow clone those that it holds.
pub struct Steps<'a> {
    workspace: &'a Workspace,
    id: RecordId,
    steps: &'a [Step],
    forge: Option<&'a Forge>,
}

impl<'a> Steps<'a> {
    /// The steps of one record.
    pub fn new(workspace: &'a Workspace, (id, steps): (RecordId, &'a [Step]), forge: Option<&'a Forge>) -> Self {
        Steps {
            workspace,
            id,
            steps,
            forge,
        }
    }
}

impl Serialize for Steps<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let tell = |step| Entry::of(told(self.workspace, (self.id, step), self.forge));
        // What a shallow clone begins with is no step of the record.
        let steps = self.steps.iter().filter(|step| !step.is_cut);
        serializer.collect_seq(steps.map(tell))
    }
}

/// A record and its steps, as `history --format json` prints all of a kind.
#[derive(Serialize)]
pub struct Whole<'a> {
    /// Which record it is.
    #[serde(flatten)]
    pub head: Head<'a>,
    /// Its steps.
    pub history: Steps<'a>,
}

/// Which record it is.
#[derive(Serialize)]
pub struct Head<'a> {
    kind: &'a str,
    id: &'a str,
    title: Option<&'a str>,
    path: &'a str,
}

impl<'a> Head<'a> {
    /// Which record `id` is.
    pub fn of(workspace: &'a Workspace, id: RecordId) -> Self {
        let record = workspace.record(id);
        Head {
            kind: &workspace.kind_of(record).name,
            id: &record.id,
            title: record.title.value().map(String::as_str),
            path: workspace.path_of(record).as_str(),
        }
    }
}

/// One step.
#[derive(Serialize)]
struct Entry<'a> {
    commit: Option<&'a str>,
    date: Option<&'a str>,
    author: Option<&'a str>,
    coauthors: Vec<&'a str>,
    /// Who signs off somebody else's commit vouches for it.
    reviewers: Vec<&'a str>,
    request: Option<u64>,
    path: &'a str,
    status_before: Option<Status<'a>>,
    status_after: Option<Status<'a>>,
    summary: &'a str,
}

impl<'a> Entry<'a> {
    fn of(told: Told<'a>) -> Self {
        let commit = told.commit;
        let mut reviewers = told.reviewers;
        reviewers.extend(told.signers);
        Entry {
            commit: commit.map(|commit| commit.id.as_str()),
            date: commit.map(|commit| commit.date.as_str()),
            author: commit.map(|commit| commit.author.as_str()),
            coauthors: told.coauthors,
            reviewers,
            request: told.request.map(|asked| asked.request.number),
            path: told.path.as_str(),
            status_before: told.step.before.as_ref().map(Status::of),
            status_after: told.step.after.as_ref().map(Status::of),
            summary: commit.map_or("not committed", |commit| &commit.subject),
        }
    }
}

/// A status as `list` has it: the canonical word, and what was written.
#[derive(Serialize)]
struct Status<'a> {
    word: Option<&'a str>,
    raw: Option<&'a str>,
}

impl<'a> Status<'a> {
    fn of(state: &'a State) -> Self {
        let word = match state {
            State::Absent => None,
            State::Unrecognised(_) => Some(UNRECOGNISED),
            State::Known { word, .. } => Some(word.as_str()),
            State::Unreadable => Some(UNREADABLE),
        };
        Status { word, raw: state.raw() }
    }
}
