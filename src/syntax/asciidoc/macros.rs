//! AsciiDoc's inline macros: the links, images and anchors within one line. Knows nothing of blocks.

use crate::syntax::markup::{Anchor, Link, LinkKind, Markup};
use crate::text::span::Range;

/// A byte range in a text.
type Bytes = std::ops::Range<usize>;

/// How far a macro's text may reach, in bytes: it may go on in the next line, but what never closes is no macro.
const REACH: usize = 600;

/// How long an address may be, in bytes: many that begin in each other are not each read to the end of their line.
const LONGEST: usize = 4096;

/// Adds the links and anchors of `line`, a range of `text`, to `markup`.
pub(super) fn read(text: &str, line: Bytes, markup: &mut Markup) {
    let bytes = text.as_bytes();
    let mut at = line.start;
    while at < line.end {
        let escaped = at > line.start && bytes[at - 1] == b'\\';
        let next = match bytes[at] {
            b'<' if !escaped && bytes.get(at + 1) == Some(&b'<') => reference(text, at, line.end, markup),
            b'[' if !escaped => anchor(text, at, line.end, markup),
            b':' => call(text, line.start..at, line.end, markup),
            b'`' if bytes.get(at + 1) == Some(&b'+') => {
                window(text, at + 2, line.end).find("+`").map(|end| at + end + 4)
            }
            _ => None,
        };
        at = next.unwrap_or(at + 1);
    }
}

/// `<<id>>`, `<<id,text>>`, `<<file.adoc#id,text>>`.
fn reference(text: &str, at: usize, limit: usize, markup: &mut Markup) -> Option<usize> {
    let inner = window(text, at + 2, limit);
    let inner = &inner[..inner.find(">>")?];
    let id = inner.split(',').next().unwrap_or(inner).trim_end();
    if id.is_empty() || id.starts_with([' ', '<']) {
        return None;
    }
    let end = at + 2 + inner.len() + 2;
    push(
        markup,
        LinkKind::Page,
        (at..end, at + 2..at + 2 + id.len()),
        target_of_reference(id),
    );
    Some(end)
}

/// A reference without a file names an anchor of its own file.
fn target_of_reference(id: &str) -> String {
    let names_file = id.contains(['#', '/', ':', '$', '{']) || id.ends_with(".adoc") || id.ends_with(".asciidoc");
    if names_file { id.to_owned() } else { format!("#{id}") }
}

/// `[[id]]`, `[[id,text]]` and `[#id]`.
fn anchor(text: &str, at: usize, limit: usize, markup: &mut Markup) -> Option<usize> {
    let rest = window(text, at, limit);
    let (open, close) = if rest.starts_with("[[") { (2, "]]") } else { (2, "]") };
    if !rest.starts_with("[[") && !rest.starts_with("[#") {
        return None;
    }
    let inner = &rest[open..open + rest[open..].find(close)?];
    let id = inner.split([',', '.', '%']).next().unwrap_or(inner);
    if id.is_empty() || id.contains(char::is_whitespace) {
        return None;
    }
    let start = at + open;
    markup.anchors.push(Anchor {
        name: id.to_owned(),
        range: Range::new(start, start + id.len()),
    });
    Some(start + inner.len() + close.len())
}

/// A macro or an address whose colon stands at `before.end`.
fn call(text: &str, before: Bytes, limit: usize, markup: &mut Markup) -> Option<usize> {
    const NAMES: [&str; 6] = ["link", "xref", "image", "mailto", "https", "http"];
    let head = &text[before.clone()];
    let name = NAMES.into_iter().find(|name| head.ends_with(name))?;
    let start = before.end - name.len();
    if text[before.start..start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '\\' | '-' | '.')) {
        return None;
    }
    let address = name.starts_with("http");
    let rest = &text[before.end + 1..limit];
    if address != rest.starts_with("//") {
        return None;
    }
    // `image::` and the like are block macros, but a line may hold them too.
    let rest = rest.trim_start_matches(':');
    let place = limit - rest.len();
    if let Some(quoted) = rest.strip_prefix("++") {
        let inner = &quoted[..window(quoted, 0, quoted.len()).find("++")?];
        let end = closing(text, place + inner.len() + 4)?;
        push(
            markup,
            LinkKind::Link,
            (start..end, place + 2..place + 2 + inner.len()),
            inner.to_owned(),
        );
        return Some(end);
    }
    let stop = |c: char| c.is_whitespace() || matches!(c, '[' | ']' | '<' | '>' | '"' | '`');
    let rest = up_to(text, place, limit.min(place + LONGEST));
    let length = rest.find(stop).unwrap_or(rest.len());
    let closed = closing(text, place + length);
    match (address, closed) {
        (true, Some(end)) => {
            let range = start..place + length;
            push(
                markup,
                LinkKind::Link,
                (start..end, range.clone()),
                text[range].to_owned(),
            );
            Some(place + length)
        }
        (true, None) => {
            let written =
                text[start..place + length].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '*', '_', '\'']);
            let range = start..start + written.len();
            if written.len() > name.len() + 3 {
                push(markup, LinkKind::Autolink, (range.clone(), range), written.to_owned());
            }
            Some(place + length)
        }
        (false, Some(end)) if length > 0 => {
            let raw = &rest[..length];
            let (kind, target) = match name {
                "image" => (LinkKind::Image, raw.to_owned()),
                "xref" => (LinkKind::Page, target_of_reference(raw)),
                "mailto" => (LinkKind::Link, format!("mailto:{raw}")),
                _ => (LinkKind::Link, raw.to_owned()),
            };
            push(markup, kind, (start..end, place..place + length), target);
            Some(place + length)
        }
        _ => None,
    }
}

