//! What became of each record since an earlier state, and which numbers two sides took at once.
//!
//! It is handed the files of that state; whence they come is not its business. Records are the same that lie at the same
//! path; else those of equal text, of the same slug or title, or of mostly the same lines, so that a record that was moved
//! is not one that is gone and another that is new.

use crate::model::collisions;
use crate::model::identity;
use crate::model::kind::Kind;
use crate::model::record::{Record, RecordId};
use crate::model::workspace::{Before, Workspace};
use crate::text::path::RepoPath;
use crate::text::tree::{File, Tree};
use std::collections::{BTreeMap, HashMap, HashSet};

/// A line that this many records have is a form's, and says nothing about which record became which.
const COMMON: usize = 4;

/// An earlier state, as files.
#[derive(Clone)]
pub struct Earlier {
    /// What the user calls the other side.
    pub revision: String,
    /// Full id of the commit at which the two sides parted.
    pub commit: String,
    /// The files at that commit.
    pub base: Tree,
    /// The files that the other side has added since.
    pub added: Tree,
}

/// Puts the earlier state beside the workspace. `kinds` are the built-in rows, as for [`Workspace::build`].
pub fn compare(workspace: &mut Workspace, earlier: Earlier, kinds: &[Kind]) {
    let base = workspace.alike(earlier.base, kinds);
    let was = pair(&base, workspace);
    let mut became = vec![None; base.records.len()];
    for (at, old) in was.iter().enumerate() {
        if let Some(old) = old {
            became[old.index()] = Some(RecordId(at as u32));
        }
    }
    let here = &*workspace;
    let theirs: Vec<File> = {
        let files = earlier.added.files().iter();
        files
            .filter(|file| here.tree.find(&file.path).is_none())
            .cloned()
            .collect()
    };
    let collisions = match theirs.is_empty() {
        true => Vec::new(),
        false => {
            let new: HashSet<RepoPath> = theirs.iter().map(|file| file.path.clone()).collect();
            let together = here.alike(Tree::new([here.tree.files(), &theirs].concat()), kinds);
            collisions::between((&base, here), &was, (&together, &new))
        }
    };
    workspace.before = Some(Box::new(Before {
        revision: earlier.revision,
        commit: earlier.commit,
        base,
        was,
        became,
        collisions,
    }));
}

/// For each record of `new` the record of `old` that it was.
fn pair(old: &Workspace, new: &Workspace) -> Vec<Option<RecordId>> {
    let mut pairs = Pairs {
        old,
        new,
        was: vec![None; new.records.len()],
        taken: vec![false; old.records.len()],
    };
    pairs.by_path();
    let gone = pairs.gone();
    let came = pairs.came();
    if !gone.is_empty() && !came.is_empty() {
        pairs.by_text(&gone, &came);
        pairs.by_slug(&gone, &came);
        pairs.by_title(&gone, &came);
        pairs.by_lines(&gone, &came);
    }
    pairs.was
}

struct Pairs<'a> {
    old: &'a Workspace,
    new: &'a Workspace,
    was: Vec<Option<RecordId>>,
    taken: Vec<bool>,
}

