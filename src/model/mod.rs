//! What opsrepo knows about a repository: its records, their facts, and how everything refers to everything.
//!
//! This room states facts and never judges: an unknown status, an impossible date, a dangling link are data.
//! It is handed the rows of `kinds/`, and it knows neither rules nor pages nor disks.

pub mod by_field;
pub mod deploy;
mod discover;
mod evidence;
pub mod fact;
pub mod forge;
pub mod glob;
mod head;
pub mod identity;
pub mod kind;
pub mod lifecycle;
pub mod links;
mod locate;
pub mod locator;
pub mod lookup;
pub mod past;
mod pieces;
pub mod read;
pub mod record;
mod refine;
pub mod relatives;
mod resolve;
pub mod sections;
pub mod sets;
pub mod settings;
mod settings_read;
pub mod settings_values;
mod spelling;
pub mod status;
pub mod story;
mod targets;
pub mod time;
mod timeline;
pub mod workspace;
