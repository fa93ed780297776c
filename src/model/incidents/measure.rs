//! The durations that are counted of every incident, and what exactly is meant by each.

use crate::model::calendar::Calendar;
use crate::model::incidents::clock::Clock;
use crate::model::record::Record;
use crate::model::time::Moment;
use crate::model::workspace::Workspace;

/// A part of an incident's course.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Until somebody knew.
    Detect,
    /// Until somebody took it.
    Acknowledge,
    /// Until users were served again.
    Mitigate,
    /// Until the cause was gone.
    Resolve,
}

/// What a record says of a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// So many minutes.
    Minutes(i64),
    /// One of the two times is not there, or only its day, or only one of them has an offset and no zone is known.
    Unknown,
    /// The end stands before the beginning.
    Backwards,
}

/// Where the trouble began, as far as the record knows: users may have been hurt before anybody looked.
const BEGINNINGS: [&str; 4] = ["started", "detected", "declared", "acknowledged"];

impl Measure {
    /// All, in the order in which they happen.
    pub const ALL: [Measure; 4] = [
        Measure::Detect,
        Measure::Acknowledge,
        Measure::Mitigate,
        Measure::Resolve,
    ];

    /// The word of the trade.
    pub fn name(self) -> &'static str {
        match self {
            Measure::Detect => "ttd",
            Measure::Acknowledge => "tta",
            Measure::Mitigate => "ttm",
            Measure::Resolve => "ttr",
        }
    }

    /// Its name in full.
    pub fn title(self) -> &'static str {
        match self {
            Measure::Detect => "time to detect",
            Measure::Acknowledge => "time to acknowledge",
            Measure::Mitigate => "time to mitigate",
            Measure::Resolve => "time to resolve",
        }
    }

    /// What is measured, as a sentence.
    pub fn definition(self) -> &'static str {
        match self {
            Measure::Detect => "time to detect: from `started` to `detected`",
            Measure::Acknowledge => {
                "time to acknowledge: from `detected` to `acknowledged`, or to `declared` where nobody wrote that"
            }
            Measure::Mitigate => {
                "time to mitigate: to `mitigated` (also called repaired), from the first of `started`, `detected`, \
                 `declared`, `acknowledged` that the record has"
            }
            Measure::Resolve => {
                "time to resolve: to `resolved`, from the first of `started`, `detected`, `declared`, `acknowledged` that \
                 the record has"
            }
        }
    }

    /// What the times of a record give: minutes of working time where a calendar is given, else all that went by.
    pub fn of(self, workspace: &Workspace, record: &Record, calendar: Option<&Calendar>) -> Taken {
        let (from, to) = match self {
            Measure::Detect => (exact(record, &["started"]), exact(record, &["detected"])),
            Measure::Acknowledge => (
                exact(record, &["detected"]),
                exact(record, &["acknowledged", "declared"]),
            ),
            Measure::Mitigate => (exact(record, &BEGINNINGS), exact(record, &["mitigated", "repaired"])),
            Measure::Resolve => (exact(record, &BEGINNINGS), exact(record, &["resolved"])),
        };
        let (Some(from), Some(to)) = (from, to) else {
            return Taken::Unknown;
        };
        let clock = Clock::of(workspace, record);
        match (clock.minutes(from, to), calendar) {
            (None, _) => Taken::Unknown,
            (Some(minutes), _) if minutes < 0 => Taken::Backwards,
            (Some(_), Some(calendar)) => Taken::Minutes(calendar.minutes(&clock.resolved(from), &clock.resolved(to))),
            (Some(minutes), None) => Taken::Minutes(minutes),
        }
    }
}

/// The first of these times that the record has to the minute.
fn exact<'r>(record: &'r Record, names: &[&str]) -> Option<&'r Moment> {
    let mut times = names.iter().filter_map(|name| record.time(name));
    times.next().filter(|moment| !moment.is_date)
}
