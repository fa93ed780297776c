//! What can be done with runbooks only: a verb is a file here, with its row in `cli/record/mod.rs`.

pub(super) mod check;
pub(super) mod coverage;
pub(super) mod from_alert;
mod hearing;
pub(super) mod review;
pub(super) mod run;
pub(super) mod steps;

use crate::model::kind::{Kind, Shape};

/// True for a kind whose records are reviewed from time to time.
pub(super) fn is_runbook(kind: &Kind) -> bool {
    let interval = kind.field("review-every");
    interval.is_some_and(|field| field.shape == Shape::Interval)
}
