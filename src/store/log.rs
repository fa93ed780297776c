//! The history of every file from one run of the user's own `git log`.
//!
//! libgit2 walks and compares many times slower than Git itself, so the log is read from a pipe while Git writes it. The
//! order is newest first, and no commit before its children.
//!
//! A merge is listed but compared with nothing, as `git log` does by default: its files were changed by the commits that
//! it brought together. A change that was made in the merge itself (the solution of a conflict) is therefore not seen;
//! looking for those would double the cost. Renames are looked for by content in commits of up to 1,000 added and
//! removed files, beyond that by equal content only; no setting of the user changes that.

use crate::store::arrivals::arrivals;
use crate::store::git::Repository;
use crate::store::lineage::Lineage;
use crate::store::log_parser::{Parsed, Parser};
use crate::store::process::{git, stream};
use crate::text::history::{Commit, History, Log};
use crate::text::path::RepoPath;
use std::collections::{HashMap, HashSet};
use std::process::Command;

/// Reads the history of `today`'s files, whose paths are relative to `folder` of the repository, as of the commit `at`
/// (HEAD where there is none).
///
/// Names that are not UTF-8 are left out. Without Git, without commits or in a shallow clone it is unknown: half a
/// history would give wrong dates. In a partial clone only renames without a change are followed, since the contents
/// that tell the others would have to be fetched.
pub fn read(repository: &Repository, folder: &RepoPath, today: &[RepoPath], at: Option<&str>) -> History {
    if repository.is_shallow() {
        let remedy = "git fetch --unshallow brings the rest (in GitHub Actions: fetch-depth: 0)";
        return History::Unknown(format!("the clone is shallow, so its history is cut off; {remedy}"));
    }
    read_held(repository, folder, today, at)
}

/// As [`read`], but of a shallow clone what it holds: see [`Log::cut`].
pub fn read_held(repository: &Repository, folder: &RepoPath, today: &[RepoPath], at: Option<&str>) -> History {
    let start = match start(repository, at) {
        Ok(start) => start,
        Err(reason) => return History::Unknown(reason),
    };
    let run = |renames: &str, order: &[&str]| {
        let mut command = git_log(repository, folder);
        command.args(order).args([renames, &start, "--"]);
        stream(&mut command, |pipe| Parser::new(pipe).parse(Lineage::new(today)))
    };
    let either = |order: &[&str]| run("-M", order).or_else(|_| run("-M100%", order));
    let read = || {
        let mut parsed: Parsed = either(&[])?;
        if !is_in_order(
            &ids(parsed.log.commits.iter().map(|commit| &commit.id)),
            &parsed.parents,
        ) {
            parsed = either(&[IN_ORDER])?;
        }
        tell_merges(&mut parsed.log.commits, &parsed.parents);
        tell_cut(&mut parsed.log, &repository.boundaries());
        Ok(parsed.log)
    };
    read().map_or_else(History::Unknown, History::Known)
}

/// How many ids are handed to Git at once: a command line has its limits.
pub(super) const AT_ONCE: usize = 1000;

/// Makes Git show no commit before its children. It costs a tenth more, and only clocks that went wrong need it.
pub(super) const IN_ORDER: &str = "--date-order";

/// The places of ids.
pub(super) fn ids<'a>(ids: impl Iterator<Item = &'a String>) -> HashMap<&'a str, u32> {
    ids.map(String::as_str).zip(0..).collect()
}

/// True when no commit stands before one of its children.
pub(super) fn is_in_order(ids: &HashMap<&str, u32>, parents: &[String]) -> bool {
    let stands_behind = |(at, parents): (u32, &String)| {
        let mut parents = parents.split(' ').filter_map(|id| ids.get(id));
        parents.all(|&parent| parent > at)
    };
    (0..).zip(parents).all(stands_behind)
}

/// The commit where a history begins; the error says why none can be read.
pub(super) fn start(repository: &Repository, at: Option<&str>) -> Result<String, String> {
    match repository.commit(at.unwrap_or("HEAD")) {
        Ok(start) => Ok(start),
        Err(_) if repository.is_empty() => Err("the repository has no commits yet".to_owned()),
        Err(error) => Err(format!("{error:#}")),
    }
}

/// Fills in where the log is cut off.
pub(super) fn tell_cut(log: &mut Log, boundaries: &HashSet<String>) {
    let is_boundary = |(_, commit): &(u32, &Commit)| boundaries.contains(&commit.id);
    log.cut = (0..).zip(&log.commits).filter(is_boundary).map(|(at, _)| at).collect();
}

/// The pieces of a commit: see [`crate::store::log_parser`].
pub(super) const WHOLE: &str = "--format=tformat:%H%x00%P%x00%aN%x00%aE%x00%aI%x00%B";

/// `git log` as the parser wants it; what renames are, where to start and which paths are for the caller to add.
pub(super) fn git_log(repository: &Repository, folder: &RepoPath) -> Command {
    let mut command = git(repository);
    command
        .args(["-c", "log.showRoot=true", "-c", "log.follow=false"])
        .args(["log", "--raw", "-z", "--no-abbrev", "-l1000", WHOLE])
        .args(["--encoding=UTF-8", "--diff-merges=off"])
        .args([
            "--no-ext-diff",
            "--no-textconv",
            "--no-show-signature",
            "--no-notes",
            "--no-color",
            "--ignore-submodules=none",
        ]);
    match folder.as_str() {
        "" => command.arg("--no-relative"),
        folder => command.arg(format!("--relative={folder}/")),
    };
    command
}

