//! Records that are there no more: which of the removed files were records, as far as their paths tell.
//!
//! The texts of removed files are not read, so a set whose records are known by what they hold has lost none here.

use crate::model::glob::Globs;
use crate::model::identity::{carrier, leading_date, number};
use crate::model::kind::Mark;
use crate::model::workspace::Workspace;
use crate::text::path::RepoPath;

/// Tells records from other files by their paths.
pub(crate) struct Gone<'a> {
    sets: Vec<Ground<'a>>,
}

/// What a set says of paths.
struct Ground<'a> {
    kind: usize,
    /// True where the name of every record carries a number or a date.
    is_counted: bool,
    files: Globs,
    exclude: Globs,
    having: &'a [Vec<Mark>],
}

impl Gone<'_> {
    /// What the sets of today say.
    pub(crate) fn of(workspace: &Workspace) -> Gone<'_> {
        let mut are_counted = vec![true; workspace.sets.len()];
        for record in &workspace.records {
            are_counted[record.set] &= is_counted(workspace.path_of(record));
        }
        let ground = |(set, is_counted): (usize, bool)| {
            let set = &workspace.sets[set];
            Ground {
                kind: set.kind,
                is_counted,
                files: Globs::new(set.files.iter().map(String::as_str)),
                exclude: Globs::new(set.exclude.iter().map(String::as_str)),
                having: &set.having,
            }
        };
        Gone {
            sets: are_counted.into_iter().enumerate().map(ground).collect(),
        }
    }

    /// The kind of the record that a file was; `None` where its path does not tell that it was one.
    pub(crate) fn kind_of(&self, path: &RepoPath) -> Option<usize> {
        let is_it = |set: &&Ground| {
            let fits = set.files.matches(path) && !set.exclude.matches(path);
            let shows = |marks: &Vec<Mark>| marks.iter().all(|mark| shows(path, mark));
            fits && (!set.is_counted || is_counted(path)) && (set.having.is_empty() || set.having.iter().any(shows))
        };
        self.sets.iter().find(is_it).map(|set| set.kind)
    }
}

fn is_counted(path: &RepoPath) -> bool {
    let name = carrier(path);
    leading_date(&name).is_some() || number(&name).is_some()
}

/// What stands in a file is not known any more.
fn shows(path: &RepoPath, mark: &Mark) -> bool {
    match mark {
        Mark::Numbered => is_counted(path),
        Mark::Named(word) => carrier(path).to_lowercase().contains(word),
        Mark::FileName(name) => path.name() == name,
        Mark::Key(_) | Mark::KeyIs(..) | Mark::Heading(_) | Mark::Label(_) => false,
    }
}
