//! Who is known by name: the lists of people and teams that a repository keeps. It does not know who is named as an owner.
//!
//! A list is what `[people]` in `opsrepo.toml` says, a data file `people` or `teams` at the root, the `Group`s and `User`s
//! of a Backstage catalogue, and records of a kind of the user's own that is called `team`, `group`, `person` or `user`.

use crate::model::glob::Globs;
use crate::model::kind::Kind;
use crate::model::owners::name::Ground;
use crate::model::record::Record;
use crate::syntax::document::Format;
use crate::syntax::node::{Node, Value};
use crate::text::path::RepoPath;
use crate::text::span::FileId;
use std::collections::BTreeSet;

/// Names of kinds whose records are people.
const KINDS: [&str; 4] = ["team", "group", "person", "user"];

/// Names of files at the root that list people.
const STEMS: [&str; 2] = ["people", "teams"];

/// The keys under which a list names somebody.
const NAMES: [&str; 11] = [
    "id", "name", "login", "handle", "github", "gitlab", "email", "slack", "alias", "aliases", "team",
];

/// Everybody who is known.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// The names as they are compared: see [`plain`].
    known: BTreeSet<String>,
    /// Whether `[people]` says that its list is whole.
    pub is_declared: bool,
}

impl People {
    /// True where the repository keeps no list of people.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Whether a name as it is written is known; a team of an organisation also by its own name.
    pub fn knows(&self, name: &str) -> bool {
        let name = plain(name);
        let last = name.rsplit('/').next().unwrap_or(&name);
        self.known.contains(&name) || self.known.contains(last)
    }

    /// The known names as they are compared, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.known.iter().map(String::as_str)
    }

    fn add(&mut self, name: &str) {
        let name = plain(name);
        if !name.is_empty() {
            self.known.insert(name);
        }
    }
}

/// A name as it is compared: in lower case, without `@` and `#`, with `-` for spaces, and of a Backstage reference only the name.
pub fn plain(name: &str) -> String {
    let name = name
        .trim()
        .trim_start_matches(['@', '#'])
        .to_lowercase()
        .replace(' ', "-");
    for kind in ["group:", "user:"] {
        if let Some(rest) = name.strip_prefix(kind) {
            return rest.rsplit('/').next().unwrap_or(rest).to_owned();
        }
    }
    name
}

/// Reads the lists that stand in files.
pub(super) fn read(ground: Ground) -> People {
    let setting = &ground.settings.people;
    let mut people = People {
        is_declared: !setting.known.is_empty() || !setting.files.is_empty(),
        ..People::default()
    };
    setting.known.iter().for_each(|name| people.add(&name.text));
    let globs = Globs::of(&setting.files);
    for (file, entry) in ground.tree.iter() {
        let is_data = matches!(
            ground.documents[file.index()].format,
            Format::Yaml | Format::Json | Format::Toml
        );
        if !is_data {
            continue;
        }
        match (!setting.files.is_empty() && globs.matches(&entry.path)) || is_list(&entry.path) {
            true => ground.documents[file.index()]
                .data
                .iter()
                .for_each(|root| list(&mut people, root)),
            false => backstage(&mut people, ground, file),
        }
    }
    people
}

/// Adds the records that are people.
pub(crate) fn add_records(people: &mut People, kinds: &[Kind], records: &[Record]) {
    if !kinds.iter().any(|kind| KINDS.contains(&kind.name.as_str())) {
        return;
    }
    for record in records
        .iter()
        .filter(|record| KINDS.contains(&kinds[record.kind].name.as_str()))
    {
        people.add(&record.id);
        record.title.value().into_iter().for_each(|title| people.add(title));
    }
}

fn is_list(path: &RepoPath) -> bool {
    path.parent().as_str().is_empty() && STEMS.contains(&path.stem())
}

/// The names in a list of any form: items, keys that hold a mapping, and what stands under the keys of names.
fn list(people: &mut People, node: &Node) {
    match &node.value {
        Value::List(items) => {
            for item in items {
                match item.as_str() {
                    Some(name) => people.add(name),
                    None => list(people, item),
                }
            }
        }
        Value::Map(entries) => {
            for entry in entries {
                match (&entry.value.value, NAMES.contains(&&*entry.key)) {
                    (Value::Text(name), true) => people.add(name),
                    (Value::Text(_), false) => people.add(&entry.key),
                    (Value::Map(_) | Value::List(_) | Value::Null, _) => {
                        people.add(&entry.key);
                        list(people, &entry.value);
                    }
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

fn backstage(people: &mut People, ground: Ground, file: FileId) {
    for root in &ground.documents[file.index()].data {
        let text = |key: &str| root.get(key).and_then(Node::as_str).unwrap_or_default();
        if matches!(text("kind"), "Group" | "User") && text("apiVersion").starts_with("backstage.io/") {
            let name = root.at("/metadata/name").and_then(Node::as_str);
            name.into_iter().for_each(|name| people.add(name));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{People, list, plain};
    use crate::syntax::reader;
    use crate::text::path::RepoPath;
    use crate::text::tree::{Content, File};

    #[test]
    fn names_are_compared_without_their_dress() {
        for (name, expected) in [
            ("@Ada", "ada"),
            ("#Storage team", "storage-team"),
            ("group:default/Storage", "storage"),
            ("user:ada", "ada"),
            ("@example/storage", "example/storage"),
        ] {
            assert_eq!(plain(name), expected);
        }
    }

    #[test]
    fn lists_have_many_forms() {
        let file = File::text(
            RepoPath::new("people.yaml").unwrap(),
            "teams:\n  storage:\n    members: [ada, {github: bob}]\n- x\n".replace("- x\n", ""),
        );
        let Content::Text(_) = &file.content else { panic!() };
        let document = reader::read(&file.path, &file.content);
        let mut people = People::default();
        list(&mut people, &document.data[0]);
        assert!(
            ["@ada", "Bob", "storage", "@example/storage"]
                .iter()
                .all(|name| people.knows(name))
        );
        assert!(!people.knows("eve"));
    }
}
