//! What belongs to a record and is none itself: the files in the `evidence` folder of an incident. They are kept as they
//! came, so nobody judges how they are written. It must not know what they say.

use crate::model::identity;
use crate::model::kind::{Kind, Shape};
use crate::model::nav::book::Book;
use crate::model::sets::RecordSet;
use crate::syntax::document::Document;
use crate::text::path::RepoPath;
use crate::text::tree::Tree;
use std::collections::BTreeSet;

/// The name of the folder.
pub const FOLDER: &str = "evidence";

/// Where the record at `path` keeps its evidence: beside it where it is a folder (`X/README.md`), else in a folder of its
/// name (`X.md` has `X/evidence`).
pub fn folder_of(path: &RepoPath) -> RepoPath {
    let folder = path.parent();
    let own = match identity::carrier(path) != path.stem() {
        true => Some(folder),
        false => folder.join(path.stem()),
    };
    own.and_then(|own| own.join(FOLDER)).unwrap_or_else(RepoPath::root)
}

/// Whether the records of a kind have evidence: those that have a course.
pub(crate) fn keeps_evidence(kind: &Kind) -> bool {
    kind.fields.iter().any(|field| field.shape == Shape::Timeline)
}

/// True for a file in a folder `evidence` somewhere below `folder`.
pub(crate) fn is_evidence(path: &RepoPath, folder: &RepoPath) -> bool {
    may_be(path)
        && path
            .parent()
            .parts()
            .skip(folder.parts().count())
            .any(|part| part == FOLDER)
}

/// False for nearly every path.
fn may_be(path: &RepoPath) -> bool {
    path.as_str().contains("evidence/")
}

/// The folders in which the members of these sets keep their evidence.
pub(crate) struct Kept(BTreeSet<RepoPath>);

impl Kept {
    /// Those of the sets whose kind has any.
    pub(crate) fn of(sets: &[RecordSet], kinds: &[Kind], tree: &Tree) -> Self {
        let keeping = sets.iter().filter(|set| keeps_evidence(&kinds[set.kind]));
        let members = keeping.flat_map(|set| &set.members);
        Kept(members.map(|(file, _)| folder_of(tree.path(*file))).collect())
    }

    /// True for a file in one of them.
    pub(crate) fn has(&self, path: &RepoPath) -> bool {
        if !may_be(path) {
            return false;
        }
        let mut folder = path.parent();
        while !folder.as_str().is_empty() {
            if self.0.contains(&folder) {
                return true;
            }
            folder = folder.parent();
        }
        false
    }
}

/// Leaves out of the documents what only matters where people write: problems of form, and links.
pub(crate) fn spare(documents: &mut [Document], tree: &Tree, kept: &Kept) {
    for (id, file) in tree.iter() {
        if kept.has(&file.path) {
            let document = &mut documents[id.index()];
            document.problems.clear();
            if let Some(markup) = &mut document.markup {
                markup.links.clear();
            }
        }
    }
}

/// The books, none of which misses a page that is evidence.
pub(crate) fn unbound(mut books: Vec<Book>, (sets, kinds, tree): (&[RecordSet], &[Kind], &Tree)) -> Vec<Book> {
    let kept = Kept::of(sets, kinds, tree);
    for book in &mut books {
        book.unlisted.retain(|page| !kept.has(tree.path(*page)));
    }
    books
}

#[cfg(test)]
mod tests {
    use super::{folder_of, is_evidence};
    use crate::text::path::RepoPath;

    #[test]
    fn evidence_lies_beside_its_incident() {
        let path = |text: &str| RepoPath::new(text).unwrap();
        for (record, folder) in [
            ("incidents/2026-03-04-x/README.md", "incidents/2026-03-04-x/evidence"),
            ("incidents/2026-03-04-x.html.md.erb", "incidents/2026-03-04-x/evidence"),
            ("x.md", "x/evidence"),
        ] {
            assert_eq!(folder_of(&path(record)), path(folder), "{record}");
        }
        let incidents = path("incidents");
        assert!(is_evidence(&path("incidents/x/evidence/a/b.md"), &incidents));
        assert!(
            !is_evidence(&path("incidents/x/evidence"), &incidents),
            "a file of that name"
        );
        assert!(!is_evidence(
            &path("evidence/incidents/x.md"),
            &path("evidence/incidents")
        ));
    }
}
