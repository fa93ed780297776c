//! Pictures that pages show: inline SVG whose colours are the style sheet's. It knows numbers and words, no records.

pub(crate) mod chart;
pub(crate) mod flow;
pub(crate) mod graph;
pub(crate) mod stroke;
