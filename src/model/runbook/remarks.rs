//! What shells and checkers of shells say of the steps of runbooks. It is handed what they said; nothing is run here.

use crate::text::span::Span;

/// Something that was said of the text of a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Remark {
    /// Who said it.
    pub source: Source,
    /// How bad it is to them.
    pub weight: Weight,
    /// What it is about.
    pub span: Span,
    /// What they said.
    pub message: String,
    /// Where more is said, or what to do.
    pub help: Option<String>,
}

/// Who has something to say of a text for a shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The shell itself, which cannot read it.
    Shell,
    /// shellcheck.
    Shellcheck,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// It may be meant so.
    Slight,
    /// It is probably wrong.
    Grave,
}
