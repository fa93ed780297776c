//! The one test binary: what holds for the whole house. Unit tests stand in the files that they are about.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, clippy::print_stderr)]

mod alerts;
mod base;
mod cli;
mod configs;
mod corpus;
mod dialects;
mod examples;
mod exchange;
mod external;
mod fixing;
mod formats;
mod gate;
mod history;
mod integrations;
mod linking;
mod lookup;
mod manners;
mod mistyped;
mod moved;
mod naming;
mod numbers;
mod policies;
mod props;
mod reading;
mod rules;
mod seeing;
mod settings;
mod site;
mod templates;
mod tidy;
mod transcripts;
mod words;
mod workspaces;
mod writing;
