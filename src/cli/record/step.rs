//! `opsrepo KIND accept` and the other steps of a kind's life: one verb for each step that its lifecycle has.

use crate::cli::args::{Global, options, parse_date};
use crate::cli::exit::Exit;
use crate::cli::load::{self, Ground, Past};
use crate::cli::record::carry_out::{Trial, carry_out, carry_out_aloud, tell_lost};
use crate::cli::record::incident::when::{self, When};
use crate::cli::record::incident::which::{self, Why};
use crate::cli::record::indexes;
use crate::cli::record::mark::{bears, mark};
use crate::cli::record::renaming::taken;
use crate::cli::record::{VERBS, kind_of, one};
use crate::cli::terminal::Terminal;
use crate::model::incidents::lists;
use crate::model::kind::{Kind, Shape};
use crate::model::lifecycle::{ABSENT, Step};
use crate::model::record::{Record, RecordId};
use crate::model::time::Date;
use crate::model::workspace::Workspace;
use crate::store::lock;
use crate::text::article::with_article;
use crate::text::change::Changes;
use crate::write::incident::impacts;
use crate::write::names;
use crate::write::refusal::Refusal;
use crate::write::step::{self, Move, option_of};
use anyhow::Context;
use clap::{Arg, ArgAction, ArgMatches, Args as _, Command};
use std::collections::BTreeSet;

/// Why a record is meant where none is named.
const WAITING: Why = ("waits for this step", "may be meant");

/// The verbs of a kind's steps. A step that is called like another verb has none.
pub(super) fn commands(kind: &Kind) -> impl Iterator<Item = Command> {
    let steps = kind.lifecycle.steps.iter();
    let is_free = |step: &&Step| VERBS.iter().all(|verb| verb.name != step.verb || !(verb.is_for)(kind));
    steps.filter(is_free).map(|step| command(kind, step))
}

/// The mark by which the command of a step is known.
const MARK: &str = "step-of-a-life";
/// The mark of a step that says at which minute it was taken; any other says on which day.
const TIMED: &str = "step-with-time";

/// Whether what was called is a step.
pub(super) fn is_step(matches: &ArgMatches) -> bool {
    bears(matches, MARK)
}

fn command(kind: &Kind, step: &Step) -> Command {
    let ids = Arg::new("ids")
        .value_name(if step.relation.is_some() { "OLD" } else { "ID" })
        .help(match needs_name(step) {
            true => "Its id, number, path, or a part of its name that no other has; several are done together",
            false => "Its id, path, or a part of its name that no other has [default: the one that waits for this]",
        })
        .required(needs_name(step))
        .num_args(1..);
    let on = Arg::new("on")
        .long("on")
        .value_name("DATE")
        .value_parser(parse_date)
        .help("The day on which it happened [default: today]");
    let mut command = Command::new(step.verb.clone())
        .arg(mark(MARK))
        .after_long_help(examples(kind, step))
        .arg(ids);
    if step.relation.is_some() {
        let by = Arg::new("by")
            .long("by")
            .value_name("NEW")
            .required(true)
            .help("The one that takes its place; it is told so too");
        command = command.arg(by);
    }
    for field in people_fields(kind) {
        let names = Arg::new(field.clone())
            .long(option_of(field).to_owned())
            .value_name("NAME")
            .action(ArgAction::Append)
            .hide(field != "deciders" && !step.needs.contains(field))
            .help(format!("Also name this one under {field}; may be given several times"));
        command = command.arg(names);
    }
    // What the shared options say of themselves must not stand for the verb.
    let command = match is_timed(step) {
        true => When::augment_args(command.arg(mark(TIMED))),
        false => command.arg(on),
    };
    if step.from.contains(&step.to) {
        return Trial::augment_args(command)
            .about(format!("Say that somebody has taken the {}", kind.name))
            .long_about(format!(
                "Says since when somebody is at work on {} that {}, and puts a line into its timeline. Its status stays.",
                with_article(&kind.name),
                states(&step.from)
            ));
    }
    let besides = match is_timed(step) {
        true => "the time that goes with it, and a line in the timeline",
        false => "what the record's own dialect says with it",
    };
    Trial::augment_args(command)
        .about(format!("Make {} {}", with_article(&kind.name), step.to))
        .long_about(format!(
            "Makes {} {}. That is allowed for one that {}. Only the status, and {besides}, is changed.",
            with_article(&kind.name),
            step.to,
            states(&step.from)
        ))
}

