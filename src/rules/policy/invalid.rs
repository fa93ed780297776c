//! `policy/invalid`: A policy that cannot be used.

use crate::lint::{Findings, Rule, Severity};
use crate::model::workspace::Workspace;

/// The rule.
pub const RULE: Rule = Rule {
    name: "policy/invalid",
    severity: Some(Severity::Error),
    summary: "A policy that cannot be used.",
    page: include_str!("../../../docs/rules/policy/invalid.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    for fault in &workspace.verdicts.faults {
        let finding = findings.add(fault.span, fault.message.clone());
        if let Some(help) = &fault.help {
            finding.help(help.clone());
        }
        if let Some(at) = fault.at {
            finding.related(at, "first met here");
        }
    }
}
