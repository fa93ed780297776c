//! Disk and Git: the two ways to obtain a tree, and the one way to write it.
//!
//! This room alone reads and writes disk and Git. It knows trees, not documents.

pub mod content;
pub mod git;
mod lineage;
pub mod log;
pub mod publish;
pub mod worktree;
pub mod writer;
