//! The repository's own rules: policies in Rego, asked about its files by the conventions of conftest.
//!
//! This room runs policies in an interpreter that can do nothing but reckon: no file, no network, no clock, no environment,
//! and only so much time. It hands back facts ([`crate::model::verdicts`]); what they are worth is said in `rules/`.
//! It must not know disks, screens or rules.

mod answer;
mod back;
mod bounded;
mod complaint;
mod data;
mod engine;
pub mod files;
mod loaded;
mod patience;
pub mod reader;
pub mod run;
mod shape;
mod sprintf;
pub mod trial;
mod value;
mod wording;
mod world;
