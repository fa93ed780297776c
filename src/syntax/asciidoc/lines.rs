//! The lines of an AsciiDoc text, one after the other. It knows which of them go on with a paragraph, nothing else.

use crate::syntax::asciidoc::line::{self, Line};

/// A byte range in a text.
type Bytes = std::ops::Range<usize>;

/// Where a reader is.
#[derive(Default)]
pub(super) struct Lines<'a> {
    text: &'a str,
    /// Where the next line begins. To set it back is to read again.
    pub(super) at: usize,
}

impl<'a> Lines<'a> {
    /// From the byte `at` of `text` on.
    pub(super) fn new(text: &'a str, at: usize) -> Self {
        let at = at.min(text.len());
        Lines { text, at }
    }

    /// The next line, without white space at its end.
    pub(super) fn take(&mut self) -> Option<Bytes> {
        if self.at >= self.text.len() {
            return None;
        }
        let start = self.at;
        let rest = &self.text[start..];
        let length = rest.find('\n').unwrap_or(rest.len());
        self.at = (start + length + 1).min(self.text.len());
        Some(start..start + rest[..length].trim_end().len())
    }

    /// The next line, if it goes on with a paragraph.
    pub(super) fn go_on(&mut self) -> Option<Bytes> {
        let before = self.at;
        let line = self.take()?;
        let goes_on = matches!(line::read(&self.text[line.clone()]), Line::Text | Line::Indented);
        if !goes_on {
            self.at = before;
            return None;
        }
        Some(line)
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn a_paragraph_ends_before_what_is_no_text() {
        let mut lines = Lines::new("a \r\nb\n\n* c", 0);
        assert_eq!(
            (lines.take(), lines.go_on(), lines.go_on()),
            (Some(0..1), Some(4..5), None)
        );
        assert_eq!(
            (lines.take(), lines.take(), lines.take()),
            (Some(6..6), Some(7..10), None)
        );
    }
}
