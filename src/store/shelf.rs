//! A folder of files outside of the repository, which the user named: its names, and the text of those that are asked for.
//!
//! Only what lies in the folder is read; a link that leads out of it is not followed. It must not know what the files are.

use crate::store::content::judge;
use crate::store::worktree;
use crate::text::path::RepoPath;
use crate::text::tree::{Content, File, Tree};
use anyhow::bail;
use std::path::{Path, PathBuf};

/// A folder that is being read.
pub struct Shelf {
    root: PathBuf,
    files: Vec<File>,
}

impl Shelf {
    /// Lists a folder. Fails when it is none.
    pub fn open(root: &Path) -> anyhow::Result<Self> {
        if !root.is_dir() {
            bail!("there is no folder {}", root.display());
        }
        let all = worktree::list_all(root).files.into_iter();
        let files = all.map(|path| File {
            path,
            content: Content::Other(0),
        });
        Ok(Shelf {
            root: root.to_owned(),
            files: files.collect(),
        })
    }

    /// The files as a tree; those that were not asked for have no text.
    pub fn tree(&self) -> Tree {
        Tree::new(self.files.clone())
    }

    /// Reads one file; `None` where there is none, and where it was read already.
    pub fn read(&mut self, path: &RepoPath) -> Option<&File> {
        let at = self.files.binary_search_by(|file| file.path.cmp(path)).ok()?;
        if !matches!(self.files[at].content, Content::Other(_)) {
            return None;
        }
        self.files[at].content = match worktree::read_bytes(&self.root, path) {
            Ok(bytes) => judge(&bytes),
            Err(error) => Content::Unreadable(format!("{error:#}")),
        };
        self.files.get(at)
    }
}
