//! From what is known and wanted to changes of files: new records, and what becomes of old ones.
//!
//! A file here thinks out one sort of change and returns it as [`crate::text::change::Changes`] or a refusal; it reads and
//! writes no disk, and asks nobody.

mod edits;
pub mod form;
mod label;
mod manner;
mod mention;
mod moves;
mod name;
pub mod names;
pub mod number;
pub mod onto;
mod own;
mod own_url;
mod refer;
pub mod refusal;
mod relink;
mod scalar;
mod target;
mod ways;
