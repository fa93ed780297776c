//! What is shown over a page: errors that came while it was served, and why it cannot be made; and the same in the
//! terminal.

use crate::cli::terminal::{Look, Terminal};
use crate::lint::Diagnostic;
use crate::model::workspace::Workspace;
use crate::report::line::counted;
use crate::text::escape::pictured;
use serde::Serialize;

/// How many are shown; the others are counted.
const MOST: usize = 12;

#[derive(Serialize)]
struct Sheet<'a> {
    version: u64,
    fault: Option<&'a str>,
    findings: Vec<Shown<'a>>,
    more: usize,
}

#[derive(Serialize)]
struct Shown<'a> {
    rule: &'a str,
    message: String,
    place: String,
    help: Option<String>,
}

/// The overlay as JSON.
pub(super) fn json<'a>(
    version: u64,
    workspace: &Workspace,
    (fault, found): (Option<&str>, impl Iterator<Item = &'a Diagnostic>),
) -> String {
    let all: Vec<&Diagnostic> = found.collect();
    let shown = all.iter().take(MOST).map(|found| Shown {
        rule: found.rule,
        message: pictured(found.message.clone()),
        place: pictured(place(workspace, found)),
        help: found.help.clone().map(pictured),
    });
    let sheet = Sheet {
        version,
        fault,
        findings: shown.collect(),
        more: all.len().saturating_sub(MOST),
    };
    serde_json::to_string(&sheet).unwrap_or_default()
}

/// Says findings in the terminal: a line for each, and how many there are besides.
pub(super) fn tell(workspace: &Workspace, found: &[&Diagnostic], terminal: &mut Terminal) {
    for found in found.iter().take(MOST) {
        let line = pictured(format!("{}: {}", place(workspace, found), found.message));
        terminal.say(&format!("error[{}]", found.rule), Look::Bad, &line);
    }
    let more = found.len().saturating_sub(MOST);
    if more > 0 {
        terminal.hint(&format!(
            "there are {}; `opsrepo validate` tells of all",
            counted(more, "more error")
        ));
    }
}

/// `file:line:column`.
fn place(workspace: &Workspace, found: &Diagnostic) -> String {
    let path = found.place.path(workspace);
    match found.place.position(workspace) {
        Some(at) => format!("{path}:{}:{}", at.line, at.column),
        None => path.to_owned(),
    }
}
