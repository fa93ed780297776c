//! Pictures that pages show: inline SVG whose colours are the style sheet's. What they show also stands beside them in
//! words.

pub(crate) mod account;
pub(crate) mod band;
pub(crate) mod canvas;
pub(crate) mod chart;
pub(crate) mod flow;
pub(crate) mod graph;
pub(crate) mod net;
pub(crate) mod pie;
pub(crate) mod sequence;
pub(crate) mod states;
pub(crate) mod stroke;
pub(crate) mod tables;
pub(crate) mod timeline;
