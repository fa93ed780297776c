//! Which file of today a change of long ago belongs to. It must not know where the changes come from.
//!
//! Commits arrive newest first. A map leads from the name that a file had at that moment to the file of today; a rename
//! moves the entry to the older name. Each change costs one lookup, however long the history is.
//!
//! History is not a line, so a name can turn up that is not (or no longer) in the map:
//! - A branch changed `old.md` while another renamed it to `new.md`, and the rename is the older commit. Changes of a
//!   name that nobody owns wait until a rename claims them.
//! - A file was deleted and came back under its name: both lives belong to it, as `git log --follow` has it.
//! - A name belonged to another file before it was renamed away: the map holds the owner of that time only.

use crate::text::history::{Change, Touch};
use crate::text::path::RepoPath;
use std::collections::{BTreeMap, HashMap};

/// Gathers changes, newest first, for the files of today.
pub(super) struct Lineage {
    owners: HashMap<RepoPath, Owner>,
    files: Vec<(RepoPath, Vec<Touch>)>,
    gone: Vec<Touch>,
}

enum Owner {
    /// A file of today. `is_born` once its addition was seen: an older rename may take the name away then.
    File { index: usize, is_born: bool },
    /// A file that does not live today.
    Dead,
    /// Nobody knows yet.
    Pending(Vec<Touch>),
}

impl Lineage {
    pub(super) fn new(today: &[RepoPath]) -> Self {
        let owner = |index| Owner::File { index, is_born: false };
        Lineage {
            owners: today
                .iter()
                .cloned()
                .enumerate()
                .map(|(i, path)| (path, owner(i)))
                .collect(),
            files: today.iter().map(|path| (path.clone(), Vec::new())).collect(),
            gone: Vec::new(),
        }
    }

    /// Takes all changes of one commit. They happened at once: two files may have swapped their names.
    pub(super) fn add(&mut self, touches: &mut Vec<Touch>) {
        let mut renamed = Vec::new();
        for touch in touches.drain(..) {
            match touch.change {
                Change::Added => self.added(touch),
                Change::Modified => self.modified(touch),
                Change::Deleted => self.deleted(touch),
                Change::Renamed { .. } => renamed.push((self.owners.remove(&touch.path), touch)),
            }
        }
        for (owner, touch) in renamed {
            self.renamed(owner, touch);
        }
    }

    /// The changes of each file of today that has any, newest first; and the removals of other files, newest first.
    pub(super) fn finish(self) -> (BTreeMap<RepoPath, Vec<Touch>>, Vec<Touch>) {
        let mut files: BTreeMap<RepoPath, Vec<Touch>> = self.files.into_iter().collect();
        files.retain(|_, touches| !touches.is_empty());
        for touches in files.values_mut() {
            touches.sort_by_key(|touch| touch.commit);
        }
        (files, self.gone)
    }

    fn added(&mut self, touch: Touch) {
        match self.owners.get_mut(&touch.path) {
            Some(Owner::File { index, is_born }) => {
                *is_born = true;
                self.files[*index].1.push(touch);
            }
            // What happened to the name before is another file's story.
            Some(_) => {
                self.owners.remove(&touch.path);
            }
            None => {}
        }
    }

    fn modified(&mut self, touch: Touch) {
        match self.owners.get_mut(&touch.path) {
            Some(Owner::File { index, .. }) => self.files[*index].1.push(touch),
            Some(Owner::Dead) => {}
            Some(Owner::Pending(waiting)) => waiting.push(touch),
            None => {
                self.owners.insert(touch.path.clone(), Owner::Pending(vec![touch]));
            }
        }
    }

    fn deleted(&mut self, touch: Touch) {
        match self.owners.get(&touch.path) {
            Some(&Owner::File { index, .. }) => self.files[index].1.push(touch),
            _ => {
                self.owners.insert(touch.path.clone(), Owner::Dead);
                self.gone.push(touch);
            }
        }
    }

