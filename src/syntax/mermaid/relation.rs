//! The line between two classes as it is written: `A "1" *-- "many" B : text`. It knows no classes.
//!
//! Source of the signs: the page "Class diagrams" of Mermaid's documentation.

use crate::syntax::mermaid::chart::Problem;
use crate::syntax::mermaid::lines::Line;
use crate::syntax::mermaid::words::plain;

/// What stands at an end of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Head {
    /// Nothing.
    #[default]
    None,
    /// `>`.
    Arrow,
    /// `|>`: the other is one of these.
    Triangle,
    /// `*`: the other is a part of this.
    Filled,
    /// `o`: the other belongs to this.
    Hollow,
    /// `()`.
    Ring,
}

/// A line as it is written: the names at its ends are read by others.
pub(super) struct Written<'a> {
    pub(super) names: (&'a str, &'a str),
    pub(super) heads: (Head, Head),
    pub(super) is_dashed: bool,
    /// How many of each.
    pub(super) counts: (String, String),
    pub(super) label: String,
}

/// What stands at the start of a line, and at its end.
const HEADS: [(&str, &str, Head); 5] = [
    ("<|", "|>", Head::Triangle),
    ("*", "*", Head::Filled),
    ("o", "o", Head::Hollow),
    ("<", ">", Head::Arrow),
    ("()", "()", Head::Ring),
];

/// Reads a line between classes; nothing where a statement is none.
pub(super) fn read<'a>(line: &Line<'a>) -> Result<Option<Written<'a>>, Problem> {
    let Some((at, sign)) = shaft(line.text) else {
        return Ok(None);
    };
    let (before, after) = (line.text[..at].trim_end(), line.text[at + 2..].trim_start());
    let start = HEADS.iter().find_map(|(sign, _, head)| {
        let rest = before.strip_suffix(sign)?;
        // The `o` of a ring is no letter of a name.
        (*sign != "o" || rest.ends_with([' ', '"'])).then_some((rest, *head))
    });
    let end = HEADS.iter().find_map(|(_, sign, head)| {
        let rest = after.strip_prefix(sign)?;
        (*sign != "o" || rest.starts_with([' ', '"'])).then_some((rest, *head))
    });
    let (before, first) = start.unwrap_or((before, Head::None));
    let (after, second) = end.unwrap_or((after, Head::None));
    let (before, many) = match before
        .trim_end()
        .strip_suffix('"')
        .and_then(|text| text.rsplit_once('"'))
    {
        Some((name, count)) => (name, plain(count)),
        None => (before, String::new()),
    };
    let (after, more) = match after
        .trim_start()
        .strip_prefix('"')
        .and_then(|text| text.split_once('"'))
    {
        Some((count, name)) => (name, plain(count)),
        None => (after, String::new()),
    };
    let (after, label) = split(after);
    let wanted = "the name of a class was expected here";
    if before.trim().is_empty() {
        return Err(line.wrong(line.text, wanted));
    }
    if after.trim().is_empty() {
        return Err(line.wrong(after, wanted));
    }
    Ok(Some(Written {
        names: (before.trim(), after.trim()),
        heads: (first, second),
        is_dashed: sign == '.',
        counts: (many, more),
        label: plain(label.unwrap_or("")),
    }))
}

/// Where a line's `--` or `..` stands: not in quotes, not between backticks, and in front of what is said.
fn shaft(text: &str) -> Option<(usize, char)> {
    let mut quote = None;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '`') => quote = Some(c),
            (None, ':') if !text[at..].starts_with(":::") && before != ':' => return None,
            (None, '-' | '.') if before == c => return Some((at - 1, c)),
            _ => {}
        }
        before = c;
    }
    None
}

/// A name and what stands behind its `:`, which is none of `:::`.
pub(super) fn split(text: &str) -> (&str, Option<&str>) {
    let mut quoted = false;
    let bytes = text.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        quoted ^= byte == b'`';
        let beside = [at.checked_sub(1), Some(at + 1)].map(|at| at.and_then(|at| bytes.get(at)));
        if byte == b':' && !quoted && !beside.contains(&Some(&b':')) {
            return (&text[..at], Some(&text[at + 1..]));
        }
    }
    (text, None)
}
