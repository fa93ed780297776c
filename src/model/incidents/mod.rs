//! Incidents in numbers: how long each part of them took. It judges nothing: which times contradict each other is for
//! the rules to say.

pub mod clock;
pub mod episode;
pub mod group;
pub mod import;
pub mod lists;
pub mod measure;
pub mod notification;
pub mod numbers;
mod part;
