//! Where the parts of a picture stand. It knows numbers and words, no records: reports and the site draw with it.

mod apart;
pub(crate) mod axis;
pub(crate) mod label;
pub(crate) mod layers;
pub(crate) mod layout;
pub(crate) mod line;
pub(crate) mod nest;
pub(crate) mod net;
mod parts;
mod ports;
pub(crate) mod scale;
pub(crate) mod sequence;
pub(crate) mod steps;
pub(crate) mod way;