    fn renamed(&mut self, owner: Option<Owner>, touch: Touch) {
        let Change::Renamed { from, .. } = &touch.change else {
            return;
        };
        let from = from.clone();
        let before = self.owners.remove(&from);
        let after = match (owner, before) {
            (Some(Owner::File { index, .. }), before) => {
                self.files[index].1.push(touch);
                match before {
                    Some(Owner::File { index, is_born: false }) => Owner::File { index, is_born: false },
                    before => {
                        if let Some(Owner::Pending(waiting)) = before {
                            self.files[index].1.extend(waiting);
                        }
                        Owner::File { index, is_born: false }
                    }
                }
            }
            (_, Some(before @ Owner::File { .. })) => before,
            (Some(Owner::Dead), _) | (_, Some(Owner::Dead)) => Owner::Dead,
            (owner, before) => {
                let mut waiting = Vec::new();
                for part in [owner, before].into_iter().flatten() {
                    if let Owner::Pending(touches) = part {
                        waiting.extend(touches);
                    }
                }
                waiting.push(touch);
                Owner::Pending(waiting)
            }
        };
        self.owners.insert(from, after);
    }
}

#[cfg(test)]
mod tests {
    use super::Lineage;
    use crate::text::history::{Change, Touch};
    use crate::text::path::RepoPath;

    /// Commits newest first, each a list of `A x`, `M x`, `D x`, `R x y`; the answer for `today`: `commit:path` each.
    fn lineage(today: &[&str], commits: &[&[&str]]) -> Vec<String> {
        let path = |text: &str| RepoPath::new(text).unwrap();
        let today: Vec<RepoPath> = today.iter().map(|text| path(text)).collect();
        let mut lineage = Lineage::new(&today);
        for (commit, changes) in commits.iter().enumerate() {
            let touch = |change: &&str| {
                let words: Vec<&str> = change.split(' ').collect();
                let kind = match words[0] {
                    "A" => Change::Added,
                    "M" => Change::Modified,
                    "D" => Change::Deleted,
                    _ => Change::Renamed {
                        from: path(words[1]),
                        similarity: 90,
                    },
                };
                Touch {
                    commit: commit as u32,
                    path: path(words[words.len() - 1]),
                    change: kind,
                    before: None,
                    blob: None,
                }
            };
            lineage.add(&mut changes.iter().map(touch).collect());
        }
        let files = lineage.finish().0.into_iter();
        files
            .map(|(path, touches)| {
                let each: Vec<String> = touches.iter().map(|t| format!("{}:{}", t.commit, t.path)).collect();
                format!("{path} = {}", each.join(" "))
            })
            .collect()
    }

    #[test]
    fn follows_names_back() {
        assert_eq!(
            lineage(&["c"], &[&["M c"], &["R b c"], &["M b"], &["R a b"], &["A a"]]),
            ["c = 0:c 1:c 2:b 3:b 4:a"]
        );
        assert_eq!(
            lineage(&["a", "b"], &[&["R a b", "R b a"], &["M a"], &["A a", "A b"]]),
            ["a = 0:a 2:b", "b = 0:b 1:a 2:a"],
            "two files that swapped names"
        );
        assert_eq!(
            lineage(&["a", "b"], &[&["M a"], &["A a"], &["R a b"], &["A a"]]),
            ["a = 0:a 1:a", "b = 2:b 3:a"],
            "a name that was given to a new file"
        );
    }

    #[test]
    fn lives_again_under_its_name() {
        assert_eq!(lineage(&["a"], &[&["A a"], &["D a"], &["A a"]]), ["a = 0:a 1:a 2:a"]);
        assert!(lineage(&["b"], &[&["D a"], &["M a"], &["A a"]]).is_empty());
        assert!(lineage(&["b"], &[&["D c"], &["R a c"], &["M a"], &["A a"]]).is_empty());
    }

    #[test]
    fn changes_on_a_branch_wait_for_the_rename() {
        assert_eq!(
            lineage(&["new"], &[&["M old"], &["R old new"], &["A old"]]),
            ["new = 0:old 1:new 2:old"]
        );
        assert_eq!(
            lineage(&["new"], &[&["A old"], &["M old"], &["R old new"], &["A old"]]),
            ["new = 1:old 2:new 3:old"],
            "the newer addition began another file"
        );
    }
}
