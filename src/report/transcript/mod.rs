//! What is written down while a runbook runs: what happens, as events. Each form of a transcript is a file here.
//!
//! Whoever makes an event has taken the secrets out of it. This room does not know how steps are run.

pub mod json;
pub mod markdown;

use crate::text::capped::Capped;

/// What the run is of, said at its beginning.
#[derive(Clone, Debug)]
pub struct Start {
    /// When, in RFC 3339.
    pub at: String,
    /// The id of the runbook.
    pub runbook: String,
    /// Its title.
    pub title: String,
    /// Its file, from the root.
    pub path: String,
    /// The full id of the commit that is checked out; `None` without one.
    pub commit: Option<String>,
    /// True where the runbook's file is another one than in that commit.
    pub is_changed: bool,
    /// Who runs it, as Git knows them.
    pub by: Option<String>,
    /// The id of the incident that it is run for.
    pub incident: Option<String>,
    /// Names and values of the inputs, in the order of the runbook; secret values masked.
    pub inputs: Vec<(String, String)>,
    /// The names of the steps that are to be run, in their order.
    pub steps: Vec<String>,
}

/// A step, before it is run.
#[derive(Clone, Debug)]
pub struct StepStart {
    /// When, in RFC 3339.
    pub at: String,
    /// Its name.
    pub step: String,
    /// `check`, `act` or `verify`.
    pub sort: &'static str,
    /// Its place among the steps of the runbook, from 1.
    pub number: usize,
    /// How many steps the runbook has.
    pub of: usize,
    /// The program that runs it.
    pub shell: String,
    /// What is run.
    pub command: String,
    /// Who allowed it: nobody has to allow what only reads.
    pub allowed: Allowed,
}

/// Who allowed a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// It changes nothing.
    Unasked,
    /// Somebody, who was asked.
    Asked,
    /// `--yes`.
    Beforehand,
}

impl Allowed {
    fn word(self) -> &'static str {
        match self {
            Allowed::Unasked => "not-asked",
            Allowed::Asked => "asked",
            Allowed::Beforehand => "beforehand",
        }
    }
}

/// A step, after it was run.
#[derive(Clone, Debug)]
pub struct StepEnd {
    /// When, in RFC 3339.
    pub at: String,
    /// Its name.
    pub step: String,
    /// How it ended.
    pub result: StepResult,
    /// Its exit code, where it ended by itself.
    pub exit: Option<i32>,
    /// The number of the signal that ended it, where it was none of opsrepo's.
    pub signal: Option<i32>,
    /// How long it took, in milliseconds.
    pub milliseconds: u64,
    /// True where processes that it started still run.
    pub left_running: bool,
}

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepResult {
    /// Well.
    Ok,
    /// With an exit code other than 0, or by a signal.
    Failed,
    /// It took longer than it may.
    TimedOut,
    /// Somebody interrupted it.
    Interrupted,
    /// It wanted to read from the terminal.
    AskedTerminal,
    /// Its shell could not be started.
    NotStarted,
}

impl StepResult {
    /// Its name in a transcript.
    pub fn word(self) -> &'static str {
        match self {
            StepResult::Ok => "ok",
            StepResult::Failed => "failed",
            StepResult::TimedOut => "timed-out",
            StepResult::Interrupted => "interrupted",
            StepResult::AskedTerminal => "asked-terminal",
            StepResult::NotStarted => "not-started",
        }
    }
}

/// The end of a run.
#[derive(Clone, Debug)]
pub struct RunEnd {
    /// When, in RFC 3339.
    pub at: String,
    /// How it ended.
    pub result: RunResult,
    /// In a sentence.
    pub said: String,
    /// The command that goes on from here; `None` where all is done.
    pub resume: Option<String>,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunResult {
    /// Every step ended well.
    Ok,
    /// A step did not.
    Failed,
    /// Somebody did not want a step to be run.
    Declined,
    /// Somebody interrupted it.
    Interrupted,
    /// opsrepo could not go on: nobody could be asked, or a step that is needed was not run.
    Stopped,
}

impl RunResult {
    fn word(self) -> &'static str {
        match self {
            RunResult::Ok => "ok",
            RunResult::Failed => "failed",
            RunResult::Declined => "declined",
            RunResult::Interrupted => "interrupted",
            RunResult::Stopped => "stopped",
        }
    }
}

/// Something that happens during a run.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// The run begins.
    Start(&'a Start),
    /// A step begins.
    Step(&'a StepStart),
    /// A step that runs printed something.
    Output(&'a str, &'a [u8]),
    /// A step has ended; this is what is kept of its output.
    StepEnd(&'a StepEnd, &'a Capped),
    /// The user left a step out: when, and its name.
    Skip(&'a str, &'a str),
    /// The run has ended.
    End(&'a RunEnd),
}

/// Milliseconds for people: `0.3 s`, `12 s`, `3 min 20 s`.
pub fn spoken(milliseconds: u64) -> String {
    let seconds = milliseconds / 1000;
    match seconds {
        0..10 => format!("{}.{} s", seconds, milliseconds % 1000 / 100),
        10..60 => format!("{seconds} s"),
        _ => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

/// How a step ended, for people: `ok`, `exit code 3`.
pub fn spoken_end(end: &StepEnd) -> String {
    match (end.result, end.exit, end.signal) {
        (StepResult::Ok, ..) => "ok".to_owned(),
        (StepResult::Failed, Some(code), _) => format!("exit code {code}"),
        (StepResult::Failed, None, Some(signal)) => format!("ended by signal {signal}"),
        (StepResult::Failed, ..) => "failed".to_owned(),
        (StepResult::TimedOut, ..) => "took too long and was ended".to_owned(),
        (StepResult::Interrupted, ..) => "interrupted".to_owned(),
        (StepResult::AskedTerminal, ..) => "asked the terminal and was ended".to_owned(),
        (StepResult::NotStarted, ..) => "its shell could not be started".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::spoken;

    #[test]
    fn times_are_told_as_exactly_as_anybody_wants_to_know() {
        for (milliseconds, text) in [
            (0, "0.0 s"),
            (340, "0.3 s"),
            (9_990, "9.9 s"),
            (12_340, "12 s"),
            (200_000, "3 min 20 s"),
        ] {
            assert_eq!(spoken(milliseconds), text);
        }
    }
}
