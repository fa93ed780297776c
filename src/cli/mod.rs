//! The commands: the only room that knows user, terminal, disk and Git at once. Each command is a file of its own.

pub mod adopt;
pub mod args;
pub mod commands;
pub mod completions;
pub mod exit;
pub mod explain;
pub mod init;
pub mod load;
pub mod man;
pub(crate) mod missing;
pub mod past;
mod patch;
pub mod policy;
pub mod record;
pub mod render;
pub mod rules;
pub mod schema;
pub mod sets;
mod slip;
pub mod starter;
pub mod table;
pub mod terminal;
pub mod timeline;
pub mod trace;
pub mod validate;
