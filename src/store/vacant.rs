//! What a process leaves in a folder that was killed in the middle of a write: a file without its name. It must not know
//! what was written.

use crate::store::writer::{PART_END, PART_START, place};
use crate::text::path::RepoPath;
use std::path::Path;

/// True where nothing lies at `path`, or a folder that nobody has put anything into.
pub fn is_vacant(root: &Path, path: &RepoPath) -> bool {
    let Ok(place) = place(root, path) else { return false };
    match place.symlink_metadata() {
        Err(_) => true,
        Ok(facts) if facts.is_dir() => {
            let mut entries = std::fs::read_dir(place).into_iter().flatten().flatten();
            entries.all(|entry| is_part(&entry.file_name().to_string_lossy()))
        }
        Ok(_) => false,
    }
}

/// Takes away what was left in a folder. Whoever calls it holds the lock, so that nobody writes there now.
pub fn sweep(root: &Path, folder: &RepoPath) {
    let Ok(place) = place(root, folder) else { return };
    for entry in std::fs::read_dir(place).into_iter().flatten().flatten() {
        if is_part(&entry.file_name().to_string_lossy()) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

fn is_part(name: &str) -> bool {
    name.starts_with(PART_START) && name.ends_with(PART_END)
}

#[cfg(test)]
mod tests {
    use super::{is_vacant, sweep};
    use crate::store::scratch::Scratch;
    use crate::text::path::RepoPath;

    #[test]
    fn a_killed_write_leaves_nothing_for_long() {
        let scratch = Scratch::folder();
        let path = |text: &str| RepoPath::new(text).unwrap();
        scratch
            .write("a/.opsrepo-x1.part", "half")
            .write("b/.opsrepo-x1.part", "")
            .write("b/c", "");
        let vacant = |text: &str| is_vacant(scratch.root(), &path(text));
        assert!(vacant("a") && vacant("new") && !vacant("b") && !vacant("b/c"));
        sweep(scratch.root(), &path("a"));
        sweep(scratch.root(), &path("b"));
        let left = |folder: &str| std::fs::read_dir(scratch.root().join(folder)).unwrap().count();
        assert_eq!((left("a"), left("b")), (0, 1));
    }
}
