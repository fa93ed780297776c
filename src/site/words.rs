//! Lengths and points of time, and shares, as pages tell them.

use crate::model::length::Duration;
use crate::model::time::Moment;

/// Minutes of a day.
const DAY: i64 = 1440;

/// A length of time, no finer than it matters: `45m`, `3h 20m`, `2d 5h`, `38d`.
pub(crate) fn took(minutes: i64) -> String {
    let (days, hours) = (minutes / DAY, minutes % DAY / 60);
    match (days, hours) {
        (..=1, _) => match (minutes / 60, minutes % 60) {
            (hours, 0) if hours > 0 => format!("{hours}h"),
            _ => Duration { minutes }.to_string(),
        },
        (2..=13, 1..) => format!("{days}d {hours}h"),
        _ => format!("{days}d"),
    }
}

/// A point in time: `2026-03-04 14:05 +01:00`, or only its day.
pub(crate) fn moment(at: &Moment) -> String {
    let text = at.to_the_minute();
    let text = text.replacen('T', " ", 1);
    match text.strip_suffix('Z') {
        Some(text) => format!("{text} UTC"),
        None if text.len() > 16 => format!("{} {}", &text[..16], &text[16..]),
        None => text,
    }
}

/// Millionths of a percent, cut behind three digits, so that only what was never down is 100.
pub(crate) fn percent(millionths: i64) -> String {
    let thousandths = millionths.div_euclid(1000);
    format!("{}.{:03} %", thousandths / 1000, thousandths % 1000)
}

/// Millionths of a minute, rounded to whole ones; what is more than nothing is not told as nothing.
pub(crate) fn lost(millionths: i64) -> String {
    let minutes = (millionths.abs() + 500_000) / 1_000_000;
    let sign = if millionths < 0 { "−" } else { "" };
    match minutes {
        0 if millionths != 0 => "under 1m".to_owned(),
        minutes => format!("{sign}{}", took(minutes)),
    }
}

#[cfg(test)]
mod tests {
    use super::{lost, moment, percent, took};
    use crate::model::time::Moment;

    #[test]
    fn lengths_are_as_fine_as_they_matter() {
        let told = [0, 45, 60, 200, 2879, 2880, 3200, 54_000].map(took);
        assert_eq!(told, ["0m", "45m", "1h", "3h 20m", "47h 59m", "2d", "2d 5h", "37d"]);
    }

    #[test]
    fn nothing_is_rounded_to_what_it_is_not() {
        assert_eq!([100_000_000, 99_999_999].map(percent), ["100.000 %", "99.999 %"]);
        assert_eq!(
            [0, 1, 90_400_000, -67_000_000].map(lost),
            ["0m", "under 1m", "1h 30m", "−1h 7m"]
        );
    }

    #[test]
    fn moments_keep_their_offset() {
        for (written, told) in [
            ("2026-03-04T14:05:00+01:00", "2026-03-04 14:05 +01:00"),
            ("2026-03-04T14:05Z", "2026-03-04 14:05 UTC"),
            ("2026-03-04 14:05", "2026-03-04 14:05"),
            ("2026-03-04", "2026-03-04"),
        ] {
            assert_eq!(moment(&Moment::parse(written).unwrap()), told);
        }
    }
}
