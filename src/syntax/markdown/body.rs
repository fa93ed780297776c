//! The body of a Markdown file: where it begins in the file, so that what is found in it gets its place in the whole.

use crate::text::span::{Range, trim};

/// A byte range in the body, before it is moved to its place in the file.
pub(super) type Bytes = std::ops::Range<usize>;

/// A body within its file.
#[derive(Clone, Copy)]
pub(super) struct Body<'a> {
    /// Its text alone.
    pub(super) text: &'a str,
    /// The byte of the file at which it begins.
    pub(super) base: usize,
}

impl<'a> Body<'a> {
    /// The bytes `body` of a file's `text`.
    pub(super) fn new(text: &'a str, body: Range) -> Self {
        Body {
            text: body.of(text),
            base: body.start as usize,
        }
    }

    /// A range of the body as one of the file.
    pub(super) fn at(self, range: Bytes) -> Range {
        Range::from(range).shifted(self.base)
    }

    /// The same, without white space and line ends around it.
    pub(super) fn trimmed(self, range: Bytes) -> Range {
        self.at(trim(self.text, range))
    }
}
