//! The history of one file: what [`crate::store::log`] tells of all of them, for less.
//!
//! One `git log --follow` names the commits and the names that the file had. It walks back on one line, so a branch that
//! changed the file under its old name while another renamed it would be missed: where the file was renamed and there
//! are merges, a second run asks for all of its names. The parents of all commits, without their changes, tell which
//! merges brought them.

use crate::store::git::Repository;
use crate::store::lineage::Lineage;
use crate::store::log::{git_log, merges_of, start};
use crate::store::log_parser::{Parsed, Parser, commit_of};
use crate::store::process::{git, stream};
use crate::text::history::{Change, Commit, History, Log};
use crate::text::path::RepoPath;
use std::collections::{BTreeSet, HashMap};
use std::io::BufRead;

/// Reads the history of one file, whose path is relative to `folder` of the repository, as of the commit `at` (HEAD where
/// there is none). What it leaves out and when it is unknown: see [`crate::store::log::read`].
pub fn follow(repository: &Repository, (folder, path): (&RepoPath, &RepoPath), at: Option<&str>) -> History {
    let read = || {
        let start = start(repository, at)?;
        let ask = Ask {
            repository,
            folder,
            path,
            start: &start,
        };
        let mut log = ask.log(std::slice::from_ref(path))?;
        let graph = ask.graph()?;
        let names = names(&log, path);
        if names.len() > 1 && graph.has_merges() {
            log = ask.log(&names)?;
        }
        graph.tell_merges(repository, &mut log);
        Ok(log)
    };
    read().map_or_else(History::Unknown, History::Known)
}

/// What is asked of Git.
struct Ask<'a> {
    repository: &'a Repository,
    folder: &'a RepoPath,
    path: &'a RepoPath,
    start: &'a str,
}

impl Ask<'_> {
    /// The commits that touched the file: through its renames where one name is given, else under these names.
    fn log(&self, names: &[RepoPath]) -> Result<Log, String> {
        let run = |renames: &str| {
            let mut command = git_log(self.repository, self.folder);
            match names.len() {
                1 => command.arg("--follow"),
                _ => command.arg("--full-history"),
            };
            command.args([renames, self.start, "--"]);
            command.args(names.iter().map(|name| self.full(name)));
            let lineage = Lineage::new(std::slice::from_ref(self.path));
            stream(&mut command, |pipe| Parser::new(pipe).parse(lineage))
        };
        let Parsed { mut log, .. } = run("-M").or_else(|_| run("-M100%"))?;
        keep_touching(&mut log);
        Ok(log)
    }

    fn full(&self, name: &RepoPath) -> String {
        match self.folder.as_str() {
            "" => name.to_string(),
            folder => format!("{folder}/{name}"),
        }
    }

    /// Every commit with its parents.
    fn graph(&self) -> Result<Graph, String> {
        let mut command = git(self.repository);
        command.args(["rev-list", "--parents", self.start, "--"]);
        stream(&mut command, |mut pipe| {
            let mut graph = Graph::default();
            let mut line = String::new();
            while pipe.read_line(&mut line)? > 0 {
                let (id, parents) = line.trim_end().split_once(' ').unwrap_or((line.trim_end(), ""));
                graph.ids.push(id.to_owned());
                graph.parents.push(parents.to_owned());
                line.clear();
            }
            Ok(graph)
        })
    }
}

/// All commits, newest first, and their parents with a space between them.
#[derive(Default)]
struct Graph {
    ids: Vec<String>,
    parents: Vec<String>,
}

impl Graph {
    fn has_merges(&self) -> bool {
        self.parents.iter().any(|parents| parents.contains(' '))
    }

    /// Fills in which merge brought each commit of the log, and adds these merges behind its commits.
    fn tell_merges(&self, repository: &Repository, log: &mut Log) {
        if !self.has_merges() {
            return;
        }
        let ids: HashMap<&str, u32> = self.ids.iter().zip(0..).map(|(id, at)| (id.as_str(), at)).collect();
        let merges = merges_of(&ids, &self.parents);
        let mut known: HashMap<u32, u32> = HashMap::new();
        let mut at = 0;
        // What is added is looked at in its turn: a merge may have been brought by another.
        while at < log.commits.len() {
            let place = ids.get(log.commits[at].id.as_str());
            if let Some(merge) = place.and_then(|&place| merges[place as usize]) {
                let next = log.commits.len() as u32;
                let index = *known.entry(merge).or_insert(next);
                if index == next {
                    log.commits.push(merge_commit(repository, &self.ids[merge as usize]));
                }
                log.commits[at].merge = Some(index);
            }
            at += 1;
        }
    }
}

/// A merge, read by its id. One that cannot be read says nothing but its id.
fn merge_commit(repository: &Repository, id: &str) -> Commit {
    let (author, email, date, message) = repository.commit_facts(id).unwrap_or_default();
    commit_of((id.to_owned(), &message), (author, email), date)
}

