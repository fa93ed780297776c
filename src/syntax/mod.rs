//! From text to documents whose every value knows its place.
//!
//! A parser here never fails: what it cannot read becomes a [`document::Problem`] on the document. This room knows
//! formats; it knows nothing of records, kinds or rules.

pub mod anchor;
pub mod asciidoc;
pub mod colour;
pub mod document;
pub mod embedded;
pub mod front_matter;
pub mod json;
mod limits;
pub mod markdown;
pub mod markup;
pub mod mermaid;
pub mod mismatch;
pub mod node;
pub mod promql;
mod promql_bare;
pub mod reader;
pub mod schema;
pub(crate) mod schema_bundle;
mod schema_message;
pub mod schema_notes;
pub(crate) mod schema_pattern;
pub mod slug;
pub mod to_html;
pub mod toml;
pub mod yaml;
