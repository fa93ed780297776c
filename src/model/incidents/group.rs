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

impl By {
    /// The groups of a record, none where it says nothing about it.
    pub fn names(self, record: &Record) -> Vec<String> {
        let day = || day_of(record);
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
            By::Quarter => {
                let quarter = |day: Date| format!("{} Q{}", day.year(), (day.month() + 2) / 3);
                day().map(quarter).into_iter().collect()
            }
            By::Month => {
                let month = |day: Date| format!("{}-{:02}", day.year(), day.month());
                day().map(month).into_iter().collect()
            }
        };
        names.sort();
        names.dedup();
        names
    }
}

/// The day on which an incident began: its date, else that of its first time.
fn day_of(record: &Record) -> Option<Date> {
    let first = || record.time("started").or_else(|| record.time("detected"));
    record.date.value().copied().or_else(|| Some(first()?.date()))
}
