//! What the history says of each file: who created it, who changed it, under which names it lived.
//!
//! Only the shapes. [`crate::store`] fills them from one pass over the log.

use crate::text::path::RepoPath;
use std::collections::BTreeMap;
use std::fmt;

/// History of the files of one tree.
#[derive(Clone, Debug)]
pub enum History {
    /// Not looked at: nobody asked.
    NotAsked,
    /// It cannot be known here (shallow clone, no Git); the reason, and what to do, for the user.
    Unknown(String),
    /// Known: in full, or as far as [`Log::cut`] says.
    Known(Log),
}

/// Commits newest first, and for each path of the tree the commits that touched it.
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// All commits that were walked, newest first; where only one file was asked for, those that touched it, and then
    /// the merges that brought them.
    pub commits: Vec<Commit>,
    /// Per path as it is named today; newest touch first.
    pub files: BTreeMap<RepoPath, Vec<Touch>>,
    /// Where a shallow clone begins: indices of the commits before which nothing is held, sorted. What they seem to add
    /// was there before, or nobody knows.
    pub cut: Vec<u32>,
    /// The removals of files that are not there today, newest first. Of a file that was moved, the name that it had last.
    pub gone: Vec<Touch>,
}

/// One commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Full object id in hex.
    pub id: String,
    /// Author's name, through the mailmap.
    pub author: String,
    /// Author's address, through the mailmap.
    pub email: String,
    /// Author date, RFC 3339 with the author's own offset.
    pub date: String,
    /// First line of the message.
    pub subject: String,
    /// Who else took part, as the trailers of the message say.
    pub helpers: Vec<Helper>,
    /// The request that its own message names.
    pub request: Option<Request>,
    /// The merge that first brought it to the line that this history follows: an index into [`Log::commits`]. `None`
    /// where it was made on that line.
    pub merge: Option<u32>,
}

impl Commit {
    /// The day of its date as the author's clock had it: `2026-03-04`.
    pub fn day(&self) -> &str {
        self.date.get(..10).unwrap_or(&self.date)
    }
}

/// Somebody whom a trailer of a message names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Helper {
    /// The name; the address where there is none.
    pub name: String,
    /// The address; may be empty.
    pub email: String,
    /// As what.
    pub role: Role,
}

/// As what somebody took part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// `Co-authored-by`.
    CoAuthor,
    /// `Reviewed-by`, `Acked-by`, `Approved-by`.
    Reviewer,
    /// `Signed-off-by`.
    SignOff,
}

/// A pull or merge request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// Its number.
    pub number: u64,
    /// The sign before it: `#`, or `!` on GitLab.
    pub mark: char,
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.mark, self.number)
    }
}

/// What one commit did to one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touch {
    /// Index into [`Log::commits`].
    pub commit: u32,
    /// The path that the file had after this commit.
    pub path: RepoPath,
    /// What happened.
    pub change: Change,
    /// Object id of the content before this commit, in the commit's own parent; `None` where there was none.
    pub before: Option<String>,
    /// Object id of the content after this commit; `None` where it was deleted.
    pub blob: Option<String>,
}

/// What a commit did to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It appeared.
    Added,
    /// Its content or mode changed.
    Modified,
    /// It came from another path, with this similarity in percent.
    Renamed {
        /// The path before.
        from: RepoPath,
        /// 0 to 100.
        similarity: u8,
    },
    /// It was removed.
    Deleted,
}

impl History {
    /// The log, where it is known.
    pub fn log(&self) -> Option<&Log> {
        match self {
            History::Known(log) => Some(log),
            _ => None,
        }
    }
}

impl Log {
    /// The touches of a path as it is named today, newest first; empty when the log has none.
    pub fn of(&self, path: &RepoPath) -> &[Touch] {
        self.files.get(path).map_or(&[], Vec::as_slice)
    }

    /// The commit that created the file (through its renames).
    pub fn created(&self, path: &RepoPath) -> Option<&Commit> {
        self.of(path).last().and_then(|touch| self.commit(touch))
    }

    /// The commit that changed the file last.
    pub fn changed(&self, path: &RepoPath) -> Option<&Commit> {
        self.of(path).first().and_then(|touch| self.commit(touch))
    }

    /// The commit of a touch.
    pub fn commit(&self, touch: &Touch) -> Option<&Commit> {
        self.commits.get(touch.commit as usize)
    }

    /// The request through which a commit came, and the merge that says so; without a merge its own message does.
    ///
    /// Of merges within merges the innermost that names a request counts: there the change was discussed.
    pub fn request<'a>(&'a self, commit: &'a Commit) -> Option<(Request, Option<&'a Commit>)> {
        if let Some(request) = commit.request {
            return Some((request, None));
        }
        let merge_of = |commit: &Commit| self.commits.get(commit.merge? as usize);
        let mut merges = std::iter::successors(merge_of(commit), |merge| merge_of(merge));
        merges.find_map(|merge| Some((merge.request?, Some(merge))))
    }
}
