//! What a runbook can do by itself: the steps among its code blocks, and what they have to be told. Nothing is run here, and
//! whatever is wrong with them is stated beside them.

pub(crate) mod attribute;
pub mod code;
pub mod command;
mod heredoc;
mod inputs;
mod lexer;
pub mod mask;
mod needs;
mod peril;
pub(crate) mod places;
pub mod plan;
mod quotes;
mod quoting;
mod readers;
pub mod remarks;
mod simple;
mod steps;
mod uses;
pub mod values;
mod walk;

use crate::model::runbook::code::Code;
use crate::text::span::Span;
use std::time::Duration;

/// The steps of one runbook and what they need. A page whose code blocks do not opt in has no steps.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// What has to be told, in the order of the front matter.
    pub inputs: Vec<Input>,
    /// The steps, in the order of the page.
    pub steps: Vec<Step>,
    /// Indexes of the steps in the order in which they run: that of the page, but each behind what it needs.
    pub order: Vec<usize>,
    /// What is wrong with it, in the order of the page.
    pub problems: Vec<Problem>,
}

/// A code block that can be run.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its name; `step-N` where it has none, counted from 1.
    pub name: String,
    /// Where the name is written; the line that opens the block where it has none.
    pub place: Span,
    /// What it does.
    pub sort: Sort,
    /// What runs it.
    pub shell: Shell,
    /// The names of the steps that come before it, and where they are written.
    pub needs: Vec<(String, Span)>,
    /// How long it may take; `None` where nothing says so.
    pub timeout: Option<Duration>,
    /// The text inside the block.
    pub code: Code,
    /// The whole block.
    pub fence: Span,
    /// The text of the heading under which it stands; empty above the first.
    pub heading: String,
}

/// What a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// It reads.
    Check,
    /// It changes something: whoever runs it is asked before.
    Act,
    /// It reads whether what was changed is well.
    Verify,
}

/// What runs a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shell {
    /// The POSIX shell.
    Sh,
    /// Bash.
    Bash,
}

/// Something that the steps have to be told.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Its name: lower-case letters, digits, `-` and `_`.
    pub name: String,
    /// What it is.
    pub description: Option<String>,
    /// What its values are.
    pub kind: InputKind,
    /// The values of a choice, in the order of the page.
    pub choices: Vec<String>,
    /// The regular expression that the whole value matches.
    pub pattern: Option<String>,
    /// The value where none is set.
    pub default: Option<String>,
    /// Whether the value must not be shown.
    pub secret: bool,
    /// Where it is declared: its name.
    pub span: Span,
}

/// What the values of an input are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputKind {
    /// Any text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// One of some words.
    Choice,
    /// A number and `s`, `m`, `h` or `d`.
    Duration,
    /// A path of a file.
    Path,
}

/// Something about the steps or the inputs of a runbook that is not as it must be.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// What it is about.
    pub about: About,
    /// Whether the runbook can be run all the same.
    pub weight: Weight,
    /// Where.
    pub span: Span,
    /// What was found, what was expected.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// A second place that matters, and what it is.
    pub related: Option<(Span, String)>,
}

/// What a problem is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// A code block that is a step or should be one: its attributes, its name, its text.
    Step,
    /// What a step needs.
    Needs,
    /// What is told to the steps.
    Input,
    /// Where a value would stand in a command.
    Command,
}

/// How much a problem weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// It is probably not meant so; the runbook can be run.
    Doubt,
    /// What would be run is not certain: nothing of the runbook is run.
    Stop,
}

impl Plan {
    /// The step of this name.
    pub fn step(&self, name: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.name == name)
    }

    /// What keeps it from being run.
    pub fn obstacles(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(|problem| problem.weight == Weight::Stop)
    }
}

impl Sort {
    /// Its word in a page.
    pub fn as_str(self) -> &'static str {
        match self {
            Sort::Check => "check",
            Sort::Act => "act",
            Sort::Verify => "verify",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Sort> {
        [Sort::Check, Sort::Act, Sort::Verify]
            .into_iter()
            .find(|sort| sort.as_str() == word)
    }
}

impl Shell {
    /// The program.
    pub fn program(self) -> &'static str {
        match self {
            Shell::Sh => "sh",
            Shell::Bash => "bash",
        }
    }

    /// The shell that the language of a code block names.
    pub fn of_language(language: &str) -> Option<Shell> {
        match language {
            "sh" => Some(Shell::Sh),
            "bash" | "shell" => Some(Shell::Bash),
            _ => None,
        }
    }
}

impl InputKind {
    /// Reads its word in the front matter.
    pub fn parse(word: &str) -> Option<InputKind> {
        Some(match word {
            "string" => InputKind::Text,
            "integer" => InputKind::Integer,
            "number" => InputKind::Number,
            "boolean" => InputKind::Boolean,
            "choice" => InputKind::Choice,
            "duration" => InputKind::Duration,
            "path" => InputKind::Path,
            _ => return None,
        })
    }

    /// Its word in the front matter.
    pub fn as_str(self) -> &'static str {
        match self {
            InputKind::Text => "string",
            InputKind::Integer => "integer",
            InputKind::Number => "number",
            InputKind::Boolean => "boolean",
            InputKind::Choice => "choice",
            InputKind::Duration => "duration",
            InputKind::Path => "path",
        }
    }

    /// All words, as the front matter has them.
    pub const WORDS: [&'static str; 7] = ["string", "integer", "number", "boolean", "choice", "duration", "path"];
}

impl Input {
    /// The environment variable under which every step has its value: `OPSREPO_INPUT_` and the name in capitals, `-` as `_`.
    pub fn variable(&self) -> String {
        variable(&self.name)
    }
}

/// What the names of the environment variables of inputs begin with.
const PREFIX: &str = "OPSREPO_INPUT_";

/// The environment variable of the input of this name.
fn variable(name: &str) -> String {
    format!("{PREFIX}{}", name.to_ascii_uppercase().replace('-', "_"))
}
