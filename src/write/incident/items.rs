//! Items of the lists in a record's data, as its actions and impacts: added and changed where they stand, and read back. It
//! must not know what they mean.

use crate::model::locate::value_of;
use crate::syntax::node::{Node, Value};
use crate::text::escape::steers;
use crate::write::data::Data;
use crate::write::mappings::{self, Pair};
use crate::write::refusal::Refusal;
use crate::write::sheet::Sheet;

/// Characters that a text in a list may have.
const LONGEST: usize = 500;

/// Adds an item to a list of the front matter. Where there is no such list it is made, behind the first of the keys `after`
/// that is there, or behind all.
pub(super) fn add(sheet: &mut Sheet<'_>, (key, after): (&str, &[&str]), pairs: &[Pair]) -> Result<(), Refusal> {
    let (text, end) = (sheet.text(sheet.file()), sheet.line_end(sheet.file()));
    if sheet.own().front_matter.is_none() {
        return Err(Refusal::new(
            format!("{} has no front matter, in which its {key} could be kept", sheet.path()),
            "give it one, with its status, severity and times: `opsrepo schema incident` describes what stands there",
        ));
    }
    let before = list(sheet, key);
    let data = Data::of(sheet.own(), sheet.part(), text, end);
    let after = after.iter().copied().find(|after| data.entry(after).is_some());
    let edit = mappings::add(&data, (key, after), pairs);
    let wanted = before.map(|mut items| {
        items.push(
            pairs
                .iter()
                .map(|pair| (pair.key.to_owned(), pair.read().to_owned()))
                .collect(),
        );
        items
    });
    let edit = edit.filter(|_| wanted.is_some());
    let Some(edit) = edit else {
        return Err(strange(sheet, key));
    };
    sheet.apply_as_is(sheet.file(), &[edit])?;
    read_back(sheet, key, wanted)
}

/// Gives a key of an item, counted from 0, a value.
pub(super) fn set(sheet: &mut Sheet<'_>, (key, at): (&str, usize), pair: &Pair) -> Result<(), Refusal> {
    let (text, end) = (sheet.text(sheet.file()), sheet.line_end(sheet.file()));
    let mut wanted = list(sheet, key);
    let data = Data::of(sheet.own(), sheet.part(), text, end);
    let item = data.entry(key).and_then(|entry| entry.value.items().get(at));
    let edit = item.and_then(|item| mappings::set(&data, item, pair));
    if let Some(known) = wanted.as_mut().and_then(|items| items.get_mut(at)) {
        match known.iter_mut().find(|(key, _)| key == pair.key) {
            Some(known) => pair.read().clone_into(&mut known.1),
            None => known.push((pair.key.to_owned(), pair.read().to_owned())),
        }
    }
    let Some(edit) = edit else {
        return Err(strange(sheet, key));
    };
    sheet.apply_as_is(sheet.file(), &[edit])?;
    read_back(sheet, key, wanted)
}

/// A text on one line, as it stands in data. Refused where nothing, or far too much, is said.
pub(super) fn worded(what: &str, text: &str) -> Result<String, Refusal> {
    let shown: String = text.chars().filter(|&c| !steers(c)).collect();
    let words = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.chars().count() {
        0 => Err(Refusal::new(format!("the {what} is empty"), "say it in a few words")),
        1..=LONGEST => Ok(words),
        length => Err(Refusal::new(
            format!("the {what} has {length} characters, and {LONGEST} are enough"),
            "say it in a sentence; the rest belongs into the text of the record",
        )),
    }
}

/// What an item says, key by key.
type Said = Vec<(String, String)>;

/// The items of a list; `None` where something stands there that is no list of mappings with plain values.
fn list(sheet: &Sheet<'_>, key: &str) -> Option<Vec<Said>> {
    let root = sheet.own().data.get(sheet.part())?;
    let Some(node) = value_of(root, key) else {
        return Some(Vec::new());
    };
    match &node.value {
        Value::Null => Some(Vec::new()),
        Value::List(items) => items.iter().map(said).collect(),
        _ => None,
    }
}

fn said(item: &Node) -> Option<Said> {
    if !matches!(item.value, Value::Map(_)) {
        return None;
    }
    let entries = item.entries().iter();
    let pairs = entries.map(|entry| match entry.value.scalar() {
        Some(value) => Some((entry.key.to_string(), value)),
        None => entry.value.is_null().then(|| (entry.key.to_string(), String::new())),
    });
    pairs.collect()
}

/// Fails where the record does not read as it should after a change.
fn read_back(sheet: &Sheet<'_>, key: &str, wanted: Option<Vec<Said>>) -> Result<(), Refusal> {
    let is_well = sheet.own().problems.is_empty() && wanted.is_some() && list(sheet, key) == wanted;
    is_well.then_some(()).ok_or_else(|| strange(sheet, key))
}

fn strange(sheet: &Sheet<'_>, key: &str) -> Refusal {
    Refusal::new(
        format!(
            "the {key} of {} are written in a way that cannot be changed safely",
            sheet.path()
        ),
        "change them by hand; nothing was written",
    )
}
