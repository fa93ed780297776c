//! What is written while an incident lasts, and after it: each file thinks out one sort of change.

pub mod entry;
mod foreign;
mod growth;
pub mod import;
mod imported;
pub mod log;
pub(super) mod place;
pub(super) mod style;
pub(super) mod times;
