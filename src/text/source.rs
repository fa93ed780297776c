//! The text of one file, and how an offset in it becomes a line and a column.

use crate::text::span::{Position, Range};
use std::sync::{Arc, OnceLock};

/// Bytes between two entries of the index of characters: what one position may cost to count.
const STEP: usize = 1024;

/// How many characters begin in a piece of text, and how many units of UTF-16 they take. Byte order marks do not count.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    characters: u32,
    units: u32,
}

/// A file's text: valid UTF-8, with every byte kept (byte order mark, line ends, missing final newline).
#[derive(Clone, Debug)]
pub struct Source {
    text: Arc<str>,
    lines: OnceLock<Arc<[u32]>>,
    /// What stands before each multiple of [`STEP`]. Made when a place far into a long line is asked for, so
    /// that many findings on one line do not each count it from its start.
    counts: OnceLock<Arc<[Count]>>,
}

impl Source {
    /// Wraps a text. Nothing is normalised.
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Source {
            text: text.into(),
            lines: OnceLock::new(),
            counts: OnceLock::new(),
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
        let (line, count) = self.before(offset);
        Position {
            line,
            column: count.characters + 1,
        }
    }

    /// The same with a column in units of UTF-16, as editors and SARIF count: a character beyond U+FFFF takes two.
    pub fn position_utf16(&self, offset: u32) -> Position {
        let (line, count) = self.before(offset);
        Position {
            line,
            column: count.units + 1,
        }
    }

    /// The 1-based line of a byte offset, and what stands before the offset on it.
    fn before(&self, offset: u32) -> (u32, Count) {
        let lines = self.line_starts();
        let offset = (offset as usize).min(self.text.len());
        let line = lines.partition_point(|&start| start as usize <= offset) - 1;
        let start = lines[line] as usize;
        let before = floor_char(&self.text, offset);
        (line as u32 + 1, self.count_between(start, before.max(start)))
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

    /// What stands between two offsets, both on the bounds of characters.
    fn count_between(&self, start: usize, end: usize) -> Count {
        let bytes = self.text.as_bytes();
        if end - start <= 2 * STEP {
            return count(bytes, start..end);
        }
        let index = self.counts.get_or_init(|| {
            let mut before = Count::default();
            (0..bytes.len().div_ceil(STEP))
                .map(|step| {
                    let here = before;
                    before = before.and(count(bytes, step * STEP..((step + 1) * STEP).min(bytes.len())));
                    here
                })
                .collect()
        });
        let upto = |at: usize| {
            let step = (at / STEP).min(index.len() - 1);
            index[step].and(count(bytes, step * STEP..at))
        };
        let (whole, before) = (upto(end), upto(start));
        Count {
            characters: whole.characters - before.characters,
            units: whole.units - before.units,
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

impl Count {
    fn and(self, more: Count) -> Count {
        Count {
            characters: self.characters + more.characters,
            units: self.units + more.units,
        }
    }
}

/// What begins in a range of bytes of a text.
fn count(text: &[u8], range: std::ops::Range<usize>) -> Count {
    let mut count = Count::default();
    for at in range {
        let byte = text[at];
        if byte & 0xc0 != 0x80 && !text[at..].starts_with("\u{feff}".as_bytes()) {
            count.characters += 1;
            // Four bytes of UTF-8 are two units of UTF-16.
            count.units += if byte >= 0xf0 { 2 } else { 1 };
        }
    }
    count
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
    fn far_columns_are_counted_like_near_ones() {
        let text = format!("a\nö{}b", "é\u{feff}x".repeat(2000));
        let source = Source::new(text.as_str());
        for (column, (at, _)) in text[2..].char_indices().filter(|&(_, c)| c != '\u{feff}').enumerate() {
            assert_eq!(source.position(at as u32 + 2).column, column as u32 + 1);
        }
    }

    #[test]
    fn many_places_on_one_line_cost_little() {
        let source = Source::new("[a](b) ".repeat(400_000));
        let last = (0..100_000).map(|n| source.position(n * 28).column).last();
        assert_eq!(last, Some(99_999 * 28 + 1));
    }

    #[test]
    fn units_of_utf16_are_counted() {
        let at = |text: &str, offset| Source::new(text).position_utf16(offset).column;
        assert_eq!(at("é\u{1f600}x", 2), 2);
        assert_eq!(at("é\u{1f600}x", 6), 4, "beyond U+FFFF it takes two");
        assert_eq!(at("\u{feff}x", 3), 1);
        let long = format!("{}x", "\u{1f600}".repeat(3000));
        assert_eq!(at(&long, 12_000), 6001);
    }

    #[test]
    fn lines_lose_only_their_ends() {
        let source = Source::new("a\r\nb\n\nc");
        let lines: Vec<_> = (1..=4).map(|n| source.slice(source.line(n)).to_owned()).collect();
        assert_eq!(lines, ["a", "b", "", "c"]);
        assert_eq!(source.line_end(), "\r\n");
    }
}
