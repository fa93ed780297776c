//! Timelines: the headings, list items or table rows in which people write what happened when.

use crate::model::fact::{Fact, Found};
use crate::model::kind::Field;
use crate::model::locate::Page;
use crate::model::locator::{Locator, Named};
use crate::model::record::{Record, TimelineEntry};
use crate::model::spelling::month_name;
use crate::model::time::{Date, Moment};
use crate::syntax::markdown::plain_text;
use crate::text::span::{Range, Span};
use std::borrow::Cow;
use std::sync::Arc;

/// Reads the timeline of a record from the first locator under which entries stand. An entry without a date of its own
/// (`### 08:03`) is on the day of the entry before it, or on the record's day.
pub(crate) fn read(field: &Field, page: Page<'_>, record: &Record) -> Vec<TimelineEntry> {
    for Named { locator, name } in &field.locators {
        let mut day = record.date.value().copied();
        let entries: Vec<TimelineEntry> = places(locator, page)
            .into_iter()
            .filter_map(|place| entry(page, place, &mut day, (locator, name)))
            .collect();
        if !entries.is_empty() {
            return entries;
        }
    }
    Vec::new()
}

/// Where an entry's time may start, and where the entry ends.
struct Place {
    head: Range,
    end: u32,
}

fn places(locator: &Locator, page: Page<'_>) -> Vec<Place> {
    let Some(markup) = page.markup() else { return Vec::new() };
    let section = |name: &str| {
        let (index, heading) = page.heading(name)?;
        Some((markup.section(index), heading.level))
    };
    match locator {
        Locator::Sections(name) => {
            let Some((within, level)) = section(name) else {
                return Vec::new();
            };
            let inside = |h: &&crate::syntax::markup::Heading| within.contains(h.range) && h.level > level;
            let heads: Vec<_> = markup.headings.iter().filter(inside).collect();
            let ends = heads.iter().skip(1).map(|h| h.range.start).chain([within.end]);
            let place = |(h, end): (&&crate::syntax::markup::Heading, u32)| Place {
                head: h.text_range,
                end,
            };
            heads.iter().zip(ends).map(place).collect()
        }
        Locator::Bullets(name) => {
            let label = || {
                markup
                    .items
                    .iter()
                    .find(|item| page.after_label(item.text, name).is_some())
            };
            let Some(within) = section(name)
                .map(|(range, _)| range)
                .or_else(|| label().map(|item| item.range))
            else {
                return Vec::new();
            };
            let items = markup
                .items
                .iter()
                .filter(|item| within.contains(item.text) && item.range != within);
            items
                .map(|item| Place {
                    head: item.text,
                    end: item.range.end,
                })
                .collect()
        }
        Locator::Rows(name) => {
            let Some((within, _)) = section(name) else {
                return Vec::new();
            };
            let tables = markup.tables.iter().filter(|table| within.contains(table.range));
            let rows = tables
                .flat_map(|table| &table.rows)
                .filter_map(|row| Some((row.first()?, row.last()?)));
            rows.map(|(first, last)| Place {
                head: *first,
                end: last.end,
            })
            .collect()
        }
        _ => Vec::new(),
    }
}

fn entry(
    page: Page<'_>,
    place: Place,
    day: &mut Option<Date>,
    (locator, name): (&Locator, &Arc<str>),
) -> Option<TimelineEntry> {
    let head = plain_text(place.head.of(page.text()));
    if !may_start_with_time(&head) {
        return None;
    }
    let (moment, raw) = leading_moment(&head, *day)?;
    *day = Some(moment.date());
    // A heading of a timeline is an entry though it names only the day; a list item or a row that starts with a date need
    // not be one.
    if moment.is_date && !matches!(locator, Locator::Sections(_)) {
        return None;
    }
    Some(TimelineEntry {
        at: Fact::Known(Found {
            value: moment,
            raw,
            span: Span::new(page.file, place.head),
            locator: Arc::clone(name),
        }),
        text: Range::new(place.head.start as usize, place.end as usize),
    })
}

