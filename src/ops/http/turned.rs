//! How often one hears of requests that were turned away: a line a second at most, so that nobody fills a disk with them.

use std::net::SocketAddr;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Between two lines.
const PAUSE: Duration = Duration::from_secs(1);

/// Characters of a request's first line that are told.
const ASKED: usize = 80;

/// What was told last, and what was not since.
#[derive(Default)]
pub(super) struct Turned(Mutex<(Option<Instant>, usize)>);

impl Turned {
    /// The line to tell now of a request that was turned away with this status: its first line and why, nothing of its head.
    pub(super) fn told(&self, (status, asked, why): (u16, &str, &str), peer: SocketAddr) -> Option<String> {
        let asked: String = asked.chars().take(ASKED).collect();
        self.line(&format!("{status} {asked} from {}: {why}", peer.ip()), Instant::now())
    }

    /// The line to tell now; `None` where another was told a moment ago. It counts those that were not told since.
    pub(super) fn line(&self, said: &str, now: Instant) -> Option<String> {
        let mut state = self.0.lock().unwrap_or_else(|broken| broken.into_inner());
        let (last, silent) = *state;
        if last.is_some_and(|last| now.duration_since(last) < PAUSE) {
            state.1 += 1;
            return None;
        }
        *state = (Some(now), 0);
        Some(match silent {
            0 => said.to_owned(),
            silent => format!("{said} (and {silent} more since the line before)"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Turned;
    use std::time::{Duration, Instant};

    #[test]
    fn one_line_a_second_counts_the_others() {
        let (turned, start) = (Turned::default(), Instant::now());
        let at = |millis| turned.line("401", start + Duration::from_millis(millis));
        assert_eq!(at(0).as_deref(), Some("401"));
        assert_eq!((at(10), at(999)), (None, None));
        assert_eq!(at(1000).as_deref(), Some("401 (and 2 more since the line before)"));
        assert_eq!(at(2000).as_deref(), Some("401"));
    }
}
