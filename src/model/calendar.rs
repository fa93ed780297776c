//! How much of a stretch of time was working time, by the hours that a team keeps. Clocks that are put forward or back are
//! followed. It does not know what is measured, or why.

use crate::model::time::{Date, Moment};
use crate::model::zone::Zone;

/// A day, in seconds.
const DAY: i64 = 86_400;

/// `[calendar]`: what a team says of its hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarSetting {
    /// `timezone`; `None` for that of `[cloud]`.
    pub timezone: Option<String>,
    /// `hours`: when a day begins and ends, in minutes since midnight.
    pub hours: (i64, i64),
    /// `days`: which days of the week, Monday first; Monday to Friday where nothing is said.
    pub days: [bool; 7],
    /// `holidays`.
    pub holidays: Vec<Date>,
}

/// When a team works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    zone: Zone,
    /// When a day begins and ends, in seconds since midnight.
    hours: (i64, i64),
    /// Which days of the week are worked on, Monday first.
    days: [bool; 7],
    /// Days off that are worked on otherwise: days since 1970, sorted.
    holidays: Vec<i64>,
}

impl Calendar {
    /// The calendar of a team; `None` where nothing is said, or where neither it nor the cloud has a zone, without which
    /// nobody knows when its hours are.
    pub fn of(said: Option<&CalendarSetting>, cloud: Option<&str>) -> Option<Calendar> {
        let said = said?;
        let zone = said.timezone.as_deref().or(cloud)?;
        let mut calendar = Calendar {
            zone: Zone::parse(zone)?,
            hours: (said.hours.0 * 60, said.hours.1 * 60),
            days: said.days,
            holidays: Vec::new(),
        };
        let epoch = Date::from_unix(0)?;
        let days = said.holidays.iter().map(|day| i64::from(epoch.days_until(*day)));
        let mut holidays: Vec<i64> = days.filter(|day| calendar.is_in_week(*day)).collect();
        holidays.sort_unstable();
        holidays.dedup();
        calendar.holidays = holidays;
        Some(calendar)
    }

    /// Whole minutes of working time from one moment to another: those at which the clocks of the zone show a time within
    /// the hours, on a working day. A moment without offset is one of the zone. None where `to` is not after `from`.
    ///
    /// The effort does not grow with the number of days.
    pub fn minutes(&self, from: &Moment, to: &Moment) -> i64 {
        let unix = |moment: &Moment| moment.in_zone(&self.zone).unix_seconds();
        let (Some(from), Some(to)) = (unix(from), unix(to)) else {
            return 0;
        };
        let pieces = self.zone.pieces(from, to).into_iter();
        let seconds = pieces.map(|(from, to, offset)| self.worked(to + offset) - self.worked(from + offset));
        seconds.sum::<i64>().div_euclid(60)
    }

    /// Seconds of work before a local time, counted from a day that is always the same one.
    fn worked(&self, local: i64) -> i64 {
        let (day, time) = (local.div_euclid(DAY), local.rem_euclid(DAY));
        let (opens, closes) = self.hours;
        let before = self.working_days(day) * (closes - opens);
        let today = match self.is_open(day) {
            true => (time.min(closes) - opens).max(0),
            false => 0,
        };
        before + today
    }

    /// Working days before a day since 1970.
    fn working_days(&self, day: i64) -> i64 {
        // 1970 began on a Thursday.
        let (weeks, rest) = ((day + 3).div_euclid(7), (day + 3).rem_euclid(7));
        let of_week = |days: &[bool]| days.iter().filter(|&&is_worked| is_worked).count() as i64;
        let rest = usize::try_from(rest).unwrap_or(0);
        let holidays = self.holidays.partition_point(|&holiday| holiday < day) as i64;
        weeks * of_week(&self.days) + of_week(&self.days[..rest]) - holidays
    }

    fn is_open(&self, day: i64) -> bool {
        self.is_in_week(day) && self.holidays.binary_search(&day).is_err()
    }

    fn is_in_week(&self, day: i64) -> bool {
        usize::try_from((day + 3).rem_euclid(7)).is_ok_and(|weekday| self.days[weekday])
    }
}

