//! What the server is told, and what it hands over and gets back.

use std::net::SocketAddr;
use tokio::sync::oneshot;

/// Where to listen, and to whom.
#[derive(Clone, Debug)]
pub struct Gate {
    /// The address; port 0 for one that is free.
    pub address: SocketAddr,
    /// What a request must show as `Authorization: Bearer TOKEN`; `None` for nothing.
    pub token: Option<String>,
    /// Paths under which messages are taken.
    pub paths: &'static [&'static str],
    /// The longest body, in bytes.
    pub longest: usize,
}

/// What is answered to a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status: 200 where all is done and on disk, 4xx for what will never be right, 5xx to come again.
    pub code: u16,
    /// JSON.
    pub body: String,
    /// Whether the server goes on.
    pub then: Then,
}

/// What comes after an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// The next message.
    GoOn,
    /// The end.
    End,
}

/// What comes from a connection.
pub(super) enum Message {
    /// A message, and where its answer goes.
    Body {
        body: String,
        reply: oneshot::Sender<Answer>,
    },
    /// A request that was turned away already, in a line.
    Refused(String),
}
