//! Changing mappings of YAML, TOML and JSON where they stand: a value, a list, a new key. It knows no records.

use crate::model::locate::value_of;
use crate::syntax::document::{Document, Format};
use crate::syntax::node::{Entry, Node, Value};
use crate::text::edit::Edit;
use crate::text::span::Range;
use crate::text::template::yaml_scalar;

/// How a mapping is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Yaml,
    Toml,
    Json,
}

/// A mapping in a text.
#[derive(Clone, Copy)]
pub(super) struct Data<'a> {
    pub(super) text: &'a str,
    /// `None` where there is none yet.
    pub(super) root: Option<&'a Node>,
    /// The front matter, where it is one.
    pub(super) fences: Option<Range>,
    pub(super) language: Language,
    pub(super) line_end: &'static str,
}

/// What a key shall hold.
#[derive(Clone, Debug)]
pub(super) enum Content<'c> {
    One(&'c str),
    /// One value that a list could hold: a number is written as such.
    Item(&'c str),
    List(&'c [String]),
}

impl<'a> Data<'a> {
    /// The mapping of a data file or front matter.
    pub(super) fn of(document: &'a Document, part: usize, text: &'a str, line_end: &'static str) -> Self {
        let is_toml = document
            .front_matter
            .is_some_and(|range| range.of(text).starts_with("+++"));
        Data {
            text,
            root: document.data.get(part).filter(|node| !node.is_null()),
            fences: document.front_matter,
            language: match document.format {
                Format::Json => Language::Json,
                Format::Toml => Language::Toml,
                _ if is_toml => Language::Toml,
                _ => Language::Yaml,
            },
            line_end,
        }
    }

    /// The entry of a key, compared as locators do.
    pub(super) fn entry(&self, key: &str) -> Option<&'a Entry> {
        let root = self.root?;
        let value = value_of(root, key)?;
        root.entries().iter().find(|entry| std::ptr::eq(&entry.value, value))
    }

    /// A scalar as it is written here, in the quotes of the value that it takes the place of.
    pub(super) fn scalar(&self, old: &str, new: &str) -> String {
        let json = || serde_json::Value::from(new).to_string();
        match (self.language, old.chars().next()) {
            (Language::Yaml, Some('\'')) => format!("'{}'", new.replace('\'', "''")),
            (Language::Toml, Some('\'')) if !new.contains('\'') => format!("'{new}'"),
            (Language::Yaml, Some('"')) | (Language::Toml | Language::Json, _) => json(),
            (Language::Yaml, _) => yaml_scalar(new),
        }
    }

    /// Puts a value in the place of another, which may be nothing at all.
    pub(super) fn replace(&self, node: &Node, new: &str) -> Edit {
        let old = node.range.of(self.text);
        let text = self.scalar(old, new);
        self.put(node, text)
    }

    fn put(&self, node: &Node, text: String) -> Edit {
        let before = &self.text[..node.range.start as usize];
        let needs_space = node.range.is_empty() && !before.ends_with([' ', '\t']);
        // Spaces that already follow the colon stay behind the value only before a comment.
        let rest = &self.text[node.range.end as usize..];
        let follows_comment = node.range.is_empty() && rest.starts_with('#');
        Edit {
            range: node.range,
            text: format!(
                "{}{text}{}",
                if needs_space { " " } else { "" },
                if follows_comment { " " } else { "" }
            ),
        }
    }

    /// Puts a value where nothing stands, as an item of a list is written.
    pub(super) fn fill(&self, node: &Node, new: &str) -> Edit {
        self.put(node, self.item(new))
    }

    /// Adds to what a key holds; a single value becomes a list.
    pub(super) fn append(&self, node: &Node, new: &[String]) -> Edit {
        let written: Vec<String> = new.iter().map(|value| self.item(value)).collect();
        let slice = node.range.of(self.text);
        let inside = |at: u32, text: String| Edit {
            range: Range::at(at as usize),
            text,
        };
        match &node.value {
            Value::List(items) if slice.starts_with('[') => {
                let last = items.last().map(|item| item.range.end);
                match last {
                    Some(at) => inside(at, written.iter().map(|value| format!(", {value}")).collect()),
                    None => inside(node.range.start + 1, written.join(", ")),
                }
            }
            Value::List(items) if !items.is_empty() => {
                let start = node.range.start as usize;
                let line = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
                let indent = &self.text[line..start];
                let indent = if indent.trim().is_empty() { indent } else { "" };
                let at = self.line_after(node.range.end as usize);
                let lines = written.iter().map(|value| format!("{indent}- {value}"));
                self.lines(at, &lines.collect::<Vec<_>>())
            }
            Value::Null | Value::List(_) => self.put(node, format!("[{}]", written.join(", "))),
            _ => {
                let first = [slice.to_owned()];
                let all: Vec<String> = first.into_iter().chain(written).collect();
                self.put(node, format!("[{}]", all.join(", ")))
            }
        }
    }

    /// Adds a key behind `after`, or behind all others.
    pub(super) fn insert(&self, key: &str, content: &Content<'_>, after: Option<&Entry>) -> Option<Edit> {
        let Some(root) = self.root else {
            return Some(self.first(key, content));
        };
        if self.language == Language::Json || root.range.of(self.text).starts_with('{') {
            let last = root.entries().last()?;
            let key = serde_json::Value::from(key).to_string();
            let indent = self.indent(last.key_range);
            let text = match indent {
                Some(indent) => format!(",{}{indent}{key}: {}", self.line_end, self.json(content)),
                None => format!(", {key}: {}", self.json(content)),
            };
            let range = Range::at(last.value.range.end as usize);
            return Some(Edit { range, text });
        }
        let after = after
            .filter(|entry| !self.is_table(entry))
            .or_else(|| self.last_key(root));
        let lines = self.key_lines(key, content);
        let Some(after) = after else {
            return Some(self.lines(root.range.start as usize, &lines));
        };
        let indent = self.indent(after.key_range).unwrap_or_default();
        let end = after.value.range.end.max(after.key_range.end) as usize;
        let lines: Vec<String> = lines.into_iter().map(|line| format!("{indent}{line}")).collect();
        Some(self.lines(self.line_after(end), &lines))
    }

    /// The first key of a text that has no data.
    fn first(&self, key: &str, content: &Content<'_>) -> Edit {
        let lines = self.key_lines(key, content);
        let end = self.line_end;
        if let Some(fences) = self.fences {
            let start = fences.start as usize;
            return self.lines(self.line_after(start), &lines);
        }
        let bom = if self.text.starts_with('\u{feff}') { 3 } else { 0 };
        Edit {
            range: Range::at(bom),
            text: format!("---{end}{}{end}---{end}{end}", lines.join(end)),
        }
    }

    /// Adds lines behind a key, or behind all. `None` where those do not stand on lines of their own, or there are none.
    pub(super) fn insert_lines(&self, lines: &[String], after: Option<&Entry>) -> Option<Edit> {
        let root = self.root.filter(|root| !root.range.of(self.text).starts_with('{'))?;
        let after = after.filter(|entry| !self.is_table(entry));
        let last = after.or_else(|| self.last_key(root)).filter(|_| !lines.is_empty())?;
        let indent = self.indent(last.key_range).filter(|indent| indent.is_empty())?;
        let end = last.value.range.end.max(last.key_range.end) as usize;
        let lines: Vec<String> = lines.iter().map(|line| format!("{indent}{line}")).collect();
        Some(self.lines(self.line_after(end), &lines))
    }

    /// The last key that is none of a table of TOML: what stands behind a table belongs to that.
    fn last_key(&self, root: &'a Node) -> Option<&'a Entry> {
        let entries = root.entries().iter().filter(|entry| !self.is_table(entry));
        entries.max_by_key(|entry| entry.key_range)
    }

    fn is_table(&self, entry: &Entry) -> bool {
        matches!(entry.value.value, Value::Map(_)) && self.language == Language::Toml
    }

    /// The line of a key that holds one value.
    pub(super) fn key_line(&self, key: &str, value: &str) -> String {
        self.key_lines(key, &Content::One(value)).concat()
    }

    fn key_lines(&self, key: &str, content: &Content<'_>) -> Vec<String> {
        match (self.language, content) {
            (Language::Yaml, Content::One(value)) => vec![format!("{key}: {}", yaml_scalar(value))],
            (Language::Yaml, Content::Item(value)) => vec![format!("{key}: {}", self.item(value))],
            (Language::Yaml, Content::List(values)) if self.is_flowing() => {
                let items: Vec<String> = values.iter().map(|value| self.item(value)).collect();
                vec![format!("{key}: [{}]", items.join(", "))]
            }
            (Language::Yaml, Content::List(values)) => std::iter::once(format!("{key}:"))
                .chain(
                    values
                        .iter()
                        .map(|value| format!("  - {}", plain_number(value).unwrap_or_else(|| yaml_scalar(value)))),
                )
                .collect(),
            (_, content) => vec![format!("{key} = {}", self.json(content))],
        }
    }

    fn json(&self, content: &Content<'_>) -> String {
        match content {
            Content::One(value) | Content::Item(value) => serde_json::Value::from(*value).to_string(),
            Content::List(values) => serde_json::Value::from(values.to_vec()).to_string(),
        }
    }

    fn item(&self, value: &str) -> String {
        match self.language {
            Language::Yaml if plain_number(value).is_some() => value.to_owned(),
            Language::Yaml if value.contains([',', '[', ']', '{', '}']) => serde_json::Value::from(value).to_string(),
            Language::Yaml => yaml_scalar(value),
            _ => serde_json::Value::from(value).to_string(),
        }
    }

    /// True where the lists of this mapping are written on one line.
    fn is_flowing(&self) -> bool {
        let entries = self.root.map_or(&[][..], Node::entries).iter();
        let mut lists = entries.filter(|entry| !entry.value.items().is_empty()).peekable();
        lists.peek().is_some() && lists.all(|entry| entry.value.range.of(self.text).starts_with('['))
    }

    /// What stands before a key on its line, where that is white space only.
    fn indent(&self, key: Range) -> Option<&'a str> {
        let start = key.start as usize;
        let line = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let before = self.text[line..start].trim_start_matches('\u{feff}');
        before.trim().is_empty().then_some(before)
    }

    /// The start of the line after the one that holds `at`; a block that ends with its line end is over there.
    pub(super) fn line_after(&self, at: usize) -> usize {
        match self.text[..at].ends_with('\n') && at > 0 {
            true => at,
            false => self.text[at..].find('\n').map_or(self.text.len(), |end| at + end + 1),
        }
    }

    /// Whole lines at the start of a line, or behind a last line that has no end.
    pub(super) fn lines(&self, at: usize, lines: &[String]) -> Edit {
        let end = self.line_end;
        let joined = lines.join(end);
        let is_torn = at > 0 && !self.text[..at].ends_with('\n');
        Edit {
            range: Range::at(at),
            text: match is_torn {
                true => format!("{end}{joined}"),
                false => format!("{joined}{end}"),
            },
        }
    }
}

/// A number as it is written, which is read back as the same text without quotes.
fn plain_number(value: &str) -> Option<String> {
    let is_number = !value.starts_with('0') && value.len() < 16 && value.bytes().all(|b| b.is_ascii_digit());
    (is_number && !value.is_empty()).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Content, Data};
    use crate::syntax::reader;
    use crate::text::edit::{Edit, apply};
    use crate::text::path::RepoPath;
    use crate::text::source::Source;
    use crate::text::tree;

    fn changed(path: &str, text: &str, change: fn(&Data<'_>) -> Edit) -> String {
        let content = tree::Content::Text(Source::new(text));
        let document = reader::read(&RepoPath::new(path).unwrap(), &content);
        let data = Data::of(&document, 0, text, Source::new(text).line_end());
        apply(text, &[change(&data)]).unwrap()
    }

    #[test]
    fn values_keep_their_quotes() {
        let set = |data: &Data<'_>| data.replace(&data.entry("status").unwrap().value, "x: y");
        let cases = [
            (
                "a.md",
                "---\nstatus: \"b\" # c\n---\n",
                "---\nstatus: \"x: y\" # c\n---\n",
            ),
            ("a.md", "---\nSTATUS: 'b'\r\n---\r\n", "---\nSTATUS: 'x: y'\r\n---\r\n"),
            ("a.md", "---\nstatus: b\n---\n", "---\nstatus: 'x: y'\n---\n"),
            ("a.md", "---\nstatus:\nz: 1\n---\n", "---\nstatus: 'x: y'\nz: 1\n---\n"),
            ("a.md", "+++\nstatus = 'b'\n+++\n", "+++\nstatus = 'x: y'\n+++\n"),
            ("a.json", "{\"status\": \"b\"}", "{\"status\": \"x: y\"}"),
        ];
        for (path, before, after) in cases {
            assert_eq!(changed(path, before, set), after);
        }
    }

    #[test]
    fn lists_grow_as_they_are_written() {
        let add = |data: &Data<'_>| data.append(&data.entry("l").unwrap().value, &["n, m".to_owned(), "7".to_owned()]);
        let cases = [
            ("l: [a]\n", "l: [a, \"n, m\", 7]\n"),
            ("l: []\nz: 1\n", "l: [\"n, m\", 7]\nz: 1\n"),
            ("l:\n  - a # c\nz: 1\n", "l:\n  - a # c\n  - \"n, m\"\n  - 7\nz: 1\n"),
            ("l:\r\n- a", "l:\r\n- a\r\n- \"n, m\"\r\n- 7"),
            ("l: a\n", "l: [a, \"n, m\", 7]\n"),
            ("l:\nz: 1\n", "l: [\"n, m\", 7]\nz: 1\n"),
        ];
        for (before, after) in cases {
            assert_eq!(changed("a.yaml", before, add), after);
        }
    }

    #[test]
    fn new_lists_are_written_like_others() {
        let add = |data: &Data<'_>| {
            data.insert("new", &Content::List(&["a".to_owned(), "07".to_owned()]), None)
                .unwrap()
        };
        let cases = [
            ("a: [x]\n", "a: [x]\nnew: [a, '07']\n"),
            ("a:\n- x\nb: [y]\n", "a:\n- x\nb: [y]\nnew:\n  - a\n  - '07'\n"),
        ];
        for (before, after) in cases {
            assert_eq!(changed("a.yaml", before, add), after);
        }
    }

    #[test]
    fn keys_come_behind_others() {
        let add = |data: &Data<'_>| data.insert("new", &Content::One("v"), data.entry("a")).unwrap();
        let cases = [
            (
                "x.md",
                "---\na: |\n  t\n\nb: 1\n---\n# T",
                "---\na: |\n  t\nnew: v\n\nb: 1\n---\n# T",
            ),
            ("x.md", "\u{feff}# T\r\n", "\u{feff}---\r\nnew: v\r\n---\r\n\r\n# T\r\n"),
            ("x.md", "---\n---\n# T", "---\nnew: v\n---\n# T"),
            (
                "x.md",
                "+++\nb = 1\n[t]\nc = 2\n+++\n",
                "+++\nb = 1\nnew = \"v\"\n[t]\nc = 2\n+++\n",
            ),
            ("x.yaml", "b: 1", "b: 1\nnew: v"),
            ("x.json", "{\n  \"b\": 1\n}\n", "{\n  \"b\": 1,\n  \"new\": \"v\"\n}\n"),
        ];
        for (path, before, after) in cases {
            assert_eq!(changed(path, before, add), after);
        }
    }
}
