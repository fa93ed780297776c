//! The attributes of an AsciiDoc text while it is written: what `{name}` stands for at a place. It knows no blocks.

use crate::syntax::asciidoc::line::{self, Line};
use crate::syntax::asciidoc::lines::Lines;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Bytes that one value may have. Values may hold references to others, so that they could grow without end.
const VALUE: usize = 4096;

/// The attributes that were set so far.
pub(super) struct Attributes {
    values: BTreeMap<String, String>,
    /// Bytes that references may still add.
    budget: usize,
}

impl Attributes {
    /// None yet; for a text of so many bytes.
    pub(super) fn new(length: usize) -> Self {
        Attributes {
            values: BTreeMap::new(),
            budget: length.saturating_mul(2).saturating_add(1 << 16),
        }
    }

    /// What a line `:name: value` does; `:name!:` and `:!name:` take it back.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        let bare = name.trim_matches('!');
        if bare.len() < name.len() {
            self.values.remove(bare);
            return;
        }
        let resolved = self.resolve(value);
        let value = if resolved.len() > VALUE {
            value.to_owned()
        } else {
            resolved.into_owned()
        };
        self.values.insert(name.to_owned(), value);
    }

    /// The lines directly below the document's title: authors, a revision, attributes. They are known by name only.
    pub(super) fn read_header(&mut self, text: &str, lines: &mut Lines) {
        let mut has_author = false;
        let mut has_revision = false;
        loop {
            let before = lines.at;
            let Some(at) = lines.take() else { return };
            let line = &text[at.clone()];
            match line::read(line) {
                Line::Attribute { name, value } => self.set(name, &line[value..]),
                Line::Comment => {}
                Line::Text if !has_author && line::is_author(line) => {
                    has_author = true;
                    if let Some(first) = line::authors(text, at).into_iter().next() {
                        self.set("author", &text[first]);
                    }
                }
                Line::Text if has_author && !has_revision && line::is_revision(text, at.clone()) => {
                    has_revision = true;
                    let (number, date) = line::revision(text, at);
                    for (name, value) in [("revnumber", number), ("revdate", date)] {
                        self.set(name, value.map_or("", |value| &text[value]));
                    }
                }
                _ => {
                    lines.at = before;
                    return;
                }
            }
        }
    }

    /// `text` with each reference replaced; unknown ones stay as they are written.
    pub(super) fn resolve<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        if self.values.is_empty() || !text.contains('{') {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            let (before, from) = rest.split_at(open);
            out.push_str(before);
            // A name ends soon or is none; looking for its end must not go through the whole text each time.
            let name_end = from[1..].find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_'));
            let close = name_end.map(|at| at + 1).filter(|&at| from[at..].starts_with('}'));
            let is_escaped = before.ends_with('\\');
            let value = close.and_then(|close| Some((close, self.values.get(&from[1..close])?)));
            match value.filter(|(_, value)| !is_escaped && value.len() <= self.budget) {
                Some((close, value)) => {
                    self.budget -= value.len();
                    out.push_str(value);
                    rest = &from[close + 1..];
                }
                None => {
                    out.push('{');
                    rest = &from[1..];
                }
            }
        }
        out.push_str(rest);
        Cow::Owned(out)
    }
}

#[cfg(test)]
mod tests {
    use super::Attributes;

    #[test]
    fn references_are_resolved_where_they_are_known() {
        let mut attributes = Attributes::new(100);
        attributes.set("status", "accepted");
        attributes.set("line", "is {status}");
        attributes.set("gone", "x");
        attributes.set("gone!", "");
        assert_eq!(
            attributes.resolve("{line} {gone} {no} \\{status} {status"),
            "is accepted {gone} {no} \\{status} {status"
        );
    }

    #[test]
    fn references_to_references_do_not_grow_without_end() {
        let mut attributes = Attributes::new(100);
        attributes.set("a0", "xxxxxxxxxxxxxxxx");
        for at in 1..60 {
            attributes.set(&format!("a{at}"), &format!("{{a{}}}{{a{}}}", at - 1, at - 1));
        }
        let text = "{a59}{a9}{a8}".repeat(1000);
        assert!(attributes.resolve(&text).len() < 1 << 18);
    }
}
