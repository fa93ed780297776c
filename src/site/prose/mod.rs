//! Texts of records and pages as safe HTML.

pub(crate) mod body;
mod diagram;
mod repair;
pub(crate) mod sanitise;
