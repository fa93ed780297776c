//! Places in files. Offsets are bytes; lines and columns appear only where something is printed.

use std::fmt;

/// A half-open byte range `start..end` in one file's text. Both ends lie on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Range {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Range {
    /// A range from byte offsets. Offsets over 4 GiB are clamped: larger files are never read as text.
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Range {
            start: clamp(start),
            end: clamp(end.max(start)),
        }
    }

    /// The empty range at one offset.
    pub fn at(offset: usize) -> Self {
        Range::new(offset, offset)
    }

    /// The same range moved right by `by` bytes.
    pub fn shifted(self, by: usize) -> Self {
        Range::new(self.start as usize + by, self.end as usize + by)
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// True when it holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// True when `other` lies wholly inside.
    pub fn contains(self, other: Range) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The text under this range; empty when the range does not fit `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.as_usize()).unwrap_or("")
    }

    /// As a standard range, for slicing.
    pub fn as_usize(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl From<std::ops::Range<usize>> for Range {
    fn from(range: std::ops::Range<usize>) -> Self {
        Range::new(range.start, range.end)
    }
}

/// `range` of `text` without the white space at its ends.
pub(crate) fn trim(text: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let slice = &text[range.clone()];
    let start = range.start + (slice.len() - slice.trim_start().len());
    start..start + slice.trim().len()
}

/// The position of a file in its [`crate::text::tree::Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

impl FileId {
    /// As an index into the tree's files.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A place: a file of a tree and a byte range in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The bytes.
    pub range: Range,
}

impl Span {
    /// A place in `file`.
    pub fn new(file: FileId, range: Range) -> Self {
        Span { file, range }
    }
}

/// A printed position. Both numbers start at 1; columns count Unicode characters, not bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// 1-based line.
    pub line: u32,
    /// 1-based column in characters.
    pub column: u32,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}
