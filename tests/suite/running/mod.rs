//! `opsrepo runbook run`, end to end: real steps, real processes, and somebody at a real terminal.

mod bad;
mod incident;
mod interrupts;
mod pty;
mod server;
mod steps;
mod values;

use crate::cli::{Said, folder, git};
use opsrepo::syntax::reader::read;
use opsrepo::syntax::schema::Schema;
use opsrepo::text::path::RepoPath;
use opsrepo::text::source::Source;
use opsrepo::text::tree::Content;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A repository with one runbook: its front matter's inputs and its body.
fn runbook(inputs: &str, body: &str) -> TempDir {
    let front = match inputs {
        "" => String::new(),
        inputs => format!("---\ninputs:\n{inputs}---\n\n"),
    };
    let text = format!("{front}# Mend it\n\n{body}");
    let here = folder(&[("runbooks/mend.md", &text)]);
    git(here.path(), &["init", "-q"]).ends(0);
    git(here.path(), &["config", "user.name", "Ada"]).ends(0);
    git(here.path(), &["config", "user.email", "ada@example.org"]).ends(0);
    git(here.path(), &["add", "-A"]).ends(0);
    git(here.path(), &["commit", "-qm", "Begin"]).ends(0);
    here
}

/// A block of a runbook.
fn step(opening: &str, text: &str) -> String {
    format!("```{opening}\n{text}\n```\n\n")
}

/// Runs the runbook where nobody sits at a terminal.
fn run(here: &TempDir, arguments: &[&str]) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_opsrepo"));
    said(command.args(["runbook", "run", "mend"]).args(arguments), here.path())
}

fn said(command: &mut Command, folder: &Path) -> Said {
    let output = command
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Said {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// The files of a folder with this ending, the newest last.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .collect();
    files.sort_by_key(|path| path.metadata().unwrap().modified().unwrap());
    files
}

/// The last transcript of a repository: its events, each of which fits the schema, and its page.
#[track_caller]
fn transcript(here: &TempDir) -> (Vec<Value>, String) {
    transcript_in(&here.path().join(".opsrepo/runs"))
}

#[track_caller]
fn transcript_in(folder: &Path) -> (Vec<Value>, String) {
    let lines = files(folder, "jsonl").pop().expect("there is no transcript");
    let page = std::fs::read_to_string(lines.with_extension("md")).unwrap();
    let text = std::fs::read_to_string(lines).unwrap();
    let schema = Schema::from_text(include_str!("../../../schemas/transcript.schema.json")).unwrap();
    let events = text.lines().map(|line| {
        let document = read(&RepoPath::new("event.json").unwrap(), &Content::Text(Source::new(line)));
        assert!(document.problems.is_empty(), "{line}");
        let mismatches = schema.check(&document.data[0]);
        assert!(mismatches.is_empty(), "{line}\n{mismatches:?}");
        serde_json::from_str(line).unwrap()
    });
    (events.collect(), page)
}

/// One word for each event: what it is, and what became of it.
fn story(events: &[Value]) -> Vec<String> {
    let word = |event: &Value| {
        let text = |key: &str| event[key].as_str().unwrap_or_default().to_owned();
        match text("event").as_str() {
            "output" => None,
            "step-started" => Some(format!("{} begins", text("step"))),
            "step-ended" => Some(format!("{}: {}", text("step"), text("result"))),
            "run-ended" => Some(format!("end: {}", text("result"))),
            "step-skipped" => Some(format!("{} skipped", text("step"))),
            other => Some(other.to_owned()),
        }
    };
    events.iter().filter_map(word).collect()
}

/// All that steps printed, as far as it is kept.
fn printed(events: &[Value]) -> String {
    let texts = events.iter().filter(|event| event["event"] == "output");
    texts.filter_map(|event| event["text"].as_str()).collect()
}

/// True while a process runs, and not only waits to be asked how it ended.
fn is_alive(process: &str) -> bool {
    let state = std::fs::read_to_string(format!("/proc/{}/stat", process.trim())).unwrap_or_default();
    let state = state.rsplit_once(')').map_or("", |(_, rest)| rest.trim());
    !state.is_empty() && !state.starts_with(['Z', 'X'])
}
