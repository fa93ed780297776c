//! The labels of links to renamed records, and what shows when a reader points at them: `[7. Use dashes](0007-use-dashes.md
//! "Use dashes")`. A label that is a text of its own stays.

use crate::model::links::Link;
use crate::syntax::document::Format;
use crate::syntax::markup::{self, LinkKind};
use crate::text::span::{FileId, Range, Span};
use crate::write::edits::Edits;
use crate::write::name::Renamed;
use crate::write::place::Place;
use crate::write::ways::Ways;
use std::collections::{BTreeSet, HashMap};

/// Where a link's label stands, and the key of its definition.
enum Label {
    /// A label of its own.
    Plain(Range),
    /// A label, and the key that the definition has (`[label][key]`).
    Keyed(Range, Range),
    /// A label that is the key (`[key]`, `[key][]`).
    Key(Range),
}

/// Edits the labels in one file, whose resolved links are `links`.
pub(crate) fn relabel(ways: &Ways<'_>, links: &[Link], edits: &mut Edits) {
    let named = |link: &Link| Some((link.span.range, ways.moves.record_in(ways.file_of(link)?)?));
    let renamed: HashMap<Range, &Renamed> = links.iter().filter_map(named).collect();
    let Some(file) = links.first().map(|link| link.span.file).filter(|_| !renamed.is_empty()) else {
        return;
    };
    let Some(markup) = &ways.workspace.document(file).markup else {
        return;
    };
    let page = Page {
        ways,
        file,
        text: ways.workspace.tree.text(file),
        place: match ways.workspace.document(file).format {
            Format::AsciiDoc => Place::AsciiDoc,
            _ => Place::Markdown,
        },
    };
    let found = markup
        .links
        .iter()
        .filter_map(|link| Some((link, *renamed.get(&link.target_range)?)));
    let found: Vec<(&markup::Link, &Renamed, Label)> = found
        .filter_map(|(link, name)| Some((link, name, page.label(link)?)))
        .collect();
    let mut keys = BTreeSet::new();
    for (link, name, _) in &found {
        if let Some(title) = companion(page.text, link.range.end as usize, &name.old.title, page.place) {
            page.put(title, name, edits);
        }
    }
    for (link, name, label) in &found {
        match label {
            Label::Plain(range) if page.counts(link, *range, name) => page.put_number(*range, name, edits),
            Label::Plain(range) | Label::Keyed(range, _) => page.at(link).put(*range, name, edits),
            Label::Key(range) => {
                let definition = page.definition(link.target_range);
                if let Some(definition) = definition.filter(|_| page.is_free(*range, name)) {
                    page.put(*range, name, edits);
                    page.put(definition, name, edits);
                    keys.insert(link.target_range);
                }
            }
        }
    }
    let of_html = |link: &markup::Link| link.kind == LinkKind::Html;
    let shown = markup
        .links
        .iter()
        .filter(|link| page.place == Place::Markdown && !of_html(link));
    for (link, name) in shown.filter_map(|link| Some((link, *renamed.get(&link.target_range)?))) {
        if let Some(tooltip) = tooltip(page.text, link.target_range.end as usize) {
            page.put(tooltip, name, edits);
        }
    }
    for (link, name, label) in &found {
        if let Label::Keyed(_, key) = label
            && keys.contains(&link.target_range)
        {
            page.put(*key, name, edits);
        }
    }
}

/// The text in quotes behind a target of Markdown that ends at `end`, on its line or the next.
fn tooltip(text: &str, end: usize) -> Option<Range> {
    let rest = text[end..].strip_prefix('>').unwrap_or(&text[end..]);
    let inner = rest.trim_start_matches([' ', '\t']);
    let inner = inner.strip_prefix("\r\n").or(inner.strip_prefix('\n')).unwrap_or(inner);
    let inner = inner.trim_start_matches([' ', '\t']);
    let close = match inner.chars().next().filter(|_| inner.len() < rest.len())? {
        '(' => ')',
        quote @ ('"' | '\'') => quote,
        _ => return None,
    };
    let start = text.len() - inner.len() + 1;
    let line = text[start..].split('\n').next().unwrap_or("");
    let length = line.find(close).filter(|length| !line[..*length].contains('\\'))?;
    let after = line[length + 1..].trim_start();
    (after.is_empty() || after.starts_with(')')).then(|| Range::new(start, start + length))
}

/// The title that stands behind a link that ends at `end`, to the end of its line or cell: `[ADR-7](x.md) - Use dashes`.
fn companion(text: &str, end: usize, title: &str, place: Place) -> Option<Range> {
    let line = text[end..].lines().next().unwrap_or("");
    let rest = line.trim_start().trim_start_matches(['-', '–', '—', ':', '|']);
    let rest = rest.trim_start();
    let start = end + line.len() - rest.len();
    let said = rest.split(" |").next().unwrap_or(rest).trim_end();
    let said = said.strip_suffix('|').map_or(said, str::trim_end);
    let is_title = start > end && !title.is_empty() && (said == title || said == place.write(title));
    is_title.then(|| Range::new(start, start + said.len()))
}

struct Page<'a> {
    ways: &'a Ways<'a>,
    file: FileId,
    text: &'a str,
    place: Place,
}

