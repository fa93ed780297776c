//! From a file to its document: the name tells the format, the format the parser.

use crate::syntax::document::{Document, Format, Problem, ProblemKind, format_of};
use crate::syntax::{front_matter, json, toml, yaml};
use crate::text::path::RepoPath;
use crate::text::span::Range;
use crate::text::tree::Content;

/// Reads one file. `path` only tells the format.
pub fn read(path: &RepoPath, content: &Content) -> Document {
    let format = format_of(path);
    let mut document = Document {
        format,
        data: Vec::new(),
        front_matter: None,
        markup: None,
        problems: Vec::new(),
    };
    match content {
        Content::Text(source) => parse_text(&mut document, path, source.text()),
        other => document.problems.extend(unread(other)),
    }
    document.problems.sort_by_key(|problem| problem.range);
    document
}

fn parse_text(document: &mut Document, path: &RepoPath, text: &str) {
    match document.format {
        Format::Yaml => yaml::parse_stream(text, document),
        Format::Json => json::parse(path, text, document),
        Format::Toml => toml::parse(text, document),
        Format::Markdown | Format::AsciiDoc => front_matter::parse(text, document),
        Format::Other => {}
    }
}

fn unread(content: &Content) -> Option<Problem> {
    let (kind, message) = match content {
        Content::Binary(_) => (
            ProblemKind::NotText,
            "the file holds NUL bytes: it is not text".to_owned(),
        ),
        Content::NotUtf8(at) => (
            ProblemKind::NotText,
            format!("the file is not UTF-8: byte {at} starts no character"),
        ),
        Content::TooLarge { length, limit } => (
            ProblemKind::TooLarge,
            format!("the file has {length} bytes; opsrepo reads files of up to {limit}"),
        ),
        Content::Unreadable(why) => (ProblemKind::Unreadable, format!("the file could not be read: {why}")),
        Content::Text(_) | Content::Bytes(_) | Content::Other(_) | Content::Sealed(_) | Content::Link(_) => {
            return None;
        }
    };
    Some(Problem {
        kind,
        range: Range::at(0),
        message,
        related: None,
    })
}
