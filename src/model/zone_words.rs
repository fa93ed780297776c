//! Where a text says in which zone its times stand: `All times in PST`, `Times are UTC`, `Timeline (CET)`. It finds the
//! words; which zone they are is the business of [`crate::model::zone`].

use crate::model::fact::{Fact, Found};
use crate::model::record::Record;
use crate::model::zone::Zone;
use crate::syntax::markup::Markup;
use crate::syntax::node::Text;
use crate::text::span::Range;
use std::sync::Arc;

/// The field of a record.
pub(crate) const FIELD: &str = "timezone";

/// Words between "times" and the zone.
const BETWEEN: [&str; 19] = [
    "in",
    "are",
    "is",
    "below",
    "here",
    "this",
    "document",
    "report",
    "timeline",
    "incident",
    "page",
    "given",
    "shown",
    "stated",
    "listed",
    "recorded",
    "written",
    "expressed",
    "the",
];

/// Longer than any zone with a remark.
const LONGEST: usize = 60;

/// The zone that a text names, as [`Zone::parse`] reads it: `UTC-7` of `PST (UTC-7)`, since an offset says more than a name.
/// `None` for what is no zone, or may be several.
pub(crate) fn read(raw: &str) -> Option<String> {
    let text = raw.trim().trim_end_matches('.');
    if text.len() > LONGEST {
        return None;
    }
    let (outer, inner) = match text.split_once('(') {
        Some((outer, inner)) => (outer.trim(), inner.trim_end().strip_suffix(')')?.trim()),
        None => (text, ""),
    };
    let is_offset = |part: &&str| part.contains(|c: char| c.is_ascii_digit()) && Zone::parse(part).is_some();
    if let Some(offset) = [outer, inner].into_iter().find(is_offset) {
        return Some(offset.to_owned());
    }
    [outer, inner].into_iter().find_map(of_words)
}

fn of_words(text: &str) -> Option<String> {
    if Zone::parse(text).is_some() {
        return Some(text.to_owned());
    }
    let words = NAMES.iter().find(|(words, _)| words.eq_ignore_ascii_case(text));
    if let Some((_, name)) = words {
        return Some((*name).to_owned());
    }
    let place = text.strip_suffix("time").or_else(|| text.strip_suffix("Time"))?;
    Zone::of_place(place.trim())
}

/// Names in words, with what [`Zone::parse`] knows.
const NAMES: [(&str, &str); 16] = [
    ("coordinated universal time", "UTC"),
    ("universal time", "UTC"),
    ("greenwich mean time", "GMT"),
    ("british summer time", "+01:00"),
    ("uk time", "Europe/London"),
    ("british time", "Europe/London"),
    ("western european time", "WET"),
    ("central european time", "CET"),
    ("central european summer time", "CEST"),
    ("eastern european time", "EET"),
    ("eastern european summer time", "EEST"),
    ("pacific standard time", "PST"),
    ("pacific daylight time", "PDT"),
    ("pacific time", "America/Los_Angeles"),
    ("indian standard time", "+05:30"),
    ("japan standard time", "JST"),
];

/// The first statement in a page of the zone in which its times stand: in a line of its own, in the heading of its timeline,
/// or in that of a column.
pub(crate) fn find(text: &str, markup: &Markup) -> Option<Range> {
    let lines = markup
        .paragraphs
        .iter()
        .chain(markup.items.iter().map(|item| &item.text));
    let line = lines.flat_map(|range| lines_of(text, *range)).find_map(|line| {
        let zone = after_times(line.of(text))?;
        Some(Range::new(
            line.start as usize + zone.start,
            line.start as usize + zone.end,
        ))
    });
    let in_brackets = |range: Range| {
        let head = range.of(text);
        let open = head.find(['(', '['])?;
        let close = head.rfind([')', ']']).filter(|close| *close > open)?;
        let inner = &head[open + 1..close];
        // What is no zone may stand there too: `Time to recover (MTTR)`.
        let zone = after_times(inner).or_else(|| read(inner).is_some().then_some(0..inner.len()))?;
        let at = range.start as usize + open + 1;
        Some(Range::new(at + zone.start, at + zone.end))
    };
    let is_of_times = |head: &str| {
        let word = head.trim_start_matches(['*', '_', ' ']).get(..4).unwrap_or("");
        word.eq_ignore_ascii_case("time")
    };
    let headings = markup.headings.iter().map(|heading| heading.text_range);
    let columns = markup.tables.iter().flat_map(|table| table.header.iter().copied());
    line.or_else(|| {
        let mut heads = headings.chain(columns).filter(|range| is_of_times(range.of(text)));
        heads.find_map(in_brackets)
    })
}

/// The lines of a part of a text.
fn lines_of(text: &str, range: Range) -> impl Iterator<Item = Range> {
    let mut at = range.start as usize;
    range.of(text).split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        Range::new(start, at)
    })
}

