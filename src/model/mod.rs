//! What opsrepo knows about a repository: its records, their facts, and how everything refers to everything.
//!
//! This room states facts and never judges: an unknown status, an impossible date, a dangling link are data.
//! It is handed the rows of `kinds/`, and it knows neither rules nor pages nor disks.

pub mod allow;
pub mod before;
pub mod by_field;
mod call;
mod called;
mod collisions;
pub mod column;
pub mod deploy;
mod discover;
mod evidence;
pub mod fact;
pub mod glob;
pub mod graph;
pub(crate) mod head;
pub mod hints;
pub mod identity;
pub mod interchange;
pub mod kind;
pub mod length;
pub mod lifecycle;
pub mod links;
pub(crate) mod locate;
pub mod locator;
pub mod lookup;
pub(crate) mod own;
mod passages;
mod pieces;
pub mod read;
pub mod record;
mod refine;
mod relation;
mod resolve;
pub mod search;
pub mod select;
pub mod sets;
pub mod settings;
pub(crate) mod settings_life;
mod settings_read;
pub mod settings_values;
mod spelling;
pub mod standing;
mod statements;
pub mod stats;
pub mod status;
pub mod status_links;
mod status_steps;
mod status_text;
pub(crate) mod targets;
pub mod time;
mod timeline;
pub mod title;
pub mod to_adr;
mod to_sections;
pub mod workspace;
