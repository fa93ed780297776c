//! What a broken path may have meant. It knows trees and spellings, no rule.

use crate::model::links::{Destination, Link, Origin};
use crate::model::workspace::Workspace;
use crate::text::path::RepoPath;
use crate::text::similar;
use crate::text::span::FileId;
use std::collections::HashMap;

/// How many names may be compared by their letters in one run: beyond that a repository is broken as a whole, and nobody
/// reads the suggestions.
const BUDGET: usize = 50_000;

/// Finds what paths may have meant. Made once per run of a rule; indexes the tree at the first question.
pub(crate) struct Suggestions<'a> {
    workspace: &'a Workspace,
    // `None` for a name that several files have.
    by_name: Option<HashMap<&'a str, Option<FileId>>>,
    budget: usize,
}

impl<'a> Suggestions<'a> {
    /// For the files of a workspace.
    pub(crate) fn new(workspace: &'a Workspace) -> Self {
        Suggestions {
            workspace,
            by_name: None,
            budget: BUDGET,
        }
    }

    /// The help for a broken link: the nearest name in the folder that was meant, else the one file of that name.
    pub(crate) fn help(&mut self, link: &Link) -> Option<String> {
        let Destination::Missing(missing) = &link.target else {
            return None;
        };
        let found = self.sibling(missing).or_else(|| self.namesake(missing))?;
        let path = self.workspace.tree.path(found);
        let seen_from = match link.origin {
            // Argo CD counts its paths from the root.
            Origin::ArgoApplication => RepoPath::root(),
            _ => self.workspace.tree.path(link.span.file).parent(),
        };
        Some(format!("did you mean `{}`?", path.relative_to(&seen_from)))
    }

    fn sibling(&mut self, missing: &RepoPath) -> Option<FileId> {
        let folder = missing.parent();
        let length = missing.name().len();
        let mut names = Vec::new();
        for (file, entry) in self.workspace.tree.below(&folder) {
            if self.budget == 0 {
                return None;
            }
            self.budget -= 1;
            let name = entry.path.name();
            if entry.path.parent() == folder && name.len().abs_diff(length) <= 4 {
                names.push((name, file));
            }
        }
        let nearest = similar::nearest(missing.name(), names.iter().map(|(name, _)| *name))?;
        names.iter().find(|(name, _)| *name == nearest).map(|(_, file)| *file)
    }

    fn namesake(&mut self, missing: &RepoPath) -> Option<FileId> {
        let workspace = self.workspace;
        let by_name = self.by_name.get_or_insert_with(|| {
            let mut index: HashMap<&str, Option<FileId>> = HashMap::new();
            for (file, entry) in workspace.tree.iter() {
                index
                    .entry(entry.path.name())
                    .and_modify(|known| *known = None)
                    .or_insert(Some(file));
            }
            index
        });
        by_name.get(missing.name()).copied().flatten()
    }
}
