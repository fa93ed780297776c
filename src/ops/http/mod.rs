//! A small HTTP server for one sort of message: it takes JSON texts and hands them over one by one, in the order in which
//! they were whole, to the thread that asked for it. It must not know what they say.
//!
//! Whoever reaches the port is a stranger: bodies, connections and the time that both take are bounded, and where there is
//! a token, nothing of a body is read before it was shown.

mod answer;
pub mod gate;
mod guard;
pub mod server;
mod turned;
