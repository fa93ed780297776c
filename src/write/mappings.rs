//! Lists of mappings in data, as the actions of an incident: a new item on one line of its own, a key of an item, where they
//! stand. One line per item is what lets Git put together what two people wrote. It knows no records.

use crate::syntax::node::{Node, Value};
use crate::text::edit::Edit;
use crate::text::span::Range;
use crate::text::template::yaml_scalar;
use crate::write::data::{Data, Language};

/// A key of an item with its value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pair {
    pub(super) key: &'static str,
    pub(super) value: Scalar,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Scalar {
    /// Text, quoted where it must be.
    Text(String),
    /// A number, as it is written.
    Number(String),
}

impl Pair {
    pub(super) fn text(key: &'static str, value: &str) -> Self {
        let value = Scalar::Text(value.to_owned());
        Pair { key, value }
    }

    pub(super) fn number(key: &'static str, value: &str) -> Self {
        let value = Scalar::Number(value.to_owned());
        Pair { key, value }
    }

    /// What is read back.
    pub(super) fn read(&self) -> &str {
        match &self.value {
            Scalar::Text(text) | Scalar::Number(text) => text,
        }
    }
}

/// Adds an item to the list of a key, which is made where it is missing: behind another key, or behind all. `None` where something else stands there.
pub(super) fn add(data: &Data<'_>, (key, after): (&str, Option<&str>), pairs: &[Pair]) -> Option<Edit> {
    let item = item(data.language, pairs);
    let Some(entry) = data.entry(key) else {
        return data.insert_lines(
            &first(data.language, key, &item),
            after.and_then(|after| data.entry(after)),
        );
    };
    let node = &entry.value;
    let slice = node.range.of(data.text);
    match (&node.value, data.language) {
        (Value::List(items), _) if slice.starts_with('[') && slice.ends_with(']') => {
            Some(in_brackets(data, items, &item, node))
        }
        (Value::List(items), Language::Yaml) => below(data, items, &item),
        (Value::Null, Language::Yaml) if node.range.of(data.text).is_empty() => {
            let at = data.line_after(entry.key_range.end as usize);
            Some(data.lines(at, &[format!("  - {item}")]))
        }
        _ => None,
    }
}

/// Gives a key of an item a value, in the place of the old one or behind the others.
pub(super) fn set(data: &Data<'_>, item: &Node, pair: &Pair) -> Option<Edit> {
    let value = written(data.language, &pair.value);
    if let Some(known) = item.entry(pair.key) {
        let old = known.value.range;
        return match old.is_empty() {
            true => None,
            false => Some(Edit {
                range: old,
                text: value,
            }),
        };
    }
    let last = item.entries().iter().max_by_key(|entry| entry.value.range.end)?;
    let end = last.value.range.end.max(last.key_range.end) as usize;
    let sign = if data.language == Language::Toml { " =" } else { ":" };
    if item.range.of(data.text).starts_with('{') {
        return Some(Edit {
            range: Range::at(end),
            text: format!(", {}{sign} {value}", pair.key),
        });
    }
    // A block: its keys stand in one column.
    let start = item.entries().first()?.key_range.start as usize;
    let line = data.text[..start].rfind('\n').map_or(0, |at| at + 1);
    let column = data.text[line..start].chars().count();
    let is_plain = data.language == Language::Yaml;
    is_plain.then(|| {
        let at = data.line_after(end);
        data.lines(at, &[format!("{}{}{sign} {value}", " ".repeat(column), pair.key)])
    })
}

/// `{ text: Renew it, state: open }`
fn item(language: Language, pairs: &[Pair]) -> String {
    let sign = if language == Language::Toml { " =" } else { ":" };
    let pairs = pairs.iter().map(|pair| match language {
        Language::Json => format!("\"{}\": {}", pair.key, written(language, &pair.value)),
        _ => format!("{}{sign} {}", pair.key, written(language, &pair.value)),
    });
    format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
}

/// The lines of a key with its first item.
fn first(language: Language, key: &str, item: &str) -> Vec<String> {
    match language {
        Language::Yaml => vec![format!("{key}:"), format!("  - {item}")],
        Language::Toml => vec![format!("{key} = ["), format!("  {item},"), "]".to_owned()],
        Language::Json => Vec::new(),
    }
}

fn in_brackets(data: &Data<'_>, items: &[Node], item: &str, list: &Node) -> Edit {
    let put = |at: u32, text: String| Edit {
        range: Range::at(at as usize),
        text,
    };
    let Some(last) = items.last() else {
        return put(list.range.start + 1, item.to_owned());
    };
    let line = data.text[..last.range.start as usize]
        .rfind('\n')
        .map_or(0, |at| at + 1);
    let indent = &data.text[line..last.range.start as usize];
    let is_own_line = indent.trim().is_empty() && list.range.start < line as u32;
    // A comma that stands behind the last item stays there, behind the new one.
    match is_own_line {
        true => put(last.range.end, format!(",{}{indent}{item}", data.line_end)),
        false => put(last.range.end, format!(", {item}")),
    }
}

