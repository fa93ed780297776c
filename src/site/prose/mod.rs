//! Texts of records and pages as safe HTML.

pub(crate) mod body;
mod repair;
pub(crate) mod sanitise;
