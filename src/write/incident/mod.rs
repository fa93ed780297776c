//! What is written into the record of an incident while it lasts: lines of its timeline, times, impacts, actions.

pub mod entry;
pub mod log;
pub(super) mod place;
pub(super) mod style;
pub(super) mod times;