/// Fills in which merge brought each commit. `parents` are ids with a space between them, one text per commit.
fn tell_merges(commits: &mut [Commit], parents: &[String]) {
    if !parents.iter().any(|parents| parents.contains(' ')) {
        return;
    }
    let found = {
        let ids = commits
            .iter()
            .enumerate()
            .map(|(at, commit)| (commit.id.as_str(), at as u32));
        merges_of(&ids.collect(), parents)
    };
    for (commit, merge) in commits.iter_mut().zip(found) {
        commit.merge = merge;
    }
}

/// Which merge brought each commit: see [`arrivals`].
pub(super) fn merges_of(ids: &HashMap<&str, u32>, parents: &[String]) -> Vec<Option<u32>> {
    let index = |text: &String| text.split(' ').filter_map(|id| ids.get(id).copied()).collect();
    arrivals(&parents.iter().map(index).collect::<Vec<Vec<u32>>>())
}
#[cfg(test)]
mod tests {
    use super::read;
    use crate::store::git::Repository;
    use crate::store::scratch::Scratch;
    use crate::text::history::{Change, History};
    use crate::text::path::RepoPath;
    use std::path::Path;

    fn history(root: &Path, folder: &str, today: &[&str]) -> History {
        let path = |text: &str| RepoPath::new(text).unwrap();
        let repository = Repository::discover(root).unwrap().unwrap();
        read(
            &repository,
            &path(folder),
            &today.iter().map(|text| path(text)).collect::<Vec<_>>(),
            None,
        )
    }

    /// Subjects of the commits that touched a file, newest first.
    fn subjects(history: &History, path: &str) -> String {
        let log = history.log().unwrap();
        let touches = log.of(&RepoPath::new(path).unwrap()).iter();
        touches
            .map(|touch| log.commit(touch).unwrap().subject.clone())
            .collect::<Vec<_>>()
            .join(" ")
    }

    const BODY: &str = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n";

    #[test]
    fn follows_renames_with_edits_and_odd_names() {
        let scratch = Scratch::repository();
        scratch
            .write("a.md", BODY)
            .write(".mailmap", "Ada Lovelace <ada@example.org>\n")
            .commit(1, "add");
        scratch
            .write("sub/:b é\n.md", &BODY.replace("two", "2"))
            .git(&["rm", "-q", "a.md"])
            .commit(2, "move");
        scratch.write("sub/:b é\n.md", "new").commit(3, "");
        let history = history(scratch.root(), "", &["sub/:b é\n.md", "none.md"]);
        let log = history.log().unwrap();
        let file = RepoPath::new("sub/:b é\n.md").unwrap();
        assert_eq!(log.files.len(), 1);
        assert_eq!(log.created(&file).unwrap().author, "Ada Lovelace");
        assert_eq!(log.created(&file).unwrap().date, "2024-01-01T10:01:00+02:00");
        let touches = log.of(&file);
        assert!(matches!(&touches[1].change, Change::Renamed { from, similarity: 50..=99 } if from.as_str() == "a.md"));
        let blob = Repository::discover(scratch.root())
            .unwrap()
            .unwrap()
            .blob(touches[2].blob.as_ref().unwrap());
        assert_eq!(blob.unwrap(), BODY.as_bytes());
        let below = super::tests::history(scratch.root(), "sub", &[":b é\n.md"]);
        assert_eq!(
            below.log().unwrap().of(&RepoPath::new(":b é\n.md").unwrap()).len(),
            2,
            "a folder's own history"
        );
    }

    #[test]
    fn two_branches_share_one_history() {
        let scratch = Scratch::repository();
        scratch
            .write("old.md", BODY)
            .commit(1, "add")
            .git(&["checkout", "-q", "-b", "side"]);
        scratch
            .git(&["mv", "old.md", "new.md"])
            .commit(2, "rename")
            .git(&["checkout", "-q", "main"]);
        scratch.write("old.md", &BODY.replace("six", "6")).commit(3, "edit");
        scratch.git(&["merge", "-q", "--no-edit", "-m", "merge", "side"]);
        let history = history(scratch.root(), "", &["new.md"]);
        assert_eq!(subjects(&history, "new.md"), "edit rename add");
        assert_eq!(history.log().unwrap().commits.len(), 4, "the merge is listed");
    }

    #[test]
    fn half_a_history_is_none() {
        let (scratch, clone) = (Scratch::repository(), Scratch::folder());
        let reason = |history: History| match history {
            History::Unknown(reason) => reason,
            other => panic!("{other:?}"),
        };
        assert!(reason(history(scratch.root(), "", &[])).contains("no commits"));
        scratch
            .write("a.md", "1")
            .commit(1, "one")
            .write("a.md", "2")
            .commit(2, "two");
        let url = format!("file://{}", scratch.root().display());
        clone.git(&["clone", "-q", "--depth", "1", &url, "."]);
        assert!(reason(history(clone.root(), "", &["a.md"])).contains("git fetch --unshallow"));
    }
}
