//! Runs the user's own `git` and reads what it prints while it prints it. It must not know what is asked.
//!
//! Nothing of the caller's surroundings or settings may choose another repository or another output; nothing is fetched.

use crate::store::git::Repository;
use std::io::{BufReader, Read};
use std::process::{ChildStdout, Command, Stdio};

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
    "GIT_NAMESPACE",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
];

/// `git` in a repository, ready for the name of a command. Paths among its arguments are names, not patterns.
pub(super) fn git(repository: &Repository) -> Command {
    let mut command = Command::new("git");
    for name in FOREIGN {
        command.env_remove(name);
    }
    command
        .env("GIT_LITERAL_PATHSPECS", "1")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        // Without this, Git empties its buffer into a pipe after each commit, and both sides wake up for it.
        .env("GIT_FLUSH", "0")
        .env("LC_ALL", "C")
        .arg("-C")
        .arg(repository.place())
        .args(["--no-pager", "--no-replace-objects", "-c", "core.quotePath=false"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Runs a command and hands over what it prints. The error is a sentence for the user.
pub(super) fn stream<T: Default>(
    command: &mut Command,
    read: impl FnOnce(BufReader<ChildStdout>) -> std::io::Result<T>,
) -> Result<T, String> {
    stream_until(command, |pipe| Ok((read(pipe)?, Amount::All)))
}

/// How much of the output was wanted.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Amount {
    /// All of it: Git's own complaint counts.
    #[default]
    All,
    /// The reader left before the end, at which Git ends as well.
    Enough,
}

/// As [`stream`], for a reader that may leave before the end.
pub(super) fn stream_until<T: Default>(
    command: &mut Command,
    read: impl FnOnce(BufReader<ChildStdout>) -> std::io::Result<(T, Amount)>,
) -> Result<T, String> {
    let mut child = command.spawn().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => "git is not installed or not on PATH; with it, history is read".to_owned(),
        _ => format!("git cannot be started: {error}"),
    })?;
    let complaint = child.stderr.take().map(|mut pipe| {
        // Read beside the output, so that neither pipe fills up while the other is waited for.
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            let _ = pipe.read_to_end(&mut bytes);
            String::from_utf8_lossy(&bytes).trim().to_owned()
        })
    });
    let parsed = match child.stdout.take() {
        Some(pipe) => read(BufReader::with_capacity(1 << 16, pipe)),
        None => Ok(Default::default()),
    };
    let status = child.wait().map_err(|error| format!("git did not end: {error}"))?;
    let complaint = complaint.and_then(|thread| thread.join().ok()).unwrap_or_default();
    match parsed {
        Ok((parsed, Amount::Enough)) => Ok(parsed),
        Ok(_) if !status.success() => Err(format!("git failed ({status}): {complaint}")),
        Ok((parsed, Amount::All)) => Ok(parsed),
        Err(error) if status.success() => Err(format!("the output of git cannot be read: {error}")),
        Err(_) => Err(format!("git failed ({status}): {complaint}")),
    }
}
