//! Timelines: the headings, list items or table rows in which people write what happened when.

use crate::model::fact::{Fact, Found};
use crate::model::kind::Field;
use crate::model::locate::Page;
use crate::model::locator::{Locator, Named};
use crate::model::record::{Record, TimelineEntry};
use crate::model::spelling::month_name;
use crate::model::time::{Date, Moment};
use crate::syntax::markdown::plain_text;
use crate::syntax::markup::{Heading, Item, Markup};
use crate::text::span::{Range, Span};
use std::borrow::Cow;
use std::sync::Arc;

/// Reads the timeline of a record from the first locator under which entries stand. An entry without a date of its own
/// (`### 08:03`) is on the day of the entry before it, or on the record's day; on the next one where its time of day lies
/// more than half a day before that of the entry before it, as `00:10` behind `23:50`.
pub(crate) fn read(field: &Field, page: Page<'_>, record: &Record) -> Vec<TimelineEntry> {
    for Named { locator, name } in &field.locators {
        let mut day = record.date.value().copied();
        let mut entries: Vec<Stamped> = places(locator, page)
            .into_iter()
            .filter_map(|place| entry(page, place, &mut day, (locator, name)))
            .collect();
        if entries.iter().any(|stamped| stamped.entry.at.value().is_some()) {
            over_midnight(&mut entries);
            return entries.into_iter().map(|stamped| stamped.entry).collect();
        }
    }
    Vec::new()
}

/// An entry, and whether it has a date of its own.
struct Stamped {
    entry: TimelineEntry,
    is_dated: bool,
}

/// Minutes by which a time of day goes back at least where it is meant as the next day's.
const HALF_A_DAY: i64 = 12 * 60;

/// Moves the times behind midnight to the days on which they are. A timeline with the newest entry on top goes back, and not
/// only by half a day, and is left alone.
fn over_midnight(entries: &mut [Stamped]) {
    let minutes = |pair: &[Stamped]| {
        let (before, after) = (pair[0].entry.at.value()?, pair[1].entry.at.value()?);
        (!pair[1].is_dated && !before.is_date).then(|| before.minutes_until(after))
    };
    let steps: Vec<Option<i64>> = entries.windows(2).map(minutes).collect();
    let back = steps.iter().flatten();
    let back = back.filter(|step| (-HALF_A_DAY..0).contains(*step)).count();
    let forth = steps.iter().flatten().filter(|step| **step > 0).count();
    if back > 0 && back >= forth {
        return;
    }
    let mut days = 0;
    for (stamped, step) in entries.iter_mut().skip(1).zip(steps) {
        if stamped.is_dated {
            days = 0;
        }
        if step.is_some_and(|step| step < -HALF_A_DAY) {
            days += 1;
        }
        if let Fact::Known(found) = &mut stamped.entry.at
            && days > 0
            && let Some(moved) = found.value.plus_minutes(days * 24 * 60)
        {
            found.value = moved;
        }
    }
}

/// Where an entry's time may start, and where the entry ends.
struct Place {
    head: Range,
    end: u32,
}

