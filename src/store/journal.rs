//! A file that grows while something happens: each piece is on its way to the disk before the next begins, so that a
//! program that is killed leaves all that it wrote. It must not know what is written.
//!
//! It stands below the root, in the place of no other file, like everything that opsrepo writes.

use crate::store::writer::place;
use crate::text::path::RepoPath;
use anyhow::{Context, bail};
use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

/// Names that are tried when one is taken.
const TRIES: usize = 1000;

/// A file that only grows.
#[derive(Debug)]
pub struct Journal {
    file: File,
    /// The bytes that are known to be whole pieces.
    length: u64,
}

/// Makes new, empty files named `NAME` and each of `endings` in a folder below `root`, with the folder; where one of the
/// names is taken, all get a number. Gives back their paths.
///
/// Fails, and leaves none, where they cannot be made.
pub fn create<const N: usize>(
    root: &Path,
    folder: &RepoPath,
    (name, endings): (&str, [&str; N]),
) -> anyhow::Result<[(RepoPath, Journal); N]> {
    for at in 1..=TRIES {
        let name = match at {
            1 => name.to_owned(),
            at => format!("{name}-{at}"),
        };
        let mut made: Vec<(RepoPath, Journal)> = Vec::new();
        let mut is_taken = false;
        for ending in endings {
            let path = folder
                .join(&format!("{name}{ending}"))
                .with_context(|| format!("`{name}{ending}` is no name of a file"))?;
            match Journal::create(root, &path) {
                Ok(Some(journal)) => made.push((path, journal)),
                Ok(None) => is_taken = true,
                Err(error) => {
                    discard(root, &made);
                    return Err(error);
                }
            }
        }
        match <[(RepoPath, Journal); N]>::try_from(made) {
            Ok(all) if !is_taken => return Ok(all),
            Ok(all) => discard(root, &all),
            Err(some) => discard(root, &some),
        }
    }
    bail!("{folder} has {TRIES} files named {name}\nmove some of them away")
}

/// Takes away files that were just made.
pub fn discard(root: &Path, made: &[(RepoPath, Journal)]) {
    for (path, _) in made {
        let _ = std::fs::remove_file(root.join(path.as_str()));
    }
}

impl Journal {
    /// `None` where something has that name.
    fn create(root: &Path, path: &RepoPath) -> anyhow::Result<Option<Self>> {
        let target = place(root, path)?;
        if let Some(folder) = target.parent() {
            std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder of {path}"))?;
        }
        match OpenOptions::new().append(true).create_new(true).open(&target) {
            Ok(file) => Ok(Some(Journal { file, length: 0 })),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(None),
            Err(error) => Err(error).with_context(|| format!("cannot write {path}")),
        }
    }

    /// Adds a piece: it outlives this process from here on. Where it does not fit on the disk, nothing of it stays.
    pub fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        let outcome = self.file.write_all(bytes);
        match outcome {
            Ok(()) => self.length += bytes.len() as u64,
            // Half a piece would spoil the next one.
            Err(_) => self.file.set_len(self.length)?,
        }
        outcome
    }

    /// Waits until all of it is on the disk, and would outlive the machine's end.
    pub fn settle(&self) -> io::Result<()> {
        match self.file.sync_data() {
            // Not every file system can promise it.
            Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
            outcome => outcome,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::create;
    use crate::store::scratch::Scratch;
    use crate::text::path::RepoPath;

    #[test]
    fn a_journal_takes_no_others_place_and_grows() {
        let scratch = Scratch::folder();
        scratch.write("runs/a-2.md", "mine");
        let folder = RepoPath::new("runs").unwrap();
        let make = || create(scratch.root(), &folder, ("a", [".jsonl", ".md"])).unwrap();
        let paths = |made: &[(RepoPath, super::Journal)]| {
            let paths = made.iter().map(|(path, _)| path.as_str().to_owned());
            paths.collect::<Vec<_>>()
        };
        let mut first = make();
        assert_eq!(paths(&first), ["runs/a.jsonl", "runs/a.md"]);
        assert_eq!(paths(&make()), ["runs/a-3.jsonl", "runs/a-3.md"]);
        first[0].1.add(b"one\n").unwrap();
        first[0].1.add(b"two\n").unwrap();
        first[0].1.settle().unwrap();
        let text = std::fs::read_to_string(scratch.root().join("runs/a.jsonl")).unwrap();
        assert_eq!(text, "one\ntwo\n");
        assert!(!scratch.root().join("runs/a-2.jsonl").exists());
    }

    #[test]
    fn a_file_in_the_place_of_the_folder_is_told() {
        let scratch = Scratch::folder();
        scratch.write("runs", "");
        let folder = RepoPath::new("runs").unwrap();
        assert!(create(scratch.root(), &folder, ("a", [".md"])).is_err());
    }
}
