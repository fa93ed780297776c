//! How findings and records are written down: one file per format, one line each in the table below.
//!
//! A format writes to any writer and never to the terminal itself. This room knows neither rules nor commands.

mod compact;
mod course;
pub mod coverage;
pub mod csv;
pub mod github;
pub mod gitlab;
pub mod graph;
pub mod incidents;
pub mod json;
pub mod json_adr;
pub mod junit;
pub mod line;
pub mod list;
pub mod numbers;
pub mod past;
mod place;
pub mod records;
pub mod review;
pub mod sarif;
pub mod search;
pub mod sheet;
pub mod short;
pub mod similar;
pub mod stats;
pub mod summary;
pub mod text;
pub mod transcript;
pub mod window;

use crate::lint::Report;
use crate::model::workspace::Workspace;
use std::io::{self, Write};

/// A format in which findings can be written, as a row.
#[derive(Debug)]
pub struct Format {
    /// Its name, as `--format` takes it.
    pub name: &'static str,
    /// One line for people.
    pub summary: &'static str,
    /// Writes a report.
    pub write: Written,
    /// What the format has no room for in this report, a sentence each. Whoever asked for the format is told.
    pub left_out: fn(&Workspace, &Report) -> Vec<String>,
}

/// How a report is written in one format.
pub type Written = fn(&mut dyn Write, &Workspace, &Report, Style) -> io::Result<()>;

/// All formats; the first is the one that people get.
pub const FORMATS: [Format; 7] = [
    Format {
        name: "text",
        summary: "For people: each finding with the lines that it is about",
        write: text::write,
        left_out: nothing,
    },
    Format {
        name: "short",
        summary: "For editors and grep: `path:line:column: level rule: message`",
        write: short::write,
        left_out: nothing,
    },
    Format {
        name: "json",
        summary: "For programs: as `opsrepo schema validate` describes it",
        write: json::write,
        left_out: nothing,
    },
    Format {
        name: "sarif",
        summary: "SARIF 2.1.0, as GitHub's code scanning takes it",
        write: sarif::write,
        left_out: sarif::left_out,
    },
    Format {
        name: "github",
        summary: "Annotations of GitHub Actions",
        write: github::write,
        left_out: nothing,
    },
    Format {
        name: "gitlab",
        summary: "GitLab's code quality report",
        write: gitlab::write,
        left_out: nothing,
    },
    Format {
        name: "junit",
        summary: "JUnit XML, for Jenkins and others; each rule is a suite",
        write: junit::write,
        left_out: nothing,
    },
];

fn nothing(_: &Workspace, _: &Report) -> Vec<String> {
    Vec::new()
}

/// How a report shall look. Formats for programs only use `seconds`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// Whether there is colour.
    pub paint: Paint,
    /// Columns of the terminal; long source lines are cut to it.
    pub width: usize,
    /// How much is said.
    pub detail: Detail,
    /// How long the run took; `None` leaves it out, so that two runs give the same bytes.
    pub seconds: Option<f64>,
}

/// Whether a text is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// No escape codes at all.
    Plain,
    /// ANSI colours.
    Coloured,
}

/// How much a report says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Only what makes a run fail.
    Errors,
    /// Every finding and nothing about the run.
    Findings,
    /// Every finding, and a summary.
    Everything,
}

impl Style {
    /// No colour, 100 columns, everything, no time: the same bytes on every machine.
    pub const PLAIN: Style = Style {
        paint: Paint::Plain,
        width: 100,
        detail: Detail::Everything,
        seconds: None,
    };
}

/// The format of this name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

#[cfg(test)]
mod tests {
    use super::{FORMATS, format};

    #[test]
    fn names_are_found_and_differ() {
        for row in &FORMATS {
            assert!(format(row.name).is_some_and(|found| std::ptr::fn_addr_eq(found.write, row.write)));
        }
        assert!(format("xml").is_none());
    }
}
