//! Pages that gather others: the first page, lists of records, findings, rules, changes, people, how to take part.

pub(crate) mod changes;
pub(crate) mod checks;
pub(crate) mod deed;
pub(crate) mod home;
pub(crate) mod index;
pub(crate) mod join;
pub(crate) mod lost;
pub(crate) mod moved;
pub(crate) mod pages;
pub(crate) mod people;
pub(crate) mod rule;
