//! Dates and points in time, in all the spellings that people use.
//!
//! The only home of the calendar library. Nothing here reads the clock.

use crate::model::length::Interval;
use crate::model::spelling::{
    ascii, day_ordinal, is_number, is_weekday, month_name, month_of_year, read_offset, read_time, split_clock,
};
use jiff::civil;
use std::fmt;

/// A calendar date, or a month where no day was written; a month sorts as its first day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date, Precision);

/// How much of a date was written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Precision {
    Month,
    Day,
}

/// A point in time as written: local, with an offset where one was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Date and time of day as written; midnight where only a date was written.
    pub local: civil::DateTime,
    /// Minutes east of UTC, where an offset was written.
    pub offset: Option<i32>,
    /// True when only a date was written.
    pub is_date: bool,
}

impl Date {
    /// A date from its parts; `None` for one that does not exist.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        let day = civil::Date::new(year, month, day).ok()?;
        Some(Date(day, Precision::Day))
    }

    /// Today, from the clock. Only for commands that are about now; everything else takes `--as-of`.
    pub fn from_unix(seconds: i64) -> Option<Self> {
        let timestamp = jiff::Timestamp::from_second(seconds).ok()?;
        let day = timestamp.to_zoned(jiff::tz::TimeZone::UTC).date();
        Some(Date(day, Precision::Day))
    }

    /// Reads a date in any of the spellings that records use: `2026-01-05`, `2026-1-5`, `2026.01.05`, `2026/01/05`,
    /// `20260105`, `05.01.2026`, `05/01/2026`, `05/01/26` (day first; month first only where it cannot be otherwise),
    /// `2020-Nov-09`, `9 November 2020`, `11-April-2023`, `Nov 9th, 2020`. `None` for anything else and for dates that
    /// do not exist.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > 40 {
            return None;
        }
        if !text.is_ascii() {
            return ascii(text).and_then(|plain| Date::parse(&plain));
        }
        if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
            return Date::from_parts(&text[..4], &text[4..6], &text[6..]);
        }
        // Nearly every date is ISO's.
        if text.len() == 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-' {
            return Date::from_parts(&text[..4], &text[5..7], &text[8..]).or_else(|| Date::from_words(text));
        }
        Date::from_words(text)
    }

    /// Reads a month of a year: `2026-01`, `2026/1`, `01.2026`, `January 2026`, `Jan, 2026`. A year alone is none.
    pub fn parse_month(text: &str) -> Option<Self> {
        let (year, month) = month_of_year(text.trim())?;
        let day = civil::Date::new(year, month, 1).ok()?;
        Some(Date(day, Precision::Month))
    }

    /// The spellings with names of months, other orders or other marks.
    fn from_words(text: &str) -> Option<Self> {
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        if !(4..=8).contains(&digits) || text.contains(':') {
            return None;
        }
        let lower = text.to_ascii_lowercase();
        let parts: Vec<&str> = lower
            .split(['-', '/', '.', ' ', ','])
            .map(|part| part.trim())
            .filter(|part| !part.is_empty() && *part != "of")
            .collect();
        let parts = match parts.split_first() {
            Some((day, rest)) if is_weekday(day) => rest,
            _ => &parts,
        };
        let [a, b, c] = parts[..] else { return None };
        match (month_name(a), month_name(b)) {
            _ if a.len() == 4 && is_number(a) => match month_name(b) {
                Some(month) => Date::from_parts(a, &month.to_string(), c),
                None => Date::from_parts(a, b, c),
            },
            (None, Some(month)) => Date::from_parts(c, &month.to_string(), day_ordinal(a)),
            (Some(month), None) => Date::from_parts(c, &month.to_string(), day_ordinal(b)),
            (None, None) if c.len() == 4 => Date::from_parts(c, b, a).or_else(|| Date::from_parts(c, a, b)),
            // Two digits of a year are of this century; only where the order cannot be mistaken for year first.
            (None, None) if c.len() == 2 && a.len() <= 2 && !text.contains('-') => {
                let year = format!("20{c}");
                Date::from_parts(&year, b, a).or_else(|| Date::from_parts(&year, a, b))
            }
            _ => None,
        }
    }

    /// True when a text looks like a date, also one that does not exist (`2024-023-2706`, `2021-02-30`).
    pub fn looks_like(text: &str) -> bool {
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let marks = text.bytes().filter(|b| b"-/.".contains(b)).count();
        text.len() <= 16 && digits >= 6 && marks == 2 && digits + marks == text.len()
    }

    /// The date after an interval; month ends are clamped (31 August + 6 months is 28 February).
    pub fn after(self, interval: Interval) -> Option<Self> {
        let span = jiff::Span::new()
            .try_months(interval.months)
            .ok()?
            .try_days(interval.days)
            .ok()?;
        let day = self.0.checked_add(span).ok()?;
        Some(Date(day, Precision::Day))
    }

    /// Whole days from `self` to `other`; negative when `other` is earlier.
    pub fn days_until(self, other: Date) -> i32 {
        self.0.until(other.0).map_or(0, |span| span.get_days())
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month; 1 where none was written.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// Days since a Monday, 0 to 6: five and six are the weekend.
    pub(crate) fn weekday(self) -> i32 {
        i32::from(self.0.weekday().to_monday_zero_offset())
    }

    fn from_parts(year: &str, month: &str, day: &str) -> Option<Self> {
        if !is_number(year) || !is_number(month) || !is_number(day) || year.len() != 4 {
            return None;
        }
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.1 {
            Precision::Day => write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day()),
            Precision::Month => write!(f, "{:04}-{:02}", self.year(), self.month()),
        }
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Moment {
    /// Reads a point in time: RFC 3339, `2024-07-25 12:10`, `2024-07-25T12:10:30+02:00`, `2024-07-25 12:10 UTC`,
    /// `25/07/2024 12:10`, or a date alone.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > 60 || !text.is_ascii() {
            return None;
        }
        if let Some(date) = Date::parse(text) {
            return Some(Moment::of_day(date));
        }
        let (day, clock) = split_clock(text)?;
        let date = Date::parse(day.trim_end_matches([' ', ',', '_']).trim_end_matches(" at"))?;
        let (time, rest) = read_time(clock)?;
        Some(Moment {
            local: date.0.to_datetime(time),
            offset: read_offset(rest.trim())?,
            is_date: false,
        })
    }

    /// A day alone.
    pub(crate) fn of_day(day: Date) -> Self {
        Moment {
            local: day.0.to_datetime(civil::Time::midnight()),
            offset: None,
            is_date: true,
        }
    }

    /// Reads a time of day alone (`08:03`, `8:03am`), as on the day `day`.
    pub fn parse_time(text: &str, day: Date) -> Option<Self> {
        let (time, rest) = read_time(text.trim())?;
        Some(Moment {
            local: day.0.to_datetime(time),
            offset: read_offset(rest.trim())?,
            is_date: false,
        })
    }

    /// The calendar date as written.
    pub fn date(&self) -> Date {
        Date(self.local.date(), Precision::Day)
    }

    /// As records of today have it: `2026-03-04T14:05+01:00`, without seconds.
    pub fn to_the_minute(&self) -> String {
        let full = self.to_string();
        match (full.get(..16), full.get(19..)) {
            (Some(minute), Some(offset)) if full.get(16..17) == Some(":") => format!("{minute}{offset}"),
            _ => full,
        }
    }

    /// Whole minutes since midnight, as written.
    pub(crate) fn minute_of_day(&self) -> i64 {
        i64::from(self.local.hour()) * 60 + i64::from(self.local.minute())
    }

    /// So many minutes later, or earlier, by the clock as written.
    pub fn plus_minutes(&self, minutes: i64) -> Option<Moment> {
        let span = jiff::Span::new().try_minutes(minutes).ok()?;
        Some(Moment {
            local: self.local.checked_add(span).ok()?,
            ..self.clone()
        })
    }

    /// Minutes from `self` to `later`: by their offsets when both have one, else by their local times (people write a
    /// record in one zone). Negative when `later` is earlier.
    pub fn minutes_until(&self, later: &Moment) -> i64 {
        let local = later.local.duration_since(self.local).as_secs().div_euclid(60);
        match (self.offset, later.offset) {
            (Some(from), Some(to)) => local + i64::from(from) - i64::from(to),
            _ => local,
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.date();
        if self.is_date {
            return write!(f, "{date}");
        }
        write!(f, "{date}T{:02}:{:02}", self.local.hour(), self.local.minute())?;
        if self.local.second() != 0 {
            write!(f, ":{:02}", self.local.second())?;
        } else if self.offset.is_some() {
            write!(f, ":00")?;
        }
        match self.offset {
            Some(0) => write!(f, "Z"),
            Some(minutes) => {
                let sign = if minutes < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            }
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Date, Moment};

    fn date(text: &str) -> Option<String> {
        Date::parse(text).map(|date| date.to_string())
    }

    #[test]
    fn reads_the_dates_that_people_write() {
        for text in [
            "2020-11-09",
            "2020-11-9",
            "09/11/2020",
            "9.11.2020",
            "2020.11.09",
            "2020-Nov-09",
            "20201109",
            "Nov 9th, 2020",
            "9 November 2020",
            "09-november-2020",
            "Monday, 9 November 2020",
            "9\u{a0}Nov\u{a0}2020",
            "2020\u{2011}11\u{2013}09",
        ] {
            assert_eq!(date(text).as_deref(), Some("2020-11-09"), "{text}");
        }
        assert_eq!(
            date("10/04/18").as_deref(),
            Some("2018-04-10"),
            "day first, of this century"
        );
        assert_eq!(date("18-04-10"), None, "which of them is the year?");
        assert_eq!(date("03/25/2021").as_deref(), Some("2021-03-25"), "no 25th month");
        for text in [
            "2024-023-2706",
            "2021-02-30",
            "soon",
            "",
            "2020",
            "é",
            "2020-11",
            "1.2.3",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
        assert!(Date::looks_like("2024-023-2706") && Date::looks_like("2021-02-30") && !Date::looks_like("soon"));
    }

    #[test]
    fn a_month_is_a_date_without_a_day() {
        let month = |text| Date::parse_month(text).map(|date| date.to_string());
        for text in [
            "2026-01",
            "2026/1",
            "01.2026",
            "January 2026",
            "January, 2026",
            "January , 2026",
            "jan 2026",
            "2026 Jan",
        ] {
            assert_eq!(month(text).as_deref(), Some("2026-01"), "{text}");
        }
        for text in ["2026", "2026-13", "soon", "12-01", "January", "2026-01-05", "é", "1 2"] {
            assert_eq!(month(text), None, "{text}");
        }
        assert!(Date::parse_month("2026-01") < Date::parse("2026-01-01"));
    }

    #[test]
    fn reads_points_in_time() {
        let show = |text| Moment::parse(text).map(|moment| moment.to_string());
        assert_eq!(show("2024-07-25 12:10").as_deref(), Some("2024-07-25T12:10"));
        assert_eq!(
            show("2024-07-25T12:10:00+02:00").as_deref(),
            Some("2024-07-25T12:10:00+02:00")
        );
        assert_eq!(show("2024-07-25 12:10 UTC").as_deref(), Some("2024-07-25T12:10:00Z"));
        assert_eq!(show("2024-07-25 1:10pm PST").as_deref(), Some("2024-07-25T13:10"));
        assert_eq!(show("2024-07-25").as_deref(), Some("2024-07-25"));
        assert_eq!(show("2022-03-10 11.50").as_deref(), Some("2022-03-10T11:50"));
        assert_eq!(show("2025-01-14 1600").as_deref(), Some("2025-01-14T16:00"));
        assert_eq!(show("22025-03-18 09:36"), None);
        assert_eq!(show("2024-07-25 25:10"), None);
        assert_eq!(show("at 12:10"), None);
        let minute = |text| Moment::parse(text).map(|moment| moment.to_the_minute());
        for (text, expected) in [
            ("2024-07-25T12:10:59-07:30", "2024-07-25T12:10-07:30"),
            ("2024-07-25T12:10Z", "2024-07-25T12:10Z"),
            ("2024-07-25 12:10:01", "2024-07-25T12:10"),
            ("2024-07-25", "2024-07-25"),
        ] {
            assert_eq!(minute(text).as_deref(), Some(expected));
        }
        assert_eq!(show("2024-07-25 12:10 and more"), None);
    }

    #[test]
    fn differences_honour_offsets() {
        let minutes = |a, b| Some(Moment::parse(a)?.minutes_until(&Moment::parse(b)?));
        assert_eq!(minutes("2022-07-11 09:33", "2022-07-11 16:07"), Some(394));
        assert_eq!(minutes("2022-07-11T09:00+02:00", "2022-07-11T09:00Z"), Some(120));
        assert_eq!(minutes("2022-07-11 10:00", "2021-07-11 10:00"), Some(-525_600));
    }
}
