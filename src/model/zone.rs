//! Time zones: which moment a time without offset is. The rules of the zones are those that opsrepo was built with, so that
//! every machine says the same. Nothing here reads the clock.

use crate::model::spelling::read_offset;
use crate::model::time::Moment;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};

/// A time zone, or a fixed offset from UTC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(TimeZone);

/// Changes of a clock that are followed in one stretch of time: those of more than a century.
const PIECES: usize = 256;

/// What a local time is in a zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Placed {
    /// One moment.
    Once(Moment),
    /// None: clocks were put forward over it.
    Never,
    /// Two, the earlier first: clocks were put back over it.
    Twice(Moment, Moment),
}

impl Moment {
    /// The moment of so many seconds since 1970, to the minute, as clocks in `zone` show it. `None` outside of the calendar.
    pub fn from_unix(seconds: i64, zone: &Zone) -> Option<Self> {
        let seconds = seconds.div_euclid(60) * 60;
        let zoned = jiff::Timestamp::from_second(seconds).ok()?.to_zoned(zone.0.clone());
        Some(Moment {
            local: zoned.datetime(),
            offset: Some(zoned.offset().seconds().div_euclid(60)),
            is_date: false,
        })
    }

    /// What a time without offset is in a zone. One that has an offset is what it says; a date alone is its midnight.
    pub fn placed(&self, zone: &Zone) -> Placed {
        let at = |offset: Offset| Moment {
            offset: Some(offset.seconds().div_euclid(60)),
            is_date: self.is_date,
            local: self.local,
        };
        if self.offset.is_some() {
            return Placed::Once(self.clone());
        }
        match zone.0.to_ambiguous_timestamp(self.local).offset() {
            AmbiguousOffset::Unambiguous { offset } => Placed::Once(at(offset)),
            AmbiguousOffset::Gap { .. } => Placed::Never,
            AmbiguousOffset::Fold { before, after } => Placed::Twice(at(before), at(after)),
        }
    }

    /// The moment with an offset: its own, else that of the zone; where clocks were put forward over it, the offset from
    /// before, where they were put back, the earlier one.
    pub fn in_zone(&self, zone: &Zone) -> Moment {
        match self.placed(zone) {
            Placed::Once(moment) | Placed::Twice(moment, _) => moment,
            Placed::Never => match zone.0.to_ambiguous_timestamp(self.local).offset() {
                AmbiguousOffset::Gap { before, .. } => Moment {
                    offset: Some(before.seconds().div_euclid(60)),
                    ..self.clone()
                },
                _ => self.clone(),
            },
        }
    }

    /// The same moment as clocks in a zone show it; unchanged where it has no offset.
    pub fn seen_in(&self, zone: &Zone) -> Moment {
        let seen = self.unix_seconds().and_then(|seconds| Moment::from_unix(seconds, zone));
        seen.unwrap_or_else(|| self.clone())
    }

    /// Seconds since 1970; `None` where no offset was written.
    pub fn unix_seconds(&self) -> Option<i64> {
        let offset = Offset::from_seconds(self.offset? * 60).ok()?;
        Some(offset.to_timestamp(self.local).ok()?.as_second())
    }
}

impl Zone {
    /// Greenwich.
    pub fn utc() -> Self {
        Zone(TimeZone::UTC)
    }

