//! What holds for every input: functions that panic where it does not. Fuzz targets call the same functions.

use opsrepo::model::length::{Duration, Interval};
use opsrepo::model::time::{Date, Moment};
use opsrepo::syntax::document::{Document, Problem};
use opsrepo::syntax::markup::Markup;
use opsrepo::syntax::mermaid::{self, Reading};
use opsrepo::syntax::node::{Node, Value};
use opsrepo::syntax::reader;
use opsrepo::text::edit::{Edit, apply};
use opsrepo::text::path::RepoPath;
use opsrepo::text::source::Source;
use opsrepo::text::span::Range;
use opsrepo::text::tree::Content;

/// A file name for each format.
pub(crate) const NAMES: [&str; 8] = [
    "x.yaml",
    "x.json",
    "x.jsonc",
    "x.toml",
    "x.md",
    "x.html.md.erb",
    "x.adoc",
    "x.txt",
];

/// Any text is read, and every place in what was read lies in it.
pub(crate) fn text_is_read(name: &str, text: &str) -> Document {
    let path = RepoPath::new(name).unwrap();
    let document = reader::read(&path, &Content::Text(Source::new(text)));
    let place = |range: Range, what: &str| {
        let fits = range.start <= range.end && text.get(range.as_usize()).is_some();
        assert!(
            fits,
            "{name}: {what} at {range:?} does not lie in the text of {} bytes",
            text.len()
        );
    };
    document.data.iter().for_each(|node| nodes(node, &place));
    document
        .front_matter
        .iter()
        .for_each(|range| place(*range, "front matter"));
    document.markup.iter().for_each(|found| markup(found, &place));
    for Problem {
        range,
        related,
        message,
        ..
    } in &document.problems
    {
        place(*range, message);
        related.iter().for_each(|(range, message)| place(*range, message));
        assert!(!message.trim().is_empty(), "{name}: a problem says nothing");
    }
    document
}

/// Any diagram is read, and what is wrong with it has a place in it.
pub(crate) fn diagram_is_read(code: &str) {
    if let Reading::Wrong(problem) = mermaid::read(code) {
        assert!(code.is_char_boundary(problem.at), "{} in {code:?}", problem.at);
        assert!(!problem.message.trim().is_empty(), "{code:?}");
    }
}

fn nodes(node: &Node, place: &dyn Fn(Range, &str)) {
    place(node.range, "a value");
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| nodes(item, place)),
        Value::Map(entries) => entries.iter().for_each(|entry| {
            place(entry.key_range, "a key");
            nodes(&entry.value, place);
        }),
        _ => {}
    }
}

fn markup(markup: &Markup, place: &dyn Fn(Range, &str)) {
    place(markup.body, "the body");
    for (index, heading) in markup.headings.iter().enumerate() {
        place(heading.range, "a heading");
        place(heading.text_range, "a heading's text");
        place(markup.section(index), "a section");
        assert!((1..=6).contains(&heading.level), "a heading of level {}", heading.level);
    }
    for link in &markup.links {
        place(link.range, "a link");
        place(link.target_range, "a link's target");
    }
    markup
        .anchors
        .iter()
        .for_each(|anchor| place(anchor.range, "an anchor"));
    for fence in &markup.fences {
        place(fence.range, "a fence");
        place(fence.code, "code");
    }
    for table in &markup.tables {
        place(table.range, "a table");
        let cells = table.header.iter().chain(table.rows.iter().flatten());
        cells.for_each(|cell| place(*cell, "a cell"));
    }
    for item in &markup.items {
        place(item.range, "an item");
        place(item.text, "an item's text");
    }
    markup.paragraphs.iter().for_each(|range| place(*range, "a paragraph"));
    markup.comments.iter().for_each(|range| place(*range, "a comment"));
    markup
        .attributes
        .iter()
        .for_each(|attribute| place(attribute.value, "an attribute"));
}

/// Any bytes are read as text, or are a problem.
pub(crate) fn bytes_are_read(name: &str, bytes: &[u8]) {
    match std::str::from_utf8(bytes) {
        Ok(text) => drop(text_is_read(name, text)),
        Err(error) => {
            let content = Content::NotUtf8(error.valid_up_to() as u64);
            let document = reader::read(&RepoPath::new(name).unwrap(), &content);
            assert_eq!(document.problems.len(), 1);
        }
    }
}

/// An edit that is applied changes its place and nothing else; one that is refused changes nothing.
pub(crate) fn edit_changes_only_its_place(text: &str, start: usize, length: usize, new: &str) {
    let range = Range::new(start, start.saturating_add(length));
    let edit = Edit {
        range,
        text: new.to_owned(),
    };
    match apply(text, &[edit]) {
        Ok(out) => {
            let (start, end) = (range.start as usize, range.end as usize);
            assert_eq!(&out[..start], &text[..start]);
            assert_eq!(&out[start..start + new.len()], new);
            assert_eq!(&out[start + new.len()..], &text[end..]);
        }
        Err(_) => assert!(text.get(range.as_usize()).is_none(), "{range:?} fits and was refused"),
    }
}

/// Any text is a time or is none; what is one reads the same when it is written out.
pub(crate) fn times_round_trip(text: &str) {
    if let Some(date) = Date::parse(text) {
        assert_eq!(Date::parse(&date.to_string()), Some(date), "{text:?}");
    }
    if let Some(moment) = Moment::parse(text) {
        assert_eq!(Moment::parse(&moment.to_string()), Some(moment), "{text:?}");
    }
    if let Some(duration) = Duration::parse(text) {
        assert_eq!(
            Duration::parse(&duration.to_string()),
            Some(duration),
            "{text:?} is {duration}"
        );
    }
    if let Some(interval) = Interval::parse(text).filter(|interval| interval.months + interval.days > 0) {
        assert_eq!(
            Interval::parse(&interval.to_string()),
            Some(interval),
            "{text:?} is {interval}"
        );
    }
    Date::looks_like(text);
}
