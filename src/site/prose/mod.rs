//! Texts of records and pages as safe HTML.

pub(crate) mod body;
pub(crate) mod sanitise;
