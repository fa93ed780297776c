//! The history of every file from one run of the user's own `git log`.
//!
//! libgit2 walks and compares many times slower than Git itself, so the log is read from a pipe while Git writes it. The
//! order is that of `--date-order`: newest first, and no commit before its children.
//!
//! A merge is listed but compared with nothing, as `git log` does by default: its files were changed by the commits that
//! it brought together. A change that was made in the merge itself (the solution of a conflict) is therefore not seen;
//! looking for those would double the cost. Renames are looked for by content in commits of up to 1,000 added and
//! removed files, beyond that by equal content only; no setting of the user changes that.

use crate::store::git::Repository;
use crate::store::lineage::Lineage;
use crate::text::history::{Change, Commit, History, Log, Touch};
use crate::text::path::RepoPath;
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

/// Reads the history of `today`'s files, whose paths are relative to `folder` of the repository, as of the commit `at`
/// (HEAD where there is none).
///
/// Names that are not UTF-8 are left out. Without Git, without commits or in a shallow clone it is unknown: half a
/// history would give wrong dates. In a partial clone only renames without a change are followed, since the contents
/// that tell the others would have to be fetched.
pub fn read(repository: &Repository, folder: &RepoPath, today: &[RepoPath], at: Option<&str>) -> History {
    if repository.is_shallow() {
        let remedy = "git fetch --unshallow brings the rest (in GitHub Actions: fetch-depth: 0)";
        return History::Unknown(format!("the clone is shallow, so its history is cut off; {remedy}"));
    }
    let start = match repository.commit(at.unwrap_or("HEAD")) {
        Ok(start) => start,
        Err(_) if repository.is_empty() => return History::Unknown("the repository has no commits yet".to_owned()),
        Err(error) => return History::Unknown(format!("{error:#}")),
    };
    let run = |renames: &str| stream(git_log(repository, folder, renames).arg(&start).arg("--"), today);
    match run("-M").or_else(|_| run("-M100%")) {
        Ok(log) => History::Known(log),
        Err(reason) => History::Unknown(reason),
    }
}

/// What would let the caller's surroundings choose another repository or another output.
const FOREIGN: [&str; 15] = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIFF_OPTS",
    "GIT_DIR",
    "GIT_EXTERNAL_DIFF",
    "GIT_GLOB_PATHSPECS",
    "GIT_GRAFT_FILE",
    "GIT_ICASE_PATHSPECS",
    "GIT_INDEX_FILE",
    "GIT_LITERAL_PATHSPECS",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
];

fn git_log(repository: &Repository, folder: &RepoPath, renames: &str) -> Command {
    let mut command = Command::new("git");
    for name in FOREIGN {
        command.env_remove(name);
    }
    command
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("LC_ALL", "C")
        .arg("-C")
        .arg(repository.place())
        .args(["--no-pager", "--no-replace-objects"])
        .args([
            "-c",
            "core.quotePath=false",
            "-c",
            "log.showRoot=true",
            "-c",
            "log.follow=false",
        ])
        .args(["log", "--raw", "-z", "--no-abbrev", "--date-order", renames, "-l1000"])
        .args([
            "--format=tformat:%H%x00%aN%x00%aE%x00%aI%x00%s",
            "--encoding=UTF-8",
            "--diff-merges=off",
        ])
        .args([
            "--no-ext-diff",
            "--no-textconv",
            "--no-show-signature",
            "--no-color",
            "--ignore-submodules=none",
        ]);
    match folder.as_str() {
        "" => command.arg("--no-relative"),
        folder => command.arg(format!("--relative={folder}/")),
    };
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn stream(command: &mut Command, today: &[RepoPath]) -> Result<Log, String> {
    let mut child = command.spawn().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => "git is not installed or not on PATH; with it, history is read".to_owned(),
        _ => format!("git cannot be started: {error}"),
    })?;
    let complaint = child.stderr.take().map(|mut pipe| {
        // Read beside the log, so that neither pipe fills up while the other is waited for.
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            let _ = pipe.read_to_end(&mut bytes);
            String::from_utf8_lossy(&bytes).trim().to_owned()
        })
    });
    let parsed = match child.stdout.take() {
        Some(pipe) => Parser::new(BufReader::with_capacity(1 << 16, pipe)).parse(today),
        None => Ok(Log::default()),
    };
    let status = child.wait().map_err(|error| format!("git did not end: {error}"))?;
    let complaint = complaint.and_then(|thread| thread.join().ok()).unwrap_or_default();
    match status.success() {
        true => parsed.map_err(|error| format!("the log of git cannot be read: {error}")),
        false => Err(format!("git log failed ({status}): {complaint}")),
    }
}

/// Reads the log piece by piece. Its pieces end in NUL: five per commit (id, author, address, date, subject), then for
/// each change a piece that begins with `:` (modes, ids, letter with similarity) and one path, or two for a rename.
/// The layout of the changes is described under "Raw output format" in git-diff(1).
struct Parser<R> {
    input: R,
    piece: Vec<u8>,
}

impl<R: BufRead> Parser<R> {
    fn new(input: R) -> Self {
        Parser {
            input,
            piece: Vec::new(),
        }
    }

