//! When a record's review is due, and whether that day has passed.

use crate::model::record::Record;
use crate::model::workspace::Workspace;
use serde::Serialize;

/// The review of a record.
#[derive(Clone, Serialize)]
pub(crate) struct Review {
    /// The day on which it is due.
    pub due: String,
    /// True when that day has passed.
    pub is_past: bool,
}

/// The review of a record that says when it is due.
pub(crate) fn review(workspace: &Workspace, record: &Record) -> Option<Review> {
    let (due, _) = record.review_due()?;
    Some(Review {
        due: due.to_string(),
        is_past: due < workspace.context.as_of,
    })
}
