//! Rules and findings, and in its files the run that joins them.
//!
//! The nouns stand here; the rows stand in `rules/`, the formats in `report/`. This file knows neither.

pub mod baseline;
pub mod cap;
#[cfg(test)]
mod every_x;
pub mod key;
pub mod levels;
pub mod mend;
pub mod run;
pub mod suppress;

use crate::lint::key::Key;
use crate::model::workspace::Workspace;
use crate::text::edit::Edit;
use crate::text::span::{FileId, Position, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Hint,
    /// Should be mended; does not fail a run.
    Warning,
    /// Fails a run.
    Error,
}

/// One thing that is checked, as a row.
pub struct Rule {
    /// `area/name`.
    pub name: &'static str,
    /// Its level where nobody says otherwise; `None` is off.
    pub severity: Option<Severity>,
    /// One line.
    pub summary: &'static str,
    /// Its page, `docs/rules/area/name.md`.
    pub page: &'static str,
    /// Looks at the facts and states what is wrong.
    pub check: fn(&Workspace, &mut Findings),
}

/// Where a rule puts what it finds.
#[derive(Default)]
pub struct Findings {
    pub(in crate::lint) found: Vec<Diagnostic>,
    pub(in crate::lint) is_open: bool,
    pub(in crate::lint) known_as: Option<&'static str>,
}

/// Where a finding points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Bytes of a file of the tree.
    Span(Span),
    /// Something that is no file of the tree, as printable text; `.` is the repository as a whole. It has no position.
    Path(String),
}

/// One finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// The rule's name; set by the run.
    pub rule: &'static str,
    /// Its level; set by the run.
    pub severity: Severity,
    /// The level that it does not exceed, whatever its rule's is: see [`Diagnostic::at_most`].
    pub at_most: Severity,
    /// The place.
    pub place: Place,
    /// What was found and what was expected, in one line.
    pub message: String,
    /// Other places that matter.
    pub related: Vec<Related>,
    /// What to do.
    pub help: Option<String>,
    /// A change that mends it.
    pub fix: Option<Fix>,
    /// What it is known by from run to run; set by the run.
    pub key: Key,
}

/// Another place that matters to a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// The place.
    pub span: Span,
    /// What it is.
    pub message: String,
}

/// A change that mends a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// What it does, as an order: "point the link to `x.md`".
    pub title: String,
    /// The file that it changes.
    pub file: FileId,
    /// The change.
    pub edits: Vec<Edit>,
}

/// What a run found, and what it looked at.
#[derive(Debug, Default)]
pub struct Report {
    /// The findings, sorted by path, place and rule; those about `opsrepo.toml` first, since they may explain the others.
    pub findings: Vec<Diagnostic>,
    /// How many files, records and rules were looked at.
    pub files: usize,
    /// Records.
    pub records: usize,
    /// Rules that were on.
    pub rules: usize,
    /// Findings that were left out since they are known; `None` where there was nothing to know them by.
    pub known: Option<usize>,
    /// Entries of the baseline that nothing was found for.
    pub stale: usize,
    /// How many files the findings are about, where only some were asked for.
    pub chosen: Option<usize>,
    /// Findings that are left out since their rule found too many in their file, beside the one that says so; each level with
    /// how many.
    pub capped: BTreeMap<Severity, usize>,
    /// Rules whose findings may differ from run to run though no file does; see [`Findings::may_differ`].
    pub open: BTreeSet<&'static str>,
    /// What the rules of the run are, on or off, in their order.
    pub about: Vec<About>,
    /// How much was found before, oldest first, and today in the same way; empty where nobody asked.
    pub earlier: Vec<Earlier>,
}

/// How much was found in an earlier state of the repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// The month at whose end it was so: `2026-03`.
    pub month: String,
    /// Findings that would have failed a run.
    pub errors: usize,
    /// Findings that should have been mended.
    pub warnings: usize,
    /// Findings that were worth knowing.
    pub hints: usize,
}

impl Earlier {
    /// How much it was in all.
    pub fn total(&self) -> usize {
        self.errors + self.warnings + self.hints
    }
}

/// What a rule is, for readers of a report.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// `area/name`.
    pub name: &'static str,
    /// Its level in this repository; `None` is off.
    pub severity: Option<Severity>,
    /// One line.
    pub summary: &'static str,
    /// Its page, in Markdown.
    pub page: &'static str,
}

impl Findings {
    /// Says that this rule may find other things in another run over the same files: it judges a change, or hangs on what
    /// Git can tell. A suppression of it is never unused, and a known finding of it that is not found is not gone.
    pub fn may_differ(&mut self) {
        self.is_open = true;
    }

    /// Says that another rule finds the same where less is known, as in a clone without history: a finding of either is
    /// known by one key.
    pub fn known_as(&mut self, rule: &'static str) {
        self.known_as = Some(rule);
    }

    /// States a finding. What follows refines it: `.help(…)`, `.related(…)`, `.fix(…)`.
    pub fn add(&mut self, place: impl Into<Place>, message: impl Into<String>) -> &mut Diagnostic {
        let at = self.found.len();
        self.found.push(Diagnostic {
            rule: "",
            severity: Severity::Hint,
            at_most: Severity::Error,
            place: place.into(),
            message: message.into(),
            related: Vec::new(),
            help: None,
            fix: None,
            key: Key::default(),
        });
        &mut self.found[at]
    }
}

impl Place {
    /// The path to print.
    pub fn path<'a>(&'a self, workspace: &'a Workspace) -> &'a str {
        match self {
            Place::Span(span) => workspace.tree.path(span.file).as_str(),
            Place::Path(path) => path,
        }
    }

    /// The bytes, where it is a file.
    pub fn span(&self) -> Option<Span> {
        match self {
            Place::Span(span) => Some(*span),
            Place::Path(_) => None,
        }
    }

    /// Line and column, where it is a file.
    pub fn position(&self, workspace: &Workspace) -> Option<Position> {
        self.span().map(|span| workspace.tree.position(span))
    }
}

impl From<Span> for Place {
    fn from(span: Span) -> Self {
        Place::Span(span)
    }
}

impl Diagnostic {
    /// Says that something nearby speaks for it: it is told, but not at a higher level than this one.
    pub fn at_most(&mut self, level: Severity) -> &mut Self {
        self.at_most = level;
        self
    }

    /// Says what to do.
    pub fn help(&mut self, text: impl Into<String>) -> &mut Self {
        self.help = Some(text.into());
        self
    }

    /// Names another place that matters.
    pub fn related(&mut self, span: Span, message: impl Into<String>) -> &mut Self {
        self.related.push(Related {
            span,
            message: message.into(),
        });
        self
    }

    /// Gives the change that mends it, where there is one.
    pub fn fix(&mut self, fix: impl Into<Option<Fix>>) -> &mut Self {
        self.fix = fix.into();
        self
    }
}

impl Report {
    /// How many findings have this level, with those that one stands for.
    pub fn count(&self, severity: Severity) -> usize {
        let here = self.findings.iter().filter(|finding| finding.severity == severity);
        here.count() + self.capped.get(&severity).copied().unwrap_or(0)
    }
}

impl Severity {
    /// Reads a level as `opsrepo.toml` writes it; `Some(None)` is off, `None` no level.
    pub fn parse(text: &str) -> Option<Option<Severity>> {
        match text {
            "off" => Some(None),
            "hint" => Some(Some(Severity::Hint)),
            "warning" => Some(Some(Severity::Warning)),
            "error" => Some(Some(Severity::Error)),
            _ => None,
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Hint => "hint",
            Severity::Warning => "warning",
            Severity::Error => "error",
        })
    }
}
