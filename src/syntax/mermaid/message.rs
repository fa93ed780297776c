//! The message of a sequence diagram as it is written: `A->>+B: text`. It knows no participants.
//!
//! Source of the signs: the page "Sequence diagrams" of Mermaid's documentation.

use crate::syntax::mermaid::chart::Stroke;
use crate::syntax::mermaid::chart::{Problem, Tip};
use crate::syntax::mermaid::lines::Line;
use crate::syntax::mermaid::words::plain;

/// A message as it is written.
pub(super) struct Written<'a> {
    pub(super) from: &'a str,
    pub(super) to: &'a str,
    pub(super) stroke: Stroke,
    /// What stands at its start and at its end.
    pub(super) tips: (Tip, Tip),
    /// Whether it leads to, or comes from, the middle of a line: `()`.
    pub(super) rings: (bool, bool),
    /// `+` or `-` in front of whom it leads to.
    pub(super) turn: Option<char>,
    pub(super) text: String,
}

/// The signs: what they are written like behind one `-` and, for a dashed line, one more.
const SIGNS: [(&str, &str, (Tip, Tip)); 13] = [
    ("<<", ">>", (Tip::Arrow, Tip::Arrow)),
    ("", ">>", (Tip::None, Tip::Arrow)),
    ("", ">", (Tip::None, Tip::None)),
    ("", "x", (Tip::None, Tip::Cross)),
    ("", ")", (Tip::None, Tip::Open)),
    ("", "|\\", (Tip::None, Tip::Upper)),
    ("", "|/", (Tip::None, Tip::Lower)),
    ("", "\\\\", (Tip::None, Tip::UpperOpen)),
    ("", "//", (Tip::None, Tip::LowerOpen)),
    ("/|", "", (Tip::Upper, Tip::None)),
    ("\\|", "", (Tip::Lower, Tip::None)),
    ("//", "", (Tip::UpperOpen, Tip::None)),
    ("\\\\", "", (Tip::LowerOpen, Tip::None)),
];

/// An arrow: its byte, its length, its stroke and its ends.
type Sign = (usize, usize, Stroke, (Tip, Tip));

/// Reads a message.
pub(super) fn read<'a>(line: &Line<'a>) -> Result<Written<'a>, Problem> {
    let (before, text) = match line.text.split_once(':') {
        Some((before, text)) => (before, Some(text)),
        None => (line.text, None),
    };
    let Some((at, len, stroke, tips)) = sign(before) else {
        let message = "a statement was expected here, or a message such as `A->>B: text`";
        return Err(line.wrong(line.text, message));
    };
    let (from, to) = (before[..at].trim_end(), before[at + len..].trim());
    let (to, turn) = match to.strip_prefix(['+', '-']) {
        Some(rest) => (rest.trim_start(), to.chars().next()),
        None => (to, None),
    };
    let (from, leaves) = ring(from);
    let (to, enters) = ring(to);
    let wanted = "the name of a participant was expected here";
    if from.is_empty() {
        return Err(line.wrong(before, wanted));
    }
    if to.is_empty() {
        return Err(line.wrong(&before[at + len..], wanted));
    }
    let text = text.ok_or_else(|| line.short("a `:` and what the message says were expected here"))?;
    Ok(Written {
        from,
        to,
        stroke,
        tips,
        rings: (leaves, enters),
        turn,
        text: said(text),
    })
}

/// What a message or a note says: whether it is to be wrapped is no part of it.
pub(super) fn said(text: &str) -> String {
    let text = text.trim_start();
    plain(
        ["wrap:", "nowrap:"]
            .iter()
            .find_map(|word| text.strip_prefix(word))
            .unwrap_or(text),
    )
}

/// A name without the ring before or behind it.
fn ring(name: &str) -> (&str, bool) {
    match name.strip_prefix("()").or_else(|| name.strip_suffix("()")) {
        Some(name) => (name.trim(), true),
        None => (name, false),
    }
}

