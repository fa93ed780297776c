//! Pictures that pages show: inline SVG whose colours are the style sheet's. What they show also stands beside them in
//! words.

pub(crate) mod band;
pub(crate) mod chart;
pub(crate) mod flow;
pub(crate) mod graph;
pub(crate) mod stroke;
