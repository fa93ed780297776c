//! `--at TIME` of the verbs that say when something happened: now, a time of today, or so long ago. The option takes the
//! name of the one by which other commands read an earlier state: what is written is written to the files on disk.

use crate::cli::args::Global;
use crate::cli::clock;
use crate::cli::terminal::Terminal;
use crate::model::length::Interval;
use crate::model::settings::Settings;
use crate::model::time::{Date, Moment};
use crate::model::zone::{Placed, Zone};
use anyhow::{Context, bail};

/// Minutes by which a time of day may lie ahead without being meant of the day before.
const HALF_A_DAY: i64 = 12 * 60;

/// The option.
#[derive(clap::Args, Clone, Debug)]
pub(in crate::cli::record) struct When {
    /// When it happened: `14:05`, `-20m`, `2026-03-04 14:05`, with or without an offset [default: now]
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    at: Option<String>,
}

impl When {
    /// The option with this value.
    pub(in crate::cli::record) fn of(at: Option<String>) -> Self {
        When { at }
    }

    /// True where the option was given.
    pub(in crate::cli::record) fn is_given(&self) -> bool {
        self.at.is_some()
    }

    /// The moment that is meant, with its offset.
    ///
    /// Fails for what is no time, for one that lies ahead, and for one that clocks skipped or showed twice.
    pub(in crate::cli::record) fn moment(
        &self,
        settings: &Settings,
        (global, terminal): (&Global, &Terminal),
    ) -> anyhow::Result<Moment> {
        let zone = zone(settings);
        let now = now(&zone, (global, terminal))?;
        match &self.at {
            None => {
                let clock = Moment::from_unix(terminal.now(), &zone);
                if clock.is_some_and(|clock| clock.minutes_until(&now) > 0) {
                    bail!("{now} is still ahead\nwrite what has happened: `--as-of` takes no day that is to come");
                }
                Ok(now)
            }
            Some(text) => read(text.trim(), &now, &zone),
        }
    }
}

/// The options of every command as they hold for a verb that takes `--at TIME`.
pub(in crate::cli::record) fn without_revision(global: &Global) -> Global {
    Global {
        at: None,
        ..global.clone()
    }
}

/// The zone in which times are written: the repository's, else the machine's.
pub(in crate::cli::record) fn zone(settings: &Settings) -> Zone {
    let own = settings.timezone.as_deref().and_then(Zone::parse);
    own.unwrap_or_else(clock::zone)
}

/// This minute, in a zone; on the day of `--as-of` where that is given.
pub(in crate::cli::record) fn now(zone: &Zone, (global, terminal): (&Global, &Terminal)) -> anyhow::Result<Moment> {
    let now = Moment::from_unix(terminal.now(), zone).context("the clock says nothing that can be written")?;
    match global.as_of {
        None => Ok(now),
        Some(day) => {
            let minute = now.minute_of_day();
            let time = format!("{:02}:{:02}", minute / 60, minute % 60);
            let moment = Moment::parse_time(&time, day).context("the clock says nothing that can be written")?;
            Ok(moment.in_zone(zone))
        }
    }
}

fn read(text: &str, now: &Moment, zone: &Zone) -> anyhow::Result<Moment> {
    let moment = match text.strip_prefix('-') {
        Some(ago) => back(ago, now)
            .map(|moment| moment.seen_in(zone))
            .with_context(|| no_time(text))?,
        None if text == "now" => now.clone(),
        None if back(text, now).is_some() => bail!("`{text}` is no time\nwrite `-{text}` for so long ago"),
        None => exact(text, now.date(), zone)?,
    };
    if now.minutes_until(&moment) <= 0 {
        return Ok(moment);
    }
    let is_time_of_day = Moment::parse_time(text, now.date()).is_some();
    let before = now.date().after(Interval { months: 0, days: -1 });
    match before.filter(|_| is_time_of_day) {
        // Just after midnight people still speak of the evening.
        Some(before) if now.minutes_until(&moment) > HALF_A_DAY => exact(text, before, zone),
        Some(before) => bail!(
            "{moment} is still ahead: it is {now}\nwrite what has happened; of the day before it is `--at \"{before} {text}\"`"
        ),
        None => {
            bail!(
                "{moment} is still ahead: it is {now}\nwrite what has happened; `--at` takes the time at which it did"
            )
        }
    }
}

