//! Pictures that pages show: inline SVG whose colours are the style sheet's. What they show also stands beside them in
//! words.

pub(crate) mod band;
#[allow(dead_code)] // The pages that show these charts come one by one.
pub(crate) mod chart;
pub(crate) mod flow;
pub(crate) mod graph;
#[allow(dead_code)] // As the charts.
pub(crate) mod stroke;
