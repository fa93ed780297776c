//! New records: the next number, the file's name, and the blank form filled.

use crate::model::time::Date;
use crate::model::workspace::Workspace;
use crate::text::path::RepoPath;

/// What a new record shall say.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Its title.
    pub title: String,
    /// Its status, in any known spelling; empty for the kind's first.
    pub status: String,
    /// Who decides, or owns it.
    pub people: Vec<String>,
    /// Services that it is about.
    pub services: Vec<String>,
    /// Records that it supersedes, by any usual name.
    pub supersedes: Vec<String>,
    /// Name of the record set, where a repository has several of the kind.
    pub set: Option<String>,
    /// A template to fill in place of the kind's own: its name and its text.
    pub template: Option<(String, String)>,
    /// The moment for its dates: a date, and a time with offset.
    pub today: Option<Date>,
    /// The time as RFC 3339, for records that begin now.
    pub now: String,
}

/// A record that does not exist yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Where it goes.
    pub path: RepoPath,
    /// Its text.
    pub text: String,
}

/// Why no draft could be made, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// Makes a new record of a kind, by the kind's name.
pub fn draft(_workspace: &Workspace, _kind: &str, _request: &Request) -> Result<Draft, Refusal> {
    Err(Refusal {
        message: String::new(),
        help: String::new(),
    })
}