#[cfg(test)]
mod tests {
    use super::{Calendar, CalendarSetting};
    use crate::model::time::{Date, Moment};
    use crate::model::zone::Zone;

    const WEEK: [bool; 7] = [true, true, true, true, true, false, false];

    fn calendar(zone: &str, hours: (i64, i64), days: [bool; 7], holidays: &[&str]) -> Calendar {
        let said = CalendarSetting {
            timezone: Some(zone.to_owned()),
            hours,
            days,
            holidays: holidays.iter().map(|day| Date::parse(day).unwrap()).collect(),
        };
        Calendar::of(Some(&said), None).unwrap()
    }

    #[test]
    fn counts_the_hours_of_support() {
        let found = calendar("Europe/London", (600, 1020), WEEK, &["2026-03-06", "2026-03-07"]);
        for (from, to, expected) in [
            ("2026-03-04 09:00", "2026-03-04 12:30", 150),
            ("2026-03-04 12:00", "2026-03-04 12:00", 0),
            ("2026-03-04 12:00", "2026-03-04 11:00", 0),
            ("2026-03-04 17:00", "2026-03-05 10:00", 0),
            ("2026-03-04 16:30", "2026-03-05 10:15", 45),
            // Friday is a holiday, Saturday would be free anyway.
            ("2026-03-05 16:00", "2026-03-09 11:00", 120),
            ("2026-03-04T16:30+01:00", "2026-03-04T16:30Z", 60),
            ("2026-03-02 00:00", "2026-03-30 00:00", 19 * 420),
            ("1969-12-29 00:00", "1970-01-05 00:00", 5 * 420),
        ] {
            let (from, to) = (Moment::parse(from).unwrap(), Moment::parse(to).unwrap());
            assert_eq!(found.minutes(&from, &to), expected, "{from} to {to}");
        }
        let (from, to) = ("0001-01-01T00:00Z", "9999-12-30T00:00Z");
        let (from, to) = (Moment::parse(from).unwrap(), Moment::parse(to).unwrap());
        assert!(found.minutes(&from, &to) > 2_608_000 * 420);
    }

    /// Every minute is looked at: what does the clock show, and is that working time?
    fn naively(calendar: &Calendar, from: i64, to: i64) -> i64 {
        let is_worked = |minute: &i64| {
            let shown = Moment::from_unix(minute * 60, &calendar.zone).unwrap();
            let day = i64::from(Date::from_unix(0).unwrap().days_until(shown.date()));
            let time = shown.minute_of_day() * 60;
            calendar.is_open(day) && calendar.hours.0 <= time && time < calendar.hours.1
        };
        (from..to).filter(is_worked).count() as i64
    }

    #[test]
    fn a_count_of_every_minute_says_the_same() {
        let holidays = &["2024-03-29", "2024-04-01", "2024-10-28"];
        let lisbon = calendar("Europe/Lisbon", (0, 1440), WEEK, holidays);
        let days = [false, true, false, false, false, true, true];
        let weekend = calendar("Europe/London", (45, 105), days, holidays);
        let howe = calendar("Australia/Lord_Howe", (90, 1000), WEEK, holidays);
        // Days around the changes of the clocks, in steps that meet no round minute.
        for (found, start) in [
            (&lisbon, "2024-03-28 05:00"),
            (&weekend, "2024-03-29 20:17"),
            (&weekend, "2024-10-26 11:11"),
            (&howe, "2024-04-05 03:00"),
        ] {
            let start = Moment::parse(start)
                .unwrap()
                .in_zone(&Zone::utc())
                .unix_seconds()
                .unwrap()
                / 60;
            for (from, length) in (0..60).map(|step: i64| (start + 37 * step, 61 * step)) {
                let moment = |minute: i64| Moment::from_unix(minute * 60, &Zone::utc()).unwrap();
                let minutes = found.minutes(&moment(from), &moment(from + length));
                assert_eq!(
                    minutes,
                    naively(found, from, from + length),
                    "{} and {length} minutes",
                    moment(from)
                );
            }
        }
    }
}
