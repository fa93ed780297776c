//! Finding records by their words: which ones hold all of them, which come first, and the line to show of each.
//!
//! The title counts most, then headings, then the rest; a whole word more than the beginning of one, that more than a part.

use crate::model::identity;
use crate::model::record::{Record, RecordId};
use crate::model::workspace::Workspace;
use crate::text::fold::{Folded, fold};
use crate::text::similar;
use crate::text::span::{self, Range};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// What a hit is worth as a whole word, the beginning of one, and a part of one.
type Worth = [u32; 3];
const IN_TITLE: Worth = [120, 70, 30];
const IN_HEADING: Worth = [40, 24, 10];
const IN_BODY: Worth = [16, 10, 4];
/// Further hits of one word that still count, one point each.
const REPEATS: usize = 9;
/// Hits of one word in one record that are looked at for the line to show.
const SEEN: usize = 500;

/// What is searched for: words and phrases, all of which must occur.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// Folded; of a phrase the words with one space between them.
    terms: Vec<String>,
}

/// A record that holds all that was searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The record.
    pub id: RecordId,
    /// How well it fits; only for comparing.
    pub score: u32,
    /// The line that shows it best; `None` where only its name fits.
    pub line: Option<Line>,
}

/// A line of a record's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its bytes in the file, without white space at its ends.
    pub range: Range,
    /// Where the words are, sorted, none over another.
    pub marks: Vec<Range>,
    /// Whether it is the title, which is shown anyway.
    pub is_title: bool,
}

/// Why nothing was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nothing {
    /// Each term with the number of records that hold it, and the word nearest to it where none does.
    pub terms: Vec<(String, usize, Option<String>)>,
}

impl Query {
    /// Reads words; what stands in double quotes is a phrase.
    pub fn parse(text: &str) -> Query {
        let mut terms: Vec<String> = Vec::new();
        for (at, part) in text.split('"').enumerate() {
            let words = part.split_whitespace();
            match at % 2 {
                1 => terms.push(words.collect::<Vec<_>>().join(" ")),
                _ => terms.extend(words.map(str::to_owned)),
            }
        }
        let mut query = Query { terms: Vec::new() };
        for term in terms.iter().map(|term| fold(term)).filter(|term| !term.is_empty()) {
            if !query.terms.contains(&term) {
                query.terms.push(term);
            }
        }
        query
    }

    /// True when nothing is searched for.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The ranges of a text in which the query's words stand, sorted, none over another.
    pub fn marks(&self, text: &str) -> Vec<std::ops::Range<usize>> {
        let folded = Folded::new(text);
        let found = self
            .terms
            .iter()
            .flat_map(|term| places(&folded, term).map(|found| found.original));
        apart(found.collect())
    }
}

/// The records among `ids` that hold all of a query, best first; equal ones in the order of `ids`.
pub fn find(workspace: &Workspace, ids: &[RecordId], query: &Query) -> Vec<Hit> {
    let mut hits: Vec<Hit> = ids.par_iter().filter_map(|&id| look(workspace, id, query)).collect();
    hits.sort_by_key(|hit| std::cmp::Reverse(hit.score));
    hits
}

/// Explains a search that found nothing.
pub fn nothing(workspace: &Workspace, ids: &[RecordId], query: &Query) -> Nothing {
    let alone = |term: &String| {
        let query = Query {
            terms: vec![term.clone()],
        };
        let count = ids.par_iter().filter(|&&id| look(workspace, id, &query).is_some());
        count.count()
    };
    let counts: Vec<usize> = query.terms.iter().map(alone).collect();
    let mut words = BTreeSet::new();
    if counts.contains(&0) {
        for &id in ids {
            let (title, text) = texts(workspace, workspace.record(id));
            for part in [&title, text] {
                let found = part.split(|c: char| !c.is_alphanumeric() && c != '-');
                words.extend(found.filter(|word| word.chars().nth(2).is_some()).map(fold));
            }
        }
    }
    let near = |term: &str| similar::nearest(term, words.iter().map(String::as_str)).map(str::to_owned);
    let terms = query.terms.iter().zip(counts);
    Nothing {
        terms: terms
            .map(|(term, count)| (term.clone(), count, near(term).filter(|_| count == 0)))
            .collect(),
    }
}

