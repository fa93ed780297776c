//! Paths inside a repository: relative, `/`-separated, never leaving the root.

use std::fmt;
use std::sync::Arc;

/// A normalised path below the root. The root itself is the empty path.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RepoPath(Arc<str>);

impl RepoPath {
    /// The root.
    pub fn root() -> Self {
        RepoPath(Arc::from(""))
    }

    /// Normalises `path` (`.`, `..`, doubled and trailing slashes). `None` when it is absolute or leaves the root.
    pub fn new(path: &str) -> Option<Self> {
        if path.starts_with('/') {
            return None;
        }
        // Nearly every path is normal already.
        match path.split('/').all(|part| !matches!(part, "" | "." | "..")) {
            true => Some(RepoPath(Arc::from(path))),
            false => RepoPath::root().join(path),
        }
    }

    /// Resolves `relative` as seen from this folder. `None` when it leaves the root.
    ///
    /// A leading `/` means the root, as in site-absolute links.
    pub fn join(&self, relative: &str) -> Option<Self> {
        let mut parts: Vec<&str> = match relative.starts_with('/') {
            true => Vec::new(),
            false => self.0.split('/').filter(|part| !part.is_empty()).collect(),
        };
        for part in relative.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        Some(RepoPath(Arc::from(parts.join("/"))))
    }

    /// As text; empty for the root.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder that holds it; the root for the root.
    pub fn parent(&self) -> RepoPath {
        match self.last_slash() {
            Some(at) => RepoPath(Arc::from(&self.0[..at])),
            None => RepoPath::root(),
        }
    }

    /// The last part.
    pub fn name(&self) -> &str {
        &self.0[self.last_slash().map_or(0, |at| at + 1)..]
    }

    /// Paths are short, and this is asked some hundred thousand times: byte by byte is faster than any clever search.
    fn last_slash(&self) -> Option<usize> {
        self.0.bytes().rposition(|byte| byte == b'/')
    }

    /// The last part up to its first dot: `x` for `x.html.md.erb`. A leading dot belongs to the name.
    pub fn stem(&self) -> &str {
        let name = self.name();
        match name.bytes().skip(1).position(|byte| byte == b'.') {
            Some(at) => &name[..at + 1],
            None => name,
        }
    }

    /// What follows the last dot of the name, if anything.
    pub fn extension(&self) -> Option<&str> {
        let (stem, extension) = self.name().rsplit_once('.')?;
        (!stem.is_empty()).then_some(extension)
    }

    /// The parts from the root down.
    pub fn parts(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('/').filter(|part| !part.is_empty())
    }

    /// True when `self` is `folder` or lies below it.
    pub fn is_under(&self, folder: &RepoPath) -> bool {
        folder.0.is_empty()
            || self
                .0
                .strip_prefix(&*folder.0)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// How a file in `folder` refers to `self`: `../runbooks/x.md`.
    pub fn relative_to(&self, folder: &RepoPath) -> String {
        let (mut to, mut from) = (self.as_str(), folder.as_str());
        while let ((part, below), (own, above)) = (first(to), first(from))
            && part == own
            && !part.is_empty()
        {
            (to, from) = (below, above);
        }
        let mut way = String::with_capacity(to.len() + from.len());
        while !from.is_empty() {
            way.push_str("../");
            from = first(from).1;
        }
        way.push_str(to);
        if to.is_empty() {
            way.pop();
        }
        way
    }
}

/// The first part of a path, and what follows it.
fn first(path: &str) -> (&str, &str) {
    match path.bytes().position(|byte| byte == b'/') {
        Some(at) => (&path[..at], &path[at + 1..]),
        None => (path, ""),
    }
}

impl Default for RepoPath {
    fn default() -> Self {
        RepoPath::root()
    }
}

impl fmt::Display for RepoPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for RepoPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &self.0)
    }
}

impl std::borrow::Borrow<str> for RepoPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::RepoPath;

    fn path(text: &str) -> RepoPath {
        RepoPath::new(text).unwrap_or_else(RepoPath::root)
    }

    #[test]
    fn stays_below_the_root() {
        assert_eq!(RepoPath::new("a/./b/../c"), Some(path("a/c")));
        assert_eq!(RepoPath::new("../a"), None);
        assert_eq!(RepoPath::new("/etc/passwd"), None);
        assert_eq!(path("a/b").join("../../.."), None);
        assert_eq!(path("a/b").join("/c"), Some(path("c")));
    }

    #[test]
    fn knows_its_parts() {
        let erb = path("source/x.html.md.erb");
        assert_eq!(
            (erb.name(), erb.stem(), erb.extension()),
            ("x.html.md.erb", "x", Some("erb"))
        );
        assert_eq!(path(".adr-dir").stem(), ".adr-dir");
        assert_eq!(path(".adr-dir").extension(), None);
        assert!(path("a/b").is_under(&path("a")) && !path("ab").is_under(&path("a")));
    }

    #[test]
    fn goes_up_and_down() {
        for (to, from, way) in [
            ("runbooks/x.md", "docs/decisions", "../../runbooks/x.md"),
            ("docs/x.md", "docs/decisions", "../x.md"),
            ("docs/decisions/a/x.md", "docs/decisions", "a/x.md"),
            ("docsx/x.md", "docs", "../docsx/x.md"),
            ("docs", "docs/decisions", ".."),
            ("docs", "docs", ""),
            ("x.md", "", "x.md"),
        ] {
            assert_eq!(path(to).relative_to(&path(from)), way, "{to} from {from}");
        }
    }
}
