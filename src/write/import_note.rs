//! What one should know of an import: the same thing may be so of many decisions. It does not know how it is told.

use crate::text::path::RepoPath;

/// Something that is so of one decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What is so, in words that hold for any decision.
    pub what: String,
    /// The file of the decision, where it has one.
    pub path: Option<RepoPath>,
    /// Of what it is so; empty for the file as a whole.
    pub of: String,
}

impl Note {
    /// About something in a new file.
    pub(crate) fn on(path: &RepoPath, what: impl Into<String>, of: impl Into<String>) -> Self {
        Note {
            what: what.into(),
            path: Some(path.clone()),
            of: of.into(),
        }
    }

    /// About a decision that is named otherwise.
    pub(crate) fn of(what: impl Into<String>, of: impl Into<String>) -> Self {
        Note {
            what: what.into(),
            path: None,
            of: of.into(),
        }
    }
}
