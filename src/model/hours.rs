//! How much of a stretch of time lies in hours in which everybody works. It does not know what anybody counts, or why.

use crate::model::time::Moment;

/// Ten to four, in minutes since midnight: part of every office's day, whenever it opens and closes.
const CORE: (i64, i64) = (10 * 60, 16 * 60);

/// A day, in minutes.
const DAY: i64 = 24 * 60;

/// Working days of a week.
const WORKING: i32 = 5;

/// Minutes between two moments that lie between ten and four on a day from Monday to Friday, by the times as written. A
/// stretch within one day counts on every day: no office has half a Saturday. None where `to` is not after `from`.
pub fn core_minutes(from: &Moment, to: &Moment) -> i64 {
    let (start, end) = (from.minute_of_day(), to.minute_of_day());
    let days = from.date().days_until(to.date());
    if days <= 0 {
        return if days == 0 { overlap(start, end) } else { 0 };
    }
    let first = from.date().weekday();
    let working = |day: i32| i32::from((first + day) % 7 < WORKING);
    let between = days - 1;
    let full = between / 7 * WORKING + (1..=between % 7).map(working).sum::<i32>();
    i64::from(working(0)) * overlap(start, DAY)
        + i64::from(full) * overlap(0, DAY)
        + i64::from(working(days)) * overlap(0, end)
}

/// Minutes of a stretch within a day that lie between ten and four.
fn overlap(start: i64, end: i64) -> i64 {
    (end.min(CORE.1) - start.max(CORE.0)).max(0)
}

#[cfg(test)]
mod tests {
    use super::core_minutes;
    use crate::model::time::Moment;

    #[test]
    fn counts_from_ten_to_four_on_working_days() {
        for (from, to, expected) in [
            ("2026-03-04 09:00", "2026-03-04 12:00", 120),
            ("2026-03-04 12:00", "2026-03-04 18:00", 240),
            ("2026-03-04 17:00", "2026-03-04 18:00", 0),
            ("2026-03-04 12:00", "2026-03-04 11:00", 0),
            ("2026-03-04 12:00", "2026-03-03 13:00", 0),
            // Wednesday to Thursday.
            ("2026-03-04 12:00", "2026-03-05 11:00", 240 + 60),
            // Friday to Monday.
            ("2026-03-06 15:00", "2026-03-09 11:00", 60 + 60),
            // Within a Saturday, and over one to Sunday.
            ("2026-03-07 12:00", "2026-03-07 14:00", 120),
            ("2026-03-07 12:00", "2026-03-08 14:00", 0),
            // Three weeks and a day: Wednesday to Thursday.
            ("2026-03-04 10:00", "2026-03-26 10:00", 16 * 360),
            ("0001-01-01 00:00", "9999-12-31 23:59", 2_608_615 * 360),
        ] {
            let (from, to) = (Moment::parse(from).unwrap(), Moment::parse(to).unwrap());
            assert_eq!(core_minutes(&from, &to), expected, "{from} to {to}");
        }
    }
}