/// One place of a term.
struct Place {
    /// In the original text.
    original: std::ops::Range<usize>,
    /// Index into [`Worth`].
    quality: usize,
}

/// What a record is called, and the text that is its own: its file, or its part of a file that holds several.
fn texts<'a>(workspace: &'a Workspace, record: &'a Record) -> (String, &'a str) {
    let text = workspace.tree.text(record.file);
    let own = own_range(workspace, record).of(text);
    (format!("{} {}", record.id, record.name()), own)
}

fn own_range(workspace: &Workspace, record: &Record) -> Range {
    let document = workspace.document(record.file);
    match document.data.get(record.part) {
        Some(node) if document.markup.is_none() && document.data.len() > 1 => node.range,
        _ => Range::new(0, workspace.tree.text(record.file).len()),
    }
}

fn look(workspace: &Workspace, id: RecordId, query: &Query) -> Option<Hit> {
    let record = workspace.record(id);
    let (title, text) = texts(workspace, record);
    let (title, text) = (Folded::new(&title), Folded::new(text));
    let zones = Zones::of(workspace, record);
    let mut score = 0;
    let mut seen: Vec<Seen> = Vec::new();
    for (term, wanted) in query.terms.iter().enumerate() {
        let best = places(&title, wanted).map(|place| IN_TITLE[place.quality]).max();
        let mut best = best.max(is_called(workspace, record, wanted).then_some(IN_TITLE[0]));
        let mut count = 0;
        for place in places(&text, wanted) {
            let range = Range::new(place.original.start, place.original.end).shifted(zones.from);
            let worth = zones.worth(range)[place.quality];
            best = best.max(Some(worth));
            count += 1;
            if count <= SEEN {
                seen.push(Seen { term, range, worth });
            }
            // A word that stands a thousand times says no more than one that stands five hundred times.
            if count > SEEN && best >= Some(IN_HEADING[0]) {
                break;
            }
        }
        score += best? + count.saturating_sub(1).min(REPEATS) as u32;
    }
    Some(Hit {
        id,
        score,
        line: best_line(workspace.tree.text(record.file), seen, &zones),
    })
}

/// True when the term is a way to call the record: its number, its slug.
fn is_called(workspace: &Workspace, record: &Record, term: &str) -> bool {
    let name = identity::normalise(term);
    identity::spellings(&record.id, workspace.path_of(record), record.number.as_ref()).contains(&name)
}

/// Where a term stands in a folded text. The words of a phrase may stand on two lines.
fn places<'a>(folded: &'a Folded, term: &'a str) -> impl Iterator<Item = Place> + 'a {
    let text = folded.text();
    let (first, rest) = term.split_once(' ').unwrap_or((term, ""));
    text.match_indices(first).filter_map(move |(at, found)| {
        let mut end = at + found.len();
        for word in rest.split_terminator(' ') {
            let after = text[end..].trim_start();
            let gap = text.len() - end - after.len();
            if gap == 0 || !after.starts_with(word) {
                return None;
            }
            end += gap + word.len();
        }
        let goes_on = text[end..].chars().next().is_some_and(char::is_alphanumeric);
        let quality = match text[..at].chars().next_back().is_some_and(char::is_alphanumeric) {
            true => 2,
            false if goes_on => 1,
            false => 0,
        };
        Some(Place {
            original: folded.original(at..end),
            quality,
        })
    })
}

/// The parts of a record's file that count more.
struct Zones {
    /// Where the record's own text begins.
    from: usize,
    title: Option<Range>,
    /// Sorted.
    headings: Vec<Range>,
}

