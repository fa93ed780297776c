//! The text of one file, and how an offset in it becomes a line and a column.

use crate::text::span::{Position, Range};
use std::sync::{Arc, OnceLock};

/// A file's text: valid UTF-8, with every byte kept (byte order mark, line ends, missing final newline).
#[derive(Clone, Debug)]
pub struct Source {
    text: Arc<str>,
    lines: OnceLock<Arc<[u32]>>,
}

impl Source {
    /// Wraps a text. Nothing is normalised.
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Source {
            text: text.into(),
            lines: OnceLock::new(),
        }
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The whole text, shared.
    pub fn shared(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// The text under `range`; empty when the range does not fit.
    pub fn slice(&self, range: Range) -> &str {
        range.of(&self.text)
    }

    /// Line and column of a byte offset. An offset past the end is the end; one inside a character is its start.
    /// A byte order mark at the start of the file takes no column.
    pub fn position(&self, offset: u32) -> Position {
        let lines = self.line_starts();
        let offset = (offset as usize).min(self.text.len());
        let line = lines.partition_point(|&start| start as usize <= offset) - 1;
        let start = lines[line] as usize;
        let before = floor_char(&self.text, offset);
        let column = self.text[start..before.max(start)]
            .chars()
            .filter(|&c| c != '\u{feff}')
            .count();
        Position {
            line: line as u32 + 1,
            column: column as u32 + 1,
        }
    }

    /// Number of lines; the empty text has one.
    pub fn line_count(&self) -> usize {
        self.line_starts().len()
    }

    /// The bytes of a 1-based line, without its line end.
    pub fn line(&self, line: u32) -> Range {
        let lines = self.line_starts();
        let index = (line.max(1) as usize - 1).min(lines.len() - 1);
        let start = lines[index] as usize;
        let end = lines.get(index + 1).map_or(self.text.len(), |&next| next as usize);
        let body = self.text[start..end].trim_end_matches(['\n', '\r']);
        Range::new(start, start + body.len())
    }

    /// `"\r\n"` when the first line ends so, else `"\n"`: what a line that is added here must end with.
    pub fn line_end(&self) -> &'static str {
        match self.text.find('\n') {
            Some(at) if self.text[..at].ends_with('\r') => "\r\n",
            _ => "\n",
        }
    }

    fn line_starts(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            std::iter::once(0)
                .chain(
                    self.text
                        .bytes()
                        .enumerate()
                        .filter(|&(_, b)| b == b'\n')
                        .map(|(i, _)| i as u32 + 1),
                )
                .collect()
        })
    }
}

fn floor_char(text: &str, mut offset: usize) -> usize {
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::Source;

    fn at(text: &str, offset: u32) -> (u32, u32) {
        let position = Source::new(text).position(offset);
        (position.line, position.column)
    }

    #[test]
    fn columns_count_characters_from_one() {
        assert_eq!(at("abc\ndéf", 0), (1, 1));
        assert_eq!(at("abc\ndéf", 4), (2, 1));
        assert_eq!(at("abc\ndéf", 7), (2, 3), "é takes two bytes and one column");
        assert_eq!(at("abc\ndéf", 6), (2, 2), "inside é is its start");
        assert_eq!(at("abc\ndéf", 99), (2, 4));
        assert_eq!(at("\u{feff}abc", 3), (1, 1), "a byte order mark takes no column");
    }

    #[test]
    fn lines_lose_only_their_ends() {
        let source = Source::new("a\r\nb\n\nc");
        let lines: Vec<_> = (1..=4).map(|n| source.slice(source.line(n)).to_owned()).collect();
        assert_eq!(lines, ["a", "b", "", "c"]);
        assert_eq!(source.line_end(), "\r\n");
    }
}
