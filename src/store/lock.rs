//! One writer at a time in one checkout, so that two commands do not take the same number. It must not know why.

use anyhow::Context;
use std::fs::File;
use std::path::Path;

/// Held until it is dropped, or the process ends.
#[derive(Debug)]
pub struct Lock {
    _folder: Option<File>,
}

/// Waits until no other opsrepo holds the lock of `root`, and takes it. Nothing is written: the system's own lock on the
/// folder is used. Where a system has none for folders, nobody waits.
pub fn take(root: &Path) -> anyhow::Result<Lock> {
    let Ok(folder) = File::open(root) else {
        return Ok(Lock { _folder: None });
    };
    match folder.lock() {
        Ok(()) => Ok(Lock { _folder: Some(folder) }),
        Err(error) if error.kind() == std::io::ErrorKind::Unsupported => Ok(Lock { _folder: None }),
        Err(error) => Err(error).with_context(|| format!("cannot lock {}", root.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::take;
    use crate::store::scratch::Scratch;
    use std::sync::atomic::{AtomicBool, Ordering};

    #[test]
    fn the_second_waits_for_the_first() {
        let scratch = Scratch::folder();
        let root = scratch.root();
        let first = take(root).unwrap();
        let is_in = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let _second = take(root).unwrap();
                is_in.store(true, Ordering::SeqCst);
            });
            std::thread::sleep(std::time::Duration::from_millis(50));
            assert!(!is_in.load(Ordering::SeqCst));
            drop(first);
        });
        assert!(is_in.load(Ordering::SeqCst));
    }
}