/// As a line behind the last item of a block, in its column.
fn below(data: &Data<'_>, items: &[Node], item: &str) -> Option<Edit> {
    let (first, last) = (items.first()?, items.last()?);
    let start = first.range.start as usize;
    let line = data.text[..start].rfind('\n').map_or(0, |at| at + 1);
    let dash = data.text[line..start].trim_end().strip_suffix('-')?;
    let at = data.line_after(last.range.end as usize);
    dash.trim()
        .is_empty()
        .then(|| data.lines(at, &[format!("{dash}- {item}")]))
}

/// A value inside of braces.
fn written(language: Language, value: &Scalar) -> String {
    match value {
        Scalar::Number(number) => number.clone(),
        Scalar::Text(text) if language == Language::Yaml && is_plain(text) => text.clone(),
        Scalar::Text(text) => serde_json::Value::from(text.as_str()).to_string(),
    }
}

/// True for a text that means itself between braces without quotes.
fn is_plain(text: &str) -> bool {
    let is_safe = |c: char| c.is_alphanumeric() || " _./:+-".contains(c);
    let is_word = text.starts_with(|c: char| c.is_alphanumeric()) && text.ends_with(|c: char| c.is_alphanumeric());
    is_word && text.chars().all(is_safe) && !text.contains(": ") && yaml_scalar(text) == text
}

#[cfg(test)]
mod tests {
    use super::{Pair, add, set};
    use crate::syntax::reader;
    use crate::text::edit::{Edit, apply};
    use crate::text::path::RepoPath;
    use crate::text::source::Source;
    use crate::text::tree;
    use crate::write::data::Data;

    fn changed(text: &str, change: impl Fn(&Data<'_>) -> Option<Edit>) -> Option<String> {
        let content = tree::Content::Text(Source::new(text));
        let document = reader::read(&RepoPath::new("a.md").unwrap(), &content);
        let data = Data::of(&document, 0, text, Source::new(text).line_end());
        apply(text, &[change(&data)?]).ok()
    }

    #[test]
    fn items_come_behind_others_on_one_line() {
        let pairs = [Pair::text("text", "Renew: it"), Pair::number("n", "1")];
        let cases = [
            (
                "---\nz: 1\n---\n# T\n",
                Some("---\nz: 1\nl:\n  - { text: \"Renew: it\", n: 1 }\n---\n# T\n"),
            ),
            (
                "---\nl:\n---\n",
                Some("---\nl:\n  - { text: \"Renew: it\", n: 1 }\n---\n"),
            ),
            (
                "---\nl: [] # c\n---\n",
                Some("---\nl: [{ text: \"Renew: it\", n: 1 }] # c\n---\n"),
            ),
            (
                "---\nl: [{a: b}]\n---\n",
                Some("---\nl: [{a: b}, { text: \"Renew: it\", n: 1 }]\n---\n"),
            ),
            (
                "---\r\nl:\r\n- a: b # c\r\n  c: d\r\nz: 1\r\n---\r\n",
                Some("---\r\nl:\r\n- a: b # c\r\n  c: d\r\n- { text: \"Renew: it\", n: 1 }\r\nz: 1\r\n---\r\n"),
            ),
            (
                "+++\nz = 1\n[t]\na = 1\n+++\n",
                Some("+++\nz = 1\nl = [\n  { text = \"Renew: it\", n = 1 },\n]\n[t]\na = 1\n+++\n"),
            ),
            (
                "+++\nl = [\n  { a = 1 },\n]\n+++\n",
                Some("+++\nl = [\n  { a = 1 },\n  { text = \"Renew: it\", n = 1 },\n]\n+++\n"),
            ),
            ("---\nl: x\n---\n", None),
            ("---\nl: {a: b}\n---\n", None),
        ];
        for (before, after) in cases {
            assert_eq!(
                changed(before, |data| add(data, ("l", None), &pairs)).as_deref(),
                after,
                "{before}"
            );
        }
    }

    #[test]
    fn keys_of_items_change_where_they_stand() {
        let done = Pair::text("state", "done");
        let cases = [
            (
                "---\nl:\n  - { a: b, state: open } # c\n---\n",
                "---\nl:\n  - { a: b, state: done } # c\n---\n",
            ),
            ("---\nl:\n  - {a: b}\n---\n", "---\nl:\n  - {a: b, state: done}\n---\n"),
            (
                "---\nl:\n  - a: b # c\n    d: e\n---\n",
                "---\nl:\n  - a: b # c\n    d: e\n    state: done\n---\n",
            ),
            (
                "---\nl:\n- state: 'open'\n  d: e\n---\n",
                "---\nl:\n- state: done\n  d: e\n---\n",
            ),
            (
                "+++\nl = [{ a = 1 }]\n+++\n",
                "+++\nl = [{ a = 1, state = \"done\" }]\n+++\n",
            ),
        ];
        for (before, after) in cases {
            let text = changed(before, |data| set(data, data.entry("l")?.value.items().first()?, &done));
            assert_eq!(text.as_deref(), Some(after), "{before}");
        }
    }
}
