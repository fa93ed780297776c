//! What is written into the records of incidents while they last, and after: each file thinks out one sort of change.

pub mod actions;
pub mod entry;
mod foreign;
mod growth;
pub mod impacts;
pub mod import;
mod imported;
mod items;
pub mod log;
mod place;
mod style;
pub(super) mod times;
