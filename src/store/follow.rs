//! The history of one file: what [`crate::store::log`] tells of all of them, for less.
//!
//! One walk shows every commit with its parents, which tells the merges, and the changes of this one name. Where the name
//! came from another one, a further walk takes over under the older name: see [`crate::store::walk`]. The commits beside
//! the rename are looked at for changes under the older names: a branch may have changed the file while another renamed
//! it. Last, the commits that matter are read in full.

use crate::store::commits::tell_commits;
use crate::store::git::Repository;
use crate::store::lineage::Lineage;
use crate::store::log::{AT_ONCE, IN_ORDER, git_log, ids, is_in_order, start, tell_cut};
use crate::store::log_parser::{Item, Parsed, Parser};
use crate::store::process::{Amount, stream, stream_until};
use crate::store::walk::{Graph, Turn, Walk};
use crate::text::history::{Change, History, Log, Touch};
use crate::text::path::RepoPath;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Reads the history of one file, whose path is relative to `folder` of the repository, as of the commit `at` (HEAD where
/// there is none). What it leaves out and when it is unknown: see [`crate::store::log::read_held`].
pub fn follow(repository: &Repository, (folder, path): (&RepoPath, &RepoPath), at: Option<&str>) -> History {
    let read = || {
        let ask = Ask {
            repository,
            folder,
            boundaries: repository.boundaries(),
        };
        let start = start(repository, at)?;
        let (graph, under_older_names) = match ask.walks(path, &start, &[])? {
            (graph, _) if !is_in_order(&ids(graph.ids.iter()), &graph.parents) => {
                ask.walks(path, &start, &[IN_ORDER])?
            }
            walked => walked,
        };
        let places = ids(graph.ids.iter());
        let mut found: BTreeMap<(u32, RepoPath), Touch> = BTreeMap::new();
        for touch in &graph.touches {
            found.insert((touch.commit, touch.path.clone()), touch.clone());
        }
        for touch in under_older_names {
            add(&mut found, touch, &places);
        }
        let mut log = of_touches(path, found);
        tell_commits((repository, folder), &mut log, (&graph, &places))?;
        tell_cut(&mut log, &ask.boundaries);
        Ok(log)
    };
    read().map_or_else(History::Unknown, History::Known)
}

/// What is asked of Git.
struct Ask<'a> {
    repository: &'a Repository,
    folder: &'a RepoPath,
    /// Where a shallow clone begins, and every file seems to be new.
    boundaries: HashSet<String>,
}

/// A change, and the id of its commit.
type Found = (String, Touch);

