//! `opsrepo runbook review`.

use crate::cli::args::{Global, options, parse_date};
use crate::cli::exit::Exit;
use crate::cli::load::{self, Ground, Past};
use crate::cli::past;
use crate::cli::patch;
use crate::cli::record::carry_out::{Trial, carry_out};
use crate::cli::record::runbook::is_runbook;
use crate::cli::record::{Verb, kind_of, one};
use crate::cli::shell_word::shell_word;
use crate::cli::table::short;
use crate::cli::terminal::{Look, Terminal};
use crate::model::bumps::{self, Since};
use crate::model::kind::Kind;
use crate::model::record::RecordId;
use crate::model::time::Date;
use crate::model::workspace::Workspace;
use crate::store::lock;
use crate::text::article::with_article;
use crate::text::change::Changes;
use crate::text::edit::Edit;
use crate::text::history::History;
use crate::text::span::Range;
use crate::write::review::{self, Made};
use anyhow::{Context, bail};
use clap::Args as _;
use std::io;

/// The row.
pub(in crate::cli::record) const VERB: Verb = Verb {
    name: "review",
    is_for: is_runbook,
    command: |kind, command| {
        Args::augment_args(command)
            .about(format!("Set the date of {}'s review, and say what changed since the last", with_article(&kind.name)))
            .long_about(format!(
                "Shows the commits and the lines that changed {} since its last review. With --because, sets the date of \
                 the review where the {} states it, and the reason beside it; every other byte stays.",
                with_article(&kind.name), kind.name
            ))
            .after_long_help(examples(kind))
    },
    run: |(kind, matches), global, terminal| run((kind, &options(matches)?), global, terminal),
};

/// Characters of a reason.
const LONGEST: usize = 300;

/// The options.
#[derive(clap::Args)]
struct Args {
    /// Its id, path, or a part of its name that no other has
    #[arg(value_name = "ID")]
    id: String,
    /// What was done and what came out of it; without it nothing is written
    #[arg(long, value_name = "TEXT")]
    because: Option<String>,
    /// The day of the review [default: today]
    #[arg(long, value_name = "DATE", value_parser = parse_date, requires = "because")]
    on: Option<Date>,
    /// The day of the next review, for one that states it
    #[arg(long, value_name = "DATE", value_parser = parse_date, requires = "because")]
    next: Option<Date>,
    #[command(flatten)]
    trial: Trial,
}

fn examples(kind: &Kind) -> String {
    let name = &kind.name;
    format!(
        "Examples:\n  opsrepo {name} review ID   what changed since the last review\n  \
         opsrepo {name} review ID --because \"Tried every step\"\n  \
         opsrepo {name} review ID --because \"Used in an incident\" --on 2026-03-04\n\n\
         The reason becomes `review-note`, so that the change says more than a date: the rule runbook/review-bumped \
         accepts it. It prints a line for Git and commits nothing."
    )
}

fn run((name, args): (&str, &Args), global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let ground = load::find(global)?;
    let because = args.because.as_deref().map(reason).transpose()?;
    let _lock = match because {
        Some(_) => {
            load::refuse_revision(&ground)?;
            Some(lock::take(&ground.root)?)
        }
        None => None,
    };
    let mut workspace = ground.workspace(global, terminal, Past::Leave)?;
    let id = one(&workspace, kind_of(&workspace, name)?, &args.id)?;
    terminal.stage("reading the history");
    let since = since(&ground, &mut workspace, id);
    let Some(because) = because else {
        tell(&workspace, (id, &since), terminal)?;
        terminal.note("nothing was written");
        terminal.hint(&format!(
            "if every step still holds: opsrepo {name} review {} --because \"WHAT WAS DONE\"",
            workspace.record(id).id
        ));
        return Ok(Exit::Clean);
    };
    let today = global.as_of.or(terminal.today()).context("the clock says nothing")?;
    let on = args.on.unwrap_or(today);
    if on > today {
        bail!("{on} is still ahead: today is {today}\n--on takes the day on which it was reviewed");
    }
    if let Some(next) = args.next.filter(|next| *next <= on.max(today)) {
        bail!("{next} is not ahead: today is {today}\n--next takes the day on which it is to be reviewed again");
    }
    let made = Made {
        on,
        because: &because,
        next: args.next,
    };
    let changes = review::review(&workspace, id, &made)?;
    if changes.is_empty() {
        terminal.note("it is so already: nothing is to be done");
        return Ok(Exit::Clean);
    }
    if !terminal.is_quiet() && !args.trial.dry_run {
        say_commits(&workspace, &since, terminal);
    }
    carry_out(&changes, args.trial, (&ground, global), terminal)?;
    if !args.trial.dry_run && ground.repository.is_some() {
        let record = workspace.record(id);
        let path = load::shown(&ground.root, workspace.path_of(record), &global.dir);
        terminal.hint(&format!(
            "git commit -m {} -- {}",
            shell_word(&format!("Review {}: {because}", record.id)),
            shell_word(&path)
        ));
    }
    Ok(Exit::Clean)
}

