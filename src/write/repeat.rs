//! A mapping that every record of a log has, its front matter or a file beside it, written again for the next record: what
//! is the record's own is its own, what all records agree on stays, all else is left empty. It asks no files.

use crate::model::identity;
use crate::model::kind::{Field, Kind, Shape};
use crate::model::locate::same_label;
use crate::model::locator::Locator;
use crate::model::record::Record;
use crate::model::time::Date;
use crate::syntax::node::{Entry, Node};
use crate::text::path::RepoPath;
use crate::text::template::yaml_scalar;
use crate::write::scalar;
use crate::write::wording::cased;

/// What the new record says of itself.
pub(super) struct Own<'a> {
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    /// As it is padded in the file's name; empty where there is none.
    pub(super) number: &'a str,
    pub(super) date: &'a str,
    pub(super) status: &'a str,
}

/// The mapping of a record that lies there.
#[derive(Clone, Copy)]
pub(super) struct Model<'a> {
    pub(super) record: &'a Record,
    pub(super) path: &'a RepoPath,
    /// The mapping.
    pub(super) node: &'a Node,
    /// The text in which it stands.
    pub(super) text: &'a str,
}

/// Where the mapping stands, as locators say it.
#[derive(Clone, Copy)]
pub(super) enum Where<'a> {
    FrontMatter,
    Beside(&'a str),
}

/// Words with which a key says that it is the day of the last change.
const UPDATED: [&str; 3] = ["last-updated", "updated", "last-modified"];

/// The lines of a mapping for a new record, each with its key: the keys of the last of `newest` that all of them have. What
/// is agreed on is asked of `all`.
pub(super) fn lines(
    (kind, place): (&Kind, Where<'_>),
    (newest, all): (&[Model<'_>], &[Model<'_>]),
    own: &Own<'_>,
) -> Vec<(String, String)> {
    let Some(model) = newest.last().filter(|model| is_in_lines(model)) else {
        return Vec::new();
    };
    let is_common = |key: &str| newest.iter().all(|other| other.node.entry(key).is_some());
    let entries = model.node.entries().iter().filter(|entry| is_common(&entry.key));
    let line = |entry: &Entry| {
        let key = entry.key_range.of(model.text);
        let field = field_of(kind, place, &entry.key);
        let line = match said(field, (entry, *model, newest), own) {
            Some(value) => format!("{key}: {value}"),
            None if is_kept(field) && is_agreed(&entry.key, all) => {
                let range = entry.key_range.start as usize..entry.value.range.end.max(entry.key_range.end) as usize;
                match entry.value.range.is_empty() {
                    true => format!("{key}:"),
                    false => model.text[range].trim_end().to_owned(),
                }
            }
            None => format!("{key}:"),
        };
        (entry.key.to_string(), line)
    };
    entries.map(line).collect()
}

/// The field of a kind that a key states.
pub(super) fn field_of<'k>(kind: &'k Kind, place: Where<'_>, key: &str) -> Option<&'k Field> {
    let is_it = |locator: &Locator| match (locator, place) {
        (Locator::FrontMatter(keys), Where::FrontMatter) => {
            matches!(keys.as_slice(), [known] if same_label(known, key))
        }
        (Locator::Sidecar(name, pointer), Where::Beside(file)) => {
            name == file && pointer.strip_prefix('/').is_some_and(|known| same_label(known, key))
        }
        _ => false,
    };
    let states = |field: &&Field| field.locators.iter().any(|named| is_it(&named.locator));
    // A date may be read from the key of another field (`started`): that one it states first of all.
    let own = kind
        .fields
        .iter()
        .find(|field| same_label(&field.name, key) && states(field));
    own.or_else(|| kind.fields.iter().find(states))
}

/// Keys on lines of their own, and none from elsewhere.
fn is_in_lines(model: &Model<'_>) -> bool {
    let starts = |entry: &Entry| {
        let before = &model.text[..entry.key_range.start as usize];
        before.is_empty() || before.ends_with('\n')
    };
    let is_behind = |entry: &Entry| entry.value.range.start >= entry.key_range.end;
    let mut entries = model.node.entries().iter();
    entries.all(|entry| starts(entry) && is_behind(entry))
}

/// What the new record says under a key of its own accord.
fn said(
    field: Option<&Field>,
    (entry, model, newest): (&Entry, Model<'_>, &[Model<'_>]),
    own: &Own<'_>,
) -> Option<String> {
    let old = entry.value.range.of(model.text);
    let is_quoted = old.starts_with(['"', '\'']);
    let text = |new: &str| match is_quoted {
        true => scalar::written(old, new),
        false => yaml_scalar(new),
    };
    let bare = |new: &str| match is_quoted {
        true => scalar::written(old, new),
        false => new.to_owned(),
    };
    match field.map(|field| &field.shape) {
        Some(Shape::Status) => return Some(text(&cased(own.status, old.trim_matches(['"', '\''])))),
        Some(Shape::Date) => return Some(bare(own.date)),
        Some(Shape::Title) => return Some(text(own.title)),
        _ => {}
    }
    let every = |is_it: &dyn Fn(&Model<'_>, &str) -> bool| {
        newest.iter().all(|other| {
            let value = other.node.get(&entry.key).and_then(Node::scalar);
            value.is_some_and(|value| is_it(other, value.trim()))
        })
    };
    let number = |record: &Record| record.number.as_ref().map(|number| number.value);
    match () {
        () if every(&|other, value| identity::carrier(other.path) == value) => Some(text(own.id)),
        () if !own.number.is_empty() && every(&|other, value| number(other.record) == value.parse().ok()) => {
            let is_padded = old.trim_matches(['"', '\'']).starts_with('0');
            let number = own.number.trim_start_matches('0');
            let number = if is_padded || number.is_empty() {
                own.number
            } else {
                number
            };
            Some(bare(number))
        }
        () if UPDATED.contains(&entry.key.to_lowercase().as_str()) => {
            every(&|_, value| Date::parse(value).is_some()).then(|| bare(own.date))
        }
        () => None,
    }
}

/// True for what may be alike in all records: not who took part, and not what a record has to do with.
fn is_kept(field: Option<&Field>) -> bool {
    field.is_none_or(|field| match field.shape {
        Shape::People => field.name == "owner",
        Shape::References(_) => false,
        _ => true,
    })
}

fn is_agreed(key: &str, all: &[Model<'_>]) -> bool {
    let mut values = all
        .iter()
        .map(|other| other.node.get(key).map(|node| node.range.of(other.text)));
    let first = values.next().flatten();
    all.len() > 1 && first.is_some() && values.all(|other| other == first)
}
