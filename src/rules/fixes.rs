//! Fixes that several rules state: a written text in the place of another. It does not know which rule asks.
//!
//! A fix is stated only where the bytes of the file are the text that was judged. What was unescaped, joined or quoted on
//! the way stays for people to mend.

use crate::lint::Fix;
use crate::model::workspace::Workspace;
use crate::text::edit::Edit;
use crate::text::span::{Range, Span};

/// Writes `text` over `span`, if `raw` stands there as it is.
pub(crate) fn replace(workspace: &Workspace, (span, raw): (Span, &str), text: String, title: String) -> Option<Fix> {
    let source = workspace.tree.file(span.file).source()?;
    (span.range.of(source.text()) == raw && raw != text).then(|| Fix {
        title,
        file: span.file,
        edits: vec![Edit {
            range: span.range,
            text,
        }],
    })
}

/// The part of a span that begins `at` bytes after its start and is `length` bytes long.
pub(crate) fn part(span: Span, at: usize, length: usize) -> Span {
    let start = span.range.start as usize + at;
    Span::new(span.file, Range::new(start, start + length))
}
