//! The steps of a record as a line through time, for people. It must not know where they come from.

use crate::cli::record::look_of;
use crate::cli::table::short;
use crate::cli::terminal::{Look, Terminal};
use crate::model::forge::Forge;
use crate::model::kind::Kind;
use crate::model::past::{State, Step};
use crate::model::record::RecordId;
use crate::model::story::{Deed, Told, told};
use crate::model::workspace::Workspace;
use crate::report::window::harmless;
use crate::text::history::History;
use std::collections::BTreeSet;
use std::io;

/// Which links are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Links {
    /// The request or the commit of each change of status.
    Transitions,
    /// The commit and the request of every step.
    All,
}

/// Prints whose history it is, and its steps.
pub fn print(
    terminal: &mut Terminal,
    workspace: &Workspace,
    (id, steps): (RecordId, &[Step]),
    links: Links,
) -> io::Result<()> {
    let (record, forge) = (workspace.record(id), Forge::of(workspace));
    let kind = workspace.kind_of(record);
    let all: Vec<Told<'_>> = steps
        .iter()
        .map(|step| told(workspace, (id, step), forge.as_ref()))
        .collect();
    let head = [
        terminal.paint(Look::Strong, &format!("{} {}", kind.name, short(&record.id))),
        terminal.paint(Look::Strong, &short(record.name())),
        terminal.paint(Look::Faint, workspace.path_of(record).as_str()),
    ];
    writeln!(terminal.out(), "{}  {}\n{}", head[0], head[1], head[2])?;
    let line = match (&workspace.history, &all[..]) {
        (History::Unknown(_), []) => "the history is unknown".to_owned(),
        _ => summary(&all),
    };
    let line = terminal.paint(Look::Faint, &line);
    writeln!(terminal.out(), "{line}\n")?;
    for (at, told) in all.iter().enumerate() {
        let side = match at + 1 < all.len() {
            true => '│',
            false => ' ',
        };
        print_step(terminal, kind, (told, side), links)?;
    }
    Ok(())
}

/// Says that a history is unknown, or known in part, and how to fetch the rest.
pub fn tell_cut(terminal: &mut Terminal, history: &History) {
    match history {
        History::Unknown(reason) => {
            let (first, remedy) = reason.split_once("; ").unwrap_or((reason, ""));
            terminal.note(&format!("the history is unknown: {first}"));
            if !remedy.is_empty() {
                terminal.hint(remedy);
            }
        }
        History::Known(log) if !log.cut.is_empty() => {
            terminal.note("the clone is shallow: steps that are older than what it holds are unknown");
            terminal.hint("git fetch --unshallow brings the rest (in GitHub Actions: fetch-depth: 0)");
        }
        History::Known(_) | History::NotAsked => {}
    }
}

