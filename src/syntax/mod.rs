//! From text to documents whose every value knows its place.
//!
//! A parser here never fails: what it cannot read becomes a [`document::Problem`] on the document. This room knows
//! formats; it knows nothing of records, kinds or rules.

pub mod adoc_line;
pub mod adoc_table;
pub mod anchor;
pub mod asciidoc;
pub mod document;
pub mod front_matter;
pub mod json;
pub mod macros;
pub mod markdown;
pub mod markup;
pub mod node;
pub mod schema;
pub mod target;
pub mod toml;
