//! `grafana/invalid-json`: A dashboard inside of data whose JSON does not parse.

use crate::lint::{Findings, Rule, Severity};
use crate::model::workspace::Workspace;

/// The rule.
pub const RULE: Rule = Rule {
    name: "grafana/invalid-json",
    severity: Some(Severity::Error),
    summary: "A dashboard in a string of YAML whose JSON does not parse.",
    page: include_str!("../../../docs/rules/grafana/invalid-json.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    for dashboard in &workspace.dashboards {
        if let Some((span, fault)) = &dashboard.fault {
            findings
                .add(*span, format!("this dashboard is no JSON: {fault}"))
                .help("Grafana skips it and says so only in its log");
        }
    }
}