/// False for the many texts that cannot start with a time: it would start with a digit, a month, or "about".
fn may_start_with_time(text: &str) -> bool {
    let word = text.split([' ', '.', ',']).next().unwrap_or("");
    match word.chars().next() {
        Some(c) if c.is_alphabetic() => word == "ca" || month_name(&word.to_lowercase()).is_some(),
        Some(c) => c.is_ascii_digit() || c == '~',
        None => false,
    }
}

/// The point in time with which a text starts: the longest run of its first words that is one.
fn leading_moment(text: &str, day: Option<Date>) -> Option<(Moment, String)> {
    let text = text.trim();
    let spaces = text.match_indices([' ', '\u{a0}']).map(|(at, _)| at).take(5);
    let mut ends: Vec<usize> = spaces.chain([text.len()]).collect();
    ends.truncate(6);
    // A time with its offset is complete: `14:05Z DNS` names no zone.
    let first = text[..ends[0]].trim_end_matches(':');
    let complete = Moment::parse(first).filter(|moment| moment.offset.is_some());
    if let Some(moment) = complete {
        return Some((moment, first.to_owned()));
    }
    let clean = |end: usize| {
        let run = text[..end].trim_end_matches([':', ',', '-', '–', '—', ' ', ';', '.']);
        Some(run.trim()).filter(|run| may_end_time(run))
    };
    let read = |raw: &str| {
        let plain = match raw.contains(['~', 'c']) {
            true => Cow::from(raw.replace(" ca. ", " ").replace('~', "")),
            false => Cow::from(raw),
        };
        let plain = plain.trim_start_matches("ca. ");
        Moment::parse(plain).or_else(|| time_of_day(plain, day?))
    };
    ends.into_iter()
        .rev()
        .filter_map(clean)
        .find_map(|raw| Some((read(raw)?, raw.to_owned())))
}

/// False for the many words that cannot end a time: it would end with a digit, `am`, `pm` or the name of a zone.
fn may_end_time(run: &str) -> bool {
    let last = run.rsplit([' ', '\u{a0}']).next().unwrap_or("");
    let is_zone = || last.len() <= 6 && last.chars().all(|c| c.is_ascii_uppercase() || matches!(c, '(' | ')'));
    let is_half = || last.eq_ignore_ascii_case("am") || last.eq_ignore_ascii_case("pm");
    last.contains(|c: char| c.is_ascii_digit()) || is_zone() || is_half()
}

/// `08:03`, `8:03am PST`; of a range (`13:30-13:45`) its start. `1.17` is a version more often than a time.
fn time_of_day(text: &str, day: Date) -> Option<Moment> {
    let start = text.split(['-', '–']).next().unwrap_or("").trim();
    let is_clock = start.contains(':') || start.to_ascii_lowercase().ends_with('m');
    is_clock.then(|| Moment::parse_time(start, day)).flatten()
}

#[cfg(test)]
mod tests {
    use super::leading_moment;
    use crate::model::time::Date;

    #[test]
    fn entries_start_with_their_time() {
        let day = Date::parse("2018-01-04");
        let read = |text| leading_moment(text, day).map(|(moment, _)| moment.to_string());
        assert_eq!(
            read("2023-07-25 14:05 - PagerDuty alert").as_deref(),
            Some("2023-07-25T14:05")
        );
        assert_eq!(
            read("2023-07-25 14:05: PagerDuty alert").as_deref(),
            Some("2023-07-25T14:05")
        );
        assert_eq!(read("08:03").as_deref(), Some("2018-01-04T08:03"));
        assert_eq!(
            read("2026-03-04T14:05+01:00 drained the node").as_deref(),
            Some("2026-03-04T14:05:00+01:00")
        );
        assert_eq!(
            read("2026-03-04T14:05Z DNS is down").as_deref(),
            Some("2026-03-04T14:05:00Z")
        );
        assert_eq!(read("2018-07-30 ca. 11:20").as_deref(), Some("2018-07-30T11:20"));
        assert_eq!(
            read("~13:30-13:45").as_deref(),
            Some("2018-01-04T13:30"),
            "a range, no offset"
        );
        assert_eq!(read("2018-01-15").as_deref(), Some("2018-01-15"));
        assert_eq!(read("1.17 creates rules"), None, "a version");
        assert_eq!(read("What went well"), None);
        assert_eq!(read("3 nodes"), None);
    }
}
