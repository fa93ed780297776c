//! Bounds on work that no clock of the interpreter interrupts: the reading of a policy, and its breaking down.
//! It knows nothing of what is read.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::time::Duration;

/// How long the reading of one policy may take.
pub(super) const READING: Duration = Duration::from_secs(3);
/// Brackets may be nested this deep before anybody looks at the clock: each level may double the time.
const PLAIN: usize = 6;
/// Room for a parser that works by recursion, in bytes.
const STACK: usize = 64 * 1024 * 1024;

/// True where the reading of a text ends in time. A thread that does not end cannot be stopped, and is left alone.
pub(super) fn ends_in_time(text: &str, read: impl FnOnce() + Send + 'static) -> bool {
    if nesting(text) <= PLAIN {
        return true;
    }
    let (done, wait) = mpsc::channel();
    let work = move || {
        read();
        let _ = done.send(());
    };
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(work);
    thread.is_ok() && wait.recv_timeout(READING).is_ok()
}

/// The interpreter is not ours: where it breaks down, the policy has failed, not opsrepo.
pub(super) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| "the interpreter gave up on it".to_owned())
}

/// How deep brackets are nested, at most. Those in texts and comments count as well: the answer may be too high.
fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::{caught, ends_in_time, nesting};

    #[test]
    fn nests_are_measured() {
        assert_eq!(nesting("a[b[c]] {}"), 2);
        assert_eq!(nesting("]]]"), 0);
    }

    #[test]
    fn what_does_not_end_is_left_alone() {
        let nest = "[".repeat(9);
        assert!(ends_in_time("[[", || panic!("nobody reads what is plain")));
        assert!(ends_in_time(&nest, || {}));
        assert!(!ends_in_time(&nest, || std::thread::sleep(
            std::time::Duration::from_secs(60)
        )));
    }

    #[test]
    fn a_breakdown_is_a_failure() {
        assert_eq!(caught(|| 1), Ok(1));
        assert!(caught(|| assert!(std::env::args().count() == 0)).is_err());
    }
}
