//! Disk and Git: the two ways to obtain a tree, and the one way to write it.
//!
//! This room alone reads and writes disk and Git. It knows trees, not documents.

pub mod answers;
mod arrivals;
pub mod blame;
pub mod changes;
mod commits;
pub mod content;
mod curl;
pub mod facts;
pub mod follow;
mod found;
pub mod git;
mod git_attributes;
mod git_base;
pub mod git_branches;
pub mod git_commit;
mod git_names;
mod git_past;
#[cfg(test)]
mod git_tests;
pub mod given;
pub mod hosts;
pub mod journal;
pub mod keepsake;
mod lineage;
pub mod living;
pub mod lock;
pub mod log;
mod log_parser;
mod process;
pub mod publish;
#[cfg(test)]
mod scratch;
pub mod shelf;
mod tracked;
pub mod vacant;
pub mod visit;
mod walk;
pub mod watch;
pub mod worktree;
pub mod writer;
