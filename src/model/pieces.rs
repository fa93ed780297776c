//! Fields that hold several things: lists, nested bullets, words between commas, people.

use crate::model::locate::{Hit, Page};
use crate::model::record::Person;
use crate::syntax::markdown::plain_text;
use crate::text::span::{Range, Span};

/// `[Greg](@greg)`, `Greg <greg@example.org>`, `@greg` → a name. Template leftovers are nobody.
pub(super) fn person(role: &str, piece: Hit<'_>) -> Option<Person> {
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
    })
}

/// The single things that a hit holds.
pub(super) fn split<'a>(page: Page<'a>, hit: &Hit<'a>) -> Vec<Hit<'a>> {
    if let Some(node) = hit.node {
        let nodes = match node.items() {
            [] => std::slice::from_ref(node),
            items => items,
        };
        return nodes
            .iter()
            .filter_map(|node| {
                // A list item may be a mapping that names the thing: `- name: x`.
                let named = ["name", "id", "service", "title"].iter().find_map(|key| node.get(key));
                let node = named.unwrap_or(node);
                Some(Hit {
                    raw: node.scalar().filter(|text| !text.trim().is_empty())?,
                    span: Span::new(hit.span.file, node.range),
                    node: Some(node),
                })
            })
            .flat_map(|hit| match hit.raw.contains(',') {
                true => hit
                    .raw
                    .split(',')
                    .map(|part| Hit {
                        raw: part.trim().to_owned(),
                        ..hit.clone()
                    })
                    .collect(),
                false => vec![hit],
            })
            .filter(|hit| !hit.raw.is_empty())
            .collect();
    }
    let base = hit.span.range.start as usize;
    let text = hit.span.range.of(page.text());
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '[' | '(' => depth += 1,
            ']' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if c == '\n' || (depth == 0 && matches!(c, ',' | ';')) {
            pieces.push((start, at));
            start = at + 1;
        }
    }
    pieces.push((start, text.len()));
    pieces
        .into_iter()
        .flat_map(|(start, end)| split_and(text, start, end))
        .filter_map(|(start, end)| {
            let part = &text[start..end];
            let lead = part.len()
                - part
                    .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '-' | '+'))
                    .len();
            page.hit(Range::new(base + start + lead, base + end))
        })
        .filter(|piece| !piece.raw.starts_with("<!--"))
        .collect()
}

/// Splits `[A](a) and [B](b)`, `ADR-1 and ADR-2`; names of people keep no "and" of their own.
fn split_and(text: &str, start: usize, end: usize) -> Vec<(usize, usize)> {
    let mut parts = Vec::new();
    let mut from = start;
    while let Some(at) = text[from..end].find(" and ").map(|at| from + at) {
        parts.push((from, at));
        from = at + 5;
    }
    parts.push((from, end));
    parts
}
