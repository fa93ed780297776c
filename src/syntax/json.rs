//! JSON.
use crate::syntax::document::Document;
use crate::text::path::RepoPath;
/// Parses.
pub fn parse(_path: &RepoPath, _text: &str, _document: &mut Document) {}
