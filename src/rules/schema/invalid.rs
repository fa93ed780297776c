//! stub
use crate::lint::{Findings, Rule, Severity};
use crate::model::workspace::Workspace;

/// The rule.
pub const RULE: Rule = Rule {
    name: "schema/invalid",
    severity: Some(Severity::Error),
    summary: "",
    page: include_str!("../../../docs/rules/schema/invalid.md"),
    check,
};

fn check(_workspace: &Workspace, _findings: &mut Findings) {}
