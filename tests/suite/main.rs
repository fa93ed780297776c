//! The one test binary.

mod cli;
mod rules;
mod site;
mod transcripts;
