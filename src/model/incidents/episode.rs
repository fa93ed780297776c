//! One time that an alert fired, as an incident keeps it under `fingerprints`: all that is known of an alert between two
//! notifications stands there, to the second, whatever people do to the timeline.
//!
//! `a4c9b0e1f2d3c4b5@2026-03-04T13:05:10Z` fires since then; `…@2026-03-04T13:05:10Z/2026-03-04T13:40:00Z` did till then.

use crate::model::time::Moment;
use crate::model::zone::Zone;
use std::fmt;

/// What stands beside them where there were more alerts than are kept track of.
pub const MORE: &str = "and-more";

/// One time that an alert fired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Episode {
    /// What the alert is known by.
    pub fingerprint: String,
    /// Since when it fires, in seconds since 1970.
    pub started: i64,
    /// When that was over; `None` while it lasts.
    pub ended: Option<i64>,
}

impl Episode {
    /// Reads what a record says. `None` for a fingerprint without times, which somebody else wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let (fingerprint, times) = text.trim().split_once('@')?;
        let (started, ended) = match times.split_once('/') {
            Some((started, ended)) => (started, Some(ended)),
            None => (times, None),
        };
        let seconds = |text: &str| Moment::parse(text).and_then(|moment| moment.unix_seconds());
        Some(Episode {
            fingerprint: fingerprint.to_owned(),
            started: seconds(started)?,
            ended: match ended {
                Some(ended) => Some(seconds(ended)?),
                None => None,
            },
        })
    }
}

/// The fingerprint in a word under `fingerprints`, with times or without.
pub fn fingerprint_of(word: &str) -> Option<&str> {
    let fingerprint = word.split('@').next().unwrap_or(word);
    (!fingerprint.is_empty() && fingerprint != MORE).then_some(fingerprint)
}

impl fmt::Display for Episode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.fingerprint, utc(self.started))?;
        match self.ended {
            Some(ended) => write!(f, "/{}", utc(ended)),
            None => Ok(()),
        }
    }
}

/// A moment to the second, as RFC 3339 has it in Greenwich; empty outside of the calendar.
fn utc(seconds: i64) -> String {
    let minute = Moment::from_unix(seconds, &Zone::utc()).map(|moment| moment.to_the_minute());
    let minute = minute.unwrap_or_default();
    let minute = minute.trim_end_matches('Z');
    format!("{minute}:{:02}Z", seconds.rem_euclid(60))
}

#[cfg(test)]
mod tests {
    use super::Episode;

    #[test]
    fn what_is_written_is_read_again() {
        for text in [
            "a4c9@2026-03-04T13:05:10Z",
            "a4c9@2026-03-04T13:05:00Z/2026-03-04T13:40:59Z",
        ] {
            assert_eq!(Episode::parse(text).unwrap().to_string(), text);
        }
        for text in ["a4c9", "a4c9@", "a4c9@soon", "a4c9@2026-03-04T13:05:10Z/", "@/"] {
            assert_eq!(Episode::parse(text), None, "{text}");
        }
    }
}
