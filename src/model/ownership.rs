//! Who owns a file: on its own word, and by the lists of the repository. It judges nobody.

use crate::model::owners::name::Name;
use crate::model::owners::prow;
use crate::model::record::Record;
use crate::model::workspace::Workspace;
use crate::syntax::node::Node;
use crate::text::span::{FileId, Span};

/// The keys of a front matter that name owners.
const KEYS: [&str; 4] = ["owner", "owners", "team", "teams"];

/// The field of a record that names its owner.
pub const FIELD: &str = "owner";

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

/// What people call an owner: of a reference of Backstage's, `[kind:][namespace/]name`, only the name.
pub(crate) fn short(name: &str) -> &str {
    let rest = ["group:", "user:"].iter().find_map(|kind| name.strip_prefix(kind));
    rest.map_or(name, |rest| rest.rsplit('/').next().unwrap_or(rest))
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
