//! Whether anything below a folder has changed. It looks at what the system says of the files and opens none.
//!
//! It asks again and again instead of being told: a listing of ten thousand files takes some hundredths of a second, works
//! alike on every system, in containers and on network drives, and needs no crate and no limit of the system raised.

use crate::store::worktree;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What the system says of all files below a folder. Two that are equal mean that nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamps(Vec<(PathBuf, Option<SystemTime>, u64)>);

/// Lists the files below `root`, as [`worktree::read`] finds them. Fails only when `root` itself cannot be listed.
pub fn stamps(root: &Path) -> anyhow::Result<Stamps> {
    let mut found: Vec<_> = worktree::walk(root)?
        .found
        .into_iter()
        .map(|found| {
            let path = found.disk;
            let facts = path.metadata().ok();
            let changed = facts.as_ref().and_then(|facts| facts.modified().ok());
            (path, changed, facts.map_or(0, |facts| facts.len()))
        })
        .collect();
    found.sort();
    Ok(Stamps(found))
}

impl Stamps {
    /// Looks at one file anew, after it was written: what others changed meanwhile is still seen the next time.
    pub fn renew(&mut self, path: PathBuf) {
        let facts = path.metadata().ok();
        let changed = facts.as_ref().and_then(|facts| facts.modified().ok());
        let stamp = (path, changed, facts.map_or(0, |facts| facts.len()));
        match self.0.binary_search_by(|known| known.0.cmp(&stamp.0)) {
            Ok(at) => self.0[at] = stamp,
            Err(at) => self.0.insert(at, stamp),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::stamps;
    use crate::store::scratch::Scratch;

    #[test]
    fn a_change_is_seen_and_what_git_ignores_is_not() {
        let scratch = Scratch::folder();
        scratch.write(".gitignore", "/out/\n").write("a.md", "a");
        let first = stamps(scratch.root()).unwrap();
        assert_eq!(first, stamps(scratch.root()).unwrap());
        scratch.write("out/b.md", "b");
        assert_eq!(first, stamps(scratch.root()).unwrap());
        scratch.write("a.md", "aa");
        let second = stamps(scratch.root()).unwrap();
        assert_ne!(first, second);
        scratch.write("c.md", "");
        assert_ne!(second, stamps(scratch.root()).unwrap());
        let mut renewed = second.clone();
        renewed.renew(scratch.root().join("c.md"));
        assert_eq!(renewed, stamps(scratch.root()).unwrap());
    }
}
