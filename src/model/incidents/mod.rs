//! Incidents in numbers: how long each part of them took, how long services were down, what is left to do. It judges
//! nothing: which times contradict each other is for the rules to say.

pub mod account;
pub mod budget;
pub mod clock;
pub mod downtime;
pub mod episode;
pub mod group;
pub mod hurt;
pub mod import;
pub mod lists;
pub mod measure;
pub mod narrative;
pub mod notification;
pub mod numbers;
pub mod order;
pub mod origin;
mod part;
pub mod review;
pub mod severity;
pub mod similar;
pub mod todo;
pub mod union;
pub mod window;
mod words;
