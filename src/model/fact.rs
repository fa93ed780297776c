//! A fact: a value that remembers where it was read, or the knowledge that there is none.

use crate::text::span::Span;
use std::sync::Arc;

/// Absent, unrecognised and known are three different things; nothing is ever silently defaulted.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Fact<T> {
    /// No locator found anything.
    #[default]
    Absent,
    /// Something stands there, but it is no value of this sort.
    Unrecognised(Found<String>),
    /// A value.
    Known(Found<T>),
}

/// A value and where it came from.
#[derive(Clone, Debug, PartialEq)]
pub struct Found<T> {
    /// The value.
    pub value: T,
    /// The text as it was written, trimmed.
    pub raw: String,
    /// Where it stands.
    pub span: Span,
    /// The locator that found it, as one writes it in `opsrepo.toml` (`front-matter:status`).
    pub locator: Arc<str>,
}

impl<T> Fact<T> {
    /// What stands somewhere: a value, or, where `value` is `None`, something that is none of this sort.
    pub fn judged(value: Option<T>, raw: String, span: Span, locator: Arc<str>) -> Self {
        match value {
            Some(value) => Fact::Known(Found {
                value,
                raw,
                span,
                locator,
            }),
            None => Fact::Unrecognised(Found {
                value: raw.clone(),
                raw,
                span,
                locator,
            }),
        }
    }

    /// The value, where it is known.
    pub fn value(&self) -> Option<&T> {
        match self {
            Fact::Known(found) => Some(&found.value),
            _ => None,
        }
    }

    /// The known value with its place.
    pub fn found(&self) -> Option<&Found<T>> {
        match self {
            Fact::Known(found) => Some(found),
            _ => None,
        }
    }

    /// The text as it was written, known or not.
    pub fn raw(&self) -> Option<&str> {
        match self {
            Fact::Absent => None,
            Fact::Unrecognised(found) => Some(&found.raw),
            Fact::Known(found) => Some(&found.raw),
        }
    }

    /// Where it was read, known or not.
    pub fn span(&self) -> Option<Span> {
        match self {
            Fact::Absent => None,
            Fact::Unrecognised(found) => Some(found.span),
            Fact::Known(found) => Some(found.span),
        }
    }

    /// The locator that found it, known or not.
    pub fn locator(&self) -> Option<&str> {
        match self {
            Fact::Absent => None,
            Fact::Unrecognised(found) => Some(&found.locator),
            Fact::Known(found) => Some(&found.locator),
        }
    }

    /// True when nothing was found.
    pub fn is_absent(&self) -> bool {
        matches!(self, Fact::Absent)
    }

    /// What was found but not understood.
    pub fn unrecognised(&self) -> Option<&Found<String>> {
        match self {
            Fact::Unrecognised(found) => Some(found),
            _ => None,
        }
    }
}
