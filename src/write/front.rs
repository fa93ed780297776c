//! The front matter of a new record: the keys that every record of its log has. It must not know what stands below it.

use crate::model::attached::keeps_evidence;
use crate::model::kind::{Kind, Shape};
use crate::model::record::Record;
use crate::model::workspace::Workspace;
use crate::syntax::document::{Document, Format};
use crate::syntax::node::{Entry, Node};
use crate::syntax::reader;
use crate::text::path::RepoPath;
use crate::text::source::Source;
use crate::text::tree::Content;
use crate::write::repeat::{self, Model, Own, Where};

/// Where the form of a draft comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// It is one of ours, which speaks of status and date alone.
    Own,
    /// It lies beside the records of the log, and has a front matter as they do, with what is its own.
    Found,
}

/// Fewer records than this have no habit.
const LEAST: usize = 2;

/// A draft with the keys that all of the newest records have; as it is where it has them already. What it says besides
/// stays, unless the log says that under another key, or it is the title of the form.
pub(super) fn shaped(
    workspace: &Workspace,
    (row, newest): (&Kind, &[&Record]),
    (path, text, origin): (&RepoPath, String, Origin),
    own: &Own<'_>,
) -> String {
    let models: Vec<Model<'_>> = newest.iter().filter_map(|record| model(workspace, record)).collect();
    if models.len() < LEAST || models.len() < newest.len() {
        return text;
    }
    let set = newest.last().map(|record| record.set);
    let all = workspace.records.iter().filter(|record| Some(record.set) == set);
    let all: Vec<Model<'_>> = all.filter_map(|record| model(workspace, record)).collect();
    let lines = repeat::lines((row, Where::FrontMatter), (&models, &all), own);
    let document = reader::read(path, &Content::Text(Source::new(text.as_str())));
    let Some(is_there) = entries(&document) else {
        return text;
    };
    let field = |key: &str| repeat::field_of(row, Where::FrontMatter, key).map(|field| field.name.as_str());
    let is_same = |one: &str, other: &str| one == other || field(one).is_some() && field(one) == field(other);
    let has = |key: &str| is_there.iter().any(|entry| &*entry.key == key);
    // A time of a course that nobody knows yet is not there yet; one that the form knows is the form's.
    let is_moment = |key: &str| {
        let field = repeat::field_of(row, Where::FrontMatter, key);
        keeps_evidence(row) && field.is_some_and(|field| field.shape == Shape::Moment)
    };
    let slice = |entry: &Entry| line_of(&text, entry);
    // Where records follow a schema, a key with nothing behind it breaks it.
    let has_schema = set.is_some_and(|set| workspace.sets[set].schema.is_some());
    let is_blank = |line: &str| has_schema && line.trim_end().ends_with(':');
    let lines: Vec<(String, String)> = lines
        .into_iter()
        .filter(|(key, line)| has(key) || !is_moment(key) && !is_blank(line))
        .collect();
    if lines.iter().all(|(key, _)| has(key)) && origin == Origin::Own {
        return text;
    }
    let written = |(key, line): &(String, String)| {
        let known = is_there
            .iter()
            .find(|entry| *entry.key == **key && !entry.value.is_null());
        match known.filter(|_| is_moment(key) || line.trim_end().ends_with(':')) {
            Some(entry) => slice(entry),
            None => line.clone(),
        }
    };
    let mut front: Vec<String> = lines.iter().map(written).collect();
    for entry in is_there {
        let is_title = repeat::field_of(row, Where::FrontMatter, &entry.key)
            .is_some_and(|field| matches!(field.shape, Shape::Title | Shape::Id));
        if !is_title && !lines.iter().any(|(key, _)| is_same(key, &entry.key)) {
            front.push(slice(entry));
        }
    }
    let is_bare = |model: &Model<'_>| above_title(workspace, model.record).trim().is_empty();
    let is_silent = origin == Origin::Found && models.iter().all(is_bare);
    let end = document.front_matter.map(|range| range.end as usize);
    let rest = &text[end.unwrap_or(0)..];
    let rest = if end.is_some() {
        rest.trim_start_matches('\r')
    } else {
        rest
    };
    let rest = if is_silent { without_comments(rest) } else { rest };
    let gap = if end.is_some() { "" } else { "\n" };
    let lead = if rest.starts_with('\n') { "" } else { "\n" };
    format!("---\n{}\n---{gap}{lead}{rest}", front.join("\n"))
}

/// A key with its value, as they are written.
fn line_of(text: &str, entry: &Entry) -> String {
    let end = entry.value.range.end.max(entry.key_range.end) as usize;
    text[entry.key_range.start as usize..end].trim_end().to_owned()
}

/// What stands between the front matter of a record and its title.
fn above_title<'w>(workspace: &'w Workspace, record: &Record) -> &'w str {
    let document = workspace.document(record.file);
    let title = document.markup.as_ref().and_then(|markup| markup.title());
    let start = document.front_matter.map_or(0, |range| range.end as usize);
    let end = title.map_or(start, |title| title.range.start as usize);
    workspace.tree.text(record.file).get(start..end).unwrap_or("")
}

/// A text without the comments on lines of their own with which it begins: they speak of the form.
fn without_comments(text: &str) -> &str {
    let mut rest = text;
    while let Some(inner) = rest.trim_start().strip_prefix("<!--") {
        let line = inner.split('\n').next().unwrap_or("");
        match line.trim_end().strip_suffix("-->").filter(|said| !said.contains("-->")) {
            Some(_) => rest = &inner[line.len()..],
            None => break,
        }
    }
    rest
}

fn entries(document: &Document) -> Option<&[Entry]> {
    match (document.front_matter, document.data.first()) {
        (Some(_), Some(node)) if node.is_null() => Some(&[]),
        (Some(_), Some(node)) => Some(node.entries()).filter(|entries| !entries.is_empty()),
        _ => Some(&[]),
    }
}

/// The front matter of a record, where it is written in YAML.
fn model<'w>(workspace: &'w Workspace, record: &'w Record) -> Option<Model<'w>> {
    let document = workspace.document(record.file);
    let text = workspace.tree.text(record.file);
    let is_yaml = document.front_matter?.of(text).starts_with("---") && document.format == Format::Markdown;
    let node: &Node = document
        .data
        .first()
        .filter(|node| is_yaml && !node.entries().is_empty())?;
    let path = workspace.path_of(record);
    Some(Model {
        record,
        path,
        node,
        text,
    })
}
