//! Pages that gather others: the first page, lists of records, findings, rules.

pub(crate) mod checks;
pub(crate) mod home;
pub(crate) mod index;
pub(crate) mod lost;
pub(crate) mod pages;
pub(crate) mod rule;
