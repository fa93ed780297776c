//! From what is known and wanted to changes of files: new records, and what becomes of old ones.
//!
//! A file here thinks out one sort of change and returns it as [`crate::text::change::Changes`] or a refusal; it reads and
//! writes no disk, and asks nobody.

pub mod adr_fields;
pub mod adr_json;
mod adr_text;
pub mod form;
pub mod import;
mod import_here;
mod import_log;
mod import_ties;
pub mod import_wanted;
pub mod index;
pub mod refusal;
