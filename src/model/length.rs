//! Durations and intervals, in all the spellings that people use.

use crate::model::spelling::quantities;
use std::fmt;

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

/// Intervals that have a name: months and days.
const WORDS: [(&str, i32, i32); 18] = [
    ("daily", 0, 1),
    ("day", 0, 1),
    ("weekly", 0, 7),
    ("week", 0, 7),
    ("fortnightly", 0, 14),
    ("monthly", 1, 0),
    ("month", 1, 0),
    ("quarterly", 3, 0),
    ("quarter", 3, 0),
    ("half-yearly", 6, 0),
    ("half yearly", 6, 0),
    ("half year", 6, 0),
    ("semi-annually", 6, 0),
    ("semiannually", 6, 0),
    ("yearly", 12, 0),
    ("annually", 12, 0),
    ("annual", 12, 0),
    ("year", 12, 0),
];

/// Numbers in words, from one on.
const NUMBERS: [&str; 12] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
];

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
    /// Reads `6 months`, `1 year`, `2 weeks`, `90d`, `P6M`, `every 6 months`, `six months`, `quarterly`. `None` where it is
    /// no interval.
    pub fn parse(text: &str) -> Option<Self> {
        let lower = text.trim().to_lowercase();
        let text = lower.strip_prefix("every ").unwrap_or(&lower).trim_start();
        if let Some((_, months, days)) = WORDS.iter().find(|(word, ..)| *word == text) {
            return Some(Interval {
                months: *months,
                days: *days,
            });
        }
        let counted = text.split_once(' ').and_then(|(number, unit)| {
            let number = NUMBERS.iter().position(|word| *word == number)? + 1;
            Some(format!("{number} {unit}"))
        });
        Interval::counted(counted.as_deref().unwrap_or(text))
    }

    fn counted(text: &str) -> Option<Self> {
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
    use super::{Duration, Interval};
    use crate::model::time::Date;

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
        let interval = |text| Interval::parse(text).map(|interval| (interval.months, interval.days));
        for (text, expected) in [
            ("90d", Some((0, 90))),
            ("P6M", Some((6, 0))),
            ("P1Y", Some((12, 0))),
            ("Every 6 months", Some((6, 0))),
            ("every quarter", Some((3, 0))),
            ("Quarterly", Some((3, 0))),
            ("six months", Some((6, 0))),
            ("a year or so", None),
            ("2025-01-01", None),
        ] {
            assert_eq!(interval(text), expected, "{text}");
        }
        assert_eq!(Interval::parse(&"99999 weeks ".repeat(9999)), None);
        assert_eq!(minutes("9999999999999 weeks"), None);
        let due = Date::parse("2026-08-31").and_then(|d| d.after(Interval { months: 6, days: 0 }));
        assert_eq!(due.map(|d| d.to_string()).as_deref(), Some("2027-02-28"));
    }
}
