//! YAML.
use crate::syntax::document::Document;
use crate::text::span::Range;
/// Parses a stream.
pub fn parse_stream(_text: &str, _document: &mut Document) {}
/// Parses a front matter.
pub fn parse_front_matter(_text: &str, _range: Range, _document: &mut Document) {}
