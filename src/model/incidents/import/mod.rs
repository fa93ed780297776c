//! Incidents that another place keeps, read from what it gives away: a file for each format, which turns text into
//! [`draft::Draft`]s. What cannot be read is said with its place. Nothing here knows how a record is written.

mod address;
mod alertmanager;
pub mod draft;
mod forge;
mod form;
mod github;
mod gitlab;
mod item;
mod names;
mod outages;
pub mod read;
mod sentence;
mod statuspage;
pub mod wanted;
pub mod words;
