//! Pictures that pages show: inline SVG whose colours are the style sheet's. It knows numbers and words, no records.

pub(crate) mod band;
pub(crate) mod chart;
pub(crate) mod stroke;
