//! The steps of runbooks as texts and lists show them. It knows no pages.

pub(crate) mod danger;
pub(crate) mod marks;
