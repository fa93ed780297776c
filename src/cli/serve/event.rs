//! What happens while a site is served, on its way to the one thread that makes pages.

use crate::lint::Report;
use crate::ops::http::call::Call;
use crate::text::path::RepoPath;
use crate::text::tree::Tree;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};

/// Something happened.
pub(super) enum Event {
    /// A request, or the end of the server.
    Call(Call),
    /// Files changed; see [`Mail::seen`].
    Seen,
    /// What was found in the files of this version.
    Found(u64, Box<Report>),
}

/// Files that changed.
pub(super) struct Seen {
    /// All files as they are now.
    pub(super) tree: Tree,
    /// Those that came, went or changed, sorted.
    pub(super) changed: Vec<RepoPath>,
    /// Whether Git's history became another.
    pub(super) past: Past,
}

/// What Git's history did.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Past {
    /// Nothing.
    Stays,
    /// There was a commit, or another one was checked out.
    Moved,
}

/// Where events wait. Changes of files that nobody has looked at yet are one change.
pub(super) struct Mail {
    events: Receiver<Event>,
    to: Post,
}

/// The way into a [`Mail`].
#[derive(Clone)]
pub(super) struct Post {
    events: Sender<Event>,
    seen: Arc<Mutex<Option<Seen>>>,
}

impl Mail {
    pub(super) fn new() -> Mail {
        let (sender, events) = mpsc::channel();
        let to = Post {
            events: sender,
            seen: Arc::default(),
        };
        Mail { events, to }
    }

    pub(super) fn sender(&self) -> Post {
        self.to.clone()
    }

    /// The next event; waits for it.
    pub(super) fn next(&self) -> Option<Event> {
        self.events.recv().ok()
    }

    /// What changed since this was asked last.
    pub(super) fn seen(&self) -> Option<Seen> {
        self.to.seen.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Post {
    pub(super) fn send(&self, event: Event) {
        let _ = self.events.send(event);
    }

    /// Sends a change of files.
    pub(super) fn saw(&self, mut seen: Seen) {
        let mut slot = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(before) = slot.take() {
            seen.changed.extend(before.changed);
            seen.changed.sort();
            seen.changed.dedup();
            if before.past == Past::Moved {
                seen.past = Past::Moved;
            }
        }
        *slot = Some(seen);
        drop(slot);
        self.send(Event::Seen);
    }
}
