//! Fields that hold several things: lists, nested bullets, words between commas, people.

use crate::model::locate::{Hit, Page, is_empty_marker};
use crate::model::record::Person;
use crate::syntax::markdown::plain_text;
use crate::syntax::node::{Node, Value};
use crate::text::span::{Range, Span};
use std::sync::Arc;

/// `[Greg](@greg)`, `Greg <greg@example.org>`, `@greg` → a name. Template leftovers are nobody.
pub(super) fn person(role: &str, (piece, locator): (Hit<'_>, Arc<str>)) -> Option<Person> {
    let text = plain_text(&piece.raw);
    let name = text
        .split(['<', '('])
        .next()
        .unwrap_or("")
        .trim()
        .trim_end_matches(['.', ';']);
    if name.is_empty() || name.len() > 80 || name.contains(['{', '[']) {
        return None;
    }
    Some(Person {
        role: role.into(),
        name: name.to_owned(),
        span: piece.span,
        locator,
    })
}

/// The single things that a hit holds.
pub(super) fn split<'a>(page: Page<'a>, hit: &Hit<'a>) -> Vec<Hit<'a>> {
    match hit.node {
        Some(node) => of_data(page, hit.span, node),
        None => of_text(page, hit.span.range),
    }
}

/// List items, or one scalar; each may name several things between commas.
fn of_data<'a>(page: Page<'a>, span: Span, node: &'a Node) -> Vec<Hit<'a>> {
    let nodes = match node.items() {
        [] => std::slice::from_ref(node),
        items => items,
    };
    let text = page.tree.text(span.file);
    let mut pieces = Vec::new();
    for node in nodes {
        // A list item may be a mapping that names the thing: `- name: x`.
        let named = ["name", "id", "service", "title"].iter().find_map(|key| node.get(key));
        let node = named.unwrap_or(node);
        let Some(raw) = node.scalar().filter(|text| !text.trim().is_empty()) else {
            continue;
        };
        // Quotes aside, most values stand in the file as they are meant.
        let source = node.range.of(text);
        let written = match node.value {
            Value::Text(_) => source.find(raw.trim()).map(|at| node.range.start as usize + at),
            // A number may be written `0007`.
            _ => None,
        };
        let lead = raw.len() - raw.trim_start().len();
        for (start, end) in parts(&raw) {
            let part = raw[start..end].trim();
            let at = |written: usize| written + start + raw[start..].len() - raw[start..].trim_start().len() - lead;
            let range = written.map_or(node.range, |written| Range::new(at(written), at(written) + part.len()));
            let piece = Hit {
                raw: part.to_owned(),
                span: Span::new(span.file, range),
                node: Some(node),
            };
            if !part.is_empty() && !is_empty_marker(&piece) {
                pieces.push(piece);
            }
        }
    }
    pieces
}

fn of_text(page: Page<'_>, range: Range) -> Vec<Hit<'_>> {
    let text = range.of(page.text());
    let base = range.start as usize;
    let is_mark = |c: char| c.is_whitespace() || matches!(c, '*' | '-' | '+');
    let piece = |(start, end): (usize, usize)| {
        let part = &text[start..end];
        let lead = part.len() - part.trim_start_matches(is_mark).len();
        page.hit(Range::new(base + start + lead, base + end))
    };
    parts(text)
        .into_iter()
        .filter_map(piece)
        .filter(|piece| !piece.raw.starts_with("<!--") && !is_empty_marker(piece))
        .collect()
}

/// Divides a text at line ends, commas, semicolons and "and", but not inside brackets: a title may hold them all.
fn parts(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let (mut start, mut depth) = (0, 0usize);
    for (at, c) in text.char_indices() {
        match c {
            '[' | '(' => depth += 1,
            ']' | ')' => depth = depth.saturating_sub(1),
            '\n' => depth = 0,
            _ => {}
        }
        let length = match c {
            '\n' => 1,
            ',' | ';' if depth == 0 => 1,
            ' ' if depth == 0 && text[at..].starts_with(" and ") => " and ".len(),
            ' ' if depth == 0 && text[at..].starts_with(" & ") => " & ".len(),
            _ => continue,
        };
        if at >= start {
            found.push((start, at));
            start = at + length;
        }
    }
    found.push((start.min(text.len()), text.len()));
    found
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn a_title_is_not_divided() {
        let cases: [(&str, &[&str]); 5] = [
            (
                "[Search and find, now](a.md) and [B](b(1).md)",
                &["[Search and find, now](a.md)", "[B](b(1).md)"],
            ),
            ("ADR-1, ADR-2 & ADR-3", &["ADR-1", " ADR-2", "ADR-3"]),
            ("a and and b", &["a", "and b"]),
            ("[open\n7", &["[open", "7"]),
            ("", &[""]),
        ];
        for (text, wanted) in cases {
            let found: Vec<&str> = parts(text).into_iter().map(|(start, end)| &text[start..end]).collect();
            assert_eq!(found, wanted, "{text}");
        }
    }
}
