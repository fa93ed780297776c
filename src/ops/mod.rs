//! Live systems: what is run, and what is listened to, while opsrepo runs. Nothing here reads or writes the repository:
//! what is heard is handed to `cli/`, which has changes thought out and written.

pub mod child;
mod group;
pub mod http;
pub mod prompt;
pub mod shell;
pub mod signals;
mod surroundings;
