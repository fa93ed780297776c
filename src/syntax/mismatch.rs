//! Where and how a node is not as its schema wants it.

use crate::text::span::Range;

/// A place where a node is not as the schema wants it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mismatch {
    /// The bytes of the value, or of the key where the key is what is wrong or missing.
    pub range: Range,
    /// The value, as a JSON pointer into the node.
    pub pointer: String,
    /// What was found and what was expected.
    pub message: String,
    /// True when `range` is a key's.
    pub on_key: bool,
    /// True when a key is missing in the value.
    pub is_missing: bool,
}