impl Ask<'_> {
    /// Every commit with its parents and the changes of the file, walk by walk under its older and older names; and what
    /// else was found on the way, of which the walks know less or nothing.
    fn walks(&self, path: &RepoPath, start: &str, order: &[&str]) -> Result<(Graph, Vec<Found>), String> {
        let mut graph = Graph::default();
        let mut found = Vec::new();
        let mut names = vec![path.clone()];
        let mut next = Some(start.to_owned());
        while let Some(begin) = next {
            let first = graph.ids.len();
            let walk = self.walk((&begin, order), &names, (&mut graph, &mut found))?;
            for turn in &walk.turns {
                let (between, oldest) = self.between(&graph, turn, walk.rest.as_deref())?;
                let mut known: BTreeSet<&RepoPath> = between.iter().flat_map(|(_, touch)| both_names(touch)).collect();
                known.extend([&turn.name, &turn.origin]);
                let beside = graph.beside(first..graph.ids.len(), turn.commit);
                found.extend(self.touched(&beside, &known.into_iter().collect::<Vec<_>>())?);
                found.extend(between);
                names.retain(|name| *name != turn.name);
                names.push(oldest);
            }
            names.sort();
            names.dedup();
            next = walk.rest;
        }
        Ok((graph, found))
    }

    /// One walk; the renames that it meets are found.
    fn walk(
        &self,
        (begin, order): (&str, &[&str]),
        names: &[RepoPath],
        (graph, found): (&mut Graph, &mut Vec<Found>),
    ) -> Result<Walk, String> {
        let mut command = git_log(self.repository, self.folder);
        command.args([
            "--format=tformat:%H%x00%P",
            "--sparse",
            "--full-history",
            "--no-renames",
        ]);
        command.args(order).args([begin, "--"]);
        command.args(names.iter().map(|name| self.full(name)));
        let first = graph.ids.len();
        stream_until(&mut command, |pipe| {
            let (mut parser, mut walk) = (Parser::new(pipe), Walk::default());
            while let Some(item) = parser.item()? {
                match item {
                    Item::Commit { id, parents } => {
                        if !walk.commit(graph, (id, parents)) {
                            return Ok((walk, Amount::Enough));
                        }
                    }
                    Item::Touch(mut touch) => {
                        touch.commit = graph.ids.len().saturating_sub(1) as u32;
                        if touch.change == Change::Added
                            && let Some(renamed) = self.rename(graph, &touch.path).map_err(std::io::Error::other)?
                            && let Change::Renamed { from, .. } = &renamed.1.change
                        {
                            walk.turn((graph, first), touch.path.clone(), from.clone());
                            found.push(renamed);
                        }
                        graph.touches.push(touch);
                    }
                }
            }
            Ok((walk, Amount::All))
        })
    }

    /// The rename by which the last commit of the graph brought `name`; `None` where the file is new there, or nobody
    /// knows.
    fn rename(&self, graph: &Graph, name: &RepoPath) -> Result<Option<Found>, String> {
        match (graph.ids.last(), graph.parents.last()) {
            (Some(id), Some(parents)) if !parents.is_empty() && !self.boundaries.contains(id) => {
                let found = self.log(&["--no-walk", id], &[], &[name])?;
                let is_rename =
                    |(_, touch): &Found| matches!(touch.change, Change::Renamed { .. }) && touch.path == *name;
                Ok(found.into_iter().find(is_rename))
            }
            _ => Ok(None),
        }
    }

    /// What happened to the file between a rename and the commit where the next walk begins (the beginning of all, where
    /// there is none), and its name there.
    fn between(&self, graph: &Graph, turn: &Turn, rest: Option<&str>) -> Result<(Vec<Found>, RepoPath), String> {
        let parents = &graph.parents[turn.commit];
        if Some(parents.as_str()) == rest {
            return Ok((Vec::new(), turn.origin.clone()));
        }
        let newest = format!("{}^", graph.ids[turn.commit]);
        let oldest = rest.map(|rest| format!("^{rest}"));
        let mut arguments = vec![IN_ORDER, "--follow", &newest];
        arguments.extend(oldest.as_deref());
        let found = self.log(&arguments, &[&turn.origin], &[&turn.origin])?;
        let renames = found.iter().rev().find_map(|(_, touch)| match &touch.change {
            Change::Renamed { from, .. } => Some(from.clone()),
            _ => None,
        });
        Ok((found, renames.unwrap_or_else(|| turn.origin.clone())))
    }

    /// What these commits did to these names.
    fn touched(&self, commits: &[&str], names: &[&RepoPath]) -> Result<Vec<Found>, String> {
        let mut found = Vec::new();
        for commits in commits.chunks(AT_ONCE) {
            let arguments: Vec<&str> = [&["--no-walk=unsorted"], commits].concat();
            found.extend(self.log(&arguments, names, names)?);
        }
        Ok(found)
    }

    /// Runs one log; the changes of these names through their renames, as the lineage follows them.
    fn log(&self, arguments: &[&str], paths: &[&RepoPath], of: &[&RepoPath]) -> Result<Vec<Found>, String> {
        let of: Vec<RepoPath> = of.iter().map(|&name| name.clone()).collect();
        let run = |renames: &str| {
            let mut command = git_log(self.repository, self.folder);
            command.arg(renames).args(arguments).arg("--");
            command.args(paths.iter().map(|name| self.full(name)));
            stream(&mut command, |pipe| Parser::new(pipe).parse(Lineage::new(&of)))
        };
        let Parsed { log, .. } = run("-M").or_else(|_| run("-M100%"))?;
        let touches = log.files.into_values().flatten();
        Ok(touches
            .map(|touch| (log.commits[touch.commit as usize].id.clone(), touch))
            .collect())
    }

    fn full(&self, name: &RepoPath) -> String {
        match self.folder.as_str() {
            "" => name.to_string(),
            folder => format!("{folder}/{name}"),
        }
    }
}

