//! What can be done with incidents only: a verb is a file here, with its row in `cli/record/mod.rs`.

pub(super) mod action;
mod evidence;
pub(super) mod from_alert;
pub(super) mod impact;
pub(super) mod import;
pub(super) mod log;
mod put;
pub(super) mod receive;
pub(super) mod report;
pub(super) mod similar;
pub(super) mod told;
pub(super) mod union;
pub(super) mod when;
pub(super) mod which;

use crate::model::kind::{Kind, Shape};

/// True for a kind whose records have a course: a timeline, and a time at which they were over.
pub(super) fn is_incident(kind: &Kind) -> bool {
    let has_timeline = kind.fields.iter().any(|field| field.shape == Shape::Timeline);
    has_timeline && kind.field("resolved").is_some_and(|field| field.shape == Shape::Moment)
}
