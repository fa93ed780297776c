//! What the history says of each file: who created it, who changed it, under which names it lived.
//!
//! Only the shapes. [`crate::store`] fills them from one pass over the log.

use crate::text::path::RepoPath;
use std::collections::BTreeMap;

/// History of the files of one tree.
#[derive(Clone, Debug)]
pub enum History {
    /// Not looked at: nobody asked.
    NotAsked,
    /// It cannot be known here (shallow clone, no Git); the reason, and what to do, for the user.
    Unknown(String),
    /// Known in full.
    Known(Log),
}

/// Commits newest first, and for each path of the tree the commits that touched it.
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// All commits that were walked, newest first.
    pub commits: Vec<Commit>,
    /// Per path as it is named today; newest touch first.
    pub files: BTreeMap<RepoPath, Vec<Touch>>,
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
}
