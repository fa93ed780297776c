//! The signals that ask opsrepo to stop. It must not know what is going on when they come.

use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::flag;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// From now on, Ctrl-C, SIGTERM and a terminal that goes away no longer end the process: it asks here, and ends its work in
/// good order.
#[derive(Clone, Debug, Default)]
pub struct Interrupts {
    /// Came since it was looked for last.
    fresh: Arc<AtomicBool>,
    /// Asks for an end at once: SIGQUIT.
    hard: Arc<AtomicBool>,
    /// Came at all.
    any: Arc<AtomicBool>,
}

impl Interrupts {
    /// Begins to catch them, for the rest of the process.
    pub fn catch() -> io::Result<Self> {
        let interrupts = Interrupts::default();
        for signal in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] {
            flag::register(signal, Arc::clone(&interrupts.any))?;
            let more = if signal == SIGQUIT {
                &interrupts.hard
            } else {
                &interrupts.fresh
            };
            flag::register(signal, Arc::clone(more))?;
        }
        Ok(interrupts)
    }

    /// True once one of them came.
    pub fn is_over(&self) -> bool {
        self.any.load(Ordering::SeqCst)
    }

    /// True where one came since this was asked last.
    pub fn take(&self) -> bool {
        self.fresh.swap(false, Ordering::SeqCst) | self.is_hard()
    }

    /// True where the end is to come at once.
    pub fn is_hard(&self) -> bool {
        self.hard.load(Ordering::SeqCst)
    }

    /// As if a signal came; for tests.
    #[cfg(test)]
    pub(super) fn pretend(&self) {
        self.any.store(true, Ordering::SeqCst);
        self.fresh.store(true, Ordering::SeqCst);
    }
}