/// The bytes of the zone in `All times in PST`; `None` for a line that says nothing of the sort.
fn after_times(line: &str) -> Option<std::ops::Range<usize>> {
    let is_edge = |c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`' | '>' | '.' | ':' | ',');
    let mut rest = line.trim_start_matches(is_edge);
    // Few lines begin so, and many are looked at.
    if !matches!(rest.as_bytes().first(), Some(b'a' | b'A' | b't' | b'T')) {
        return None;
    }
    rest = rest.trim_end_matches(is_edge);
    let word = |rest: &str| -> (String, usize) {
        let end = rest.find(is_edge).unwrap_or(rest.len());
        let after = rest[end..].trim_start_matches(is_edge);
        (rest[..end].to_ascii_lowercase(), rest.len() - after.len())
    };
    for skipped in ["all", "the"] {
        let (first, length) = word(rest);
        if first == skipped {
            rest = &rest[length..];
        }
    }
    let (first, length) = word(rest);
    if !matches!(first.as_str(), "times" | "timestamps") {
        return None;
    }
    rest = &rest[length..];
    loop {
        let (next, length) = word(rest);
        if length == 0 || !BETWEEN.contains(&next.as_str()) {
            break;
        }
        rest = &rest[length..];
    }
    let ends = [",", ";", " unless ", " and ", " if ", " – ", " — ", " - "];
    let end = ends.iter().filter_map(|end| rest.find(end)).min();
    rest = rest[..end.unwrap_or(rest.len())].trim_end();
    let start = rest.as_ptr() as usize - line.as_ptr() as usize;
    looks_like_zone(rest).then_some(start..start + rest.len())
}

/// True for what is meant as a zone, known or not: `PST`, `US/Pacific`, `UTC+2 (Zurich time)`, `Central European Time`.
fn looks_like_zone(text: &str) -> bool {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return false;
    }
    if read(text).is_some() {
        return true;
    }
    let first = text.split(['(', ' ']).next().unwrap_or("");
    let is_short = (2..=5).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_uppercase());
    let is_path = first.contains('/') && !first.contains("//") && first.len() == text.len();
    let is_offset = ["UTC", "GMT"].iter().any(|name| first.starts_with(name));
    let ends = ["time", "time zone", "timezone"]
        .iter()
        .any(|end| text.to_lowercase().ends_with(end));
    is_short && first.len() == text.split(" (").next().unwrap_or("").len() || is_path || is_offset || ends
}

/// Where the record says nothing of its zone, but the times of its timeline name one (`16:22 PST`), all the same, it is that.
pub(crate) fn of_entries(record: &mut Record) {
    if record.texts.get(FIELD).is_some() {
        return;
    }
    let mut known: Option<&Found<_>> = None;
    for found in record.timeline.iter().filter_map(|entry| entry.at.found()) {
        if found.value.offset.is_some() {
            return;
        }
        let Some(name) = name_of(&found.raw) else { continue };
        match known {
            Some(first) if name_of(&first.raw) != Some(name) => return,
            Some(_) => {}
            None => known = Some(found),
        }
    }
    let fact = known.and_then(|found| {
        let value = name_of(&found.raw)?.to_owned();
        Some(Fact::Known(Found {
            raw: value.clone(),
            value,
            span: found.span,
            locator: Arc::from("timeline"),
        }))
    });
    if let Some(fact) = fact {
        record.texts.insert(Text::from(FIELD), fact);
    }
}

/// The short name of a zone at the end of a time.
fn name_of(raw: &str) -> Option<&str> {
    let last = raw.rsplit(' ').next()?.trim_matches(['(', ')', '.', ',']);
    let is_name = last.len() >= 3 && last.bytes().all(|b| b.is_ascii_uppercase());
    (is_name && Zone::parse(last).is_some()).then_some(last)
}

#[cfg(test)]
mod tests {
    use super::{after_times, read};

    #[test]
    fn reads_the_zones_that_people_name() {
        for (raw, expected) in [
            ("PST", Some("PST")),
            ("PST (UTC-7)", Some("UTC-7")),
            ("CEST (UTC+2)", Some("UTC+2")),
            ("CET (GMT+1)", Some("GMT+1")),
            ("UTC+1 (Zurich time)", Some("UTC+1")),
            ("GMT+2", Some("GMT+2")),
            ("Central European Time (CET)", Some("CET")),
            ("Central European Time", Some("CET")),
            ("Zurich time", Some("Europe/Zurich")),
            ("New York time", Some("America/New_York")),
            ("Europe/Amsterdam", Some("Europe/Amsterdam")),
            ("US/Pacific", Some("US/Pacific")),
            ("UTC.", Some("UTC")),
            ("UC/Pacific", None),
            ("IST", None),
            ("local time", None),
            ("(", None),
            ("PST (UTC", None),
            ("", None),
        ] {
            assert_eq!(read(raw).as_deref(), expected, "{raw}");
        }
    }

    #[test]
    fn finds_the_statement_in_a_line() {
        for (line, expected) in [
            ("All times in PST", Some("PST")),
            ("All times are UTC.", Some("UTC")),
            ("*All times are in CEST (UTC+2)*", Some("CEST (UTC+2)")),
            ("Times in GMT+2", Some("GMT+2")),
            (
                "All times below are given in the Europe/Amsterdam.",
                Some("Europe/Amsterdam"),
            ),
            ("All times: UTC", Some("UTC")),
            ("All times in UC/Pacific", Some("UC/Pacific")),
            ("Timestamps are local time", Some("local time")),
            ("All times are UTC unless noted otherwise", Some("UTC")),
            ("All times in UTC, on 4 March", Some("UTC")),
            ("Times are hard to keep in mind", None),
            ("All times in which nobody looked", None),
            ("At 10:00 CET the node died", None),
            ("Tim and Chris noticed at 0:59 CET", None),
            ("All times", None),
            ("", None),
            ("é", None),
        ] {
            assert_eq!(after_times(line).map(|range| &line[range]), expected, "{line}");
        }
    }
}