impl Pairs<'_> {
    fn join(&mut self, old: RecordId, new: RecordId) {
        if !self.taken[old.index()] && self.was[new.index()].is_none() {
            self.was[new.index()] = Some(old);
            self.taken[old.index()] = true;
        }
    }

    /// The only record of a file stays itself, whatever its id; of several in one file the id tells them apart.
    fn by_path(&mut self) {
        let (before, after) = (by_file(self.old), by_file(self.new));
        for (path, news) in after {
            let Some(olds) = before.get(path) else { continue };
            if let ([old], [new]) = (&olds[..], &news[..]) {
                self.join(*old, *new);
                continue;
            }
            let ids: HashMap<&str, RecordId> = olds.iter().map(|id| (self.old.record(*id).id.as_str(), *id)).collect();
            for new in news {
                if let Some(old) = ids.get(self.new.record(new).id.as_str()) {
                    self.join(*old, new);
                }
            }
        }
    }

    /// Records whose file is no longer there.
    fn gone(&self) -> Vec<RecordId> {
        let is_gone = |record: &Record| self.new.tree.find(self.old.path_of(record)).is_none();
        let all = self
            .old
            .iter()
            .filter(|(id, record)| !self.taken[id.index()] && is_gone(record));
        all.map(|(id, _)| id).collect()
    }

    /// Records whose file was not there.
    fn came(&self) -> Vec<RecordId> {
        let is_new = |record: &Record| self.old.tree.find(self.new.path_of(record)).is_none();
        let all = self
            .new
            .iter()
            .filter(|(id, record)| self.was[id.index()].is_none() && is_new(record));
        all.map(|(id, _)| id).collect()
    }

    fn by_text(&mut self, gone: &[RecordId], came: &[RecordId]) {
        self.by_key(gone, came, |workspace, record| {
            workspace.tree.text(record.file).to_owned()
        });
    }

    fn by_slug(&mut self, gone: &[RecordId], came: &[RecordId]) {
        self.by_key(gone, came, |workspace, record| {
            let carrier = identity::carrier(workspace.path_of(record)).to_lowercase();
            identity::number(&carrier).map_or(String::new(), |(_, slug)| slug.to_owned())
        });
    }

    fn by_title(&mut self, gone: &[RecordId], came: &[RecordId]) {
        self.by_key(gone, came, |_, record| {
            record.title.value().map_or(String::new(), |title| title.to_lowercase())
        });
    }

    /// Joins records of one kind that share a key. An empty key is none.
    fn by_key(&mut self, gone: &[RecordId], came: &[RecordId], key: fn(&Workspace, &Record) -> String) {
        let mut known: HashMap<(&str, String), Vec<RecordId>> = HashMap::new();
        for &id in gone.iter().rev() {
            let record = self.old.record(id);
            let name = self.old.kind_of(record).name.as_str();
            known.entry((name, key(self.old, record))).or_default().push(id);
        }
        for &id in came {
            let record = self.new.record(id);
            let found = (self.new.kind_of(record).name.as_str(), key(self.new, record));
            if self.was[id.index()].is_some() || found.1.is_empty() {
                continue;
            }
            while let Some(old) = known.get_mut(&found).and_then(Vec::pop) {
                if !self.taken[old.index()] {
                    self.join(old, id);
                    break;
                }
            }
        }
    }

    /// Joins what shares at least half of its bytes in whole lines, the most alike first.
    fn by_lines(&mut self, gone: &[RecordId], came: &[RecordId]) {
        let mut holders: HashMap<&str, Vec<RecordId>> = HashMap::new();
        for &id in gone.iter().filter(|id| !self.taken[id.index()]) {
            for line in lines(self.old.tree.text(self.old.record(id).file)) {
                holders.entry(line).or_default().push(id);
            }
        }
        let mut alike: Vec<(usize, RecordId, RecordId)> = Vec::new();
        for &new in came.iter().filter(|id| self.was[id.index()].is_none()) {
            let record = self.new.record(new);
            let mut shared: BTreeMap<RecordId, usize> = BTreeMap::new();
            let own = lines(self.new.tree.text(record.file));
            for line in &own {
                let found = holders.get(line).filter(|found| found.len() < COMMON);
                for old in found.into_iter().flatten() {
                    *shared.entry(*old).or_default() += line.len();
                }
            }
            let length: usize = own.iter().map(|line| line.len()).sum();
            for (old, bytes) in shared {
                let other = self.old.record(old);
                let longest = length.max(
                    lines(self.old.tree.text(other.file))
                        .iter()
                        .map(|line| line.len())
                        .sum(),
                );
                let is_kind = self.old.kind_of(other).name == self.new.kind_of(record).name;
                if is_kind && 2 * bytes >= longest {
                    alike.push((1000 - 1000 * bytes / longest.max(1), old, new));
                }
            }
        }
        alike.sort_unstable();
        for (_, old, new) in alike {
            self.join(old, new);
        }
    }
}

/// The lines that tell one text from another, each once: headings are mostly those of a form.
fn lines(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with(['#', '=']))
        .collect();
    lines.sort_unstable();
    lines.dedup();
    lines
}

fn by_file(workspace: &Workspace) -> BTreeMap<&RepoPath, Vec<RecordId>> {
    let mut files: BTreeMap<&RepoPath, Vec<RecordId>> = BTreeMap::new();
    for (id, record) in workspace.iter() {
        files.entry(workspace.path_of(record)).or_default().push(id);
    }
    files
}

#[cfg(test)]
mod tests {
    use super::{Earlier, compare};
    use crate::model::kind::{Form, Habitat, Kind, marks, names};
    use crate::model::lifecycle::Lifecycle;
    use crate::model::time::Date;
    use crate::model::workspace::{Context, Workspace};
    use crate::syntax::document::Format;
    use crate::text::history::History;
    use crate::text::path::RepoPath;
    use crate::text::tree::{File, Tree};

    fn tree(files: &[(&str, &str)]) -> Tree {
        let file = |(path, text): &(&str, &str)| File::text(RepoPath::new(path).unwrap(), *text);
        Tree::new(files.iter().map(file).collect())
    }