/// The text from `from` up to `limit`, but not further than a macro reaches.
fn window(text: &str, from: usize, limit: usize) -> &str {
    up_to(text, from, limit.min(from + REACH))
}

fn up_to(text: &str, from: usize, limit: usize) -> &str {
    let from = from.min(limit);
    let mut end = limit;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[from..end]
}

/// One past the `]` of the text in brackets that opens at `at`; it may reach into the next line of its paragraph.
fn closing(text: &str, at: usize) -> Option<usize> {
    let rest = text[at..].strip_prefix('[')?;
    let mut escaped = false;
    for (offset, &byte) in rest.as_bytes().iter().enumerate().take(REACH) {
        match byte {
            b']' if !escaped => return Some(at + offset + 2),
            b'\n' if rest[offset + 1..].starts_with(['\n', '\r']) => return None,
            _ => {}
        }
        escaped = byte == b'\\';
    }
    None
}

fn push(markup: &mut Markup, kind: LinkKind, (whole, target): (Bytes, Bytes), written: String) {
    markup.links.push(Link {
        kind,
        target: written,
        range: whole.into(),
        target_range: target.into(),
    });
}

/// A title without its inline markup: macros as their text, no quotes of bold, italic and code.
pub(super) fn plain(title: &str) -> String {
    let mut markup = Markup::default();
    read(title, 0..title.len(), &mut markup);
    let mut out = String::with_capacity(title.len());
    let mut done = 0;
    for link in markup.links.iter().filter(|link| link.kind != LinkKind::Autolink) {
        let whole = link.range.of(title);
        if (link.range.start as usize) < done {
            continue;
        }
        out.push_str(&title[done..link.range.start as usize]);
        let label = match whole.strip_prefix("<<") {
            Some(inner) => inner
                .trim_end_matches('>')
                .split_once(',')
                .map(|(_, label)| label.trim()),
            None => whole
                .strip_suffix(']')
                .and_then(|rest| rest.split_once('['))
                .map(|(_, label)| label),
        };
        out.push_str(
            label
                .filter(|label| !label.is_empty())
                .unwrap_or(link.target.trim_start_matches('#')),
        );
        done = link.range.end as usize;
    }
    out.push_str(&title[done..]);
    let mut shown = out.as_str();
    while let Some((_, after)) = shown.strip_prefix("[[").and_then(|rest| rest.split_once("]]")) {
        shown = after;
    }
    without_quotes(shown).trim().to_owned()
}

/// Drops `` ` `` and `*`, and `_` where it stands at the edge of a word.
fn without_quotes(text: &str) -> String {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut last = None;
    while let Some(c) = chars.next() {
        let dropped = match c {
            '`' | '*' => true,
            '_' => !(word(last) && word(chars.peek().copied())),
            _ => false,
        };
        if !dropped {
            out.push(c);
        }
        last = Some(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{plain, read};
    use crate::syntax::markup::Markup;

    #[test]
    fn finds_macros() {
        let table: &[(&str, &[(&str, &str)])] = &[
            (
                "see xref:adr/a.adoc#why[a\nb] é",
                &[("adr/a.adoc#why", "adr/a.adoc#why")],
            ),
            (
                "xref:here[] <<there,x>> <<b.adoc#c>>",
                &[("#here", "here"), ("#there", "there"), ("b.adoc#c", "b.adoc#c")],
            ),
            (
                "link:++a b.md++[x] link:c.md[]",
                &[("a b.md", "a b.md"), ("c.md", "c.md")],
            ),
            (
                "(https://x.org/a), https://y.org[Y].",
                &[
                    ("https://x.org/a", "https://x.org/a"),
                    ("https://y.org", "https://y.org"),
                ],
            ),
            (
                "image:i.png[] image::j.png[]",
                &[("i.png", "i.png"), ("j.png", "j.png")],
            ),
            ("`+link:a[b]+` \\<<no>> nolink:a[b] link:open", &[]),
        ];
        for (text, expected) in table {
            let mut markup = Markup::default();
            read(text, 0..text.len(), &mut markup);
            let found: Vec<_> = markup
                .links
                .iter()
                .map(|l| (l.target.as_str(), l.target_range.of(text)))
                .collect();
            assert_eq!(found, *expected, "{text}");
        }
    }

    #[test]
    fn titles_lose_their_markup() {
        let title = "[[x]]The `code`, *bold*, _it_, snake_case and link:a.md[A] <<b,B>>";
        assert_eq!(plain(title), "The code, bold, it, snake_case and A B");
    }
}
