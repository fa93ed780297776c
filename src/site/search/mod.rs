//! The search of the site: an index in small files that a browser asks for one by one, and the pages around it.

pub(crate) mod index;
pub(crate) mod pages;
