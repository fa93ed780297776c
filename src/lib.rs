//! opsrepo: a cloud's decisions, services, runbooks, incidents and configs, kept in Git.
//!
//! The rooms and the walls between them are drawn in `docs/ARCHITECTURE.md`; `tests/suite/tidy.rs` holds them up.

pub mod cli;
mod draw;
pub mod kinds;
pub mod lint;
pub mod model;
pub mod ops;
pub mod policy;
pub mod report;
pub mod rules;
pub mod site;
pub mod store;
pub mod syntax;
pub mod text;
pub mod write;
