//! The ground floor: paths, files, places in files, edits and history facts.
//!
//! Everything here is a value that was obtained by somebody else. This room knows neither formats nor
//! disks nor Git, and uses nothing else of ours.

pub mod article;
pub(crate) mod base64;
pub mod capped;
pub mod change;
pub mod edit;
pub mod escape;
pub mod fold;
pub mod hash;
pub mod history;
pub mod markdown;
pub mod message;
pub mod month;
pub mod outline;
pub mod patchwork;
pub mod path;
pub mod plural;
pub mod search;
pub mod similar;
pub mod source;
pub mod span;
pub mod template;
pub mod tree;
pub mod visible;
pub mod width;