/// Puts a change that another run found to the others. What is known to be a rename is no addition.
fn add(found: &mut BTreeMap<(u32, RepoPath), Touch>, (id, mut touch): Found, places: &HashMap<&str, u32>) {
    let Some(&place) = places.get(id.as_str()) else {
        return;
    };
    touch.commit = place;
    let key = (place, touch.path.clone());
    let is_rename = matches!(touch.change, Change::Renamed { .. });
    if is_rename || !found.contains_key(&key) {
        found.insert(key, touch);
    }
}

/// The names that a change speaks of.
fn both_names(touch: &Touch) -> Vec<&RepoPath> {
    match &touch.change {
        Change::Renamed { from, .. } => vec![&touch.path, from],
        _ => vec![&touch.path],
    }
}

/// The history of the file of today from all changes of all its names; the commits are still those of the graph.
fn of_touches(path: &RepoPath, found: BTreeMap<(u32, RepoPath), Touch>) -> Log {
    let mut lineage = Lineage::new(std::slice::from_ref(path));
    let touches: Vec<Touch> = found.into_values().collect();
    for commit in touches.chunk_by(|a, b| a.commit == b.commit) {
        lineage.add(&mut commit.to_vec());
    }
    Log {
        commits: Vec::new(),
        files: lineage.finish().0,
        cut: Vec::new(),
        gone: Vec::new(),
    }
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
    fn clocks_that_go_wrong_change_no_order() {
        let scratch = Scratch::repository();
        scratch
            .write("old.md", BODY)
            .commit(30, "add")
            .git(&["checkout", "-q", "-b", "side"]);
        scratch
            .git(&["mv", "old.md", "new.md"])
            .commit(1, "rename by a slow clock")
            .git(&["checkout", "-q", "main"]);
        scratch.write("x", "1").commit(40, "other");
        scratch.git(&[
            "merge",
            "-q",
            "--no-ff",
            "-m",
            "Merge pull request #2 from side",
            "side",
        ]);
        let [one, all] = both(&scratch, "", "new.md");
        assert_eq!(one, ["rename by a slow clock #2 new.md", "add  old.md"]);
        assert_eq!(one, all);
    }

    #[test]
    fn names_are_followed_over_several_renames() {
        let scratch = Scratch::repository();
        scratch.write("1.md", BODY).commit(1, "add");
        scratch.git(&["mv", "1.md", "2.md"]).commit(2, "to two");
        scratch.write("2.md", &BODY.replace("two", "2")).commit(3, "edit");
        scratch.git(&["mv", "2.md", "3.md"]).commit(4, "to three");
        scratch.write("2.md", "another file").commit(5, "reuse");
        scratch.git(&["rm", "-q", "3.md"]).commit(6, "remove");
        scratch.write("3.md", &BODY.replace("two", "2")).commit(7, "bring back");
        let [one, all] = both(&scratch, "", "3.md");
        let wanted = [
            "bring back  3.md",
            "remove  3.md",
            "to three  3.md",
            "edit  2.md",
            "to two  2.md",
            "add  1.md",
        ];
        assert_eq!(one, wanted);
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
