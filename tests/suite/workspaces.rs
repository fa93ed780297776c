//! Workspaces to look at: a folder on disk, or files that a test makes up.

use opsrepo::model::time::Date;
use opsrepo::model::workspace::{Context, Workspace};
use opsrepo::store::content::{LIMIT, Wanted};
use opsrepo::store::git::Repository;
use opsrepo::store::worktree;
use opsrepo::text::history::History;
use opsrepo::text::path::RepoPath;
use opsrepo::text::source::Source;
use opsrepo::text::tree::{Content, File, Tree};
use std::path::Path;

/// The day on which tests judge dates.
pub(crate) const AS_OF: &str = "2026-08-21";

/// Reads a folder that is the root of a Git repository, or of none, with the built-in kinds. History is not asked for:
/// what a snapshot shows must come from the files.
pub(crate) fn of_folder(root: &Path) -> Workspace {
    let repository = Repository::discover(root).unwrap();
    let own = repository
        .as_ref()
        .filter(|found| found.path_of(root) == Some(RepoPath::root()));
    let index = own
        .map(|found| found.index(&RepoPath::root()).unwrap())
        .unwrap_or_default();
    let wanted = Wanted {
        is_read: opsrepo::model::hints::is_read,
        limit: LIMIT,
    };
    let tree = worktree::read(root, &wanted, &index).unwrap();
    let context = Context {
        as_of: Date::parse(AS_OF).unwrap(),
        now: None,
        origin: own.and_then(Repository::origin),
        default_branch: own.and_then(Repository::default_branch),
        former_branch: own.and_then(Repository::former_branch),
        folder: RepoPath::root(),
    };
    Workspace::build(tree, opsrepo::kinds::all(), context, History::NotAsked)
}

/// Reads files that were made up.
pub(crate) fn of_files(files: &[(&str, &str)]) -> Workspace {
    made_up(files, None)
}

/// Reads files that were made up, of a repository that was cloned from `origin`.
pub(crate) fn of_files_from(origin: &str, files: &[(&str, &str)]) -> Workspace {
    made_up(files, Some(origin.to_owned()))
}

fn made_up(files: &[(&str, &str)], origin: Option<String>) -> Workspace {
    let file = |(path, text): &(&str, &str)| File {
        path: RepoPath::new(path).unwrap(),
        content: Content::Text(Source::new(*text)),
    };
    let context = Context {
        as_of: Date::parse(AS_OF).unwrap(),
        now: None,
        origin,
        default_branch: None,
        former_branch: None,
        folder: RepoPath::root(),
    };
    let tree = Tree::new(files.iter().map(file).collect());
    Workspace::build(tree, opsrepo::kinds::all(), context, History::NotAsked)
}
