//! The text inside a code block, as a shell gets it, and the way back to the file. What indents a list item, the marks of
//! a quote and carriage returns are none of it.

use crate::syntax::markup::Fence;
use crate::text::span::{FileId, Range, Span};

/// The text of a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    text: String,
    file: FileId,
    /// Where pieces begin: in the text, and in the file. Never empty.
    starts: Vec<(u32, u32)>,
}

impl Code {
    /// The text of a block of a file.
    pub(super) fn of(file: FileId, source: &str, fence: &Fence) -> Code {
        let whole = [fence.code];
        let pieces = if fence.pieces.is_empty() {
            &whole[..]
        } else {
            &fence.pieces
        };
        let mut code = Code {
            text: String::with_capacity(fence.code.len()),
            file,
            starts: Vec::with_capacity(pieces.len()),
        };
        for piece in pieces {
            code.starts.push((code.text.len() as u32, piece.start));
            code.text.push_str(piece.of(source));
        }
        code
    }

    /// The text. Lines end with a line feed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The place in the file of bytes of the text. What does not fit is cut to it.
    pub fn span(&self, range: Range) -> Span {
        let floor = |offset: u32| {
            let mut offset = (offset as usize).min(self.text.len());
            while !self.text.is_char_boundary(offset) {
                offset -= 1;
            }
            offset as u32
        };
        let (start, end) = (floor(range.start), floor(range.end));
        let from = self.place(start, start);
        // The end of a line is not the start of what follows it.
        let to = match end > start {
            true => self.place(end, end - 1),
            false => from,
        };
        Span::new(self.file, Range::new(from as usize, to as usize))
    }

    /// The place of the 1-based line of the text, without the blanks before it; the last line for one past the end.
    pub fn line(&self, number: usize) -> Span {
        let mut start = 0;
        for (at, line) in self.text.split_inclusive('\n').enumerate() {
            let shown = line.trim();
            if at + 1 >= number || start + line.len() == self.text.len() {
                let indent = line.len() - line.trim_start().len();
                let begin = start + if shown.is_empty() { 0 } else { indent };
                return self.span(Range::new(begin, begin + shown.len()));
            }
            start += line.len();
        }
        self.span(Range::at(0))
    }

    /// Its first line that is neither empty nor a comment.
    pub fn first_line(&self) -> &str {
        let mut lines = self.text.lines().map(str::trim);
        lines
            .find(|line| !line.is_empty() && !line.starts_with('#'))
            .unwrap_or_default()
    }

    /// The byte of the file for an offset of the text, by the piece in which `inside` lies.
    fn place(&self, offset: u32, inside: u32) -> u32 {
        let piece = self.starts.partition_point(|(start, _)| *start <= inside).max(1) - 1;
        let (start, place) = self.starts.get(piece).copied().unwrap_or_default();
        place + (offset - start.min(offset))
    }
}

#[cfg(test)]
mod tests {
    use super::Code;
    use crate::syntax::markdown::parse;
    use crate::text::span::{FileId, Range};

    fn code(text: &str) -> Code {
        let markup = parse(text, Range::new(0, text.len()));
        Code::of(FileId(0), text, &markup.fences[0])
    }

    #[test]
    fn what_stands_around_the_text_is_left_away() {
        for (page, expected) in [
            ("```sh\na\n  b\n```\n", "a\n  b\n"),
            ("1. x\n\n   ```sh\n   a\n     b\n\n   c\n   ```\n", "a\n  b\n\nc\n"),
            ("- x\n\n\t```sh\n\ta\n\t\tb\n\t```\n", "a\n\tb\n"),
            ("> ```sh\n> a\n> b\n> ```\n", "a\nb\n"),
            ("  ```sh\n  a\n b\n   c\n  ```\n", "a\nb\n c\n"),
            ("```sh\r\na\r\nb\r\n```\r\n", "a\nb\n"),
            ("```sh\na", "a"),
            ("```sh\n```\n", ""),
        ] {
            assert_eq!(code(page).text(), expected, "{page:?}");
        }
    }

    #[test]
    fn every_byte_of_the_text_is_found_in_the_file() {
        let page = "1. é\n\n   ```sh\n   aé\r\n     b\r\n   ```\n";
        let code = code(page);
        assert_eq!(code.text(), "aé\n  b\n");
        let slice = |start, end| code.span(Range::new(start, end)).range.of(page);
        assert_eq!(slice(0, 3), "aé");
        assert_eq!(slice(6, 7), "b");
        assert_eq!(slice(0, 7), "aé\r\n     b");
        assert_eq!(slice(2, 2), "");
        assert_eq!(slice(900, 901), "");
        assert_eq!((code.line(2).range.of(page), code.line(1).range.of(page)), ("b", "aé"));
        assert_eq!(code.line(77).range.of(page), "b");
    }

    #[test]
    fn the_first_line_says_something() {
        assert_eq!(code("```sh\n\n# x\n  a b\nc\n```\n").first_line(), "a b");
        assert_eq!(code("```sh\n# x\n```\n").first_line(), "");
    }
}