    /// Reads the IANA name of a zone (`Europe/Amsterdam`), an offset (`+01:00`, `UTC+2`, `GMT-7`), or the short name of
    /// one (`PST`, `CEST`) where only one is in use. `None` for what is no zone, or could be several (`IST`, `CST`).
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > 60 || !text.is_ascii() {
            return None;
        }
        let short = SHORT_NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text));
        if let Some((_, minutes)) = short {
            return Zone::fixed(*minutes);
        }
        let upper = text.to_ascii_uppercase();
        let offset = upper.strip_prefix("GMT").unwrap_or(&upper);
        if offset.contains(['+', '-']) && !offset.contains('/') {
            return Zone::fixed(read_offset(offset)??);
        }
        TimeZone::get(text).ok().map(Zone)
    }

    /// The IANA name of the zone that bears the name of a place (`Zurich`), where there is only one.
    pub(crate) fn of_place(place: &str) -> Option<String> {
        if place.len() < 3 || place.len() > 40 {
            return None;
        }
        let db = jiff::tz::db();
        let mut names = db.available().filter_map(|name| {
            let name = name.as_str();
            let (_, last) = name.rsplit_once('/')?;
            (last.replace('_', " ").eq_ignore_ascii_case(place)).then(|| name.to_owned())
        });
        let first = names.next()?;
        names.next().is_none().then_some(first)
    }

    /// The known IANA names.
    pub(crate) fn names() -> Vec<String> {
        jiff::tz::db()
            .available()
            .map(|name| name.as_str().to_owned())
            .collect()
    }

    /// A stretch of time, in seconds since 1970, in the pieces in which the zone has one offset: where each begins and ends
    /// and its seconds east of UTC. After [`PIECES`] the rest is one piece more, with the last offset.
    pub(crate) fn pieces(&self, from: i64, until: i64) -> Vec<(i64, i64, i64)> {
        let Ok(start) = jiff::Timestamp::from_second(from) else {
            return Vec::new();
        };
        let mut pieces = Vec::new();
        let (mut from, mut offset) = (from, i64::from(self.0.to_offset(start).seconds()));
        for change in self.0.following(start).take(PIECES) {
            let at = change.timestamp().as_second();
            if at >= until {
                break;
            }
            pieces.push((from, at, offset));
            (from, offset) = (at, i64::from(change.offset().seconds()));
        }
        if from < until {
            pieces.push((from, until, offset));
        }
        pieces
    }

    /// So many minutes east of UTC.
    fn fixed(minutes: i32) -> Option<Self> {
        Some(Zone(Offset::from_seconds(minutes * 60).ok()?.to_time_zone()))
    }
}

/// Names of offsets that the people of one part of the world use, with minutes east of UTC. Left out is what means two
/// things: `CST`, `IST`, `BST`, `AST`.
const SHORT_NAMES: [(&str, i32); 19] = [
    ("UTC", 0),
    ("Z", 0),
    ("GMT", 0),
    ("WET", 0),
    ("WEST", 60),
    ("CET", 60),
    ("CEST", 120),
    ("EET", 120),
    ("EEST", 180),
    ("EST", -300),
    ("EDT", -240),
    ("CDT", -300),
    ("MST", -420),
    ("MDT", -360),
    ("PST", -480),
    ("PDT", -420),
    ("JST", 540),
    ("AEST", 600),
    ("AEDT", 660),
];

#[cfg(test)]
mod tests {
    use super::{Placed, Zone};
    use crate::model::time::Moment;

    #[test]
    fn a_zone_gives_a_time_its_offset() {
        let shown = |time: &str, zone: &str| {
            let placed = Moment::parse(time)?.placed(&Zone::parse(zone)?);
            Some(match placed {
                Placed::Once(moment) => moment.to_string(),
                Placed::Never => "never".to_owned(),
                Placed::Twice(one, other) => format!("{one} or {other}"),
            })
        };
        for (time, zone, expected) in [
            ("2024-07-25 12:10", "Europe/London", "2024-07-25T12:10:00+01:00"),
            ("2024-01-25 12:10", "Europe/London", "2024-01-25T12:10:00Z"),
            ("2024-01-25 12:10+05:30", "Europe/London", "2024-01-25T12:10:00+05:30"),
            ("2024-03-31 01:30", "Europe/London", "never"),
            (
                "2024-10-27 01:30",
                "Europe/London",
                "2024-10-27T01:30:00+01:00 or 2024-10-27T01:30:00Z",
            ),
            ("2018-01-04 07:33", "PST", "2018-01-04T07:33:00-08:00"),
            ("2018-07-30 07:33", "utc-7", "2018-07-30T07:33:00-07:00"),
            ("2019-04-03 07:33", "GMT+2", "2019-04-03T07:33:00+02:00"),
        ] {
            assert_eq!(shown(time, zone).as_deref(), Some(expected), "{time} {zone}");
        }
        for zone in [
            "IST",
            "UC/Pacific",
            "",
            "Mars/Base",
            "+25:00",
            "é",
            "and",
            "Zurich time",
        ] {
            assert_eq!(Zone::parse(zone), None, "{zone}");
        }
        let gap = Moment::parse("2024-03-31 01:30").unwrap();
        let london = Zone::parse("Europe/London").unwrap();
        assert_eq!(gap.in_zone(&london).unix_seconds(), Some(1_711_848_600));
        let later = Moment::from_unix(1_711_848_659, &london).unwrap();
        assert_eq!(later.to_string(), "2024-03-31T02:30:00+01:00");
        assert_eq!(
            later.plus_minutes(-20).unwrap().to_string(),
            "2024-03-31T02:10:00+01:00"
        );
        assert_eq!(later.seen_in(&Zone::utc()).to_string(), "2024-03-31T01:30:00Z");
    }
}