/// The first sign of a text, and the longest there. `-x` and `-)` may be a part of a name, so that others go before them.
fn sign(text: &str) -> Option<Sign> {
    let is_weak = |sign: &Sign| matches!(sign.3.1, Tip::Cross | Tip::Open);
    let mut weak = None;
    for at in text
        .bytes()
        .enumerate()
        .filter(|(_, byte)| b"-<\\/".contains(byte))
        .map(|(at, _)| at)
    {
        let Some(found) = sign_at(&text[at..], at) else {
            continue;
        };
        match is_weak(&found) {
            true => weak = weak.or(Some(found)),
            false => return Some(found),
        }
    }
    weak
}

fn sign_at(rest: &str, at: usize) -> Option<Sign> {
    let found = SIGNS.iter().flat_map(|&(start, end, tips)| {
        [("--", Stroke::Dashed), ("-", Stroke::Plain)].map(|(line, stroke)| {
            let rest = rest.strip_prefix(start)?.strip_prefix(line)?.strip_prefix(end)?;
            Some((at, rest.len(), stroke, tips))
        })
    });
    // What leaves the least behind it is the longest.
    let (at, left, stroke, tips) = found.flatten().min_by_key(|sign| sign.1)?;
    Some((at, rest.len() - left, stroke, tips))
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::syntax::mermaid::chart::{Stroke, Tip};
    use crate::syntax::mermaid::lines::{Ends, lines};

    #[test]
    fn arrows_of_every_sort() {
        use Stroke::{Dashed, Plain};
        for (text, from, to, stroke, tips) in [
            ("A->B: x", "A", "B", Plain, (Tip::None, Tip::None)),
            ("A-->B: x", "A", "B", Dashed, (Tip::None, Tip::None)),
            ("A->>B: x", "A", "B", Plain, (Tip::None, Tip::Arrow)),
            ("a b -->> c-d : x", "a b", "c-d", Dashed, (Tip::None, Tip::Arrow)),
            ("A<<->>B: x", "A", "B", Plain, (Tip::Arrow, Tip::Arrow)),
            ("A<<-->>B: x", "A", "B", Dashed, (Tip::Arrow, Tip::Arrow)),
            ("A-xB: x", "A", "B", Plain, (Tip::None, Tip::Cross)),
            ("A--xB: x", "A", "B", Dashed, (Tip::None, Tip::Cross)),
            ("A-)B: x", "A", "B", Plain, (Tip::None, Tip::Open)),
            ("A--)B: x", "A", "B", Dashed, (Tip::None, Tip::Open)),
            ("web-xyz->>B: x", "web-xyz", "B", Plain, (Tip::None, Tip::Arrow)),
            ("A-|\\B: x", "A", "B", Plain, (Tip::None, Tip::Upper)),
            ("A--//B: x", "A", "B", Dashed, (Tip::None, Tip::LowerOpen)),
            ("A\\|--B: x", "A", "B", Dashed, (Tip::Lower, Tip::None)),
            ("é->>+ü: x", "é", "ü", Plain, (Tip::None, Tip::Arrow)),
        ] {
            let line = lines(text, 0, Ends::Line)[0];
            let read = read(&line).unwrap_or_else(|problem| panic!("{text}: {problem:?}"));
            assert_eq!(
                (read.from, read.to, read.stroke, read.tips),
                (from, to, stroke, tips),
                "{text}"
            );
            assert_eq!(read.text, "x");
        }
        let line = lines("A()->>-()B: wrap: a#59;b", 0, Ends::Line)[0];
        let read = read(&line).unwrap_or_else(|problem| panic!("{problem:?}"));
        assert_eq!(
            (read.rings, read.turn, read.text.as_str()),
            ((true, true), Some('-'), "a;b")
        );
    }

    #[test]
    fn what_is_no_message_has_its_place() {
        for (text, at) in [("A B", 0), ("A->>: x", 4), ("->>B: x", 0), ("A->>B", 5), ("é", 0)] {
            let line = lines(text, 0, Ends::Line)[0];
            assert_eq!(read(&line).err().map(|problem| problem.at), Some(at), "{text}");
        }
    }
}
