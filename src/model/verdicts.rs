//! What the policies of a repository say of its files: facts, as far as opsrepo is concerned.
//!
//! The policies are asked in `policy/`; what their words are worth is said in `rules/`. This file knows no Rego.

use crate::text::span::Span;
use std::sync::Arc;

/// What was asked, and what came back; empty where nobody asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdicts {
    /// What policies found, sorted by place.
    pub found: Vec<Verdict>,
    /// What is wrong with the policies themselves, sorted by place.
    pub faults: Vec<Fault>,
    /// How many values were judged.
    pub judged: usize,
    /// How many results were left out because an exception of the policies asks for it.
    pub excepted: usize,
}

/// One result of one rule of a policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// How much it weighs.
    pub weight: Weight,
    /// What it is about.
    pub span: Span,
    /// The policy's words, in one line.
    pub message: String,
    /// The rule by its full name: `main.deny_root`.
    pub rule: String,
    /// Where the rule is written: at least one place, more where it is written in parts.
    pub written: Arc<[Span]>,
}

/// How much a result weighs, from the name of its rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// `deny…` and `violation…`.
    Denied,
    /// `warn…`.
    Warned,
}

/// Something that is wrong with a policy, or with the values that it reads.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// Where.
    pub span: Span,
    /// What was found and what was expected.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The first value at which it showed.
    pub at: Option<Span>,
}
