//! Who answers for what: Prow's `OWNERS`, `CODEOWNERS`, and who is known by name.
//!
//! It states who is named where, and judges nobody. It asks no forge who exists.

pub mod code;
pub mod name;
pub mod people;
pub mod prow;

use crate::model::glob::Globs;
use crate::model::owners::code::CodeOwners;
use crate::model::owners::name::Ground;
use crate::model::owners::people::People;
use crate::model::owners::prow::{Aliases, List};

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