fn places(locator: &Locator, page: Page<'_>) -> Vec<Place> {
    let Some(markup) = page.markup() else { return Vec::new() };
    let section = |name: &str| {
        let (index, heading) = page.heading(name).or_else(|| with_remark(page, name))?;
        Some((markup.section(index), heading.level))
    };
    match locator {
        Locator::Sections(name) => {
            let Some((within, level)) = section(name) else {
                return Vec::new();
            };
            let inside = |h: &&Heading| within.contains(h.range) && h.level > level;
            let heads: Vec<_> = markup.headings.iter().filter(inside).collect();
            let ends = heads.iter().skip(1).map(|h| h.range.start).chain([within.end]);
            let place = |(h, end): (&&Heading, u32)| Place {
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
                .or_else(|| label().map(|item| below_label(page, markup, item)))
            else {
                return Vec::new();
            };
            let items = markup
                .items
                .iter()
                .filter(|item| within.contains(item.text) && item.range.start != within.start);
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

/// `## Timeline (UTC)`: a heading with a remark in brackets.
fn with_remark<'a>(page: Page<'a>, name: &str) -> Option<(usize, &'a Heading)> {
    let is_named = |heading: &Heading| {
        let (head, remark) = heading.text.split_once(['(', '[']).unwrap_or_default();
        !remark.is_empty() && head.trim().eq_ignore_ascii_case(name)
    };
    let mut headings = page.markup()?.headings.iter().enumerate();
    headings.find(|(_, heading)| is_named(heading))
}

/// The list below a label, also where code at the margin breaks it: to the next item that stands no deeper than the label,
/// or the next heading.
fn below_label(page: Page<'_>, markup: &Markup, label: &Item) -> Range {
    let column = |at: u32| {
        let before = &page.text()[..at as usize];
        before.len() - before.rfind('\n').map_or(0, |end| end + 1)
    };
    let own = column(label.range.start);
    let behind = |start: &u32| *start > label.range.start;
    let items = markup.items.iter().map(|item| item.range.start).filter(behind);
    let next = items.filter(|start| column(*start) <= own).min();
    let heading = markup.headings.iter().map(|heading| heading.range.start).find(behind);
    let end = next.unwrap_or(u32::MAX).min(heading.unwrap_or(markup.body.end));
    Range::new(label.range.start as usize, end.max(label.range.end) as usize)
}

fn entry(
    page: Page<'_>,
    place: Place,
    day: &mut Option<Date>,
    (locator, name): (&Locator, &Arc<str>),
) -> Option<Stamped> {
    let head = plain_text(place.head.of(page.text()));
    if !may_start_with_time(&head) {
        return None;
    }
    let (span, locator_name) = (Span::new(page.file, place.head), Arc::clone(name));
    let text = Range::new(place.head.start as usize, place.end as usize);
    let Some(stamp) = leading_moment(&head, *day) else {
        let raw = unsure_clock(&head).filter(|_| matches!(locator, Locator::Sections(_)))?;
        let at = Fact::judged(None, raw.to_owned(), span, locator_name);
        return Some(Stamped {
            entry: TimelineEntry { at, text },
            is_dated: false,
        });
    };
    *day = Some(stamp.moment.date());
    // A heading of a timeline is an entry though it names only the day; a list item or a row that starts with a date need
    // not be one.
    if stamp.moment.is_date && !matches!(locator, Locator::Sections(_)) {
        return None;
    }
    Some(Stamped {
        entry: TimelineEntry {
            at: Fact::Known(Found {
                value: stamp.moment,
                raw: stamp.raw,
                span,
                locator: locator_name,
            }),
            text,
        },
        is_dated: stamp.is_dated,
    })
}

/// `2X:XX` of a heading that is meant as a time nobody remembers.
fn unsure_clock(head: &str) -> Option<&str> {
    let word = head.split_whitespace().next()?;
    let (hour, minute) = word.split_once(':')?;
    let is_unsure = |part: &str| {
        (1..=2).contains(&part.len()) && part.chars().all(|c| c.is_ascii_digit() || matches!(c, 'X' | 'x' | '?'))
    };
    (is_unsure(hour) && is_unsure(minute)).then_some(word)
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

/// The point in time with which a text starts.
struct Stamp {
    moment: Moment,
    raw: String,
    is_dated: bool,
}

/// The point in time with which a text starts: the longest run of its first words that is one.
fn leading_moment(text: &str, day: Option<Date>) -> Option<Stamp> {
    let text = text.trim();
    let spaces = text.match_indices([' ', '\u{a0}']).map(|(at, _)| at).take(5);
    let mut ends: Vec<usize> = spaces.chain([text.len()]).collect();
    ends.truncate(6);
    // A time with its offset is complete: `14:05Z DNS` names no zone.
    let first = text[..ends[0]].trim_end_matches(':');
    let complete = Moment::parse(first).filter(|moment| moment.offset.is_some());
    if let Some(moment) = complete {
        return Some(Stamp {
            moment,
            raw: first.to_owned(),
            is_dated: true,
        });
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
        let dated = Moment::parse(plain).or_else(|| without_year(plain, day?));
        let is_dated = dated.is_some();
        Some((dated.or_else(|| time_of_day(plain, day?))?, is_dated))
    };
    ends.into_iter().rev().filter_map(clean).find_map(|raw| {
        let (moment, is_dated) = read(raw)?;
        Some(Stamp {
            moment,
            raw: raw.to_owned(),
            is_dated,
        })
    })
}

/// `19. April, 11:00` in a timeline that has told its year: of the years around that of `day`, the one that is nearest.
fn without_year(text: &str, day: Date) -> Option<Moment> {
    let colon = text.find(':')?;
    let at = text[..colon].rfind(|c: char| !c.is_ascii_digit())? + 1;
    let named = text[..at].trim_end_matches([' ', ',']);
    // A month has a name here: `4/5` is a date to one, and a fraction to another.
    if at > 20 || !named.contains(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let year = day.year();
    let years = [year, year + 1, year - 1].into_iter();
    let dates = years.filter_map(|year| Date::parse(&format!("{named} {year}")));
    let date = dates.min_by_key(|date| day.days_until(*date).abs())?;
    Moment::parse_time(&text[at..], date)
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
        let read = |text| leading_moment(text, day).map(|stamp| stamp.moment.to_string());
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
        assert_eq!(read("19. April, 11:00").as_deref(), Some("2018-04-19T11:00"));
        assert_eq!(
            read("Dec 31, 23:50").as_deref(),
            Some("2017-12-31T23:50"),
            "the nearest"
        );
        assert_eq!(read("5 may be 10:00"), None);
        assert_eq!(read("1.17 creates rules"), None, "a version");
        assert_eq!(read("What went well"), None);
        assert_eq!(read("3 nodes"), None);
    }
}
