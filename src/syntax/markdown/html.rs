//! The HTML that stands in Markdown: which addresses, names and comments it holds. A tolerant scanner, no parser: it
//! knows tags and attributes, no element's meaning except that scripts and styles hold no tags.

use std::borrow::Cow;
use std::ops::Range;

/// Something found in HTML. Ranges are relative to the text that was scanned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The value of an `href` or `src`, quotes excluded.
    Link {
        /// The tag.
        tag: Range<usize>,
        /// The value.
        value: Range<usize>,
    },
    /// The value of an `id` or `name`, quotes excluded.
    Anchor(Range<usize>),
    /// A comment.
    Comment(Range<usize>),
    /// A comment that does not end in this text; it reaches to the end.
    OpenComment(Range<usize>),
}

/// Calls `found` with every part of `html`, in order. ERB tags are passed over.
pub(super) fn scan(html: &str, mut found: impl FnMut(Part)) {
    let bytes = html.as_bytes();
    let mut at = 0;
    while let Some(next) = html[at..].find('<') {
        let start = at + next;
        let rest = &html[start..];
        at = if rest.starts_with("<!--") {
            let end = rest[2..].find("-->").map(|end| start + end + 5);
            found(match end {
                Some(end) => Part::Comment(start..end),
                None => Part::OpenComment(start..html.len()),
            });
            end.unwrap_or(html.len())
        } else if rest.starts_with("<%") {
            rest.find("%>").map_or(html.len(), |end| start + end + 2)
        } else if bytes.get(start + 1).is_some_and(u8::is_ascii_alphabetic) {
            tag(html, start, &mut found)
        } else {
            start + 1
        };
    }
}

/// Reads the tag at `start` and returns where scanning goes on.
fn tag(html: &str, start: usize, found: &mut impl FnMut(Part)) -> usize {
    let bytes = html.as_bytes();
    let name_end = run(bytes, start + 1, |b| {
        !b.is_ascii_whitespace() && !matches!(b, b'>' | b'/')
    });
    let name = &html[start + 1..name_end];
    let end = tag_end(html, name_end);
    let mut at = name_end;
    while let Some((key, value, next)) = attribute(html, at, end) {
        at = next;
        let key = &html[key];
        if value.is_empty() {
            continue;
        }
        if key.eq_ignore_ascii_case("href") || key.eq_ignore_ascii_case("src") {
            found(Part::Link { tag: start..end, value });
        } else if key.eq_ignore_ascii_case("id") || key.eq_ignore_ascii_case("name") {
            found(Part::Anchor(value));
        }
    }
    let closing = match () {
        () if name.eq_ignore_ascii_case("script") => "</script",
        () if name.eq_ignore_ascii_case("style") => "</style",
        () => return end,
    };
    find_ignoring_case(&html[end..], closing).map_or(html.len(), |at| end + at)
}

/// One past the `>` that ends a tag; `>` inside quotes and ERB tags does not.
fn tag_end(html: &str, from: usize) -> usize {
    let bytes = html.as_bytes();
    let mut quote = None;
    let mut at = from;
    while let Some(&byte) = bytes.get(at) {
        match (quote, byte) {
            (_, b'<') if bytes.get(at + 1) == Some(&b'%') => {
                at = html[at..].find("%>").map_or(html.len(), |end| at + end + 2);
                continue;
            }
            (Some(open), _) if open == byte => quote = None,
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') if bytes[at - 1] == b'=' || bytes[at - 1].is_ascii_whitespace() => quote = Some(byte),
            _ => {}
        }
        at += 1;
    }
    html.len()
}

/// The next attribute in `from..end`: its name, its value (empty without one), and where to go on.
fn attribute(html: &str, from: usize, end: usize) -> Option<(Range<usize>, Range<usize>, usize)> {
    let bytes = &html.as_bytes()[..end];
    let start = run(bytes, from, |b| b.is_ascii_whitespace() || b == b'/');
    let key_end = run(bytes, start, |b| {
        !b.is_ascii_whitespace() && !matches!(b, b'=' | b'>' | b'/')
    });
    if key_end == start {
        // A stray `=` is passed over; `>` or the end is the end.
        return match bytes.get(start) {
            Some(b'=') => Some((start..start, start..start, start + 1)),
            _ => None,
        };
    }
    let key = start..key_end;
    let equals = run(bytes, key_end, |b| b.is_ascii_whitespace());
    if bytes.get(equals) != Some(&b'=') {
        return Some((key, key_end..key_end, key_end));
    }
    let value = run(bytes, equals + 1, |b| b.is_ascii_whitespace());
    match bytes.get(value) {
        Some(&quote @ (b'"' | b'\'')) => {
            let close = run(bytes, value + 1, |b| b != quote);
            Some((key, value + 1..close, (close + 1).min(end)))
        }
        _ => {
            let close = run(bytes, value, |b| !b.is_ascii_whitespace() && b != b'>');
            Some((key, value..close, close))
        }
    }
}

fn run(bytes: &[u8], from: usize, accept: impl Fn(u8) -> bool) -> usize {
    let from = from.min(bytes.len());
    from + bytes[from..].iter().take_while(|&&byte| accept(byte)).count()
}

fn find_ignoring_case(text: &str, ascii: &str) -> Option<usize> {
    text.as_bytes()
        .windows(ascii.len())
        .position(|window| window.eq_ignore_ascii_case(ascii.as_bytes()))
}

/// Resolves the character references that addresses are written with: the five of XML, and numbers.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let reference = rest.find(';').filter(|&end| end <= 12);
        match reference.and_then(|end| Some((character(&rest[1..end])?, end))) {
            Some((c, end)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, scan, unescape};

    fn found(html: &str) -> Vec<String> {
        let mut list = Vec::new();
        scan(html, |part| {
            list.push(match part {
                Part::Link { value, .. } => format!("link {}", &html[value]),
                Part::Anchor(value) => format!("anchor {}", &html[value]),
                Part::Comment(range) => format!("comment {}", &html[range]),
                Part::OpenComment(range) => format!("open {}", &html[range]),
            });
        });
        list
    }

    #[test]
    fn finds_addresses_names_and_comments() {
        let table: &[(&str, &[&str])] = &[
            ("<a\n href = 'x.md' id=top>", &["link x.md", "anchor top"]),
            ("<IMG SRC=a/b.png/>", &["link a/b.png/"]),
            ("<img src=\"a>b.png\"><br/>", &["link a>b.png"]),
            ("<a href>x</a><a href=\"\">", &[]),
            (
                "<!-- <a href='x'> --><p id='é'>",
                &["comment <!-- <a href='x'> -->", "anchor é"],
            ),
            ("<!--><b id=x>", &["comment <!-->", "anchor x"]),
            ("<!-- never", &["open <!-- never"]),
            ("<script>'<a href=\"x\">'</SCRIPT><a href=y>", &["link y"]),
            ("<%= link '<a href=\"x\">' %><a href=y>", &["link y"]),
            ("<a class=\"<%= x > 1 %>\" href=y>", &["link y"]),
            ("a < b <a href='open", &["link open"]),
            ("<p = id=x>don't <i id=y>", &["anchor x", "anchor y"]),
        ];
        for (html, expected) in table {
            assert_eq!(found(html), *expected, "{html}");
        }
    }

    #[test]
    fn resolves_references() {
        assert_eq!(unescape("a?b&amp;c&#x2F;&#46;&nope;&"), "a?b&c/.&nope;&");
    }
}
