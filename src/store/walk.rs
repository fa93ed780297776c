//! One walk over the commits, newest first, as far as one set of names leads. It must not know where the commits come
//! from.
//!
//! Where a file came to one of the names by a rename, what follows is asked under the older name. The walk may end as
//! soon as every commit that is still to come is older than the rename: then the next one begins there, and no commit is
//! walked twice.

use crate::text::history::Touch;
use crate::text::path::RepoPath;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Every commit by id and parents, and the changes of the few files that were asked for.
#[derive(Default)]
pub(super) struct Graph {
    /// Full ids, newest first.
    pub(super) ids: Vec<String>,
    /// Per commit the ids of its parents, with a space between them.
    pub(super) parents: Vec<String>,
    /// The changes, with indices of commits, newest first.
    pub(super) touches: Vec<Touch>,
}

impl Graph {
    /// The commits among these that are neither newer nor older than `commit`: a branch that knew nothing of it.
    pub(super) fn beside(&self, among: Range<usize>, commit: usize) -> Vec<&str> {
        if !self.parents[among.clone()].iter().any(|parents| parents.contains(' ')) {
            return Vec::new();
        }
        let places: HashMap<&str, usize> = among.clone().map(|at| (self.ids[at].as_str(), at)).collect();
        let parents = |at: usize| self.parents[at].split(' ').filter_map(|id| places.get(id).copied());
        let mut is_known: Vec<bool> = vec![false; self.ids.len()];
        is_known[commit] = true;
        for at in (among.start..commit).rev() {
            is_known[at] = parents(at).any(|parent| is_known[parent]);
        }
        for at in commit..among.end {
            // What is newer stands before the commit, so whatever is known from here on is older.
            if is_known[at] {
                parents(at).for_each(|parent| is_known[parent] = true);
            }
        }
        among
            .filter(|&at| !is_known[at])
            .map(|at| self.ids[at].as_str())
            .collect()
    }
}

/// A rename that gave a file its name.
pub(super) struct Turn {
    /// Index of the commit.
    pub(super) commit: usize,
    /// The name that it gave.
    pub(super) name: RepoPath,
    /// The name before.
    pub(super) origin: RepoPath,
    /// What is older and still to come: ids of commits whose children were seen.
    line: HashSet<String>,
}

/// Where a walk is.
#[derive(Default)]
pub(super) struct Walk {
    /// The renames that were met.
    pub(super) turns: Vec<Turn>,
    /// The commit where the next walk begins: all that is still to come are it and what is older.
    pub(super) rest: Option<String>,
    /// Ids of commits that are to come, since a child of theirs was seen; kept from the first rename on.
    open: HashSet<String>,
}

impl Walk {
    /// Takes the next commit into the graph; false where it is left to the next walk.
    pub(super) fn commit(&mut self, graph: &mut Graph, (id, parents): (String, String)) -> bool {
        if !self.turns.is_empty() {
            if self.open.len() == 1 && self.open.contains(&id) && self.turns.iter().all(|turn| turn.line == self.open) {
                self.rest = Some(id);
                return false;
            }
            let lines = self.turns.iter_mut().map(|turn| &mut turn.line);
            for line in lines.chain([&mut self.open]) {
                if line.remove(&id) {
                    line.extend(ids_of(&parents));
                }
            }
        }
        graph.ids.push(id);
        graph.parents.push(parents);
        true
    }

    /// The last commit gave a name by a rename; the commits of this walk begin at `first`.
    pub(super) fn turn(&mut self, (graph, first): (&Graph, usize), name: RepoPath, origin: RepoPath) {
        let Some(commit) = graph.ids.len().checked_sub(1) else {
            return;
        };
        if self.turns.is_empty() {
            let seen: HashSet<&str> = graph.ids[first..].iter().map(String::as_str).collect();
            let parents = graph.parents[first..].iter().flat_map(|parents| ids_of(parents));
            self.open = parents.filter(|id| !seen.contains(id.as_str())).collect();
        }
        self.turns.push(Turn {
            commit,
            name,
            origin,
            line: ids_of(&graph.parents[commit]).collect(),
        });
    }
}

fn ids_of(parents: &str) -> impl Iterator<Item = String> + '_ {
    parents.split(' ').filter(|id| !id.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{Graph, Walk};
    use crate::text::path::RepoPath;

    /// Commits `id: parents`, newest first; `R` marks the one that renames. Where the walk ended, and what was beside.
    fn walked(commits: &str) -> (Option<String>, String) {
        let (mut graph, mut walk) = (Graph::default(), Walk::default());
        let path = |text: &str| RepoPath::new(text).unwrap();
        for line in commits.split(", ") {
            let (id, parents) = line.split_once(':').unwrap();
            let id = id.trim_end_matches('R');
            if !walk.commit(&mut graph, (id.to_owned(), parents.trim().to_owned())) {
                break;
            }
            if line.contains('R') {
                walk.turn((&graph, 0), path("new"), path("old"));
            }
        }
        let beside = graph.beside(0..graph.ids.len(), walk.turns[0].commit).join(" ");
        (walk.rest, beside)
    }

    #[test]
    fn ends_where_everything_to_come_is_older_than_the_rename() {
        let rest = |id: &str, beside: &str| (Some(id.to_owned()), beside.to_owned());
        assert_eq!(walked("d: c, cR: b, b: a, a:"), rest("b", ""));
        assert_eq!(walked("m: c b, cR: a, b: a, a:"), rest("a", "b"), "a branch renames");
        assert_eq!(
            walked("m: c b, b: a, cR: x, x: a, a: z, z:"),
            rest("a", "b"),
            "and was begun before"
        );
        assert_eq!(
            walked("m: d b, cR: a, d: c, b: a, a:").1,
            "m d b",
            "a child that comes too late"
        );
        let never = (None, "y".to_owned());
        assert_eq!(walked("m: c y, cR: x, x:, y:"), never, "two beginnings");
    }
}
