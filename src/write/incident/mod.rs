//! What is written into the record of an incident while it lasts: lines of its timeline, times, impacts, actions; and what
//! alerts and other places say of it.

mod course;
pub mod entry;
mod extended;
mod foreign;
mod growth;
pub mod import;
mod imported;
pub mod log;
mod opened;
pub(super) mod place;
pub mod receive;
pub(super) mod style;
mod telling;
pub(super) mod times;
