//! What a status text says between its marks: without comments and links, and which day it names.
//!
//! Pieces for [`crate::model::status`], which knows what they add up to.

use crate::model::status_links::StatusLink;
use crate::model::time::Date;
use crate::text::span::Range;

/// The first date of a text, and what is said before and after it.
pub(crate) fn dated(text: &str) -> Option<(Date, Vec<String>)> {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let is_gap = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '|');
    let mut tokens: Vec<(usize, usize)> = Vec::new();
    let mut start = 0;
    for piece in text.split(is_gap).take(200) {
        if !piece.is_empty() {
            tokens.push((start, start + piece.len()));
        }
        start += piece.len();
        start += text[start..].chars().next().map_or(0, char::len_utf8);
    }
    for (at, token) in tokens.iter().enumerate() {
        for length in [3, 1] {
            let Some(last) = tokens.get(at + length - 1) else {
                continue;
            };
            let day = text[token.0..last.1].trim_matches(|c: char| !c.is_alphanumeric());
            let Some(date) = Date::parse(day) else { continue };
            let before = text[..token.0].trim_end();
            let before = ["on", "On", "date:", "Date:", "since", "as of", "at"]
                .iter()
                .find_map(|word| before.strip_suffix(word))
                .filter(|before| before.is_empty() || before.ends_with(is_gap))
                .unwrap_or(before);
            let said = [before, &text[last.1..]].map(|part| tidy(part).to_owned());
            return Some((date, said.into_iter().filter(|part| !part.is_empty()).collect()));
        }
    }
    None
}

/// The date with which a segment starts, and where it ends: `2017-02-22: Approved`.
pub(crate) fn leading_date(text: &str, segment: Range) -> Option<(Date, usize)> {
    let said = segment.of(text);
    let lead = said.len() - said.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
    let length = said[lead..].find(|c: char| c.is_whitespace() || matches!(c, ':' | ',' | '(' | ')'))?;
    let date = Date::parse(&said[lead..lead + length])?;
    Some((date, segment.start as usize + lead + length))
}

/// The text under a range as a reader sees it: links are their texts, and emphasis, code, brackets and escapes are gone.
pub(crate) fn visible(text: &str, range: Range, links: &[StatusLink]) -> String {
    let mut out = String::with_capacity(range.of(text).len());
    let mut from = range.start as usize;
    let inside = links.partition_point(|link| link.range.start < range.start);
    for link in links[inside..].iter().take_while(|link| link.range.end <= range.end) {
        out.push_str(&plain(&text[from..link.range.start as usize]));
        // A comma in a title divides nothing.
        out.push_str(&plain(&link.text).replace([',', '(', ')', '|'], " "));
        from = link.range.end as usize;
    }
    out.push_str(&plain(&text[from..range.end as usize]));
    out
}

/// Without marks of Markdown, but with those that are escaped because they are meant.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek().is_some_and(char::is_ascii_punctuation) => out.extend(chars.next()),
            '*' | '`' | '{' | '}' | '[' | ']' | '<' | '>' => {}
            c => out.push(c),
        }
    }
    out
}

/// A remark without the marks around it.
pub(crate) fn tidy(text: &str) -> &str {
    text.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '#' | '@' | '§'))
        .trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '?' | '!' | '%'))
}

/// The same text with blanks for comments, HTML tags and what is struck out; its places stay.
pub(crate) fn without_asides(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let mut from = 0;
    while let Some(at) = text[from..].find(['<', '~', '!']).map(|at| from + at) {
        let rest = &text[at..];
        // Longer ones are none, and looking for their ends would take for ever.
        let near = rest.char_indices().nth(300).map_or(rest, |(end, _)| &rest[..end]);
        let line = near.split('\n').next().unwrap_or(near);
        let length = if text[..at].ends_with('\\') {
            None
        } else if rest.starts_with("<!--") {
            Some(rest.find("-->").map_or(rest.len(), |end| end + 3))
        } else if let Some(struck) = line.strip_prefix("~~") {
            struck.find("~~").map(|end| end + 4)
        } else if line[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
            let tag = line.find('>').filter(|end| !line[..*end].contains("://"));
            tag.filter(|_| line.starts_with('<')).map(|end| end + 1)
        } else {
            None
        };
        if let Some(length) = length {
            bytes[at..at + length].fill(b' ');
        } else if let Some((open, close)) = image(line).filter(|_| !text[..at].ends_with('\\')) {
            // Of an image counts what it stands for.
            bytes[at..at + 2].fill(b' ');
            bytes[at + open..at + close].fill(b' ');
        }
        from = at + length.unwrap_or(1);
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Where the target of the image with which a line starts begins and ends, brackets included.
fn image(line: &str) -> Option<(usize, usize)> {
    let open = line.strip_prefix("![")?.find("](")? + 2;
    Some((open, open + line[open..].find(')')? + 1))
}
