//! What the text of a record says, apart from how it is set and from what may change in it at any time. It does not know
//! which rule asks.
//!
//! A text becomes a row of passages: paragraphs, headings, list items, rows of tables, each as its words. Markup, comments,
//! targets of links, front matter and the lines that state facts (status, date, people, relations) are left out, so that
//! two texts with equal passages say the same.

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

/// Words with which an added note begins by itself.
const NOTES: [&str; 16] = [
    "addendum",
    "amended",
    "amendment",
    "amendments",
    "amends",
    "clarified",
    "clarifies",
    "deprecated",
    "erratum",
    "obsolete",
    "replaced",
    "superceded",
    "supercedes",
    "superseded",
    "supersedes",
    "replaces",
];

/// Words with which an added note begins when a date follows, or nothing but a colon.
const DATED: [&str; 7] = ["edit", "edited", "note", "postscript", "revised", "update", "updated"];

/// How many words after its first may hold the date of a note, and of a remark the word that is its point.
const HEAD: usize = 9;

/// Characters that set a text and say nothing, at the ends of words.
const SETTING: [char; 12] = ['*', '_', '`', '~', '[', ']', '(', ')', '<', '>', '|', '#'];

/// A piece of a text that stands for itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Passage {
    /// Its words with a space between them.
    pub(crate) words: String,
    /// Where it stands in the file.
    pub(crate) range: Range,
}

/// How a text went on.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Change<'a> {
    /// A passage is gone or says something else; the passage here that stands in its place, if any.
    Rewritten(&'a Passage, Option<&'a Passage>),
    /// A passage is new, and nothing marks it as a later note.
    Added(&'a Passage),
}

/// The passages of a record's text; none where it is no marked-up text.
pub(crate) fn passages(workspace: &Workspace, record: &Record) -> Vec<Passage> {
    let Some(markup) = &workspace.document(record.file).markup else {
        return Vec::new();
    };
    let text = workspace.tree.text(record.file);
    let mut reader = Reader {
        text,
        hidden: hidden(markup),
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
        } else if !facts.touch(range) && !is_definition(line) {
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

/// What is different in `new` that may not be, where its predecessor was to stay as it is: the first such passage.
/// Later notes that are marked as such are no change.
pub(crate) fn change<'a>(old: &'a [Passage], new: &'a [Passage], remarks: &[String]) -> Option<Change<'a>> {
    if old.iter().map(words).eq(new.iter().map(words)) || joined(old) == joined(new) {
        return None;
    }
    let mut kept = 0;
    let mut behind = 0;
    let mut is_note = false;
    let mut loose: Option<&Passage> = None;
    for (at, passage) in new.iter().enumerate() {
        let expected = old.get(kept);
        if expected.is_some_and(|expected| goes_on(&expected.words, &passage.words, remarks)) {
            kept += 1;
            behind = at + 1;
            is_note = false;
            continue;
        }
        // What follows a note directly belongs to it.
        is_note = is_note || begins_note(&passage.words, remarks);
        if !is_note && loose.is_none() {
            loose = Some(passage);
        }
    }
    let Some(missing) = old.get(kept) else {
        return loose.map(Change::Added);
    };
    let stays = |passage: &&Passage| old[kept + 1..].iter().any(|later| later.words == passage.words);
    let other = new[behind..]
        .iter()
        .find(|passage| !begins_note(&passage.words, remarks));
    Some(Change::Rewritten(missing, other.filter(|passage| !stays(passage))))
}

fn words(passage: &Passage) -> &str {
    &passage.words
}

fn joined(passages: &[Passage]) -> String {
    passages.iter().map(words).collect::<Vec<_>>().join(" ")
}

/// The same words, or the same words with a note behind them.
fn goes_on(old: &str, new: &str, remarks: &[String]) -> bool {
    match new.strip_prefix(old) {
        Some("") => true,
        Some(rest) => rest.starts_with(' ') && begins_note(rest.trim_start(), remarks),
        None => false,
    }
}

/// True for what says of itself that it came later: `Amendment …`, `Update 2024-03-01 …`, `This decision was superseded …`.
/// `remarks` are the words for a record that is over.
fn begins_note(words: &str, remarks: &[String]) -> bool {
    let mut rest = words.split(' ');
    let raw = rest.next().unwrap_or("");
    let first = bare(raw).to_lowercase();
    let head: Vec<&str> = rest.take(HEAD).collect();
    if NOTES.contains(&first.as_str()) || remarks.contains(&first) {
        return true;
    }
    if DATED.contains(&first.as_str()) {
        let is_label = first != "note" && (head.is_empty() || raw.trim_end_matches(SETTING).ends_with(':'));
        return is_label || holds_date(&head);
    }
    let says = |word: &&str| remarks.contains(&bare(word).to_lowercase());
    (first == "this" && head.iter().any(says)) || holds_date(&[&[raw], &head[..head.len().min(2)]].concat())
}

/// True where one to three words on end are a date.
fn holds_date(words: &[&str]) -> bool {
    let is_date = |some: &[&str]| {
        let text = some.join(" ");
        let text = text.trim_matches(|c: char| !c.is_alphanumeric());
        text.contains(|c: char| c.is_ascii_digit()) && Date::parse(text).is_some()
    };
    (1..=3).any(|length| words.windows(length).any(is_date))
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// `[name]: target` is no text.
fn is_definition(line: &str) -> bool {
    let rest = line.trim_start().strip_prefix('[');
    rest.is_some_and(|rest| rest.find("]:").is_some_and(|at| !rest[..at].contains(']')))
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

/// What is no text: comments and the targets of links, sorted.
fn hidden(markup: &Markup) -> Vec<Range> {
    let targets = markup.links.iter().map(|link| link.target_range);
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
        let says = |word: &&str| {
            word.chars()
                .any(|c| !SETTING.contains(&c) && !matches!(c, '-' | '+' | '=' | ':' | '.'))
        };
        for word in shown
            .split_whitespace()
            .map(|word| word.trim_matches(SETTING))
            .filter(says)
        {
            let open = self.open.get_or_insert_with(|| Passage {
                words: String::new(),
                range,
            });
            if !open.words.is_empty() {
                open.words.push(' ');
            }
            open.words.push_str(word);
            open.range.end = range.end;
        }
    }

    fn close(&mut self) {
        self.passages.extend(self.open.take());
    }
}