/// So long before now: `20m`, `2h`, `1h30m`, `1d`.
fn back(text: &str, now: &Moment) -> Option<Moment> {
    let mut minutes: i64 = 0;
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit()).filter(|&end| end > 0)?;
        let count: i64 = rest[..end].parse().ok()?;
        let unit = match rest[end..].chars().next()? {
            'm' => 1,
            'h' => 60,
            'd' => 24 * 60,
            _ => return None,
        };
        minutes = minutes.checked_add(count.checked_mul(unit)?)?;
        rest = rest.get(end + 1..)?.trim_start_matches("in").trim_start();
    }
    let unix = now.unix_seconds()?.checked_sub(minutes.checked_mul(60)?)?;
    (!text.is_empty()).then(|| Moment::from_unix(unix, &Zone::utc()))?
}

fn exact(text: &str, today: Date, zone: &Zone) -> anyhow::Result<Moment> {
    let moment = Moment::parse_time(text, today).or_else(|| Moment::parse(text));
    let Some(moment) = moment.filter(|moment| !moment.is_date) else {
        bail!(no_time(text));
    };
    match moment.placed(zone) {
        Placed::Once(moment) => Ok(moment),
        Placed::Never => bail!(
            "there was no {moment}: clocks were put forward over it\nwrite it with its offset, as \
             `--at 2026-03-29T03:30+02:00`"
        ),
        Placed::Twice(first, second) => {
            bail!("{moment} was there twice: clocks were put back over it\nwrite `--at {first}` or `--at {second}`")
        }
    }
}

fn no_time(text: &str) -> String {
    format!("`{text}` is no time\nwrite it as `14:05`, `-20m`, `2026-03-04 14:05` or `2026-03-04T14:05+01:00`")
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::model::time::Moment;
    use crate::model::zone::Zone;

    #[test]
    fn times_are_read_as_people_type_them() {
        let zone = Zone::parse("Europe/Amsterdam").unwrap();
        let now = Moment::parse("2026-03-29T14:05+02:00").unwrap();
        let said = |text: &str| match read(text, &now, &zone) {
            Ok(moment) => moment.to_string(),
            Err(error) => error.to_string().lines().next().unwrap_or_default().to_owned(),
        };
        for (text, expected) in [
            ("14:05", "2026-03-29T14:05:00+02:00"),
            ("9:30am", "2026-03-29T09:30:00+02:00"),
            ("-20m", "2026-03-29T13:45:00+02:00"),
            ("-1h30m", "2026-03-29T12:35:00+02:00"),
            ("-12h", "2026-03-29T01:05:00+01:00"),
            ("-1d", "2026-03-28T13:05:00+01:00"),
            ("2026-03-28 23:00", "2026-03-28T23:00:00+01:00"),
            ("2026-03-29T10:00Z", "2026-03-29T10:00:00Z"),
            (
                "14:06",
                "2026-03-29T14:06:00+02:00 is still ahead: it is 2026-03-29T14:05:00+02:00",
            ),
            (
                "02:30",
                "there was no 2026-03-29T02:30: clocks were put forward over it",
            ),
            (
                "2025-10-26 02:30",
                "2025-10-26T02:30 was there twice: clocks were put back over it",
            ),
            ("5m", "`5m` is no time"),
            ("now", "2026-03-29T14:05:00+02:00"),
            ("yesterday", "`yesterday` is no time"),
            ("2026-03-28", "`2026-03-28` is no time"),
            ("-", "`-` is no time"),
            ("-9999999999999999999m", "`-9999999999999999999m` is no time"),
            ("-20é", "`-20é` is no time"),
        ] {
            assert_eq!(said(text), expected, "{text}");
        }
    }

    #[test]
    fn after_midnight_the_evening_is_that_of_yesterday() {
        let zone = Zone::parse("Europe/Amsterdam").unwrap();
        let now = Moment::parse("2026-03-29T00:10+01:00").unwrap();
        let said = |text: &str| read(text, &now, &zone).map_err(|error| error.to_string());
        assert_eq!(said("23:50").unwrap().to_string(), "2026-03-28T23:50:00+01:00");
        assert!(said("00:20").unwrap_err().ends_with("`--at \"2026-03-28 00:20\"`"));
    }
}
