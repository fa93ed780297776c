//! The services: their catalogue, and what the page of each shows beside its facts.

pub(crate) mod catalogue;
mod neighbours;
pub(crate) mod panels;