    fn kinds() -> Vec<Kind> {
        vec![Kind {
            name: "decision".to_owned(),
            plural: "decisions".to_owned(),
            summary: String::new(),
            habitat: Habitat {
                formats: vec![Format::Markdown],
                folders: names(&["adr"]),
                inside: marks(&["numbered"]),
                ..Habitat::default()
            },
            fields: Vec::new(),
            statuses: Vec::new(),
            schema: String::new(),
            form: Form {
                file_name: "{number}-{slug}.md".to_owned(),
                ..Form::default()
            },
            lifecycle: Lifecycle::default(),
        }]
    }

    type Files<'a> = &'a [(&'a str, &'a str)];

    /// What became of the records of `base`, and the collisions of `here` with `added`.
    fn compared(base: Files<'_>, here: Files<'_>, added: Files<'_>) -> (Vec<String>, Vec<String>) {
        let context = Context::on(Date::new(2026, 1, 1).unwrap());
        let mut workspace = Workspace::build(tree(here), kinds(), context, History::NotAsked);
        let earlier = Earlier {
            revision: "main".to_owned(),
            commit: String::new(),
            base: tree(base),
            added: tree(added),
        };
        compare(&mut workspace, earlier, &kinds());
        let before = workspace.before.as_deref().unwrap();
        let name = |workspace: &Workspace, id| workspace.path_of(workspace.record(id)).name().to_owned();
        let became = before.base.iter().map(|(old, _)| {
            let new = before.became[old.index()].map_or("gone".to_owned(), |new| name(&workspace, new));
            format!("{} {new}", name(&before.base, old))
        });
        let collisions = before
            .collisions
            .iter()
            .map(|found| format!("{} {} {}", name(&workspace, found.record), found.other, found.highest));
        (became.collect(), collisions.collect())
    }

    const LONG: &str =
        "# A\n\nWe run the whole of it on our own machines.\n\nThey stand in the cellar of the library.\n";

    #[test]
    fn a_moved_record_is_the_same() {
        let cases = [
            (("adr/0001-a.md", "x"), ("adr/0001-a.md", "y"), "0001-a.md 0001-a.md"),
            (("adr/0001-a.md", LONG), ("adr/0002-b.md", LONG), "0001-a.md 0002-b.md"),
            (("adr/0001-a.md", "x"), ("adr/0002-a.md", "y"), "0001-a.md 0002-a.md"),
            (
                ("adr/0001-a.md", LONG),
                ("adr/0002-b.md", "# B\n\nSomething else.\n"),
                "0001-a.md gone",
            ),
        ];
        for (old, new, expected) in cases {
            assert_eq!(compared(&[old], &[new], &[]).0, [expected]);
        }
        let edited = LONG.replace("cellar", "attic").replace("# A", "# B");
        let (became, _) = compared(
            &[("adr/0001-a.md", LONG), ("adr/0002-b.md", "# B\n\nShort.\n")],
            &[
                ("adr/0002-c.md", &edited),
                ("adr/0003-x.md", "# X\n\nWholly new text.\n"),
            ],
            &[],
        );
        assert_eq!(became, ["0001-a.md 0002-c.md", "0002-b.md gone"]);
    }

    #[test]
    fn what_both_sides_took_collides() {
        let base = ("adr/0001-a.md", "a");
        let (_, found) = compared(&[base], &[base, ("adr/0002-b.md", "b")], &[("adr/0002-c.md", "c")]);
        assert_eq!(found, ["0002-b.md adr/0002-c.md 2"]);
        let renumbered = [("adr/0003-a.md", "a")];
        let (_, found) = compared(&[base], &renumbered, &[("adr/0003-c.md", "c"), ("adr/0007-d.md", "d")]);
        assert_eq!(found, ["0003-a.md adr/0003-c.md 7"]);
        for (here, added) in [
            (("adr/0002-b.md", "b"), ("adr/0002-b.md", "c")),
            (("adr/0002-b.md", "b"), ("adr/0003-c.md", "c")),
            (("adr/0002-b.md", "b"), ("adr/0002a-c.md", "c")),
            (("adr/20240725-b.md", "b"), ("adr/20240725-c.md", "c")),
            (("adr/0002-b.md", "b"), ("adr/network/0002-c.md", "c")),
        ] {
            assert!(
                compared(&[base], &[base, here], &[added]).1.is_empty(),
                "{here:?} {added:?}"
            );
        }
    }

    #[test]
    fn a_moved_record_keeps_its_number() {
        let (_, found) = compared(
            &[("adr/0001-a.md", LONG)],
            &[("adr/0001-better-name.md", LONG)],
            &[("adr/0001-c.md", "c")],
        );
        assert!(found.is_empty(), "the other side took a number that was taken");
    }
}
