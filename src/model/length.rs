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
        assert_eq!(Interval::parse(&"99999 weeks ".repeat(9999)), None);
        assert_eq!(minutes("9999999999999 weeks"), None);
        let due = Date::parse("2026-08-31").and_then(|d| d.after(Interval { months: 6, days: 0 }));
        assert_eq!(due.map(|d| d.to_string()).as_deref(), Some("2027-02-28"));
    }
}
