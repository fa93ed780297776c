//! How long incidents took: the part of `opsrepo KIND stats` for kinds whose records begin and are resolved.

use crate::cli::table;
use crate::cli::terminal::{Look, Terminal};
use crate::model::incidents::group::By;
use crate::model::incidents::measure::Measure;
use crate::model::incidents::numbers::Numbers;
use crate::model::kind::{Kind, Shape};
use crate::model::record::RecordId;
use crate::model::standing;
use crate::model::workspace::Workspace;
use crate::report::numbers::{self, Means};
use anyhow::bail;
use clap::{Command, ValueEnum};
use std::io;

/// The status of what turned out to be nothing.
const NOTHING_WAS_WRONG: &str = "false-alarm";

/// The options.
#[derive(clap::Args)]
#[command(next_help_heading = "How long they took")]
pub(super) struct Options {
    /// Count by this; an incident that hurt two services counts for each
    #[arg(long, value_enum, value_name = "WHAT")]
    by: Option<Group>,
    /// Show means as well: one long incident moves them more than twenty short ones
    #[arg(long)]
    mean: bool,
    /// Say what exactly is measured
    #[arg(long)]
    explain: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Group {
    /// The service that was hurt.
    Service,
    /// The severity.
    Severity,
    /// The quarter of the year in which it began.
    Quarter,
    /// The month in which it began.
    Month,
}

impl Options {
    /// By what is counted.
    pub(super) fn by(&self) -> Option<By> {
        self.by.map(|group| match group {
            Group::Service => By::Service,
            Group::Severity => By::Severity,
            Group::Quarter => By::Quarter,
            Group::Month => By::Month,
        })
    }

    /// Whether only definitions are wanted.
    pub(super) fn explain(&self) -> bool {
        self.explain
    }

    fn means(&self) -> Means {
        match self.mean {
            true => Means::Shown,
            false => Means::Left,
        }
    }
}

/// Hides the options of a kind whose records are not resolved.
pub(super) fn only_where_told(command: Command, kind: &Kind) -> Command {
    let is_hidden = !has_course(kind);
    ["by", "mean", "explain"].into_iter().fold(command, |command, name| {
        command.mut_arg(name, |arg| arg.hide(is_hidden))
    })
}

/// True where the records of a kind say when they were resolved.
pub(super) fn has_course(kind: &Kind) -> bool {
    kind.field("resolved").is_some_and(|field| field.shape == Shape::Moment)
}

/// The numbers of these records; `None` for a kind that has none. Fails where they are asked for all the same.
pub(super) fn numbers_of(
    workspace: &Workspace,
    (kind, ids): (&Kind, &[RecordId]),
    options: &Options,
) -> anyhow::Result<Option<Numbers>> {
    if !has_course(kind) {
        if options.by.is_some() || options.mean || options.explain {
            bail!(
                "{} do not say when they were resolved, so there is nothing to measure\n`opsrepo incident stats` has these \
                 options",
                kind.plural
            );
        }
        return Ok(None);
    }
    let is_real = |id: &&RecordId| standing::word(&workspace.record(**id).status) != Some(NOTHING_WAS_WRONG);
    let real: Vec<RecordId> = ids.iter().filter(is_real).copied().collect();
    Ok(Some(Numbers::of(workspace, &real, options.by(), None)))
}

/// Prints what is measured.
pub(super) fn explain(terminal: &mut Terminal) -> io::Result<()> {
    for measure in Measure::ALL {
        let name = terminal.paint(Look::Strong, &measure.name().to_uppercase());
        writeln!(terminal.out(), "{name}  {}", measure.definition())?;
    }
    writeln!(
        terminal.out(),
        "\nBoth times must be there to the minute; an incident whose end stands before its beginning is left out and named. \
         Times are compared by their offsets where both have one, else as they are written.\n\
         median and p90 are nearest ranks: durations that an incident really took. n is how many incidents say both times.\n\
         Incidents that were false alarms are not counted; one that hurt two services counts for each of them."
    )
}

/// Prints the numbers for people.
pub(super) fn print(
    workspace: &Workspace,
    numbers: &Numbers,
    options: &Options,
    terminal: &mut Terminal,
) -> io::Result<()> {
    let rows = match options.by() {
        Some(by) => numbers::groups(numbers, by, options.means()),
        None => numbers::measures(numbers, options.means()),
    };
    if rows.len() > 1 {
        if options.by.is_none() {
            let head = terminal.paint(Look::Strong, "how long they took");
            writeln!(terminal.out(), "{head}")?;
        }
        table::print(terminal, &aligned(rows))?;
    }
    if !numbers.backwards.is_empty() {
        let named: Vec<String> = numbers
            .backwards
            .iter()
            .take(3)
            .map(|(id, _)| workspace.record(*id).id.clone())
            .collect();
        let more = match numbers.backwards.len() - named.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        terminal.note(&format!(
            "left out where an end stands before its beginning: {}{more}",
            named.join(", ")
        ));
        terminal.hint("`opsrepo validate` says where: incident/time-order");
    }
    Ok(())
}

/// Cells that are numbers, pushed to the right of their columns.
fn aligned(rows: Vec<Vec<String>>) -> Vec<Vec<(Look, String)>> {
    let width = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.len())
            .max()
    };
    let widths: Vec<usize> = (0..rows[0].len()).map(|column| width(column).unwrap_or(0)).collect();
    let look = |row: usize| if row == 0 { Look::Faint } else { Look::Plain };
    let cell = |row: usize, column: usize, text: String| match column {
        0 => (look(row), text),
        _ => (look(row), format!("{text:>width$}", width = widths[column])),
    };
    let rows = rows.into_iter().enumerate();
    rows.map(|(row, cells)| {
        cells
            .into_iter()
            .enumerate()
            .map(|(column, text)| cell(row, column, text))
            .collect()
    })
    .collect()
}