impl Zones {
    fn of(workspace: &Workspace, record: &Record) -> Zones {
        let title = record.title.span().filter(|span| span.file == record.file);
        let markup = workspace.document(record.file).markup.as_ref();
        let headings = markup.map_or(&[][..], |markup| &markup.headings);
        Zones {
            from: own_range(workspace, record).start as usize,
            title: title.map(|span| span.range),
            headings: headings.iter().map(|heading| heading.range).collect(),
        }
    }

    fn is_title(&self, range: Range) -> bool {
        self.title.is_some_and(|title| title.contains(range))
    }

    fn worth(&self, range: Range) -> Worth {
        let above = self.headings.partition_point(|heading| heading.start <= range.start);
        let heading = above.checked_sub(1).map(|at| self.headings[at]);
        match heading.is_some_and(|heading| heading.contains(range)) {
            _ if self.is_title(range) => IN_TITLE,
            true => IN_HEADING,
            false => IN_BODY,
        }
    }
}

/// A place of a term in the file.
struct Seen {
    term: usize,
    range: Range,
    worth: u32,
}

/// The line with the most different terms; of several the most telling one, then the first. The title only where no other
/// line has any.
fn best_line(text: &str, mut seen: Vec<Seen>, zones: &Zones) -> Option<Line> {
    seen.sort_by_key(|seen| seen.range);
    let mut best: Option<((bool, usize, u32), std::ops::Range<usize>)> = None;
    let mut at = 0;
    while at < seen.len() {
        let start = seen[at].range.start as usize;
        let line_end = text[start..].find('\n').map_or(text.len(), |end| start + end);
        let on_line = seen[at..]
            .partition_point(|seen| (seen.range.start as usize) < line_end)
            .max(1);
        let line = &seen[at..at + on_line];
        let mut terms: Vec<usize> = line.iter().map(|seen| seen.term).collect();
        terms.sort_unstable();
        terms.dedup();
        let worth = line.iter().map(|seen| seen.worth).max().unwrap_or(0);
        let rank = (!zones.is_title(line[0].range), terms.len(), worth);
        if best.as_ref().is_none_or(|(known, _)| rank > *known) {
            best = Some((rank, at..at + on_line));
        }
        at += on_line;
    }
    let (rank, chosen) = best?;
    let marks = apart(seen[chosen].iter().map(|seen| seen.range.as_usize()).collect());
    let first = marks.first()?.start;
    let start = text[..first].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[first..].find('\n').map_or(text.len(), |end| first + end);
    let trimmed = span::trim(text, start..end);
    Some(Line {
        range: trimmed.into(),
        marks: marks
            .iter()
            .map(|mark| Range::new(mark.start, mark.end.min(end)))
            .collect(),
        is_title: !rank.0,
    })
}

/// Ranges in order; what overlaps becomes one.
fn apart(mut ranges: Vec<std::ops::Range<usize>>) -> Vec<std::ops::Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut out: Vec<std::ops::Range<usize>> = Vec::new();
    for range in ranges {
        match out.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => out.push(range),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Folded, Query, apart, places};

    #[test]
    fn words_and_phrases() {
        let terms = |text: &str| Query::parse(text).terms;
        assert_eq!(terms("Über  ceph CEPH"), ["uber", "ceph"]);
        assert_eq!(terms("a \"Object  Storage\" b"), ["a", "object storage", "b"]);
        assert!(Query::parse(" \"\" ").is_empty());
    }

    #[test]
    fn whole_words_are_told_from_parts() {
        let text = Folded::new("Ceph, cephfs and rook-ceph; noceph");
        let found: Vec<usize> = places(&text, "ceph").map(|place| place.quality).collect();
        assert_eq!(found, [0, 1, 0, 2]);
        let text = Folded::new("object storage, object\n  storages, objectstorage");
        let found: Vec<usize> = places(&text, "object storage").map(|place| place.quality).collect();
        assert_eq!(found, [0, 1]);
    }

    #[test]
    fn marks_lie_apart() {
        assert_eq!(apart(vec![4..6, 0..2, 1..3, 5..9]), [0..3, 4..9]);
        assert_eq!(Query::parse("cafe straße").marks("Café in der Straße"), [0..5, 13..20]);
    }
}
