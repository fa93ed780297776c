//! When a record is to be read through again. It judges nothing.

use crate::model::fact::{Fact, Found};
use crate::model::length::Interval;
use crate::model::record::{Record, RecordId};
use crate::model::time::{Date, Moment};

/// The field with the day of the last review.
const REVIEWED: &str = "reviewed";

/// The field with the interval between two.
const EVERY: &str = "review-every";

/// The field with the day of the next.
const BY: &str = "review-by";

/// From what a day follows.
#[derive(Clone, Copy, Debug)]
pub enum Due<'a> {
    /// It is stated.
    Stated(&'a Found<Moment>),
    /// The last review and the interval.
    Counted(&'a Found<Moment>, &'a Found<Interval>),
}

/// A commit that set the date of a record's last review and changed nothing else in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bump {
    /// The record.
    pub record: RecordId,
    /// Index into the commits of the log.
    pub commit: u32,
    /// The date before, as it was written.
    pub before: String,
}

impl Record {
    /// The day on which it is to be read through again, and from what that follows.
    pub fn review_due(&self) -> Option<(Date, Due<'_>)> {
        if let Some(by) = self.review_by() {
            return Some((by.value.date(), Due::Stated(by)));
        }
        let reviewed = self.reviewed()?;
        let every = self.intervals.get(EVERY).and_then(Fact::found)?;
        let due = reviewed.value.date().after(every.value)?;
        Some((due, Due::Counted(reviewed, every)))
    }

    /// True where it should have been read again before a day, or never was though it says how often.
    pub fn is_stale(&self, as_of: Date) -> bool {
        match self.review_due() {
            Some((due, _)) => due < as_of,
            None => self.reviewed().is_none() && self.intervals.get(EVERY).and_then(Fact::found).is_some(),
        }
    }

    /// The stated day of the next review.
    pub fn review_by(&self) -> Option<&Found<Moment>> {
        self.times.get(BY).and_then(Fact::found)
    }

    /// The day of the last review, as it is written.
    pub fn reviewed(&self) -> Option<&Found<Moment>> {
        self.times.get(REVIEWED).and_then(Fact::found)
    }
}
