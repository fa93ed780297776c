//! A run, step by step: shows each command, asks before what changes something, runs it, and stops at the first that does
//! not end well. It must not know where commands come from.

use crate::cli::clock;
use crate::cli::record::runbook::run::record::Record;
use crate::cli::record::runbook::run::screen::{Screen, Shown};
use crate::cli::terminal::{Look, Terminal};
use crate::model::runbook::mask::Mask;
use crate::model::runbook::{Shell, Sort};
use crate::ops::child::{self, End, Ended, Job};
use crate::ops::prompt::{self, Answer, Echo};
use crate::ops::signals::Interrupts;
use crate::report::transcript::{Allowed, Event, StepEnd, StepResult, StepStart, spoken, spoken_end};
use crate::text::visible::Visible;
use std::io::{self, IsTerminal};
use std::path::Path;
use std::time::Duration;

/// How long a step may take that does not say so.
pub(super) const PATIENCE: Duration = Duration::from_secs(10 * 60);

/// A step that is ready to be run.
pub(super) struct Task {
    /// Its name.
    pub name: String,
    /// What it does.
    pub sort: Sort,
    /// What runs it.
    pub shell: Shell,
    /// Its place among the steps of the runbook, from 1.
    pub number: usize,
    /// How many steps the runbook has.
    pub of: usize,
    /// The steps without which it is not run.
    pub needs: Vec<String>,
    /// Those of them that this run leaves out.
    pub left_out: Vec<String>,
    /// How long it may take.
    pub timeout: Option<Duration>,
    /// What is run.
    pub command: String,
}

/// What all steps of a run have in common.
pub(super) struct Session<'s> {
    /// Where steps are run.
    pub root: &'s Path,
    /// What their environment has besides that of opsrepo.
    pub variables: Vec<(String, String)>,
    /// What must not be shown.
    pub mask: Mask,
    /// Who allows steps that change something: [`Allowed::Beforehand`], or [`Allowed::Asked`].
    pub allowed: Allowed,
    /// The signals that stop it.
    pub interrupts: &'s Interrupts,
    /// The transcript.
    pub record: &'s mut Record,
    /// Steps that the user left out.
    pub skipped: Vec<String>,
    /// Why what a step printed could not be shown.
    pub trouble: Option<io::Error>,
}

/// What became of a step.
pub(super) enum Outcome {
    /// It was run.
    Ran(StepEnd),
    /// The user left it out, and goes on.
    Skipped,
    /// It was not run, and the run ends.
    Stopped(Stop),
}

/// Why a run ends before a step.
pub(super) enum Stop {
    /// The user does not want it to be run.
    Declined,
    /// A signal came.
    Interrupted,
    /// It changes something, and nobody can be asked.
    NobodyToAsk,
    /// A step that it needs was left out.
    Needs(String),
}

impl Task {
    /// The head and the command, as they are shown before it is run.
    pub(super) fn show(&self, mask: &Mask, terminal: &mut Terminal) -> io::Result<()> {
        let place = terminal.paint(Look::Faint, &format!("[{}/{}]", self.number, self.of));
        let look = if self.sort == Sort::Act {
            Look::Open
        } else {
            Look::Plain
        };
        let sort = terminal.paint(look, self.sort.as_str());
        let name = terminal.paint(Look::Strong, &self.name);
        writeln!(terminal.out(), "{place} {sort} {name}")?;
        let command = Visible::all(mask.text(&self.command).as_bytes());
        for (at, line) in command.trim_end_matches('\n').split('\n').enumerate() {
            let mark = if at == 0 { '$' } else { ' ' };
            writeln!(terminal.out(), "{}", format!("  {mark} {line}").trim_end())?;
        }
        terminal.flush()
    }
}

