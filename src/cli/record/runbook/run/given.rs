//! What the steps of a run are told: from `--set`, and from whoever sits at the terminal. It must not know the steps.

use crate::cli::record::runbook::run::resume::UNSAID;
use crate::cli::terminal::{Look, Terminal};
use crate::model::runbook::Input;
use crate::model::runbook::values::{self, Values};
use crate::ops::prompt::{self, Answer, Echo};
use crate::ops::signals::Interrupts;
use anyhow::bail;
use std::io::{self, IsTerminal};

/// How often somebody is asked for a value that fits.
const PATIENCE: usize = 3;

/// The values of a run, and those of them that were set.
pub(super) struct Told {
    /// The value of each input.
    pub values: Values,
    /// Names and values that were set or answered.
    pub set: Vec<(String, String)>,
}

/// `NAME=VALUE` of each `--set`. The first `=` parts them.
pub(super) fn parse(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write it as NAME=VALUE".to_owned()),
    }
}

/// What stands for a secret value in a command that opsrepo printed is not the value.
fn meant(inputs: &[Input], set: &[(String, String)]) -> Vec<(String, String)> {
    let is_secret = |name: &str| inputs.iter().any(|input| input.name == name && input.secret);
    let set = set.iter().filter(|(name, value)| !(is_secret(name) && value == UNSAID));
    set.cloned().collect()
}

/// The values as far as they are known, for showing what would be run: nobody is asked. Says what a run needs besides.
pub(super) fn known(inputs: &[Input], set: &[(String, String)], terminal: &mut Terminal) -> anyhow::Result<Told> {
    let set = meant(inputs, set);
    match values::sketch(inputs, &set) {
        Ok((values, missing)) => {
            if let Some(missing) = missing {
                terminal.note(&format!("{missing}: a run needs --set NAME=VALUE, or asks"));
            }
            Ok(Told { values, set })
        }
        Err(complaints) => Err(refusal(&complaints)),
    }
}

fn refusal(complaints: &[String]) -> anyhow::Error {
    anyhow::anyhow!(
        "nothing was run: the inputs are not as the runbook wants them\n  {}\nset a value with --set NAME=VALUE",
        complaints.join("\n  ")
    )
}

/// The values for a run. Whoever sits at a terminal is asked for what is missing; `None` where they interrupt.
pub(super) fn values(
    inputs: &[Input],
    set: &[(String, String)],
    (interrupts, terminal): (&Interrupts, &mut Terminal),
) -> anyhow::Result<Option<Told>> {
    let mut set = meant(inputs, set);
    if io::stdin().is_terminal() {
        for input in inputs {
            let is_known = input.default.is_some() || set.iter().any(|(name, _)| *name == input.name);
            if is_known {
                continue;
            }
            match ask(input, interrupts, terminal)? {
                Some(value) => set.push((input.name.clone(), value)),
                None => return Ok(None),
            }
        }
    }
    match values::settle(inputs, &set) {
        Ok(values) => Ok(Some(Told { values, set })),
        Err(complaints) => Err(refusal(&complaints)),
    }
}

fn ask(input: &Input, interrupts: &Interrupts, terminal: &mut Terminal) -> anyhow::Result<Option<String>> {
    let what = match (&input.description, input.choices.as_slice()) {
        (Some(description), []) => format!(" ({description})"),
        (Some(description), choices) => format!(" ({description}: {})", choices.join(", ")),
        (None, []) => String::new(),
        (None, choices) => format!(" ({})", choices.join(", ")),
    };
    let echo = if input.secret { Echo::Hidden } else { Echo::Shown };
    for _ in 0..PATIENCE {
        let question = terminal.paint(Look::Plain, &format!("{}{what}: ", input.name));
        write!(terminal.out(), "{question}")?;
        terminal.flush()?;
        match prompt::answer(echo, interrupts)? {
            Answer::Interrupted => return Ok(None),
            Answer::Nothing => break,
            Answer::Line(line) => match values::check(input, &line) {
                Ok(()) => return Ok(Some(line)),
                Err(reason) => terminal.note(&reason),
            },
        }
    }
    bail!("nothing was run: `{}` has no value", input.name)
}
