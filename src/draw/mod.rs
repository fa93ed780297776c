//! Where the parts of a picture stand. It knows numbers and words, no records: reports and the site draw with it.

pub(crate) mod layers;
pub(crate) mod layout;
pub(crate) mod line;
pub(crate) mod scale;
#[allow(dead_code)] // The charts of the site come one by one.
pub(crate) mod steps;
