//! Where the parts of a picture stand. It knows numbers and words, no records: reports and the site draw with it.

pub(crate) mod axis;
pub(crate) mod label;
pub(crate) mod layers;
pub(crate) mod layout;
pub(crate) mod line;
pub(crate) mod scale;
pub(crate) mod steps;
