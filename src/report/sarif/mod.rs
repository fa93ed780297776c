//! SARIF 2.1.0 (OASIS), in the part that GitHub's code scanning takes.
//!
//! The same report gives the same bytes: no moment, no folder of this machine. Paths are relative to `%SRCROOT%`, the top of
//! the repository, which whoever reads the file knows.

mod limits;
mod result;
mod rules;
mod text;

use crate::lint::{Diagnostic, Report};
use crate::model::workspace::Workspace;
use crate::report::sarif::limits::Kept;
use crate::report::sarif::result::SarifResult;
use crate::report::sarif::rules::{SarifRule, rule};
use crate::report::sarif::text::Text;
use crate::report::{Style, compact};
use serde::{Serialize, Serializer};
use std::collections::HashMap;
use std::io::{self, Write};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    invocations: [Invocation; 1],
    column_kind: &'static str,
    results: Results<'a>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    rules: Vec<SarifRule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Text,
}

/// The results, made one by one while they are written.
struct Results<'a> {
    workspace: &'a Workspace,
    kept: Vec<&'a Diagnostic>,
    /// Where in the list of rules each rule is.
    indices: HashMap<&'static str, usize>,
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.kept.iter().map(|finding| {
            let index = self.indices.get(finding.rule).copied();
            SarifResult::new(self.workspace, finding, index)
        }))
    }
}

/// Writes one run. What GitHub would not take is left out, the least severe first, and the run says so.
pub fn write(out: &mut dyn Write, workspace: &Workspace, report: &Report, _: Style) -> io::Result<()> {
    let kept = Kept::of(workspace, report);
    let notification = |text| Notification {
        level: "warning",
        message: Text { text },
    };
    let notifications = kept.left_out().into_iter().map(notification).collect();
    let rules: Vec<SarifRule> = report.about.iter().map(rule).collect();
    let names = report.about.iter().map(|about| about.name);
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: env!("CARGO_PKG_NAME"),
                    version: env!("CARGO_PKG_VERSION"),
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules,
                },
            },
            invocations: [Invocation {
                execution_successful: true,
                tool_execution_notifications: notifications,
            }],
            column_kind: "utf16CodeUnits",
            results: Results {
                workspace,
                kept: kept.findings,
                indices: names.zip(0..).collect(),
            },
        }],
    };
    compact::write(out, &log)
}

/// What GitHub's limits leave no room for.
pub fn left_out(workspace: &Workspace, report: &Report) -> Vec<String> {
    Kept::of(workspace, report).left_out()
}
