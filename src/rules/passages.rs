//! The text of a record as a row of passages: paragraphs, headings, list items, rows of tables, each as its words.
//!
//! Markup, comments, targets of links, front matter and the lines that state facts (status, date, people, relations) are
//! left out, so that two texts with equal passages say the same. It does not know what may change.

use crate::model::record::Record;
use crate::model::time::Date;
use crate::model::workspace::Workspace;
use crate::syntax::markup::{Heading, Markup};
use crate::text::span::Range;

/// Headings of sections that are kept up as long as the record lives, in lower case.
const LIVING: [&str; 18] = [
    "addenda",
    "addendum",
    "amendment",
    "amendments",
    "change log",
    "changelog",
    "errata",
    "erratum",
    "links",
    "references",
    "related",
    "related adrs",
    "related decisions",
    "related records",
    "revision history",
    "revisions",
    "see also",
    "status history",
];

/// Characters that set a text and say nothing, at the ends of words.
const SETTING: [char; 10] = ['*', '_', '`', '~', '[', ']', '(', ')', '|', '#'];

/// The same, at the ends of words only: `.live` is not `live`.
const PUNCTUATION: [char; 6] = ['.', ',', ';', ':', '!', '?'];

/// The same, at both ends.
const QUOTES: [char; 6] = ['"', '\'', '“', '”', '‘', '’'];

/// What a word that is only made of these says nothing.
const MARKS: [char; 9] = ['-', '+', '=', ':', '.', '–', '—', '>', '<'];

/// A piece of a text that stands for itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Passage {
    /// Its words with a space between them.
    pub(crate) words: String,
    /// The same words as they are compared: in lower case, without punctuation.
    pub(crate) key: String,
    /// Where it stands in the file.
    pub(crate) range: Range,
}

/// The passages of a record's text; none where it is no marked-up text.
pub(crate) fn read(workspace: &Workspace, record: &Record) -> Vec<Passage> {
    let Some(markup) = &workspace.document(record.file).markup else {
        return Vec::new();
    };
    let text = workspace.tree.text(record.file);
    let mut reader = Reader {
        text,
        hidden: hidden(text, markup),
        next: 0,
        passages: Vec::new(),
        open: None,
    };
    // The number in a heading is the file's; the title is what remains.
    let heading = markup.title().filter(|_| record.title.locator() == Some("heading"));
    if let (Some(heading), Some(title)) = (heading, record.title.value()) {
        reader.line(title, heading.range);
        reader.close();
    }
    let mut facts = facts(record, markup);
    facts.extend(heading.map(|heading| heading.range));
    let facts = Lines::new(facts);
    let mut at = markup.body.start as usize;
    for line in markup.body.of(text).split_inclusive('\n') {
        let range = Range::new(at, at + line.trim_end().len());
        at += line.len();
        if line.trim().is_empty() {
            reader.close();
        } else if !facts.touch(range) && !is_definition(line) && !is_dated(line) {
            let shown = reader.shown(range);
            if begins_passage(&shown) {
                reader.close();
            }
            reader.line(&shown, range);
        }
    }
    reader.close();
    reader.passages
}

/// A word as it is compared; empty for one that says nothing.
fn key(word: &str) -> String {
    // A formatter may escape what needed it not.
    let word = &word.replace('\\', "");
    let word = word
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'))
        .unwrap_or(word);
    let both = |c: char| SETTING.contains(&c) || QUOTES.contains(&c);
    let word = word.trim_start_matches(both);
    let word = word.trim_end_matches(|c: char| both(c) || PUNCTUATION.contains(&c));
    match word.chars().all(|c| MARKS.contains(&c)) {
        true => String::new(),
        false => word.to_lowercase(),
    }
}

/// `[name]: target` is no text.
fn is_definition(line: &str) -> bool {
    let rest = line.trim_start().strip_prefix('[');
    rest.is_some_and(|rest| rest.find("]:").is_some_and(|at| !rest[..at].contains(']')))
}

/// `Last updated: 2024-03-01` is about the text.
fn is_dated(line: &str) -> bool {
    let Some((label, value)) = line.split_once(':') else {
        return false;
    };
    let value = value.trim_matches(|c: char| !c.is_alphanumeric());
    label.split_whitespace().count() <= 4 && value.len() <= 30 && Date::parse(value).is_some()
}

/// True for a line with which something new begins: a heading, a list item, a row, a quotation.
fn begins_passage(line: &str) -> bool {
    let line = line.trim_start();
    let marker = line.trim_start_matches(['#', '=', '-', '*', '+', '.', '>', '|']);
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    (marker.len() < line.len() && (marker.is_empty() || marker.starts_with(char::is_whitespace)))
        || line.starts_with('|')
        || (digits.len() < line.len() && digits.starts_with([')', '.']))
}

