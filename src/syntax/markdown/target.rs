//! Where in Markdown's source things stand whose place the parser does not tell: targets, heading texts, item texts.
//! Works on bytes between places that the parser gave; it decides nothing about what is a link or a heading.

use crate::syntax::markdown::body::Bytes;
use crate::text::search;
use crate::text::span::{Range, trim};

/// The target of an inline link; `rest` runs from the end of its text to its own end.
pub(super) fn of_inline(text: &str, rest: Bytes) -> Option<Bytes> {
    let open = rest.start + text[rest.clone()].find("](")? + 2;
    Some(destination(text, open..rest.end))
}

/// The target in a reference definition, `[label]: target "title"`.
pub(super) fn of_definition(text: &str, definition: Bytes) -> Option<Bytes> {
    let bytes = text.as_bytes();
    let mut at = definition.start + text[definition.clone()].find('[')? + 1;
    while at < definition.end && bytes[at] != b']' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (bytes.get(at + 1) == Some(&b':')).then(|| destination(text, at + 2..definition.end))
}

/// The link destination that follows white space (and the marks of a quote) at the start of `within`.
fn destination(text: &str, within: Bytes) -> Bytes {
    let bytes = &text.as_bytes()[..within.end];
    let mut start = within.start;
    let mut line_start = false;
    while let Some(&byte) = bytes.get(start) {
        match byte {
            b'\n' => line_start = true,
            b' ' | b'\t' | b'\r' => {}
            b'>' if line_start => {}
            _ => break,
        }
        start += 1;
    }
    let angle = bytes.get(start) == Some(&b'<');
    let start = if angle { start + 1 } else { start };
    let (mut at, mut depth) = (start, 0usize);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => at += 1,
            b'>' if angle => break,
            _ if angle => {}
            b'(' => depth += 1,
            b')' if depth == 0 => break,
            b')' => depth -= 1,
            _ if byte.is_ascii_whitespace() => break,
            _ => {}
        }
        at += 1;
    }
    start..at.min(within.end)
}

/// The text of a heading: without `#` marks at both ends, or without the underline.
pub(super) fn heading_text(text: &str, heading: Bytes) -> Bytes {
    let slice = &text[heading.clone()];
    let rest = slice.trim_start_matches('#');
    let marks = slice.len() - rest.len();
    if (1..=6).contains(&marks) && (rest.is_empty() || rest.starts_with([' ', '\t'])) {
        let inner = trim(text, heading.start + marks..heading.end);
        let open = text[inner.clone()].trim_end_matches('#');
        let closed = open.len() < inner.len() && (open.is_empty() || open.ends_with([' ', '\t']));
        return match closed {
            true => trim(text, inner.start..inner.start + open.len()),
            false => inner,
        };
    }
    match slice.rfind('\n') {
        Some(underline) => trim(text, heading.start..heading.start + underline),
        None => heading,
    }
}

/// The id in an attribute block `{#id}` at the end of a heading's text: the bytes between `{#` and `}`.
pub(super) fn heading_id(text: &str, heading_text: Bytes) -> Option<Bytes> {
    let slice = &text[heading_text.clone()];
    let inner = slice.strip_suffix('}')?;
    let open = inner.rfind("{#")?;
    let id = &inner[open + 2..];
    let plain = !id.is_empty()
        && id
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'));
    let start = heading_text.start + open + 2;
    plain.then_some(start..start + id.len())
}

/// Where the content of a list item begins: after its marker and the white space behind that.
pub(super) fn after_marker(text: &str, item: Bytes) -> usize {
    let slice = &text[item.clone()];
    let rest = slice.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = rest.strip_prefix(['-', '*', '+', '.', ')']).unwrap_or(rest);
    let content = rest.trim_start_matches([' ', '\t']);
    item.start + slice.len() - content.len()
}

/// The parser leaves out the backslash of an escape; at the start of a text it belongs to it.
pub(super) fn with_escape(text: &str, start: usize) -> usize {
    match start > 0 && text.as_bytes()[start - 1] == b'\\' {
        true => start - 1,
        false => start,
    }
}