    fn parse(mut self, today: &[RepoPath]) -> std::io::Result<Log> {
        let mut lineage = Lineage::new(today);
        let mut commits: Vec<Commit> = Vec::new();
        let mut touches = Vec::new();
        while self.next()? {
            let start = self
                .piece
                .iter()
                .position(|&byte| byte != b'\n')
                .unwrap_or(self.piece.len());
            self.piece.drain(..start);
            if self.piece.is_empty() {
                continue;
            }
            if self.piece[0] == b':' {
                touches.extend(self.touch(commits.len().saturating_sub(1) as u32)?);
                continue;
            }
            lineage.add(&mut touches);
            commits.push(Commit {
                id: self.text(),
                author: self.next_text()?,
                email: self.next_text()?,
                date: self.next_text()?,
                subject: self.next_text()?,
            });
        }
        lineage.add(&mut touches);
        Ok(Log {
            commits,
            files: lineage.finish(),
        })
    }

    /// Reads one change whose first piece is at hand; `None` where a name is not UTF-8 or the letter means nothing here.
    fn touch(&mut self, commit: u32) -> std::io::Result<Option<Touch>> {
        let head = self.text();
        let mut words = head.split(' ').skip(3);
        let blob = words.next().unwrap_or("").to_owned();
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
            blob: (change != Change::Deleted).then_some(blob),
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

#[cfg(test)]
mod tests {
    use super::read;
    use crate::store::git::Repository;
    use crate::store::scratch::Scratch;
    use crate::text::history::{Change, History};
    use crate::text::path::RepoPath;
    use std::path::Path;

    fn history(root: &Path, folder: &str, today: &[&str]) -> History {
        let path = |text: &str| RepoPath::new(text).unwrap();
        let repository = Repository::discover(root).unwrap().unwrap();
        read(
            &repository,
            &path(folder),
            &today.iter().map(|text| path(text)).collect::<Vec<_>>(),
            None,
        )
    }

    /// Subjects of the commits that touched a file, newest first.
    fn subjects(history: &History, path: &str) -> String {
        let log = history.log().unwrap();
        let touches = log.of(&RepoPath::new(path).unwrap()).iter();
        touches
            .map(|touch| log.commit(touch).unwrap().subject.clone())
            .collect::<Vec<_>>()
            .join(" ")
    }

    const BODY: &str = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n";

    #[test]
    fn follows_renames_with_edits_and_odd_names() {
        let scratch = Scratch::repository();
        scratch
            .write("a.md", BODY)
            .write(".mailmap", "Ada Lovelace <ada@example.org>\n")
            .commit(1, "add");
        scratch
            .write("sub/:b é\n.md", &BODY.replace("two", "2"))
            .git(&["rm", "-q", "a.md"])
            .commit(2, "move");
        scratch.write("sub/:b é\n.md", "new").commit(3, "");
        let history = history(scratch.root(), "", &["sub/:b é\n.md", "none.md"]);
        let log = history.log().unwrap();
        let file = RepoPath::new("sub/:b é\n.md").unwrap();
        assert_eq!(log.files.len(), 1);
        assert_eq!(log.created(&file).unwrap().author, "Ada Lovelace");
        assert_eq!(log.created(&file).unwrap().date, "2024-01-01T10:01:00+02:00");
        let touches = log.of(&file);
        assert!(matches!(&touches[1].change, Change::Renamed { from, similarity: 50..=99 } if from.as_str() == "a.md"));
        let blob = Repository::discover(scratch.root())
            .unwrap()
            .unwrap()
            .blob(touches[2].blob.as_ref().unwrap());
        assert_eq!(blob.unwrap(), BODY.as_bytes());
        let below = super::tests::history(scratch.root(), "sub", &[":b é\n.md"]);
        assert_eq!(
            below.log().unwrap().of(&RepoPath::new(":b é\n.md").unwrap()).len(),
            2,
            "a folder's own history"
        );
    }

    #[test]
    fn two_branches_share_one_history() {
        let scratch = Scratch::repository();
        scratch
            .write("old.md", BODY)
            .commit(1, "add")
            .git(&["checkout", "-q", "-b", "side"]);
        scratch
            .git(&["mv", "old.md", "new.md"])
            .commit(2, "rename")
            .git(&["checkout", "-q", "main"]);
        scratch.write("old.md", &BODY.replace("six", "6")).commit(3, "edit");
        scratch.git(&["merge", "-q", "--no-edit", "-m", "merge", "side"]);
        let history = history(scratch.root(), "", &["new.md"]);
        assert_eq!(subjects(&history, "new.md"), "edit rename add");
        assert_eq!(history.log().unwrap().commits.len(), 4, "the merge is listed");
    }

    #[test]
    fn half_a_history_is_none() {
        let (scratch, clone) = (Scratch::repository(), Scratch::folder());
        let reason = |history: History| match history {
            History::Unknown(reason) => reason,
            other => panic!("{other:?}"),
        };
        assert!(reason(history(scratch.root(), "", &[])).contains("no commits"));
        scratch
            .write("a.md", "1")
            .commit(1, "one")
            .write("a.md", "2")
            .commit(2, "two");
        let url = format!("file://{}", scratch.root().display());
        clone.git(&["clone", "-q", "--depth", "1", &url, "."]);
        assert!(reason(history(clone.root(), "", &["a.md"])).contains("git fetch --unshallow"));
    }
}
