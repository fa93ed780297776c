//! The one test binary.

mod rules;
mod site;
