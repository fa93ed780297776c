//! When an incident is to be reviewed, and whether it was. Whether that is too late is for others to say.

use crate::model::incidents::severity::Scale;
use crate::model::length::Interval;
use crate::model::record::Record;
use crate::model::standing;
use crate::model::time::Date;

/// True for an incident that was reviewed, or need not be: closing is the end of a review.
pub fn is_done(record: &Record) -> bool {
    let said = record.text("review-status").map(|text| text.trim().to_lowercase());
    matches!(said.as_deref(), Some("done" | "not-needed"))
        || ["reviewed", "closed"].iter().any(|name| record.time(name).is_some())
        || matches!(standing::word(&record.status), Some("closed" | "false-alarm"))
        || record.refers("duplicate-of").next().is_some()
}

/// The day by which an incident of its severity is reviewed, and how soon after it was resolved that is; `None` where nobody
/// asks for a review, or where it is done.
pub fn due(scale: Scale<'_>, record: &Record) -> Option<(Interval, Date)> {
    if is_done(record) {
        return None;
    }
    let within = scale.review_within(scale.place(record.text("severity")?)?)?;
    let due = record.time("resolved")?.date().after(within)?;
    Some((within, due))
}
