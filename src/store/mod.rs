//! Disk and Git: the two ways to obtain a tree, and the one way to write it.
//!
//! This room alone reads and writes disk and Git. It knows trees, not documents.

pub mod changes;
pub mod content;
pub mod facts;
mod found;
pub mod git;
mod git_base;
pub mod git_branches;
#[cfg(test)]
mod git_tests;
mod lineage;
pub mod lock;
pub mod log;
pub mod publish;
#[cfg(test)]
mod scratch;
pub mod worktree;
pub mod writer;