/// A line without the marker of a list item that counts: `1.`, `12)`, `a)`.
fn without_marker(line: &str) -> &str {
    let text = line.trim_start();
    let Some((marker, rest)) = text.split_once(char::is_whitespace) else {
        return text;
    };
    let counts = |name: &str| {
        let is_number = name.len() <= 3 && name.bytes().all(|byte| byte.is_ascii_digit());
        is_number || (name.len() == 1 && name.bytes().all(|byte| byte.is_ascii_alphabetic()))
    };
    match marker.strip_suffix(['.', ')']).is_some_and(counts) {
        true => rest,
        false => text,
    }
}

/// What is no text: comments and the targets of links, sorted.
fn hidden(text: &str, markup: &Markup) -> Vec<Range> {
    let targets = markup.links.iter().map(|link| {
        // `[text](target "title")` and `[text][name]` are the text.
        let written = link.range.of(text);
        match written.rfind("](").max(written.rfind("][")) {
            Some(at) => Range::new(link.range.start as usize + at + 1, link.range.end as usize),
            None => link.target_range,
        }
    });
    let mut ranges: Vec<Range> = markup.comments.iter().copied().chain(targets).collect();
    ranges.retain(|range| !range.is_empty());
    ranges.sort();
    ranges
}

/// Where status, date, people, words and relations stand, and the sections that are kept up.
fn facts(record: &Record, markup: &Markup) -> Vec<Range> {
    let times = record.times.iter().filter_map(|(_, fact)| fact.span());
    let words = record
        .words
        .iter()
        .flat_map(|(_, words)| words.iter().map(|word| word.span));
    let spans = [record.status.span(), record.date.span()]
        .into_iter()
        .flatten()
        .chain(times)
        .chain(words)
        .chain(record.people.iter().map(|person| person.span))
        .chain(record.references.iter().map(|reference| reference.span));
    let mut ranges: Vec<Range> = spans
        .filter(|span| span.file == record.file && !span.range.is_empty())
        .map(|span| span.range)
        .collect();
    let sections: Vec<&str> = [record.status.locator(), record.date.locator()]
        .into_iter()
        .flatten()
        .filter_map(|locator| locator.strip_prefix("section:"))
        .collect();
    let is_apart = |heading: &Heading| {
        let text = heading.text.trim().trim_end_matches(':');
        let lower = text.to_lowercase();
        LIVING.contains(&lower.as_str()) || sections.iter().any(|name| name.eq_ignore_ascii_case(text))
    };
    for (at, heading) in markup.headings.iter().enumerate() {
        if is_apart(heading) {
            let start = heading.range.start as usize;
            ranges.push(Range::new(start, markup.section(at).end as usize));
        }
    }
    // Attributes are the front matter of AsciiDoc.
    ranges.extend(markup.attributes.iter().map(|attribute| attribute.value));
    ranges
}

/// Ranges whose lines are not compared: sorted, and no two of them touch.
struct Lines(Vec<Range>);

impl Lines {
    fn new(mut ranges: Vec<Range>) -> Lines {
        ranges.sort();
        let mut merged: Vec<Range> = Vec::new();
        for range in ranges {
            match merged.last_mut().filter(|last| range.start <= last.end) {
                Some(last) => last.end = last.end.max(range.end),
                None => merged.push(range),
            }
        }
        Lines(merged)
    }

    /// True when a line holds something of one of the ranges.
    fn touch(&self, line: Range) -> bool {
        let first = self.0.partition_point(|range| range.end <= line.start);
        self.0.get(first).is_some_and(|range| range.start < line.end)
    }
}

struct Reader<'a> {
    text: &'a str,
    hidden: Vec<Range>,
    /// The first hidden range that may reach into the next line.
    next: usize,
    passages: Vec<Passage>,
    open: Option<Passage>,
}

impl Reader<'_> {
    /// A line without what is hidden in it. Lines are asked for from the top down.
    fn shown(&mut self, line: Range) -> String {
        while self.hidden.get(self.next).is_some_and(|range| range.end <= line.start) {
            self.next += 1;
        }
        let mut out = String::new();
        let mut at = line.start as usize;
        for range in self.hidden[self.next..]
            .iter()
            .take_while(|range| range.start < line.end)
        {
            let (start, end) = (range.start as usize, range.end.min(line.end) as usize);
            out.push_str(self.text.get(at..start.max(at)).unwrap_or(""));
            at = at.max(end);
        }
        out.push_str(self.text.get(at..line.end as usize).unwrap_or(""));
        out
    }

    /// Adds the words of a line to the open passage.
    fn line(&mut self, shown: &str, range: Range) {
        for word in without_marker(shown).split_whitespace() {
            let key = key(word);
            if key.is_empty() {
                continue;
            }
            let open = self.open.get_or_insert_with(|| Passage {
                words: String::new(),
                key: String::new(),
                range,
            });
            if !open.words.is_empty() {
                open.words.push(' ');
                open.key.push(' ');
            }
            open.words.push_str(word);
            open.key.push_str(&key);
            open.range.end = range.end;
        }
    }

    fn close(&mut self) {
        self.passages.extend(self.open.take());
    }
}
