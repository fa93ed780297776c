//! By what incidents are counted together.

use crate::model::record::Record;
use crate::model::time::Date;

/// What the members of a group have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The service that was hurt; an incident that hurt two counts for each.
    Service,
    /// The severity.
    Severity,
    /// The quarter of the calendar year in which it began.
    Quarter,
    /// The month in which it began.
    Month,
}

/// A month or a quarter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Period {
    /// What it is called.
    pub(crate) name: String,
    /// Its first day.
    pub(crate) first: Date,
    /// Its last day.
    pub(crate) last: Date,
}

impl By {
    /// The month or quarter of a day; `None` where neither is counted.
    pub(crate) fn period(self, day: Date) -> Option<Period> {
        let (year, month) = (day.year(), day.month());
        let (name, first, last) = match self {
            By::Quarter => {
                let quarter = (month + 2) / 3;
                (format!("{year} Q{quarter}"), 3 * quarter - 2, 3 * quarter)
            }
            By::Month => (format!("{year}-{month:02}"), month, month),
            By::Service | By::Severity => return None,
        };
        Some(Period {
            name,
            first: Date::new(year, first, 1)?,
            last: (28..=31).rev().find_map(|day| Date::new(year, last, day))?,
        })
    }

    /// The groups of a record, none where it says nothing about it.
    pub fn names(self, record: &Record) -> Vec<String> {
        let mut names: Vec<String> = match self {
            By::Service => record
                .refers("services")
                .map(|reference| reference.raw.clone())
                .collect(),
            By::Severity => record
                .text("severity")
                .map(|text| text.trim().to_lowercase())
                .into_iter()
                .collect(),
            By::Quarter | By::Month => day_of(record)
                .and_then(|day| self.period(day))
                .map(|period| period.name)
                .into_iter()
                .collect(),
        };
        names.sort();
        names.dedup();
        names
    }
}

/// The day on which an incident began: its date, else that of its first time.
pub(crate) fn day_of(record: &Record) -> Option<Date> {
    let first = || record.time("started").or_else(|| record.time("detected"));
    record.date.value().copied().or_else(|| Some(first()?.date()))
}
