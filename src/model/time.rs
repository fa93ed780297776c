//! Dates, points in time, durations and intervals, in all the spellings that people use.
//!
//! The only home of the calendar library. Nothing here reads the clock.

use crate::model::spelling::{day_ordinal, is_number, month_name, quantities, read_offset, read_time, split_clock};
use jiff::civil;
use std::fmt;

/// A calendar date.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

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

/// A stated duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duration {
    /// Whole minutes.
    pub minutes: i64,
}

/// A calendar interval (`6 months`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// Months; a year has 12.
    pub months: i32,
    /// Days; a week has 7.
    pub days: i32,
}

impl Date {
    /// A date from its parts; `None` for one that does not exist.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        civil::Date::new(year, month, day).ok().map(Date)
    }

    /// Today, from the clock. Only for commands that are about now; everything else takes `--as-of`.
    pub fn from_unix(seconds: i64) -> Option<Self> {
        let timestamp = jiff::Timestamp::from_second(seconds).ok()?;
        Some(Date(timestamp.to_zoned(jiff::tz::TimeZone::UTC).date()))
    }

    /// Reads a date in any of the spellings that records use: `2026-01-05`, `2026-1-5`, `2026.01.05`, `2026/01/05`,
    /// `20260105`, `05.01.2026`, `05/01/2026`, `05/01/26` (day first; month first only where it cannot be otherwise),
    /// `2020-Nov-09`, `9 November 2020`, `11-April-2023`, `Nov 9th, 2020`. `None` for anything else and for dates that
    /// do not exist.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if !text.is_ascii() || text.len() > 40 {
            return None;
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
        self.0.checked_add(span).ok().map(Date)
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

    /// The day of the month.
    pub fn day(self) -> i8 {
        self.0.day()
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
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
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
            return Some(Moment {
                local: date.0.to_datetime(civil::Time::midnight()),
                offset: None,
                is_date: true,
            });
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
        Date(self.local.date())
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

impl Duration {
    /// Reads `1h 50m`, `6 hours 27 minutes`, `2d 3h`, `90 min`, `PT1H30M`, `1:30h`. `None` where it is no duration.
    pub fn parse(text: &str) -> Option<Self> {
        let pairs = quantities(text)?;
        let mut minutes = 0.0;
        for (amount, unit) in pairs {
            minutes += amount
                * match unit.as_str() {
                    "s" | "sec" | "secs" | "second" | "seconds" => 1.0 / 60.0,
                    "m" | "min" | "mins" | "minute" | "minutes" => 1.0,
                    "h" | "hr" | "hrs" | "hour" | "hours" => 60.0,
                    "d" | "day" | "days" => 1440.0,
                    "w" | "week" | "weeks" => 10080.0,
                    _ => return None,
                };
        }
        // Up to a thousand million minutes every one is told apart.
        (minutes <= 1e9).then_some(Duration {
            minutes: minutes.round() as i64,
        })
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.minutes / 60, self.minutes % 60) {
            (0, minutes) => write!(f, "{minutes}m"),
            (hours, minutes) => write!(f, "{hours}h {minutes}m"),
        }
    }
}

impl Interval {
    /// Reads `6 months`, `1 year`, `2 weeks`, `90 days`, `P6M`. `None` where it is no interval.
    pub fn parse(text: &str) -> Option<Self> {
        let mut interval = Interval { months: 0, days: 0 };
        for (amount, unit) in quantities(text)? {
            if amount.fract() != 0.0 || amount > 100_000.0 {
                return None;
            }
            let amount = amount as i32;
            match unit.as_str() {
                "d" | "day" | "days" => interval.days += amount,
                "w" | "week" | "weeks" => interval.days += 7 * amount,
                "m" | "mo" | "month" | "months" => interval.months += amount,
                "y" | "year" | "years" => interval.months += 12 * amount,
                _ => return None,
            }
            // Nobody plans for longer, and nothing overflows.
            if interval.months > 100_000 || interval.days > 100_000 {
                return None;
            }
        }
        Some(interval)
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |n: i32, unit: &str| match n {
            0 => None,
            1 => Some(format!("1 {unit}")),
            n => Some(format!("{n} {unit}s")),
        };
        let parts: Vec<String> = [
            count(self.months / 12, "year"),
            count(self.months % 12, "month"),
            count(self.days, "day"),
        ]
        .into_iter()
        .flatten()
        .collect();
        f.write_str(&parts.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::{Date, Duration, Interval, Moment};

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
        assert_eq!(show("2024-07-25 12:10 and more"), None);
    }

    #[test]
    fn differences_honour_offsets() {
        let minutes = |a, b| Some(Moment::parse(a)?.minutes_until(&Moment::parse(b)?));
        assert_eq!(minutes("2022-07-11 09:33", "2022-07-11 16:07"), Some(394));
        assert_eq!(minutes("2022-07-11T09:00+02:00", "2022-07-11T09:00Z"), Some(120));
        assert_eq!(minutes("2022-07-11 10:00", "2021-07-11 10:00"), Some(-525_600));
    }

    #[test]
    fn reads_durations_and_intervals() {
        let minutes = |text| Duration::parse(text).map(|d| d.minutes);
        assert_eq!(minutes("1h 50m"), Some(110));
        assert_eq!(minutes("6 hours and 27 minutes"), Some(387));
        assert_eq!(minutes("2d 3h"), Some(3060));
        assert_eq!(minutes("PT1H30M"), Some(90));
        assert_eq!(minutes("unknown"), None);
        assert_eq!(Interval::parse("6 months"), Some(Interval { months: 6, days: 0 }));
        assert_eq!(
            Interval::parse("1 year").map(|i| i.to_string()).as_deref(),
            Some("1 year")
        );
        assert_eq!(Interval::parse("often"), None);
        assert_eq!(Interval::parse(&"99999 weeks ".repeat(9999)), None);
        assert_eq!(minutes("9999999999999 weeks"), None);
        let due = Date::parse("2026-08-31").and_then(|d| d.after(Interval { months: 6, days: 0 }));
        assert_eq!(due.map(|d| d.to_string()).as_deref(), Some("2027-02-28"));
    }
}