/// True for a step that says in the record when it was taken.
fn is_timed(step: &Step) -> bool {
    !step.stamps.is_empty() || !step.clears.is_empty() || !step.entry.is_empty()
}

/// True where the record must be named: only of those whose course goes on it is clear which one is meant.
fn needs_name(step: &Step) -> bool {
    !is_timed(step) || !step.clears.is_empty()
}

fn people_fields(kind: &Kind) -> impl Iterator<Item = &String> {
    let fields = kind.fields.iter().filter(|field| field.shape == Shape::People);
    fields.map(|field| &field.name)
}

/// `is draft, proposed or deferred, or has no status`.
fn states(words: &[String]) -> String {
    let named: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .filter(|word| *word != ABSENT)
        .collect();
    let is_one = match named.as_slice() {
        [] => String::new(),
        [one] => format!("is {one}"),
        [most @ .., last] => format!("is {} or {last}", most.join(", ")),
    };
    match (is_one.as_str(), words.len() > named.len()) {
        ("", _) => "has no status".to_owned(),
        (_, true) => format!("{is_one}, or has no status"),
        (_, false) => is_one,
    }
}

fn examples(kind: &Kind, step: &Step) -> String {
    let (name, verb) = (&kind.name, &step.verb);
    let id = if kind.is_numbered() { "7" } else { "ID" };
    let mut lines = match step.relation {
        Some(_) => vec![
            format!("opsrepo {name} {verb} {id} --by NEW"),
            format!("opsrepo {name} {verb} {id} --by NEW --dry-run"),
        ],
        None if !needs_name(step) => vec![
            format!("opsrepo {name} {verb}"),
            format!("opsrepo {name} {verb} --at -5m"),
            format!("opsrepo {name} {verb} {id} --dry-run"),
        ],
        None => vec![
            format!("opsrepo {name} {verb} {id}"),
            format!("opsrepo {name} {verb} {id} --dry-run"),
        ],
    };
    if people_fields(kind).any(|field| field == "deciders") && step.relation.is_none() {
        lines.push(format!(
            "opsrepo {name} {verb} {id} --decider \"Ada Lovelace\" --on 2026-03-04"
        ));
    }
    format!("Examples:\n  {}", lines.join("\n  "))
}

/// Takes a step with the records that are named, or with the one that is meant.
pub(super) fn run(
    (name, verb, matches): (&str, &str, &ArgMatches),
    global: &Global,
    terminal: &mut Terminal,
) -> anyhow::Result<Exit> {
    // The option that says when is called like one that every command has.
    if !bears(matches, TIMED) {
        return dated((name, verb, matches), global, terminal);
    }
    which::asking(terminal, |answer, terminal| {
        timed((name, verb, matches), answer, &when::without_revision(global), terminal)
    })
}

