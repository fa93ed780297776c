//! Looking at the files while a site is served. It must not know what they say.

use crate::cli::load::{self, Ground};
use crate::cli::serve::event::{Past, Post, Seen};
use crate::cli::terminal::Terminal;
use crate::ops::http::pages::Teller;
use crate::store::facts::Index;
use crate::store::git::Repository;
use crate::store::living::Living;
use crate::text::path::RepoPath;
use crate::text::tree::Tree;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// How long at least to wait between two looks while somebody has a page before them, and while nobody has.
const PAUSES: [Duration; 2] = [Duration::from_millis(150), Duration::from_millis(600)];

/// One part of the time in so many is spent with looking.
const SHARE: u32 = 20;

/// The files as they are.
pub(super) struct Eyes {
    living: Living,
    root: PathBuf,
    folder: RepoPath,
    /// The commit that is checked out.
    head: Option<String>,
}

impl Eyes {
    /// Reads the files for the first time; none where a commit is served, which never changes.
    pub(super) fn open(ground: &Ground, terminal: &mut Terminal) -> anyhow::Result<Option<Eyes>> {
        if ground.revision().is_some() {
            return Ok(None);
        }
        terminal.stage("reading the files");
        let folder = ground.folder().clone();
        let repository = ground.repository.as_ref();
        let index = repository.map_or(Ok(Index::default()), |found| found.index(&folder))?;
        Ok(Some(Eyes {
            living: Living::read(&ground.root, load::wanted(), &index)?,
            root: ground.root.clone(),
            head: head(repository),
            folder,
        }))
    }

    /// The files as they were seen last.
    pub(super) fn tree(&self) -> Tree {
        self.living.tree().clone()
    }

    /// Looks again and again, in a thread of its own, and sends what changed. Fails where the system has no thread left.
    pub(super) fn watch(mut self, post: Post, teller: Teller) -> anyhow::Result<()> {
        // Its work is done by itself: who serves shares theirs with a thread that waits for requests most of the time.
        let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
        alone.spawn(move || {
            // A repository serves one thread.
            let repository = Repository::discover(&self.root).ok().flatten();
            loop {
                let start = Instant::now();
                if let Some(seen) = self.look(repository.as_ref()) {
                    post.saw(seen);
                }
                let pause = PAUSES[usize::from(!teller.is_heard())];
                std::thread::sleep(pause.max(start.elapsed() * SHARE));
            }
        });
        Ok(())
    }

    /// What changed since the last look. A folder that cannot be listed for a moment is looked at again.
    fn look(&mut self, repository: Option<&Repository>) -> Option<Seen> {
        let folder = &self.folder;
        let index = || repository.map_or(Ok(Index::default()), |found| found.index(folder));
        let changed = self.living.look(&index).ok()?;
        let head = head(repository);
        let past = match head == self.head {
            true => Past::Stays,
            false => Past::Moved,
        };
        self.head = head;
        let is_same = changed.is_empty() && past == Past::Stays;
        (!is_same).then(|| Seen {
            tree: self.tree(),
            changed,
            past,
        })
    }
}

fn head(repository: Option<&Repository>) -> Option<String> {
    Some(repository?.head().ok()??.commit)
}
