//! stub
use crate::lint::{Findings, Rule, Severity};
use crate::model::workspace::Workspace;

/// The rule.
pub const RULE: Rule = Rule {
    name: "schema/mismatch",
    severity: Some(Severity::Error),
    summary: "",
    page: include_str!("../../../docs/rules/schema/mismatch.md"),
    check,
};

fn check(_workspace: &Workspace, _findings: &mut Findings) {}
