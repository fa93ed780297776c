//! Record sets: which files of the repository are records, of which kind, and why we think so.

use crate::model::kind::Mark;
use crate::text::path::RepoPath;
use crate::text::span::{FileId, Span};

/// Files that are records of one kind and belong together. Several sets of one kind in a repository are normal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordSet {
    /// Its name: that of `[sets.NAME]`, or the folder's.
    pub name: String,
    /// Index into the workspace's kinds.
    pub kind: usize,
    /// The folder that holds all its records.
    pub folder: RepoPath,
    /// Globs that select its files, as one would write them in `opsrepo.toml`.
    pub files: Vec<String>,
    /// Globs that select files among them that are no records (templates, indexes).
    pub exclude: Vec<String>,
    /// Marks that a file must also show: one of these groups in full. Empty: none.
    pub having: Vec<Vec<Mark>>,
    /// Its records' places, sorted: a file, and which value of it.
    pub members: Vec<(FileId, usize)>,
    /// The schema that its records must follow: a kind's name or a path; `None` for no check.
    pub schema: Option<String>,
    /// Why these files were taken, for people.
    pub reason: String,
    /// Where it is configured; `None` where it was discovered.
    pub configured: Option<Span>,
}
