//! From what is known and wanted to changes of files: new records, and what becomes of old ones.
//!
//! A file here thinks out one sort of change and returns it as [`crate::text::change::Changes`] or a refusal; it reads and
//! writes no disk, and asks nobody.

pub mod form;
pub mod index;
pub mod marks;
pub mod refusal;
