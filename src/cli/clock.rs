//! What time it is, and where. The only place that asks.

use crate::model::time::Date;
use crate::model::zone::Zone;
use jiff::tz::TimeZone;
use std::time::{SystemTime, UNIX_EPOCH};

/// Seconds since 1970: of the clock, or what `SOURCE_DATE_EPOCH` says it is
/// (<https://reproducible-builds.org/specs/source-date-epoch/>).
pub(super) fn now() -> i64 {
    let said = std::env::var("SOURCE_DATE_EPOCH").ok();
    let clock = || {
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default()
            .as_secs()
    };
    let said = said.and_then(|text| text.trim().parse().ok());
    said.unwrap_or_else(|| i64::try_from(clock()).unwrap_or(0))
}

/// The time of day in UTC, as `14:05`.
pub(super) fn time_of_day(seconds: i64) -> String {
    let minutes = seconds.rem_euclid(86_400) / 60;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// A moment in UTC, as `2026-03-04T14:05:12Z`.
pub(super) fn stamp(seconds: i64) -> String {
    let day = Date::from_unix(seconds).map_or_else(String::new, |day| day.to_string());
    format!("{day}T{}:{:02}Z", time_of_day(seconds), seconds.rem_euclid(60))
}

/// The zone that the machine is set to; UTC where that is not known.
pub(super) fn zone() -> Zone {
    let set = TimeZone::try_system().ok();
    let name = set.as_ref().and_then(|zone| zone.iana_name().map(str::to_owned));
    name.and_then(|name| Zone::parse(&name)).unwrap_or_else(Zone::utc)
}
