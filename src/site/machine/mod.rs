//! What machines read of the site: JSON, feeds, counts, a map of the addresses, and the texts as they were written.
//!
//! Every page keeps its address with another ending, so whoever has one has the others. Nothing here is a template.

pub(crate) mod api;
pub(crate) mod feeds;
pub(crate) mod head;
pub(crate) mod index;
pub(crate) mod raw;
pub(crate) mod root;
pub(crate) mod sitemap;
pub(crate) mod state;
