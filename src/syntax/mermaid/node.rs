//! The box of a flowchart as it is written: its name, its outline with its text, its class.

use crate::syntax::mermaid::chart::Shape;
use crate::syntax::mermaid::words::plain;

/// How outlines open and close; the longer come first.
const OUTLINES: [(&str, &[&str], Shape); 14] = [
    ("(((", &[")))"], Shape::Circle),
    ("((", &["))"], Shape::Circle),
    ("([", &["])"], Shape::Pill),
    ("[(", &[")]"], Shape::Cylinder),
    ("[[", &["]]"], Shape::Double),
    ("{{", &["}}"], Shape::Hexagon),
    ("[/", &["/]", "\\]"], Shape::Slanted),
    ("[\\", &["\\]", "/]"], Shape::Slanted),
    ("(-", &["-)"], Shape::Round),
    ("[|", &["|]"], Shape::Rect),
    ("(", &[")"], Shape::Round),
    ("[", &["]"], Shape::Rect),
    ("{", &["}"], Shape::Diamond),
    (">", &["]"], Shape::Rect),
];

/// A box as it is written.
pub(super) struct Written<'a> {
    pub(super) name: &'a str,
    /// Its text and its outline, where they are given.
    pub(super) given: Option<(String, Shape)>,
    /// Its bytes.
    pub(super) len: usize,
}

/// Reads the box that a text begins with. Fails with the byte at which it is none, and what is wrong there.
pub(super) fn read(text: &str) -> Result<Written<'_>, (usize, &'static str)> {
    let name = &text[..name(text)];
    if name.is_empty() {
        return Err((0, "the name of a box was expected here"));
    }
    let mut at = name.len();
    let mut given = None;
    let outline = OUTLINES.iter().find(|(open, _, _)| text[at..].starts_with(open));
    if let Some((open, closes, shape)) = outline {
        let inner = &text[at + open.len()..];
        let (end, close) = end(inner, closes).ok_or((at, "the outline that begins here does not end"))?;
        given = Some((plain(&inner[..end]), *shape));
        at += open.len() + end + close;
    }
    if let Some(inner) = text[at..].strip_prefix("@{") {
        let end = inner
            .find('}')
            .ok_or((at, "the properties that begin here do not end"))?;
        if let Some(label) = inner[..end].split_once("label:").map(|(_, label)| label.trim_start()) {
            let quoted = label.strip_prefix('"').and_then(|label| label.split_once('"'));
            let label = quoted.map_or_else(|| label.split(',').next().unwrap_or(""), |(label, _)| label);
            given = Some((plain(label), Shape::Rect));
        }
        at += 2 + end + 1;
    }
    if let Some(class) = text[at..].strip_prefix(":::") {
        at += 3 + class.find(|c: char| !is_letter(c) && c != '-').unwrap_or(class.len());
    }
    Ok(Written { name, given, len: at })
}

/// Where the text of an outline ends, and the length of what closes it. A quoted text ends with its quote.
fn end(inner: &str, closes: &[&str]) -> Option<(usize, usize)> {
    let from = match inner.trim_start().strip_prefix('"') {
        Some(quoted) => inner.len() - quoted.len() + quoted.find('"')? + 1,
        None => 0,
    };
    let line = match from {
        0 => inner.split('\n').next()?,
        _ => inner,
    };
    let found = closes
        .iter()
        .filter_map(|close| Some((from + line.get(from..)?.find(close)?, close.len())));
    found.min()
}

/// The length of a name: a `-` belongs to it unless an arrow begins there.
fn name(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let belongs = match c {
            '-' => at > 0 && next.is_some_and(is_letter),
            '.' | '/' | '#' | '$' | '*' | '+' => next.is_some_and(is_letter),
            c => is_letter(c),
        };
        if !belongs {
            return at;
        }
    }
    text.len()
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
