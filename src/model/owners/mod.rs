//! Who answers for what: Prow's `OWNERS`, `CODEOWNERS`, and what the files say of themselves, as one model.
//!
//! It states who is named where, and judges nobody. It asks no forge who exists.

pub mod code;
pub mod people;
pub mod prow;

use crate::model::glob::Globs;
use crate::model::owners::code::CodeOwners;
use crate::model::owners::people::People;
use crate::model::owners::prow::{Aliases, List};
use crate::model::record::Record;
use crate::model::workspace::Workspace;
use crate::syntax::node::Node;
use crate::text::span::{FileId, Range, Span};

/// The keys of a front matter that name owners.
const KEYS: [&str; 4] = ["owner", "owners", "team", "teams"];

/// The field of a record that names its owner.
pub const FIELD: &str = "owner";

/// All that is said about owners.
#[derive(Clone, Debug, Default)]
pub struct Owners {
    /// `OWNERS` files, sorted by path.
    pub lists: Vec<List>,
    /// `OWNERS_ALIASES` at the root.
    pub aliases: Option<Aliases>,
    /// The `CODEOWNERS` that counts: the first in the order of its forge.
    pub code: Option<CodeOwners>,
    /// Everybody who is known by name.
    pub people: People,
}

/// A name and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// As written: a login, a team, an address, an alias.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// Something that cannot be read as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub span: Span,
    /// What was found and what was expected.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// On whose word somebody owns a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Word {
    /// The file's own.
    Itself,
    /// The nearest `OWNERS` above it.
    List,
    /// The lines of `CODEOWNERS` that decide.
    Code,
}

/// Somebody who owns a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner<'a> {
    /// The name as it is written.
    pub name: &'a str,
    /// Where that is said.
    pub span: Span,
    /// On whose word.
    pub word: Word,
}

impl Workspace {
    /// Everybody who owns a file: on its own word, then by `OWNERS`, then by `CODEOWNERS`.
    pub fn owners_of(&self, file: FileId) -> Vec<Owner<'_>> {
        let mut owners = self.stated_owners(file);
        owners.extend(self.owners_around(file));
        owners
    }

    /// Whom the lists of the repository name for a file, whatever it says itself.
    pub fn owners_around(&self, file: FileId) -> Vec<Owner<'_>> {
        let path = self.tree.path(file);
        let owner = |word: Word| {
            move |name| {
                let Name { text, span }: &Name = name;
                Owner {
                    name: text,
                    span: *span,
                    word,
                }
            }
        };
        let lists = prow::nearest(&self.owners.lists, path).into_iter();
        let code = self.owners.code.iter().flat_map(|code| code.of(path));
        lists
            .map(owner(Word::List))
            .chain(code.map(owner(Word::Code)))
            .collect()
    }

    /// Whom the front matter and the records of a file name.
    fn stated_owners(&self, file: FileId) -> Vec<Owner<'_>> {
        let mut owners: Vec<Owner> = Vec::new();
        for record in self.records.iter().filter(|record| record.file == file) {
            owners.extend(stated(record));
        }
        let document = self.document(file);
        let data = document.data.first().filter(|_| document.front_matter.is_some());
        for node in data.into_iter().flat_map(names_in) {
            let is_known =
                |owner: &Owner| owner.span.range.contains(node.range) || node.range.contains(owner.span.range);
            if let (Some(name), false) = (node.as_str(), owners.iter().any(is_known)) {
                owners.push(Owner {
                    name,
                    span: Span::new(file, node.range),
                    word: Word::Itself,
                });
            }
        }
        owners
    }
}

/// Whom a record names as its owner.
pub fn stated(record: &Record) -> impl Iterator<Item = Owner<'_>> {
    let people = record
        .people_in(FIELD)
        .map(|person| (person.name.as_str(), person.span));
    let text = record.texts.get(FIELD).and_then(|fact| fact.found());
    let text = text.map(|found| (found.value.as_str(), found.span));
    let named = people.chain(text).filter(|(name, _)| !name.is_empty());
    named.map(|(name, span)| Owner {
        name,
        span,
        word: Word::Itself,
    })
}

/// The scalars of a front matter that name owners.
pub fn names_in(data: &Node) -> impl Iterator<Item = &Node> {
    let nodes = KEYS.iter().filter_map(|key| data.get(key));
    nodes.flat_map(|node| match node.items() {
        [] => std::slice::from_ref(node),
        items => items,
    })
}

/// Reads all of it, but for what records say, which [`people::add_records`] adds. What is excluded is not read.
pub(crate) fn read(ground: Ground, excluded: &Globs) -> Owners {
    let mut owners = Owners::default();
    for (file, entry) in ground.tree.iter() {
        let name = entry.path.name();
        if !matches!(name, "OWNERS" | "OWNERS_ALIASES") || excluded.matches(&entry.path) {
            continue;
        }
        match name {
            "OWNERS" => owners.lists.extend(prow::list(ground, file)),
            _ if entry.path.as_str() == name => owners.aliases = prow::aliases(ground, file),
            _ => {}
        }
    }
    owners.lists.sort_by(|a, b| a.folder.cmp(&b.folder));
    owners.code = code::read(ground);
    owners.people = people::read(ground);
    owners
}

/// What is read from.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'a> {
    pub(crate) tree: &'a crate::text::tree::Tree,
    pub(crate) documents: &'a [crate::syntax::document::Document],
    pub(crate) settings: &'a crate::model::settings::Settings,
    pub(crate) context: &'a crate::model::workspace::Context,
}

impl<'a> Ground<'a> {
    fn data(self, file: FileId) -> Option<&'a Node> {
        self.documents[file.index()].data.first()
    }

    /// A text of a file's data as a name; the place is that of its letters.
    fn name(self, file: FileId, node: &Node) -> Option<Name> {
        let text = node.scalar()?;
        let written = node.range.of(self.tree.text(file));
        let skipped = usize::from(written.len() == text.len() + 2);
        let range = Range::new(node.range.start as usize + skipped, node.range.end as usize - skipped);
        Some(Name {
            text,
            span: Span::new(file, range),
        })
    }
}
