//! The built-in kinds, one row of data each.
//!
//! A kind is a file here, its blank form beside it, and its schema in `schemas/`; adding one is adding those and a line
//! below. Rows do not know each other.

use crate::model::kind::Kind;

mod config;
mod decision;
mod incident;
mod runbook;
mod service;

/// All built-in kinds, in the order in which people see them.
pub fn all() -> Vec<Kind> {
    vec![
        decision::kind(),
        service::kind(),
        runbook::kind(),
        incident::kind(),
        config::kind(),
    ]
}
