//! From what is known and wanted to changes of files: new records, and what becomes of old ones.
//!
//! A file here thinks out one sort of change and returns it as [`crate::text::change::Changes`] or a refusal; it reads and
//! writes no disk, and asks nobody.

pub mod adr_fields;
pub mod adr_json;
mod adr_text;
pub mod area;
mod cells;
mod complete;
mod data;
mod desk;
mod edits;
mod fields;
pub mod form;
mod habit;
pub mod import;
mod import_here;
mod import_log;
pub mod import_note;
mod import_ties;
pub mod import_wanted;
pub mod index;
mod insert;
mod label;
mod leftover;
mod listed;
mod manner;
pub mod marks;
mod mention;
mod moves;
mod name;
pub mod names;
pub mod number;
pub mod onto;
mod outline;
mod own;
mod owners;
pub(crate) mod place;
mod refer;
pub mod refusal;
mod relink;
mod rows;
mod said;
mod scalar;
mod sheet;
pub mod status;
pub mod step;
mod target;
mod usage;
mod ways;
pub mod which;
mod wording;