impl Session<'_> {
    /// Runs one step, if it may be run.
    pub(super) fn step(&mut self, task: &Task, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
        writeln!(terminal.out())?;
        task.show(&self.mask, terminal)?;
        if !task.left_out.is_empty() {
            let names = task.left_out.join("`, `");
            terminal.note(&format!("it needs `{names}`, not run now: make sure that this is well"));
        }
        if let Some(name) = task.needs.iter().find(|name| self.skipped.contains(name)) {
            return Ok(Outcome::Stopped(Stop::Needs(name.clone())));
        }
        let allowed = match (task.sort, self.allowed) {
            (Sort::Check | Sort::Verify, _) => Allowed::Unasked,
            (Sort::Act, Allowed::Beforehand) => Allowed::Beforehand,
            (Sort::Act, _) => match self.ask(terminal)? {
                None => Allowed::Asked,
                Some(Outcome::Skipped) => {
                    self.skipped.push(task.name.clone());
                    self.record.add(Event::Skip(&now(terminal), &task.name));
                    return Ok(Outcome::Skipped);
                }
                Some(outcome) => return Ok(outcome),
            },
        };
        if self.interrupts.is_over() {
            return Ok(Outcome::Stopped(Stop::Interrupted));
        }
        Ok(Outcome::Ran(self.run(task, allowed, terminal)?))
    }

    /// Asks whether a step may be run; `None` where it may.
    fn ask(&self, terminal: &mut Terminal) -> anyhow::Result<Option<Outcome>> {
        if !io::stdin().is_terminal() {
            return Ok(Some(Outcome::Stopped(Stop::NobodyToAsk)));
        }
        loop {
            let question = terminal.paint(Look::Open, "This changes something. Run it?");
            write!(terminal.out(), "{question} [y]es, [s]kip, [N]o: ")?;
            terminal.flush()?;
            let line = match prompt::answer(Echo::Shown, self.interrupts)? {
                Answer::Line(line) => line,
                Answer::Interrupted => {
                    writeln!(terminal.out())?;
                    return Ok(Some(Outcome::Stopped(Stop::Interrupted)));
                }
                Answer::Nothing => {
                    writeln!(terminal.out())?;
                    return Ok(Some(Outcome::Stopped(Stop::Declined)));
                }
            };
            match line.trim().to_ascii_lowercase().as_str() {
                "y" | "yes" => return Ok(None),
                "s" | "skip" => return Ok(Some(Outcome::Skipped)),
                "" | "n" | "no" | "q" | "quit" => return Ok(Some(Outcome::Stopped(Stop::Declined))),
                _ => terminal.note("`y` runs it, `s` leaves it out and goes on, `n` ends the run"),
            }
        }
    }

    fn run(&mut self, task: &Task, allowed: Allowed, terminal: &mut Terminal) -> anyhow::Result<StepEnd> {
        let start = StepStart {
            at: now(terminal),
            step: task.name.clone(),
            sort: task.sort.as_str(),
            number: task.number,
            of: task.of,
            shell: task.shell.program().to_owned(),
            command: self.mask.text(&task.command),
            allowed,
        };
        self.record.add(Event::Step(&start));
        if let Some(error) = self.record.trouble() {
            anyhow::bail!(
                "the transcript cannot be written: {error}\n`{}` was not run: what is done must be written down",
                task.name
            );
        }
        let job = Job {
            name: &task.name,
            shell: options(task.shell),
            script: &at_once(&task.command),
            folder: self.root,
            variables: &self.variables,
            timeout: task.timeout.unwrap_or(PATIENCE),
        };
        let mut screen = Screen::new((&mut *terminal, &mut *self.record), &task.name, &self.mask);
        let outcome = child::run(&job, self.interrupts, &mut screen);
        let Shown { kept, trouble } = screen.end();
        let end = end_of(&task.name, outcome.as_ref().ok(), now(terminal));
        self.record.add(Event::StepEnd(&end, &kept));
        if let Err(error) = outcome {
            let program = task.shell.program();
            return Err(anyhow::Error::new(error)
                .context(format!("`{program}`, which runs `{}`, cannot be started", task.name)));
        }
        // The step has been run, whoever sees it.
        self.trouble = trouble.or_else(|| tell(&end, terminal).err());
        Ok(end)
    }
}

/// The shell stops at the first command that fails, and at the first name that stands for nothing. Bash also takes the
/// failure of any command of a pipe for that of the pipe, and reads none of the user's own files.
fn options(shell: Shell) -> &'static [&'static str] {
    match shell {
        Shell::Sh => &["sh", "-eu"],
        Shell::Bash => &["bash", "--noprofile", "--norc", "-euo", "pipefail"],
    }
}

/// A script that is read to its end before its first command is run, so that none is left half done because of a slip in its
/// last line. Its lines keep their numbers. What must be read line by line, because one line changes how others are read,
/// stays as it is.
pub(super) fn at_once(script: &str) -> String {
    match ["extglob", "expand_aliases"].iter().any(|word| script.contains(word)) {
        true => script.to_owned(),
        false => format!("{{ :; {script}\n\n}}\n"),
    }
}

fn end_of(name: &str, ended: Option<&Ended>, at: String) -> StepEnd {
    let (result, exit, signal) = match ended.map(|ended| ended.end) {
        Some(End::Code(0)) => (StepResult::Ok, Some(0), None),
        Some(End::Code(code)) => (StepResult::Failed, Some(code), None),
        Some(End::Signal(signal)) => (StepResult::Failed, None, Some(signal)),
        Some(End::TimedOut) => (StepResult::TimedOut, None, None),
        Some(End::Interrupted) => (StepResult::Interrupted, None, None),
        Some(End::AskedTerminal) => (StepResult::AskedTerminal, None, None),
        None => (StepResult::NotStarted, None, None),
    };
    StepEnd {
        at,
        step: name.to_owned(),
        result,
        exit,
        signal,
        milliseconds: ended.map_or(0, |ended| u64::try_from(ended.took.as_millis()).unwrap_or(u64::MAX)),
        left_running: ended.is_some_and(|ended| ended.left_running),
    }
}

fn tell(end: &StepEnd, terminal: &mut Terminal) -> io::Result<()> {
    let look = if end.result == StepResult::Ok {
        Look::Good
    } else {
        Look::Bad
    };
    let said = terminal.paint(look, &spoken_end(end));
    let left = match end.left_running {
        true => "; processes that it started still run",
        false => "",
    };
    let time = spoken(end.milliseconds);
    writeln!(terminal.out(), "{said} after {time}{left}")?;
    terminal.flush()
}

/// The time, as transcripts have it.
pub(super) fn now(terminal: &mut Terminal) -> String {
    terminal.start_again();
    clock::stamp(terminal.now())
}