/// A reason on one line, which says something.
fn reason(text: &str) -> anyhow::Result<String> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line: String = line.chars().filter(|c| !c.is_control()).collect();
    match line.chars().count() {
        0 => bail!("--because says nothing\nsay what was done: which steps were tried, where, by whom"),
        count if count > LONGEST => {
            bail!(
                "--because takes a sentence or two, up to {LONGEST} characters; it has {count}\nthe rest belongs into the text or the commit"
            )
        }
        _ => Ok(line),
    }
}

fn since(ground: &Ground, workspace: &mut Workspace, id: RecordId) -> Since {
    let Some(repository) = ground.repository.as_ref().filter(|found| !found.is_empty()) else {
        return Since::default();
    };
    let path = workspace.path_of(workspace.record(id)).clone();
    workspace.history = ground.history_of(&[path]);
    bumps::since(workspace, id, &past::Kept(Some(repository)))
}

/// Tells when it was reviewed, which commits touched it since, and what changed.
fn tell(workspace: &Workspace, (id, since): (RecordId, &Since), terminal: &mut Terminal) -> io::Result<()> {
    let record = workspace.record(id);
    let as_of = workspace.context.as_of;
    let head = terminal.paint(Look::Strong, &short(&record.id));
    let name = terminal.paint(Look::Plain, &short(record.name()));
    writeln!(terminal.out(), "{head}  {name}")?;
    let reviewed = match record.reviewed() {
        Some(found) => {
            let day = found.value.date();
            format!("reviewed {day}, {}", age(day.days_until(as_of)))
        }
        None => "never reviewed, as far as it says".to_owned(),
    };
    let due = match record.review_due() {
        Some((due, _)) if due < as_of => {
            let late = due.days_until(as_of);
            terminal.paint(Look::Bad, &format!("; the next was due on {due}, {}", age(late)))
        }
        Some((due, _)) => format!("; the next is due on {due}"),
        None => String::new(),
    };
    writeln!(terminal.out(), "{reviewed}{due}")?;
    if let Some(note) = record.text("review-note") {
        let note = terminal.paint(Look::Faint, &short(note));
        writeln!(terminal.out(), "because: {note}")?;
    }
    commits(workspace, since, terminal)?;
    let Some(before) = &since.reviewed else {
        return Ok(());
    };
    let path = workspace.path_of(record);
    let now = workspace.tree.text(record.file);
    let sections = patch::sections((before, now), workspace.document(record.file).markup.as_ref());
    if sections.is_empty() {
        return writeln!(terminal.out(), "its text is as it was reviewed");
    }
    writeln!(terminal.out(), "changed since then:")?;
    for (heading, added, removed) in sections {
        let counts = [('+', added), ('-', removed)];
        let counts = counts.iter().filter(|(_, count)| *count > 0);
        let counts: Vec<String> = counts.map(|(sign, count)| format!("{sign}{count}")).collect();
        let heading = terminal.paint(Look::Strong, &short(&heading));
        writeln!(terminal.out(), "  {heading}  {}", counts.join(" "))?;
    }
    let mut changes = Changes::default();
    changes.edit(
        path,
        before,
        Edit {
            range: Range::new(0, before.len()),
            text: now.to_owned(),
        },
    );
    for change in changes.files() {
        patch::print(change, terminal)?;
    }
    Ok(())
}

fn age(days: i32) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "1 day ago".to_owned(),
        days if days < 0 => format!("in {} days", -days),
        days => format!("{days} days ago"),
    }
}

fn commits(workspace: &Workspace, since: &Since, terminal: &mut Terminal) -> io::Result<()> {
    if let History::Unknown(reason) = &workspace.history {
        let first = reason.split("; ").next().unwrap_or(reason);
        terminal.note(&format!("what changed since then is not known: {first}"));
        return Ok(());
    }
    let Some(log) = workspace.history.log() else {
        return Ok(());
    };
    let known = since.commits.iter().filter_map(|&at| log.commits.get(at as usize));
    for commit in known {
        let id = terminal.paint(Look::Faint, commit.id.get(..7).unwrap_or(&commit.id));
        let day = commit.day();
        let said = terminal.paint(Look::Plain, &short(&format!("{} ({})", commit.subject, commit.author)));
        writeln!(terminal.out(), "  {day}  {id}  {said}")?;
    }
    if since.is_cut && since.reviewed.is_none() {
        terminal.note("older commits are not looked at");
    }
    Ok(())
}

/// What the reviewer should have seen, in a line.
fn say_commits(workspace: &Workspace, since: &Since, terminal: &mut Terminal) {
    if workspace.history.log().is_none() || since.reviewed.is_none() {
        return;
    }
    terminal.note(&match since.commits.len() {
        0 => "no commit changed it since its last review".to_owned(),
        1 => "1 commit changed it since its last review; without --because it is shown".to_owned(),
        count => format!("{count} commits changed it since its last review; without --because they are shown"),
    });
}

#[cfg(test)]
mod tests {
    use super::reason;

    #[test]
    fn a_reason_is_one_line_that_says_something() {
        assert_eq!(reason(" a\n b\u{1b} ").unwrap(), "a b");
        assert!(reason(" \n").is_err() && reason(&"x".repeat(301)).is_err());
    }
}
