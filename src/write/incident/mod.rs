//! What is written into the record of an incident while it lasts: lines of its timeline, times, impacts, actions.

pub mod actions;
pub mod entry;
pub mod impacts;
mod items;
pub mod log;
mod place;
mod style;
pub(super) mod times;
pub mod union;