/// The first bare `http://` or `https://` address that begins in `range`. It may reach past the range: it ends as
/// GitHub ends it, before white space, `<` or a quote, without punctuation at its end; `stop` ends it too, and a bracket that
/// was opened before it.
pub(super) fn bare_address(text: &str, range: Bytes, stop: Option<char>) -> Option<Bytes> {
    let mut from = range.start;
    while from < range.end {
        // The mark may reach past the range.
        let window = text.get(from..range.end + 2).unwrap_or(&text[from..range.end]);
        let colon = from + search::find(window, "://")?;
        from = colon + 1;
        let Some(start) = scheme_start(text, range.start..colon) else {
            continue;
        };
        let rest = &text[colon..];
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`') || Some(c) == stop)
            .unwrap_or(rest.len());
        let end = before_foreign_bracket(&rest[..end]);
        let end = colon + without_punctuation(&rest[..end]).len();
        if end > colon + 3 {
            return Some(start..end);
        }
    }
    None
}

/// Where an address meets a `]` whose `[` stands outside of it.
fn before_foreign_bracket(address: &str) -> usize {
    let mut open = 0_usize;
    for (at, byte) in address.bytes().enumerate() {
        match byte {
            b'[' => open += 1,
            b']' if open == 0 => return at,
            b']' => open -= 1,
            _ => {}
        }
    }
    address.len()
}

fn scheme_start(text: &str, before: Bytes) -> Option<usize> {
    let slice = &text[before.clone()];
    let stem = slice.strip_suffix("https").or_else(|| slice.strip_suffix("http"))?;
    let glued = stem.ends_with(|c: char| c.is_alphanumeric());
    (!glued).then_some(before.start + stem.len())
}

fn without_punctuation(mut address: &str) -> &str {
    let count = |sign: u8| address.bytes().filter(|&byte| byte == sign).count();
    let mut surplus = count(b')').saturating_sub(count(b'('));
    loop {
        address = address.trim_end_matches(['?', '!', '.', ',', ':', ';', '*', '_', '~', '\'', ']']);
        match address.strip_suffix(')') {
            Some(shorter) if surplus > 0 => address = shorter,
            _ => return address,
        }
        surplus -= 1;
    }
}

/// The ERB tags of a text. One that does not end within its paragraph is none.
pub(super) fn erb_tags(text: &str) -> Vec<Bytes> {
    let mut tags = Vec::new();
    let (mut from, mut limit) = (0, 0);
    while let Some(start) = search::find(&text[from..], "<%").map(|at| from + at) {
        if start >= limit {
            limit = text[start..].find("\n\n").map_or(text.len(), |at| start + at);
        }
        match text[start..limit].find("%>") {
            Some(end) => {
                tags.push(start..start + end + 2);
                from = start + end + 2;
            }
            None => from = limit,
        }
    }
    tags
}

/// True when `range`, which stands `base` bytes further right than the sorted `places`, touches one of them.
pub(super) fn overlaps(places: &[Bytes], range: Range, base: usize) -> bool {
    let (start, end) = (range.start as usize - base, range.end as usize - base);
    let next = places.partition_point(|place| place.end <= start);
    places.get(next).is_some_and(|place| place.start < end.max(start + 1))
}

#[cfg(test)]
mod tests {
    use super::{bare_address, destination, erb_tags, heading_id, heading_text};

    #[test]
    fn destinations_are_as_written() {
        let table = [
            ("a(b)c) x", "a(b)c"),
            (" <a b> 't')", "a b"),
            ("\n> x\\)y 't')", "x\\)y"),
            (")", ""),
            ("%20é \"t\")", "%20é"),
        ];
        for (text, expected) in table {
            assert_eq!(&text[destination(text, 0..text.len())], expected, "{text}");
        }
    }

    #[test]
    fn headings_lose_their_marks() {
        let table = [
            ("## A # b ##", "A # b"),
            ("# #", ""),
            ("A\nb\n==", "A\nb"),
            ("####### x\n--", "####### x"),
            ("# a#", "a#"),
        ];
        for (text, expected) in table {
            assert_eq!(&text[heading_text(text, 0..text.len())], expected, "{text}");
        }
        assert_eq!(heading_id("A {#b-c}", 0..8).map(|id| &"A {#b-c}"[id]), Some("b-c"));
        assert_eq!(heading_id("GET /{id}", 0..9), None);
    }

    #[test]
    fn bare_addresses_end_before_punctuation() {
        let table = [
            ("see https://x.org/a_(b)). Or", Some("https://x.org/a_(b)")),
            ("(http://x.org/é?q=1)", Some("http://x.org/é?q=1")),
            ("[https://x.org/a]{.title}", Some("https://x.org/a")),
            ("http://[::1]/a?b[]=1", Some("http://[::1]/a?b[]=1")),
            ("xhttps://no.org", None),
            ("https:// http:x", None),
        ];
        for (text, expected) in table {
            assert_eq!(
                bare_address(text, 0..text.len(), None).map(|a| &text[a]),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn erb_tags_end_in_their_paragraph() {
        assert_eq!(erb_tags("<%= a %> <% b\n\nc %> <%d%>"), [0..8, 20..25]);
    }
}
