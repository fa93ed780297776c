//! What is written into the records of incidents while they last, and after: each file thinks out one sort of change.

pub mod actions;
mod course;
pub mod entry;
mod extended;
mod foreign;
mod growth;
pub mod impacts;
pub mod import;
pub mod import_request;
mod imported;
mod items;
pub mod log;
mod notified;
mod opened;
pub(super) mod place;
pub mod receive;
pub(super) mod style;
mod telling;
pub(super) mod times;
pub mod union;
