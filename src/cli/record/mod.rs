//! `opsrepo KIND VERB`, for every kind alike: the built-in ones and the user's own. A verb is a file with its row here.

pub mod amend;
pub mod blame;
pub mod carry_out;
mod course;
mod durations;
pub mod edit;
mod editor;
pub mod export;
mod filter;
pub mod graph;
pub mod history;
pub mod import;
mod incident;
pub mod index;
mod indexes;
pub mod list;
mod mark;
pub mod new;
pub mod relate;
pub mod relocate;
mod remarks;
pub mod rename;
mod renaming;
pub mod renumber;
mod runbook;
pub mod search;
pub mod show;
pub mod stats;
pub mod step;
mod title;

use crate::cli::args::Global;
use crate::cli::exit::Exit;
use crate::cli::terminal::{Look, Terminal};
use crate::model::fact::Fact;
use crate::model::kind::Kind;
use crate::model::lookup;
use crate::model::record::RecordId;
use crate::model::standing::Standing;
use crate::model::status::Status;
use crate::model::workspace::Workspace;
use crate::text::similar;
use crate::write::which::missed;
use anyhow::bail;
use clap::{ArgMatches, Command};

/// What can be done with the records of a kind, as a row: `opsrepo KIND NAME`.
struct Verb {
    /// The subcommand's name.
    name: &'static str,
    /// Whether a kind has it.
    is_for: fn(&Kind) -> bool,
    /// Its options and help. The name is set by the table.
    command: fn(&Kind, Command) -> Command,
    /// Runs it for the kind of this name.
    run: fn((&str, &ArgMatches), &Global, &mut Terminal) -> anyhow::Result<Exit>,
}

/// All verbs, in the order of the help.
const VERBS: &[Verb] = &[
    new::VERB,
    incident::log::VERB,
    incident::impact::VERB,
    incident::action::VERB,
    runbook::run::VERB,
    runbook::check::VERB,
    runbook::steps::VERB,
    runbook::review::VERB,
    list::VERB,
    show::VERB,
    search::VERB,
    graph::VERB,
    index::VERB,
    stats::VERB,
    incident::similar::VERB,
    incident::report::VERB,
    runbook::coverage::VERB,
    history::VERB,
    blame::VERB,
    export::VERB,
    import::VERB,
    incident::receive::VERB,
    amend::VERB,
    relate::VERB,
    edit::VERB,
    rename::VERB,
    renumber::VERB,
    relocate::VERB,
];

/// True for every kind.
fn always(_: &Kind) -> bool {
    true
}

/// The command of a kind.
pub fn command(kind: &Kind) -> Command {
    let (name, plural) = (&kind.name, &kind.plural);
    let about = match kind.summary.as_str() {
        "" => format!("The {plural}"),
        summary => format!("{plural}: {summary}"),
    };
    let verbs = VERBS.iter().filter(|verb| (verb.is_for)(kind));
    Command::new(name.clone())
        .about(capital(&about))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .after_long_help(format!(
            "Examples:\n  opsrepo {name} list\n  opsrepo {name} show ID\n  opsrepo {name} new \"TITLE\""
        ))
        .subcommands(verbs.map(|verb| (verb.command)(kind, Command::new(verb.name))))
        .subcommands(step::commands(kind))
}

/// Whether there is `opsrepo KIND VERB`.
pub(super) fn has_verb(kind: &Kind, verb: &str) -> bool {
    command(kind).get_subcommands().any(|known| known.get_name() == verb)
}

/// Runs a command of the kind `name`.
pub(super) fn run(
    (name, matches): (&str, &ArgMatches),
    global: &Global,
    terminal: &mut Terminal,
) -> anyhow::Result<Exit> {
    let wanted = matches.subcommand();
    // A step may be called like a verb of another kind.
    let verbs = wanted.filter(|(_, sub)| !step::is_step(sub));
    let found = verbs.and_then(|(verb, sub)| Some((VERBS.iter().find(|row| row.name == verb)?, sub)));
    match found {
        Some((verb, sub)) => (verb.run)((name, sub), global, terminal),
        None if let Some((verb, sub)) = wanted => step::run((name, verb, sub), global, terminal),
        None => bail!("opsrepo {name} takes a verb\n`opsrepo {name} --help` shows them"),
    }
}

/// What a status means to the eye: over, in force, still open, or not understood.
fn status_look(kind: &Kind, status: &Fact<Status>) -> Look {
    look(Standing::of(kind, status))
}

/// What the word of a status means to the eye.
pub(super) fn look_of(kind: &Kind, word: &str) -> Look {
    look(Standing::of_word(kind, word))
}

fn look(standing: Standing) -> Look {
    match standing {
        Standing::Open => Look::Open,
        Standing::InForce => Look::Good,
        Standing::Over | Standing::Silent => Look::Faint,
        Standing::Unrecognised => Look::Bad,
    }
}

/// The row of a kind that must be there.
fn kind_of<'a>(workspace: &'a Workspace, name: &str) -> anyhow::Result<&'a Kind> {
    match workspace.kinds.iter().find(|kind| kind.name == name) {
        Some(kind) => Ok(kind),
        None => bail!("there is no kind `{name}` here\n[kinds.{name}] in opsrepo.toml makes one"),
    }
}

/// The rows of these kinds; all where none is named.
fn kinds_of<'a>(workspace: &'a Workspace, names: &[String]) -> anyhow::Result<Vec<&'a Kind>> {
    if names.is_empty() {
        return Ok(workspace.kinds.iter().collect());
    }
    let mut found = Vec::new();
    for name in names {
        let known = || workspace.kinds.iter().map(|kind| kind.name.as_str());
        let plural = workspace
            .kinds
            .iter()
            .find(|kind| kind.name == *name || kind.plural == *name);
        match (plural, similar::nearest(name, known())) {
            (Some(kind), _) => found.push(kind),
            (None, Some(near)) => bail!("there is no kind `{name}` here\ndid you mean `{near}`?"),
            (None, None) => bail!(
                "there is no kind `{name}` here\nthere are: {}",
                known().collect::<Vec<_>>().join(", ")
            ),
        }
    }
    Ok(found)
}

/// The one record of a kind that the user means.
fn one(workspace: &Workspace, kind: &Kind, wanted: &str) -> anyhow::Result<RecordId> {
    let wanted = wanted.trim();
    let found = lookup::find(workspace, Some(&kind.name), wanted);
    Ok(found.map_err(|miss| missed(workspace, Some(kind), (wanted, miss)))?)
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::VERBS;
    use crate::kinds;
    use crate::model::settings::life;

    #[test]
    fn no_step_may_be_called_like_a_verb() {
        // What only some kinds have is free for the steps of others.
        let kinds = kinds::all();
        for verb in VERBS.iter().filter(|verb| kinds.iter().all(|kind| (verb.is_for)(kind))) {
            assert!(life::VERBS.contains(&verb.name), "{} is missing", verb.name);
        }
        let others = life::VERBS
            .iter()
            .filter(|name| VERBS.iter().all(|verb| verb.name != **name));
        assert_eq!(others.collect::<Vec<_>>(), [&"trace", &"help"]);
    }
}
