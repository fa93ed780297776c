//! Whether a report is good enough: `--strict`, `--max-warnings`, and the exit code.

use crate::cli::exit::Exit;
use crate::cli::terminal::Terminal;
use crate::lint::{Report, Severity};
use crate::report::line::counted;
use anyhow::anyhow;

/// How much is put up with.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct Measure {
    /// Take every warning for an error
    #[arg(long)]
    strict: bool,
    /// Fail also when there are more warnings than this
    #[arg(long, value_name = "N", conflicts_with = "strict", allow_negative_numbers = true, value_parser = count)]
    max_warnings: Option<usize>,
}

fn count(text: &str) -> Result<usize, String> {
    text.parse()
        .map_err(|_| "write how many are put up with: 0, 1, 2 and so on".to_owned())
}

impl Measure {
    /// Makes errors of warnings, where that is asked for. So every format shows what makes the run fail.
    pub(super) fn apply(self, report: &mut Report) {
        let warnings = report.findings.iter_mut();
        for found in warnings.filter(|found| self.strict && found.severity == Severity::Warning) {
            found.severity = Severity::Error;
        }
    }

    /// The exit code.
    pub(super) fn exit(self, report: &Report, terminal: &mut Terminal) -> Exit {
        let warnings = report.count(Severity::Warning);
        let too_many = self.max_warnings.filter(|most| warnings > *most);
        if let Some(most) = too_many {
            let text = format!("{}, and --max-warnings allows {most}", counted(warnings, "warning"));
            terminal.error(&anyhow!(text));
        }
        match report.count(Severity::Error) {
            0 if too_many.is_none() => Exit::Clean,
            _ => Exit::Findings,
        }
    }
}