/// How many commits by how many people, and since when the status stands.
fn summary(all: &[Told<'_>]) -> String {
    let is_cut = all.iter().any(|told| told.step.is_cut);
    let held = || all.iter().filter(|told| !told.step.is_cut);
    let commits: Vec<_> = held().filter_map(|told| told.commit).collect();
    let mut people: BTreeSet<&str> = commits.iter().map(|commit| commit.author.as_str()).collect();
    people.extend(held().flat_map(|told| told.coauthors.iter().chain(&told.reviewers)));
    let many = |count: usize, one: &str, more: &str| format!("{count} {}", if count == 1 { one } else { more });
    let mut text = match commits.len() {
        0 if is_cut => "no step that this clone holds".to_owned(),
        0 => "not in the history yet".to_owned(),
        count => format!(
            "{} by {}",
            many(count, "commit", "commits"),
            many(people.len(), "person", "people")
        ),
    };
    let last = all.iter().rev().find(|told| told.step.is_transition());
    if let Some((word, commit)) = last.and_then(|told| Some((told.step.after.as_ref()?.word()?, told.commit?))) {
        text.push_str(&format!(", {word} since {}", commit.day()));
    }
    text
}

fn print_step(terminal: &mut Terminal, kind: &Kind, (told, side): (&Told<'_>, char), links: Links) -> io::Result<()> {
    if told.step.is_cut {
        return print_cut(terminal, kind, (told, side));
    }
    let is_transition = told.step.is_transition();
    let when = told.commit.map_or("uncommitted", |commit| commit.day());
    let mark = match (is_transition, told.commit) {
        (_, None) => terminal.paint(Look::Open, "○"),
        (true, _) => terminal.paint(Look::Strong, "●"),
        (false, _) => terminal.paint(Look::Faint, "·"),
    };
    let what = what(terminal, kind, told);
    let who = people(told);
    let request = told
        .request
        .as_ref()
        .map_or(String::new(), |asked| format!("  {}", asked.request));
    let request = terminal.paint(Look::Strong, &request);
    writeln!(
        terminal.out(),
        "{}",
        format!("{mark} {when:<11}  {what}{who}{request}").trim_end()
    )?;
    let mut lines: Vec<String> = Vec::new();
    if let Some(commit) = told.commit {
        let id = commit.id.get(..9).unwrap_or(&commit.id);
        lines.push(format!("{id}  {}", short(&commit.subject)));
    }
    if let (true, Deed::Moved(from)) = (is_transition, told.deed) {
        lines.push(format!("moved from {from}"));
    }
    lines.extend(written(told).filter(|_| is_transition));
    lines.extend(addresses(told, links));
    for line in lines {
        let line = terminal.paint(Look::Faint, &line);
        writeln!(terminal.out(), "{side}              {line}")?;
    }
    if side != ' ' {
        writeln!(terminal.out(), "{side}")?;
    }
    Ok(())
}

/// Where a shallow clone begins: what the record was then, and that nobody here knows how it came to that.
fn print_cut(terminal: &mut Terminal, kind: &Kind, (told, side): (&Told<'_>, char)) -> io::Result<()> {
    let when = told.commit.map_or("", |commit| commit.day());
    let mark = terminal.paint(Look::Faint, "┄");
    let status = word(terminal, kind, &told.step.after);
    let rest = terminal.paint(Look::Faint, "here already; older steps are not in this shallow clone");
    writeln!(terminal.out(), "{mark} {when:<11}  {status}   {rest}")?;
    if side != ' ' {
        writeln!(terminal.out(), "{side}")?;
    }
    Ok(())
}

fn word(terminal: &Terminal, kind: &Kind, state: &Option<State>) -> String {
    let (look, text) = match state {
        None => (Look::Faint, "none".to_owned()),
        Some(State::Absent) => (Look::Faint, "no status".to_owned()),
        Some(State::Unreadable) => (Look::Faint, "unreadable".to_owned()),
        Some(State::Unrecognised(raw)) => (Look::Bad, short(raw)),
        Some(State::Known { word, .. }) => (look_of(kind, word), word.clone()),
    };
    terminal.paint(look, &text)
}

/// The change of status, or else what was done to the file.
fn what(terminal: &Terminal, kind: &Kind, told: &Told<'_>) -> String {
    let word = |state: &Option<State>| word(terminal, kind, state);
    match (told.step.is_transition(), told.deed) {
        (true, Deed::Added) => word(&told.step.after),
        (true, _) => format!("{} → {}", word(&told.step.before), word(&told.step.after)),
        (false, Deed::Added) => "added".to_owned(),
        (false, Deed::Changed) => "changed".to_owned(),
        (false, Deed::Moved(from)) => format!("moved from {}", terminal.paint(Look::Plain, from.as_str())),
        (false, Deed::Deleted) => "deleted".to_owned(),
        (false, Deed::Held) => String::new(),
    }
}

fn people(told: &Told<'_>) -> String {
    let mut text = told
        .commit
        .map_or(String::new(), |commit| format!("   {}", short(&commit.author)));
    let merger = told.request.as_ref().and_then(|asked| asked.merge);
    let merger = merger.map(|merge| merge.author.as_str());
    let merger = merger.filter(|name| told.commit.is_some_and(|commit| commit.author != *name));
    let parts = [
        (", with ", &told.coauthors[..]),
        (", reviewed by ", &told.reviewers[..]),
        (", signed off by ", &told.signers[..]),
        (", merged by ", merger.as_slice()),
    ];
    for (word, names) in parts {
        if !names.is_empty() {
            text.push_str(word);
            text.push_str(&names.iter().map(|name| short(name)).collect::<Vec<_>>().join(", "));
        }
    }
    harmless(&text)
}

/// How the status was written, where that is not simply its word.
fn written(told: &Told<'_>) -> impl Iterator<Item = String> {
    let after = told.step.after.as_ref();
    let known = after.and_then(|state| Some((state.word()?, state.raw()?)));
    let odd = known.filter(|(word, raw)| !raw.eq_ignore_ascii_case(word));
    odd.map(|(_, raw)| format!("written `{}`", short(raw))).into_iter()
}

fn addresses(told: &Told<'_>, links: Links) -> Vec<String> {
    let request = told.request.as_ref().map(|asked| asked.url.clone());
    let all = [request.unwrap_or_default(), told.url.clone()].into_iter();
    let mut all = all.filter(|url| !url.is_empty());
    match links {
        Links::All => all.collect(),
        Links::Transitions => all.next().filter(|_| told.step.is_transition()).into_iter().collect(),
    }
}
