//! How a record writes its times: as its neighbours do, where that leaves no doubt about the moment, else in full. It must
//! not know what a time is for.

use crate::model::time::{Date, Moment};
use crate::model::zone::Zone;

/// A time of a record, as a pattern for the next.
#[derive(Clone, Copy)]
pub(super) struct Pattern<'a> {
    /// As it is written: `2024-07-25 12:10`, `08:03`.
    pub(super) raw: &'a str,
    /// The zone in which times without offset stand in this record, where one is known.
    pub(super) zone: Option<&'a Zone>,
    /// The day that a time without date would be on, at the place of the new one.
    pub(super) day: Option<Date>,
}

impl Pattern<'_> {
    /// A moment in the spelling of the pattern; in full where the pattern says no offset and its zone is not known.
    pub(super) fn written(&self, at: &Moment) -> String {
        let own = Moment::parse(self.raw).filter(|own| !own.is_date);
        let has_offset = own.as_ref().is_some_and(|own| own.offset.is_some());
        let (Some(zone), false) = (self.zone, has_offset || self.raw.contains('T')) else {
            return at.to_the_minute();
        };
        let seen = at.seen_in(zone);
        let minute = seen.minute_of_day();
        let clock = format!("{:02}:{:02}", minute / 60, minute % 60);
        match own.is_none() && self.day == Some(seen.date()) && self.raw.len() <= 5 {
            true => clock,
            false => format!("{} {clock}", seen.date()),
        }
    }
}

/// What stands between a time and what follows it: `: `, ` - `, or a blank. `rest` begins behind the time.
pub(super) fn separator(rest: &str) -> &'static str {
    let known = [": ", " - ", " – ", " — "];
    known.into_iter().find(|sign| rest.starts_with(sign)).unwrap_or(" ")
}

#[cfg(test)]
mod tests {
    use super::{Pattern, separator};
    use crate::model::time::{Date, Moment};
    use crate::model::zone::Zone;

    #[test]
    fn times_are_written_like_others_where_that_is_clear() {
        let london = Zone::parse("Europe/London").unwrap();
        let at = Moment::parse("2024-07-25T12:10Z").unwrap();
        for (raw, zone, expected) in [
            ("2024-07-25T09:00+01:00", Some(&london), "2024-07-25T12:10Z"),
            ("2024-07-25 09:00", Some(&london), "2024-07-25 13:10"),
            ("2024-07-25 09:00", None, "2024-07-25T12:10Z"),
            ("09:00", Some(&london), "13:10"),
            ("09:00", None, "2024-07-25T12:10Z"),
            ("2024-07-25 09:00 UTC", Some(&london), "2024-07-25T12:10Z"),
        ] {
            let day = Date::new(2024, 7, 25);
            assert_eq!(Pattern { raw, zone, day }.written(&at), expected, "{raw}");
        }
        let night = Pattern {
            raw: "09:00",
            zone: Some(&london),
            day: Date::new(2024, 7, 24),
        };
        assert_eq!(night.written(&at), "2024-07-25 13:10");
        assert_eq!(
            (separator(": x"), separator(" - x"), separator("* x")),
            (": ", " - ", " ")
        );
    }
}
