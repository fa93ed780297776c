//! What lexers of code hand on: bytes and their class. It knows no language.

use crate::text::span::Range;

/// What a piece of code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A remark.
    Comment,
    /// The name of a setting, a field, an option.
    Key,
    /// Text in quotes, or a block of it.
    Text,
    /// A number, a truth value, nothing.
    Value,
    /// A word of the language.
    Word,
    /// What is called or referred to: a command, a function, a variable, an anchor.
    Name,
    /// A line that a change adds.
    Added,
    /// A line that a change takes away.
    Removed,
    /// What heads a section: a table of TOML, a document of YAML, a file of a change.
    Head,
    /// What a shell writes before a command.
    Prompt,
    /// What a command wrote.
    Output,
}

/// Bytes of one class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The bytes.
    pub range: Range,
    /// Their class.
    pub class: Class,
}

/// Pieces, as a lexer finds them.
pub(super) struct Pieces<'t> {
    text: &'t str,
    /// What was found until now.
    pub all: Vec<Piece>,
}

impl<'t> Pieces<'t> {
    /// None yet, of a text.
    pub(super) fn of(text: &'t str) -> Self {
        Pieces { text, all: Vec::new() }
    }

    /// Adds bytes of a class behind all others; those that only white space parts from the last of the same class join it.
    pub(super) fn push(&mut self, start: usize, end: usize, class: Class) {
        if start >= end {
            return;
        }
        if let Some(last) = self.all.last_mut().filter(|last| last.class == class) {
            let between = &self.text.as_bytes()[last.range.end as usize..start];
            if between.iter().all(u8::is_ascii_whitespace) {
                last.range = Range::new(last.range.start as usize, end);
                return;
            }
        }
        self.all.push(Piece {
            range: Range::new(start, end),
            class,
        });
    }
}

/// The end of the line on which a byte stands, without the line break.
pub(super) fn end_of_line(text: &str, at: usize) -> usize {
    text.as_bytes()[at..]
        .iter()
        .position(|&byte| byte == b'\n')
        .map_or(text.len(), |length| at + length)
}

/// The end of a quoted text whose content begins at a byte: behind the closing mark; nothing where it is not closed
/// before `to`. Within single quotes nothing is escaped.
pub(super) fn end_of_quote(text: &str, (at, to): (usize, usize), mark: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = at;
    while at < to {
        match bytes[at] {
            b'\\' if mark != b'\'' => at += 2,
            byte if byte == mark => return Some(at + 1),
            _ => at += 1,
        }
    }
    None
}
