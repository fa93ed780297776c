//! What goes between the server that hands out pages and the thread that makes them.

use tokio::sync::oneshot;

/// What comes from the server.
pub enum Call {
    /// Somebody wants a page.
    Ask(Ask),
    /// Somebody was turned away, in a line.
    Refused(String),
    /// The server has ended; nothing more comes.
    End,
}

/// A request.
pub struct Ask {
    /// What is wanted: the path, decoded, without the first `/`; it leads nowhere up. Empty for the first page.
    pub path: String,
    reply: oneshot::Sender<Page>,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Page {
    /// The status.
    pub code: u16,
    /// The media type.
    pub kind: &'static str,
    /// What stands in it.
    pub body: Vec<u8>,
    /// What tells it from what stood there before; none where nobody compares.
    pub tag: Option<String>,
    /// Where it stands instead, as a path from the root, encoded.
    pub elsewhere: Option<String>,
}

/// What those who look at a page are told: JSON, and a number that grows.
#[derive(Clone, Debug, Default)]
pub struct News {
    /// The number.
    pub version: u64,
    /// The JSON.
    pub text: String,
}

impl Ask {
    pub(super) fn new(path: String) -> (Ask, oneshot::Receiver<Page>) {
        let (reply, answer) = oneshot::channel();
        (Ask { path, reply }, answer)
    }

    /// Answers it. Whoever went away misses it.
    pub fn answer(self, page: Page) {
        let _ = self.reply.send(page);
    }
}