/// Takes a step that says in the record at which minute it was taken.
fn timed(
    (name, verb, matches): (&str, &str, &ArgMatches),
    answer: Option<&str>,
    global: &Global,
    terminal: &mut Terminal,
) -> anyhow::Result<Exit> {
    let (trial, when): (Trial, When) = (options(matches)?, options(matches)?);
    let ground = load::find(global)?;
    load::refuse_revision(&ground)?;
    let _lock = lock::take(&ground.root)?;
    let workspace = ground.workspace(global, terminal, Past::Leave)?;
    let kind = kind_of(&workspace, name)?;
    let named = texts(matches, "ids");
    let ids = match named.as_slice() {
        [] => vec![which::meant(
            &workspace,
            (kind, answer),
            waits_for(kind, verb),
            WAITING,
        )?],
        named => several(&workspace, kind, named)?,
    };
    let at = when.moment(&workspace.settings, (global, terminal))?;
    let wanted = Move {
        verb: verb.to_owned(),
        people: people(kind, matches),
        successor: None,
        on: at.date(),
        at: Some(at),
    };
    let changes = step::take(&workspace, &ids, &wanted)?;
    if changes.is_empty() {
        let paths = ids.iter().map(|&id| workspace.path_of(workspace.record(id)));
        let paths: Vec<String> = paths.map(|path| load::shown(&ground.root, path, &global.dir)).collect();
        terminal.note(&format!(
            "it is so already in {}: nothing is to be done",
            paths.join(", ")
        ));
        return Ok(Exit::Clean);
    }
    carry_out_aloud(&changes, trial, (&ground, global), terminal)?;
    tell_lost(&changes, &workspace, (&ground, global), terminal);
    indexes::tell(&workspace, trial, (&ground, global), terminal)?;
    for &id in &ids {
        tell_lasting(&workspace, id, (kind, verb), terminal);
        let fields = step::placeless(&workspace, id, verb);
        if !fields.is_empty() {
            let path = load::shown(&ground.root, workspace.path_of(workspace.record(id)), &global.dir);
            terminal.note(&format!(
                "{path} has no place for `{}`: no front matter, and no list of its times",
                fields.join("`, `")
            ));
        }
    }
    Ok(Exit::Clean)
}

/// Says what is still said to be hurt when all is over.
fn tell_lasting(workspace: &Workspace, id: RecordId, (kind, verb): (&Kind, &str), terminal: &mut Terminal) {
    let is_end = kind
        .lifecycle
        .step(verb)
        .is_some_and(|step| step.stamps.iter().any(|field| field == "resolved"));
    let impacts = lists::impacts(workspace, workspace.record(id)).into_iter();
    let lasting = impacts.filter(|impact| is_end && impacts::lasts(impact));
    let services: BTreeSet<String> = lasting.filter_map(|impact| impact.service.value().cloned()).collect();
    for service in services {
        terminal.hint(&format!(
            "{service} still counts as hurt: opsrepo {} impact end {service} --incident {}",
            kind.name,
            workspace.record(id).id
        ));
    }
}

/// Which records may be meant by a step where none is named: those that are not over, or, for a step that comes after that,
/// those from which it leads.
fn waits_for<'k>(kind: &'k Kind, verb: &'k str) -> impl Fn(&Kind, &Record) -> bool + 'k {
    let step = kind.lifecycle.step(verb);
    let is_living = |word: &String| kind.statuses.iter().any(|row| row.word == *word && !row.is_final);
    let goes_on = step.is_some_and(|step| step.from.iter().any(is_living));
    move |kind, record| match goes_on {
        true => which::is_open(kind, record),
        false => step.is_some_and(|step| which::waits_for(step, record)),
    }
}

fn people(kind: &Kind, matches: &ArgMatches) -> Vec<(String, Vec<String>)> {
    let fields = people_fields(kind);
    fields.map(|field| (field.clone(), texts(matches, field))).collect()
}

