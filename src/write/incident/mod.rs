//! What is written while an incident lasts, and after it: each file thinks out one sort of change.

mod foreign;
mod growth;
pub mod import;
mod imported;
