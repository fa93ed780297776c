//! Reads what `git log --raw -z` prints, piece by piece. It must not know what was asked of Git.
//!
//! The pieces end in NUL: six per commit (id, parents, author, address, date, message), then for each change a piece that
//! begins with `:` (modes, ids, letter with similarity) and one path, or two for a rename. The layout of the changes is
//! described under "Raw output format" in git-diff(1).

use crate::store::lineage::Lineage;
use crate::text::history::{Change, Commit, Log, Touch};
use crate::text::message;
use crate::text::path::RepoPath;
use std::io::BufRead;

/// A log that was read.
#[derive(Default)]
pub(super) struct Parsed {
    pub(super) log: Log,
    /// Per commit the ids of its parents, with a space between them.
    pub(super) parents: Vec<String>,
}

/// What a log says next, of commits that have only the first two pieces.
pub(super) enum Item {
    /// A commit, by its full id, and the ids of its parents with a space between them.
    Commit { id: String, parents: String },
    /// A change that the last commit made; its index of a commit is 0.
    Touch(Touch),
}

/// Reads one log.
pub(super) struct Parser<R> {
    input: R,
    piece: Vec<u8>,
}

impl<R: BufRead> Parser<R> {
    pub(super) fn new(input: R) -> Self {
        Parser {
            input,
            piece: Vec::new(),
        }
    }

    pub(super) fn parse(mut self, mut lineage: Lineage) -> std::io::Result<Parsed> {
        let mut parsed = Parsed::default();
        let commits = &mut parsed.log.commits;
        let mut touches = Vec::new();
        while self.next()? {
            let start = self.piece.iter().position(|&byte| byte != b'\n');
            let Some(start) = start else { continue };
            if self.piece[start] == b':' {
                touches.extend(self.touch(commits.len().saturating_sub(1) as u32)?);
                continue;
            }
            lineage.add(&mut touches);
            let id = String::from_utf8_lossy(&self.piece[start..]).into_owned();
            parsed.parents.push(self.next_text()?);
            commits.push(self.commit(id)?);
        }
        lineage.add(&mut touches);
        (parsed.log.files, parsed.log.gone) = lineage.finish();
        Ok(parsed)
    }

    /// Reads on in a log whose commits have only the first two pieces; `None` at its end.
    pub(super) fn item(&mut self) -> std::io::Result<Option<Item>> {
        while self.next()? {
            let start = self.piece.iter().position(|&byte| byte != b'\n');
            let Some(start) = start else { continue };
            if self.piece[start] == b':' {
                if let Some(touch) = self.touch(0)? {
                    return Ok(Some(Item::Touch(touch)));
                }
                continue;
            }
            let id = String::from_utf8_lossy(&self.piece[start..]).into_owned();
            let parents = self.next_text()?;
            return Ok(Some(Item::Commit { id, parents }));
        }
        Ok(None)
    }

    fn commit(&mut self, id: String) -> std::io::Result<Commit> {
        let (author, email, date) = (self.next_text()?, self.next_text()?, self.next_text()?);
        self.next()?;
        let message = String::from_utf8_lossy(&self.piece);
        Ok(commit_of((id, &message), (author, email), date))
    }

    /// Reads one change whose first piece is at hand; `None` where a name is not UTF-8 or the letter means nothing here.
    fn touch(&mut self, commit: u32) -> std::io::Result<Option<Touch>> {
        let head = self.text();
        let mut words = head.split(' ').skip(2);
        let mut id = || {
            words
                .next()
                .map(str::to_owned)
                .filter(|id| id.bytes().any(|byte| byte != b'0'))
        };
        let (before, blob) = (id(), id());
        let letter = words.next().unwrap_or("");
        let first = self.next_path()?;
        let (change, path) = match letter.as_bytes().first() {
            Some(b'A') => (Change::Added, first),
            Some(b'M' | b'T') => (Change::Modified, first),
            Some(b'D') => (Change::Deleted, first),
            Some(b'R') => {
                let path = self.next_path()?;
                let similarity = letter[1..].parse().unwrap_or(0);
                match first {
                    Some(from) => (Change::Renamed { from, similarity }, path),
                    None => (Change::Added, path),
                }
            }
            Some(b'C') => (Change::Added, self.next_path()?),
            _ => return Ok(None),
        };
        Ok(path.map(|path| Touch {
            commit,
            path,
            before: before.filter(|_| change != Change::Added),
            blob: blob.filter(|_| change != Change::Deleted),
            change,
        }))
    }

    fn next(&mut self) -> std::io::Result<bool> {
        self.piece.clear();
        let count = self.input.read_until(0, &mut self.piece)?;
        if self.piece.last() == Some(&0) {
            self.piece.pop();
        }
        Ok(count > 0)
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.piece).into_owned()
    }

    fn next_text(&mut self) -> std::io::Result<String> {
        self.next()?;
        Ok(self.text())
    }

    fn next_path(&mut self) -> std::io::Result<Option<RepoPath>> {
        self.next()?;
        Ok(std::str::from_utf8(&self.piece).ok().and_then(RepoPath::new))
    }
}

/// A commit from its parts; the subject, the people and the request are read from its message.
pub(super) fn commit_of((id, message): (String, &str), (author, email): (String, String), date: String) -> Commit {
    let lines = message
        .trim_start_matches('\n')
        .lines()
        .take_while(|line| !line.trim().is_empty());
    let subject = lines.map(str::trim).collect::<Vec<_>>().join(" ");
    let whole = message.trim_start();
    Commit {
        helpers: message::helpers(whole),
        request: message::request(whole),
        merge: None,
        id,
        author,
        email,
        date,
        subject,
    }
}
