//! The one test binary.

mod rules;
