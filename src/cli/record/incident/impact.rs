//! `opsrepo incident impact add` and `end`: which service is hurt from when to when, and how much.

use crate::cli::args::{Global, options};
use crate::cli::exit::Exit;
use crate::cli::record::Verb;
use crate::cli::record::carry_out::Trial;
use crate::cli::record::incident::put::{Meant, Stage, put};
use crate::cli::record::incident::when::{self, When};
use crate::cli::record::incident::{is_incident, which};
use crate::cli::terminal::Terminal;
use crate::model::incidents::clock;
use crate::model::incidents::lists::Effect;
use crate::write::incident::impacts::{self, NewImpact};
use anyhow::bail;
use clap::{ArgMatches, Args as _, Command};

/// The row.
pub(in crate::cli::record) const VERB: Verb = Verb {
    name: "impact",
    is_for: is_incident,
    command: |kind, command| {
        let name = &kind.name;
        command
            .about("Write down which service is hurt, and until when")
            .subcommand_required(true)
            .arg_required_else_help(true)
            .after_long_help(format!(
                "Examples:\n  opsrepo {name} impact add identity --at -20m\n  opsrepo {name} impact end identity\n\n\
                 What a service was down follows from these stretches: `opsrepo {name} stats`."
            ))
            .subcommand(
                Add::augment_args(Command::new("add"))
                    .about("Say that a service is hurt")
                    .after_long_help(format!(
                        "Examples:\n  opsrepo {name} impact add identity --at -20m\n  \
                 opsrepo {name} impact add notebooks --effect degraded --fraction 0.3\n  \
                 opsrepo {name} impact add dns --at 14:05 --until 14:40"
                    )),
            )
            .subcommand(
                End::augment_args(Command::new("end"))
                    .about("Say that a service is well again")
                    .after_long_help(format!(
                        "Examples:\n  opsrepo {name} impact end\n  opsrepo {name} impact end identity --at -5m\n\n\
                 Without --at it was over when the incident was resolved, or it is now."
                    )),
            )
    },
    run: |(kind, matches), global, terminal| {
        let global = when::without_revision(global);
        which::asking(terminal, |answer, terminal| {
            run((kind, matches, answer), &global, terminal)
        })
    },
};

/// The options of `add`.
#[derive(clap::Args)]
pub(in crate::cli::record) struct Add {
    /// The id of the service
    #[arg(value_name = "SERVICE")]
    service: String,
    /// In which way: it does not serve, it serves some or slowly, nobody noticed, it was announced
    #[arg(long, value_name = "WORD", default_value = "outage", value_parser = Effect::ALL.map(Effect::word))]
    effect: String,
    /// The share of its users or requests that is hurt: 0.3, or 30%
    #[arg(long, value_name = "PART")]
    fraction: Option<String>,
    #[command(flatten)]
    when: When,
    /// When it was over, where it is: written as for --at
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    until: Option<String>,
    /// What its users notice
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    /// The incident, by its id, path, or a part of its name [default: the one that is open]
    #[arg(long, value_name = "ID")]
    incident: Option<String>,
    #[command(flatten)]
    trial: Trial,
}

/// The options of `end`.
#[derive(clap::Args)]
pub(in crate::cli::record) struct End {
    /// The id of the service [default: the only one that is still hurt]
    #[arg(value_name = "SERVICE")]
    service: Option<String>,
    #[command(flatten)]
    when: When,
    /// The incident, by its id, path, or a part of its name [default: the one that is open]
    #[arg(long, value_name = "ID")]
    incident: Option<String>,
    #[command(flatten)]
    trial: Trial,
}

fn run(
    (name, matches, answer): (&str, &ArgMatches, Option<&str>),
    global: &Global,
    terminal: &mut Terminal,
) -> anyhow::Result<Exit> {
    match matches.subcommand() {
        Some(("add", matches)) => add((name, &options(matches)?, answer), (global, terminal)),
        Some((_, matches)) => end((name, &options(matches)?, answer), (global, terminal)),
        None => Ok(Exit::Clean),
    }
}

/// The open one; where none is, one that waits for its review.
fn meant<'a>(name: &'a str, wanted: Option<&'a str>) -> Meant<'a> {
    const STAGES: &[Stage<'_>] = &[&|_, kind, record| which::is_open(kind, record), &|_, kind, record| {
        which::is_unfinished(kind, record)
    }];
    Meant {
        kind: name,
        wanted,
        stages: STAGES,
        why: which::UNFINISHED,
        already: "so",
    }
}

fn add(
    (name, args, answer): (&str, &Add, Option<&str>),
    (global, terminal): (&Global, &mut Terminal),
) -> anyhow::Result<Exit> {
    let wanted = args.incident.as_deref().or(answer);
    let fraction = args.fraction.as_deref().map(part).transpose()?;
    put(
        &meant(name, wanted),
        args.trial,
        (global, terminal),
        |workspace, id, (_, terminal)| {
            let ended = match &args.until {
                Some(_) => Some(When::of(args.until.clone()).moment(&workspace.settings, (global, terminal))?),
                None => None,
            };
            let impact = NewImpact {
                service: args.service.clone(),
                effect: Effect::parse(&args.effect).unwrap_or(Effect::Outage),
                started: args.when.moment(&workspace.settings, (global, terminal))?,
                ended,
                fraction,
                text: args.text.clone(),
            };
            Ok(impacts::add(workspace, id, &impact)?)
        },
    )
}

fn end(
    (name, args, answer): (&str, &End, Option<&str>),
    (global, terminal): (&Global, &mut Terminal),
) -> anyhow::Result<Exit> {
    let wanted = args.incident.as_deref().or(answer);
    put(
        &meant(name, wanted),
        args.trial,
        (global, terminal),
        |workspace, id, (_, terminal)| {
            let record = workspace.record(id);
            // Of what is over, everything was over then.
            let at = match record
                .time("resolved")
                .filter(|time| !args.when.is_given() && !time.is_date)
            {
                Some(resolved) => clock::resolved(workspace, record, resolved),
                None => args.when.moment(&workspace.settings, (global, terminal))?,
            };
            Ok(impacts::end(workspace, id, (args.service.as_deref(), &at))?)
        },
    )
}

/// A share as a number from 0 to 1, written as short as it can be.
fn part(text: &str) -> anyhow::Result<String> {
    let (digits, whole) = match text.trim().strip_suffix('%') {
        Some(percent) => (percent.trim(), 100.0),
        None => (text.trim(), 1.0),
    };
    let is_plain = digits.chars().all(|c| c.is_ascii_digit() || c == '.') && digits.len() < 12;
    let part = digits
        .parse::<f64>()
        .ok()
        .filter(|_| is_plain)
        .map(|number| number / whole);
    match part.filter(|part| (0.0..=1.0).contains(part)) {
        Some(part) => Ok(format!("{part}")),
        None => bail!(
            "`{}` is no share\nwrite it as a number from 0 to 1, or in percent: 0.3, 30%",
            text.escape_debug()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::part;

    #[test]
    fn a_share_is_a_part_of_one() {
        for (text, expected) in [
            ("0.3", "0.3"),
            ("30%", "0.3"),
            ("1", "1"),
            ("100 %", "1"),
            ("0", "0"),
            (".5", "0.5"),
        ] {
            assert_eq!(part(text).ok().as_deref(), Some(expected), "{text}");
        }
        for text in ["1.1", "-0.1", "NaN", "inf", "", "%", "30", "1e-3", "0.3.1"] {
            assert!(part(text).is_err(), "{text}");
        }
    }
}