/// Every name that the file had, the one of today first.
fn names(log: &Log, path: &RepoPath) -> Vec<RepoPath> {
    let mut others = BTreeSet::new();
    for touch in log.of(path) {
        others.insert(touch.path.clone());
        if let Change::Renamed { from, .. } = &touch.change {
            others.insert(from.clone());
        }
    }
    others.remove(path);
    std::iter::once(path.clone()).chain(others).collect()
}

/// Drops commits that did nothing to the file (merges are listed without changes).
fn keep_touching(log: &mut Log) {
    let touches = log.files.values_mut().flatten();
    let mut touches: Vec<_> = touches.collect();
    let mut kept = vec![None; log.commits.len()];
    for touch in &touches {
        kept[touch.commit as usize] = Some(0);
    }
    for (slot, next) in kept.iter_mut().flatten().zip(0..) {
        *slot = next;
    }
    for touch in &mut touches {
        touch.commit = kept[touch.commit as usize].unwrap_or_default();
    }
    let mut is_kept = kept.iter().map(Option::is_some);
    log.commits.retain(|_| is_kept.next().unwrap_or(false));
}

#[cfg(test)]
mod tests {
    use super::follow;
    use crate::store::git::Repository;
    use crate::store::log;
    use crate::store::scratch::Scratch;
    use crate::text::history::{History, Log};
    use crate::text::path::RepoPath;

    const BODY: &str = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n";

    fn path(text: &str) -> RepoPath {
        RepoPath::new(text).unwrap()
    }

    /// Commits that touched a file, newest first: `subject request path<from-blob?`.
    fn told(log: &Log, name: &str) -> Vec<String> {
        let touches = log.of(&path(name)).iter();
        touches
            .map(|touch| {
                let commit = log.commit(touch).unwrap();
                let request = log.request(commit).map(|(request, _)| request.to_string());
                format!("{} {} {}", commit.subject, request.unwrap_or_default(), touch.path)
            })
            .collect()
    }

    fn both(scratch: &Scratch, folder: &str, name: &str) -> [Vec<String>; 2] {
        let repository = Repository::discover(scratch.root()).unwrap().unwrap();
        let one = follow(&repository, (&path(folder), &path(name)), None);
        let all = log::read(&repository, &path(folder), &[path(name)], None);
        [one, all].map(|history| told(history.log().unwrap(), name))
    }

    #[test]
    fn one_file_is_told_as_all_are() {
        let scratch = Scratch::repository();
        scratch
            .write("a/old.md", BODY)
            .commit(1, "add (#1)")
            .git(&["checkout", "-q", "-b", "side"]);
        scratch
            .write("a/old.md", &BODY.replace("one", "1"))
            .commit(2, "edit on the side")
            .git(&["checkout", "-q", "main"]);
        scratch.git(&["mv", "a/old.md", "a/:new *.md"]).commit(3, "rename");
        scratch.git(&[
            "merge",
            "-q",
            "--no-ff",
            "-m",
            "Merge pull request #7 from side",
            "side",
        ]);
        scratch.write("other.md", "x").commit(5, "other");
        let wanted = [
            "edit on the side #7 a/old.md",
            "rename  a/:new *.md",
            "add (#1) #1 a/old.md",
        ];
        let mut found = both(&scratch, "", "a/:new *.md");
        for found in &mut found {
            found.sort();
            let mut wanted = wanted;
            wanted.sort_unstable();
            assert_eq!(found, &wanted);
        }
        let [one, all] = both(&scratch, "a", ":new *.md");
        assert_eq!(one, all);
        assert_eq!(one.len(), 3, "{one:?}");
    }

    #[test]
    fn the_innermost_merge_with_a_number_counts() {
        let scratch = Scratch::repository();
        scratch.write("x", "1").commit(1, "root");
        scratch
            .git(&["checkout", "-q", "-b", "big"])
            .write("y", "1")
            .commit(2, "big");
        scratch.git(&["checkout", "-q", "-b", "small"]);
        scratch.write("a.md", BODY).commit(3, "small");
        scratch
            .git(&["checkout", "-q", "big"])
            .write("y", "2")
            .commit(4, "more");
        let merge = |message: &str, branch: &str| {
            scratch.git(&["merge", "-q", "--no-ff", "-m", message, branch]);
        };
        merge("Merge branch 'small' into 'big'\n\nSee merge request g/n!4", "small");
        scratch.git(&["checkout", "-q", "main"]);
        merge("Merge pull request #5 from big", "big");
        let [one, all] = both(&scratch, "", "a.md");
        assert_eq!(one, ["small !4 a.md"]);
        assert_eq!(one, all);
    }

    #[test]
    fn nothing_is_told_of_a_file_that_was_never_committed() {
        let scratch = Scratch::repository();
        scratch.write("x", "1").commit(1, "root").write("a.md", "1");
        let repository = Repository::discover(scratch.root()).unwrap().unwrap();
        let history = follow(&repository, (&RepoPath::root(), &path("a.md")), None);
        assert!(matches!(history, History::Known(log) if log.commits.is_empty() && log.files.is_empty()));
    }
}