/// Takes a step that says in the record on which day it was taken, if anything.
fn dated(
    (name, verb, matches): (&str, &str, &ArgMatches),
    global: &Global,
    terminal: &mut Terminal,
) -> anyhow::Result<Exit> {
    let trial: Trial = options(matches)?;
    let on = matches.try_get_one::<Date>("on").ok().flatten().copied();
    let mut is_said = true;
    let exit = change(trial, (global, terminal), |workspace, ground, today| {
        let kind = kind_of(workspace, name)?;
        let ids = several(workspace, kind, &texts(matches, "ids"))?;
        let successor = match texts(matches, "by").first() {
            Some(wanted) => Some(one(workspace, kind, wanted)?),
            None => None,
        };
        let wanted = Move {
            verb: verb.to_owned(),
            people: people(kind, matches),
            successor,
            on: on.unwrap_or(today),
            at: None,
        };
        let mut changes = match step::take(workspace, &ids, &wanted) {
            Ok(changes) => changes,
            Err(refusal) => return Ok(Err(refusal)),
        };
        if names::waits_for_number(kind, verb) {
            let taken = taken(ground, workspace, name);
            match names::numbers_on_accept(workspace, &ids, taken) {
                Ok(numbered) => changes.merge(numbered),
                Err(refusal) => return Ok(Err(refusal)),
            }
        }
        is_said = changes.is_empty() || on.is_none_or(|day| says(&changes, day));
        Ok(Ok(changes))
    })?;
    if let (false, Some(day)) = (is_said, on) {
        terminal.note(&format!(
            "{day} is not written: these records have no date that goes with the status"
        ));
        terminal.hint("the history of Git tells the day of the commit; a date of its own is `date` in front matter");
    }
    Ok(exit)
}

/// Whether a changed file says this day afterwards, in one of the ways in which dates are written anew.
fn says(changes: &Changes, day: Date) -> bool {
    let (year, month, date) = (day.year(), day.month(), day.day());
    let ways = [
        day.to_string(),
        format!("{date:02}.{month:02}.{year:04}"),
        format!("{date:02}/{month:02}/{year:04}"),
        format!("{year:04}.{month:02}.{date:02}"),
    ];
    let texts = changes.files().iter().filter_map(|change| change.after().ok());
    texts.into_iter().any(|text| ways.iter().any(|way| text.contains(way)))
}

/// Thinks out a change, holding the lock from reading to writing, and does it; says so where there is nothing to do.
pub(super) fn change(
    trial: Trial,
    (global, terminal): (&Global, &mut Terminal),
    think: impl FnOnce(&Workspace, &Ground, Date) -> anyhow::Result<Result<Changes, Refusal>>,
) -> anyhow::Result<Exit> {
    let ground: Ground = load::find(global)?;
    load::refuse_revision(&ground)?;
    let _lock = lock::take(&ground.root)?;
    let workspace = ground.workspace(global, terminal, Past::Leave)?;
    let today = global.as_of.or(terminal.today()).context("the clock says nothing")?;
    let changes = think(&workspace, &ground, today)??;
    if changes.is_empty() {
        terminal.note("it is so already: nothing is to be done");
        return Ok(Exit::Clean);
    }
    carry_out(&changes, trial, (&ground, global), terminal)?;
    tell_lost(&changes, &workspace, (&ground, global), terminal);
    indexes::tell(&workspace, trial, (&ground, global), terminal)?;
    Ok(Exit::Clean)
}

/// The records of a kind that are named, each once.
pub(super) fn several(workspace: &Workspace, kind: &Kind, wanted: &[String]) -> anyhow::Result<Vec<RecordId>> {
    let mut ids = Vec::new();
    for text in wanted {
        let id = one(workspace, kind, text)?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(ids)
}

/// The texts of an option, none where the verb has no such option.
fn texts(matches: &ArgMatches, name: &str) -> Vec<String> {
    let found = matches.try_get_many::<String>(name).ok().flatten();
    found.into_iter().flatten().cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::states;
    use crate::model::lifecycle::ABSENT;

    #[test]
    fn states_are_listed_as_people_list_them() {
        let said = |words: &[&str]| states(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        assert_eq!(
            said(&["draft", "proposed", ABSENT]),
            "is draft or proposed, or has no status"
        );
        assert_eq!(
            said(&["draft", "proposed", "deferred"]),
            "is draft, proposed or deferred"
        );
        assert_eq!(said(&["accepted", ABSENT]), "is accepted, or has no status");
        assert_eq!(said(&[ABSENT]), "has no status");
    }
}
