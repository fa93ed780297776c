//! The transcript of a run on its way to the disk, in both forms at once. The first trouble with it is kept: a step that
//! runs is not left half done because of it, and no other is begun.

use crate::report::transcript::{Event, json, markdown};
use crate::store::journal::{self, Journal};
use crate::text::path::RepoPath;
use anyhow::Context;
use std::io;
use std::path::Path;

/// Where runs without an incident are written down.
const RUNS: &str = ".opsrepo/runs";

/// Bytes of a runbook's id in the name of a file.
const LONGEST: usize = 60;

/// A transcript that grows.
pub(super) struct Record {
    lines: (RepoPath, Journal),
    page: (RepoPath, Journal),
    trouble: Option<io::Error>,
}

impl Record {
    /// Begins the transcript in the evidence of an incident, or in the folder for all runs, with what is known of the run.
    ///
    /// Fails where it cannot be written: then nothing may be run.
    pub(super) fn begin(
        root: &Path,
        evidence: Option<&RepoPath>,
        (at, runbook): (&str, &str),
        start: Event,
    ) -> anyhow::Result<Self> {
        const REFUSED: &str = "nothing was run: there is no place for the transcript";
        let folder = match evidence {
            Some(folder) => folder.clone(),
            None => common(root).context(REFUSED)?,
        };
        let name = format!("run-{}-{}", compact(at), file_name(runbook));
        let [lines, page] = journal::create(root, &folder, (&name, [".jsonl", ".md"])).context(REFUSED)?;
        let mut record = Record {
            lines,
            page,
            trouble: None,
        };
        record.add(start);
        match record.trouble.take() {
            None => Ok(record),
            Some(error) => {
                let path = record.page.0.clone();
                journal::discard(root, &[record.lines, record.page]);
                Err(error)
                    .with_context(|| format!("cannot write {path}"))
                    .context(REFUSED)
            }
        }
    }

    /// Adds an event. Output is not waited for; all else is on the disk before this returns.
    pub(super) fn add(&mut self, event: Event) {
        let outcome = self.try_add(event);
        if let Err(error) = outcome {
            self.trouble.get_or_insert(error);
        }
    }

    fn try_add(&mut self, event: Event) -> io::Result<()> {
        let page = markdown::lines(event);
        let outcome = self.lines.1.add(json::lines(event).as_bytes());
        self.page.1.add(page.as_bytes()).and(outcome)?;
        match event {
            Event::Output(..) => Ok(()),
            _ => self.lines.1.settle().and_then(|()| self.page.1.settle()),
        }
    }

    /// The first thing that could not be written down, and why.
    pub(super) fn trouble(&self) -> Option<&io::Error> {
        self.trouble.as_ref()
    }

    /// The file for people.
    pub(super) fn page(&self) -> &RepoPath {
        &self.page.0
    }
}

/// The folder for all runs, which Git is told to leave alone when it is made: what a step prints is not for everybody.
fn common(root: &Path) -> anyhow::Result<RepoPath> {
    let folder = RepoPath::new(RUNS).context("the folder has a name")?;
    let ignored = folder.join(".gitignore").context("the file has a name")?;
    if !root.join(RUNS).exists() {
        crate::store::writer::create_new(root, &ignored, b"*\n")?;
    }
    Ok(folder)
}

/// `2026-03-04T14:05:12Z` as it may stand in the name of a file everywhere.
fn compact(at: &str) -> String {
    at.chars().filter(|c| !matches!(c, '-' | ':')).collect()
}

/// An id as it may stand in the name of a file everywhere.
fn file_name(id: &str) -> String {
    let is_safe = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let name: String = id.chars().map(|c| if is_safe(c) { c } else { '-' }).collect();
    let end = name
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .take_while(|end| *end <= LONGEST);
    name[..end.last().unwrap_or(0)].to_owned()
}

#[cfg(test)]
mod tests {
    use super::{compact, file_name};

    #[test]
    fn names_are_safe_everywhere() {
        assert_eq!(compact("2026-03-04T14:05:12Z"), "20260304T140512Z");
        for (id, name) in [
            ("identity-down", "identity-down"),
            ("../../etc/x y", "..-..-etc-x-y"),
            ("é\u{1b}\n", "é--"),
            (&"ü".repeat(100), &"ü".repeat(30)),
        ] {
            assert_eq!(file_name(id), name);
        }
    }
}
