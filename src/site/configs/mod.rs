//! Configuration and other data: how its files are listed and how they are read.

pub(crate) mod list;
pub(crate) mod listing;