impl Page<'_> {
    /// The same page, seen inside an element of HTML or outside.
    fn at(&self, link: &markup::Link) -> Page<'_> {
        let place = match link.kind {
            LinkKind::Html => Place::Html,
            _ => self.place,
        };
        Page { place, ..*self }
    }

    fn put(&self, range: Range, name: &Renamed, edits: &mut Edits) {
        if let Some(new) = name.relabel(range.of(self.text), self.place) {
            edits.put(&self.ways.workspace.tree, Span::new(self.file, range), new);
        }
    }

    /// True where a record gets its first number, and a link to it by its title stands where adr-tools writes `[7. Title]`:
    /// in a relation of a record whose status is a section.
    fn counts(&self, link: &markup::Link, label: Range, name: &Renamed) -> bool {
        let is_first = name.old.number.is_none() && name.new.number.is_some();
        let title = [name.old.title.clone(), self.place.write(&name.old.title)];
        if !is_first || !title.iter().any(|title| title == label.of(self.text)) {
            return false;
        }
        let mut here = self
            .ways
            .workspace
            .records
            .iter()
            .filter(|record| record.file == self.file);
        here.any(|record| {
            let is_section = record
                .status
                .locator()
                .is_some_and(|locator| locator.starts_with("section:"));
            let overlaps = |range: Range| range.start < link.range.end && link.range.start < range.end;
            is_section && record.references.iter().any(|reference| overlaps(reference.span.range))
        })
    }

    fn put_number(&self, label: Range, name: &Renamed, edits: &mut Edits) {
        let Some(number) = &name.new.number else { return };
        let letter = number.letter.map_or(String::new(), String::from);
        let new = format!("{}{letter}. {}", number.value, label.of(self.text));
        edits.put(&self.ways.workspace.tree, Span::new(self.file, label), new);
    }

    fn label(&self, link: &markup::Link) -> Option<Label> {
        let whole = link.range.of(self.text);
        let start = link.range.start as usize;
        let at = |from: usize, to: usize| Range::new(start + from, start + to);
        match link.kind {
            LinkKind::Image | LinkKind::Autolink | LinkKind::Include => None,
            LinkKind::Html => {
                let from = link.range.end as usize;
                let rest = &self.text[from..];
                let end = rest.find('<').filter(|&end| rest[end..].starts_with("</"))?;
                Some(Label::Plain(Range::new(from, from + end)))
            }
            LinkKind::Link if !link.range.contains(link.target_range) => {
                let inner = whole.strip_prefix('[')?.strip_suffix(']')?;
                Some(match inner.rfind("][") {
                    Some(split) if split + 2 == inner.len() => Label::Key(at(1, 1 + split)),
                    Some(split) => Label::Keyed(at(1, 1 + split), at(split + 3, whole.len() - 1)),
                    None => Label::Key(at(1, whole.len() - 1)),
                })
            }
            LinkKind::Link | LinkKind::Page => {
                let target = link.target_range.start as usize - start;
                let behind = link.target_range.end as usize - start;
                if whole.starts_with('[') {
                    let split = whole[..target].rfind("](")?;
                    return Some(Label::Plain(at(1, split)));
                }
                let (from, to) = match whole.strip_suffix(">>") {
                    Some(inner) => (behind + whole[behind..].find(',')? + 1, inner.len()),
                    None => (behind + whole[behind..].find('[')? + 1, whole.len().checked_sub(1)?),
                };
                (from < to).then(|| Label::Plain(at(from, to)))
            }
        }
    }

    /// The key in the definition whose target stands at `target`.
    fn definition(&self, target: Range) -> Option<Range> {
        let before = &self.text[..target.start as usize];
        let end = before.rfind("]:")?;
        let start = before[..end].rfind('[')? + 1;
        Some(Range::new(start, end))
    }

    /// True when no definition has the new key.
    fn is_free(&self, key: Range, name: &Renamed) -> bool {
        let new = name.relabel(key.of(self.text), self.place);
        new.is_some_and(|new| !self.text.to_lowercase().contains(&format!("[{}]:", new.to_lowercase())))
    }
}

#[cfg(test)]
mod tests {
    use super::{companion, tooltip};
    use crate::write::place::Place;

    #[test]
    fn a_title_may_follow_a_link() {
        for (text, expected) in [
            ("x - A b\n", "A b"),
            ("x: A b  \n", "A b"),
            ("x A b", "A b"),
            ("x | A b | accepted |\n", "A b"),
            ("x | A b|\n", "A b"),
            ("x – A b and more\n", ""),
            ("xA b\n", ""),
            ("x\nA b\n", ""),
            ("x - [A b](y)\n", ""),
        ] {
            let found = companion(text, 1, "A b", Place::Markdown).map_or("", |range| range.of(text));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_tooltip_stands_behind_its_target() {
        for (text, expected) in [
            ("x \"A b\")", "A b"),
            ("x> 'A b' )", "A b"),
            ("x (A b)\n", "A b"),
            ("x\n  \"A\"\n", "A"),
            ("x)", ""),
            ("x) \"A\")", ""),
            ("x\"A\")", ""),
            ("x \"A", ""),
            ("x \"A \\\" b\")", ""),
            ("x \"A\" b)", ""),
        ] {
            let found = tooltip(text, 1).map_or("", |range| range.of(text));
            assert_eq!(found, expected, "{text}");
        }
    }
}
