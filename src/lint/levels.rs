//! How bad each rule is here: `[[overrides]]` of `opsrepo.toml`, the last first, then `[rules]`, then the rule itself.

use crate::lint::{Rule, Severity};
use crate::model::glob::Globs;
use crate::model::settings::{Level, OverrideSetting};
use crate::model::workspace::Workspace;
use crate::text::path::RepoPath;

/// The level of a rule in this repository as a whole: what `[rules]` says, else its own.
pub fn level(rule: &Rule, workspace: &Workspace) -> Option<Severity> {
    said(workspace.settings.level_of(rule.name), rule.severity)
}

/// The levels of one rule.
pub(in crate::lint) struct Levels {
    /// Where nothing else is said.
    own: Option<Severity>,
    /// What is said for some files; the last that fits wins.
    of_files: Vec<(Globs, Option<Severity>)>,
}

impl Levels {
    pub(in crate::lint) fn of(rule: &Rule, workspace: &Workspace) -> Levels {
        let own = level(rule, workspace);
        let found = workspace.settings.overrides.iter();
        let fits =
            |found: &OverrideSetting| Some((Globs::of(&found.files), said(Some(found.level_of(rule.name)?), own)));
        Levels {
            own,
            of_files: found.filter_map(fits).collect(),
        }
    }

    /// True where the rule is on for any file.
    pub(in crate::lint) fn is_on(&self) -> bool {
        self.own.is_some() || self.of_files.iter().any(|(_, level)| level.is_some())
    }

    /// The level for what is found at a path.
    pub(in crate::lint) fn at(&self, path: &str) -> Option<Severity> {
        if self.of_files.is_empty() {
            return self.own;
        }
        let path = RepoPath::new(path);
        let fits = |globs: &Globs| path.as_ref().is_some_and(|path| globs.matches(path));
        let last = self.of_files.iter().rev().find(|(globs, _)| fits(globs));
        last.map_or(self.own, |(_, level)| *level)
    }
}

/// What a level says; a word that is none says nothing.
fn said(level: Option<&Level>, otherwise: Option<Severity>) -> Option<Severity> {
    level.map_or(otherwise, |level| Severity::parse(&level.word).unwrap_or(otherwise))
}
