//! The time over which downtime is counted, and its parts by the calendar.

use crate::model::incidents::group::{By, day_of};
use crate::model::incidents::hurt::Hurts;
use crate::model::length::Interval;
use crate::model::record::RecordId;
use crate::model::time::{Date, Moment};
use crate::model::workspace::Workspace;
use crate::model::zone::Zone;

/// Some time, in minutes since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Its first minute.
    pub from: i64,
    /// The first minute behind it.
    pub until: i64,
}

/// What a user wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The first day.
    pub since: Option<Date>,
    /// The last day.
    pub until: Option<Date>,
    /// By what is counted: a period is counted from its first day.
    pub by: Option<By>,
    /// Minutes since 1970; nothing is later.
    pub now: i64,
}

impl Window {
    /// The window of these incidents: from the first day that was asked for, else the day on which the first of them
    /// began (the first of its month or quarter, where these are counted), to the last day, else now. `None` where there
    /// is no minute in it.
    pub fn of(workspace: &Workspace, (ids, hurts): (&[RecordId], &Hurts), asked: Asked) -> Option<Window> {
        let zone = zone_of(workspace);
        let until = asked.until.and_then(next).and_then(|day| midnight(day, &zone));
        let until = until.map_or(asked.now, |until| until.min(asked.now));
        let first = || {
            let begun = ids.iter().filter_map(|id| day_of(workspace.record(*id)));
            let hurt = hurts.hurts.iter().map(|hurt| hurt.stretch.from).min();
            let day = begun.chain(hurt.and_then(|minute| day_at(minute, &zone))).min()?;
            let period = asked.by.and_then(|by| by.period(day));
            Some(period.map_or(day, |period| period.first))
        };
        let from = asked.since.or_else(first).and_then(|day| midnight(day, &zone))?;
        // What began before 1970 is a mistake, and is not divided into months.
        let window = Window {
            from: from.max(0),
            until,
        };
        (window.from < window.until).then_some(window)
    }

    /// Minutes.
    pub fn length(self) -> i64 {
        self.until - self.from
    }

    /// What both have in common.
    pub(crate) fn and(self, other: Window) -> Window {
        Window {
            from: self.from.max(other.from),
            until: self.until.min(other.until),
        }
    }

    /// The month or quarter in which a minute lies, by its name.
    pub(crate) fn period(by: By, minute: i64, zone: &Zone) -> Option<(String, Window)> {
        let period = by.period(day_at(minute, zone)?)?;
        let from = midnight(period.first, zone)?;
        let until = midnight(next(period.last)?, zone)?;
        Some((period.name, Window { from, until }))
    }
}

/// The zone in which days begin and end: that of the cloud, else UTC.
pub fn zone_of(workspace: &Workspace) -> Zone {
    let said = workspace.settings.timezone.as_deref();
    said.and_then(Zone::parse).unwrap_or(Zone::utc())
}

/// Until when what is not over has lasted, in minutes since 1970: now, or the end of the day that was asked for.
pub fn now_of(workspace: &Workspace) -> i64 {
    let context = &workspace.context;
    let end = || end_of(context.as_of, &zone_of(workspace));
    context.now.or_else(end).unwrap_or(0)
}

/// The minute, since 1970, at which a day ends in a zone.
fn end_of(day: Date, zone: &Zone) -> Option<i64> {
    midnight(next(day)?, zone)
}

fn next(day: Date) -> Option<Date> {
    day.after(Interval { months: 0, days: 1 })
}

fn midnight(day: Date, zone: &Zone) -> Option<i64> {
    let start = Moment::parse_time("00:00", day)?.in_zone(zone);
    Some(start.unix_seconds()?.div_euclid(60))
}

fn day_at(minute: i64, zone: &Zone) -> Option<Date> {
    Some(Moment::from_unix(minute.checked_mul(60)?, zone)?.date())
}
