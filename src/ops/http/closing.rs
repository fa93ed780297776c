//! Whether a server ends, and how everybody in it hears of that.

use crate::ops::http::turned::Turned;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::Notify;

/// Whether the server ends, and what it has turned away.
#[derive(Default)]
pub(super) struct Closing {
    pub(super) is_closing: AtomicBool,
    pub(super) bell: Notify,
    pub(super) turned_away: Turned,
}

impl Closing {
    pub(super) fn close(&self) {
        self.is_closing.store(true, Ordering::SeqCst);
        // One for the server, which may not wait yet; all the others wait.
        self.bell.notify_waiters();
        self.bell.notify_one();
    }

    pub(super) async fn closed(&self) {
        while !self.is_closing.load(Ordering::SeqCst) {
            let rung = self.bell.notified();
            tokio::select! {
                () = rung => {}
                // A bell that rang between the look and the wait.
                () = tokio::time::sleep(Duration::from_millis(200)) => {}
            }
        }
    }
}
