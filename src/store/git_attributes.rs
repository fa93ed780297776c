//! What the files that steer Git say about a path: its attributes, and whether it is ignored. It must not know why that is
//! asked.

use crate::store::git::Repository;
use crate::text::path::RepoPath;
use std::path::PathBuf;

impl Repository {
    /// True where some attribute says how two versions of the file are merged, be it that they are not. `path` is seen from
    /// `folder`, and nothing needs to be there.
    pub fn says_how_to_merge(&self, folder: &RepoPath, path: &RepoPath) -> bool {
        let flags = git2::AttrCheckFlags::FILE_THEN_INDEX;
        let said = self.inner.get_attr(&whole(folder, path), "merge", flags);
        said.is_ok_and(|said| said.is_some())
    }

    /// True where Git leaves the file out unless it is added by force.
    pub fn is_ignored(&self, folder: &RepoPath, path: &RepoPath) -> bool {
        self.inner.is_path_ignored(whole(folder, path)).unwrap_or(false)
    }
}

fn whole(folder: &RepoPath, path: &RepoPath) -> PathBuf {
    PathBuf::from(folder.as_str()).join(path.as_str())
}

#[cfg(test)]
mod tests {
    use crate::store::git::Repository;
    use crate::store::scratch::Scratch;
    use crate::text::path::RepoPath;

    #[test]
    fn attributes_hold_for_files_to_come() {
        let scratch = Scratch::repository();
        scratch
            .write("a/incidents/.gitattributes", "*/README.md merge=union\n")
            .write(".gitattributes", "*.png -merge\n")
            .write(".gitignore", "*.log\n");
        let repository = Repository::discover(scratch.root()).unwrap().unwrap();
        let path = |text: &str| RepoPath::new(text).unwrap();
        for (file, expected) in [
            ("incidents/x/README.md", true),
            ("incidents/README.md", false),
            ("x.png", true),
            ("x.md", false),
        ] {
            assert_eq!(
                repository.says_how_to_merge(&path("a"), &path(file)),
                expected,
                "{file}"
            );
        }
        assert!(repository.is_ignored(&path("a"), &path("x/y.log")) && !repository.is_ignored(&path("a"), &path("x")));
    }
}
