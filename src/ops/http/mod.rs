//! A small HTTP server, for one of two uses. It takes JSON texts and hands them over one by one, in the order in which they
//! were whole, to the thread that asked for it (`gate`, `server`); or it hands out pages that such a thread makes, and tells
//! those who look at one when there is news (`pages`). It must not know what they say.
//!
//! Whoever reaches the port is a stranger: bodies, connections and the time that both take are bounded, and where there is
//! a token, nothing of a body is read before it was shown.

mod answer;
pub mod call;
mod closing;
pub mod gate;
mod guard;
mod host;
mod listen;
pub mod pages;
mod reader;
pub mod server;
mod turned;
