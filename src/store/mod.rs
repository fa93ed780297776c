//! Disk and Git: the two ways to obtain a tree, and the one way to write it.
//!
//! This room alone reads and writes disk and Git. It knows trees, not documents.

pub mod git;
pub mod log;
pub mod worktree;
pub mod writer;
