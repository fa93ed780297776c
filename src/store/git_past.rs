//! What a Git repository knows of single commits and single files. It must not know why it is asked.

use crate::store::facts::rfc3339;
use crate::store::git::Repository;
use crate::text::path::RepoPath;
use std::path::Path;

impl Repository {
    /// Author and address (through the mailmap), author date and message of the commit with this full id.
    pub(super) fn commit_facts(&self, id: &str) -> Option<(String, String, String, String)> {
        let commit = self.inner.find_commit(git2::Oid::from_str(id).ok()?).ok()?;
        let mailmap = self.inner.mailmap().ok();
        let mapped = mailmap.and_then(|mailmap| commit.author_with_mailmap(&mailmap).ok());
        let author = mapped.unwrap_or_else(|| commit.author().to_owned());
        let when = author.when();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Some((
            text(author.name_bytes()),
            text(author.email_bytes()),
            rfc3339(when.seconds(), when.offset_minutes()),
            text(commit.message_bytes()),
        ))
    }

    /// True when the file at `path` below `folder` is not on disk as it is in the last commit.
    pub fn is_changed(&self, folder: &RepoPath, path: &RepoPath) -> bool {
        let full = folder.join(path.as_str()).unwrap_or_else(|| path.clone());
        let status = self.inner.status_file(Path::new(full.as_str()));
        status.is_ok_and(|status| !status.is_empty() && status != git2::Status::IGNORED)
    }
}
