//! YAML.
use crate::syntax::document::Document;
/// Parses a stream.
pub fn parse_stream(_text: &str, _document: &mut Document) {}
