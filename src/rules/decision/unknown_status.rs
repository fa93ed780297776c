//! `decision/unknown-status`: A decision whose status says nothing that opsrepo knows.

use crate::lint::{Findings, Rule, Severity};
use crate::model::kind_names::DECISION;
use crate::model::workspace::Workspace;
use crate::rules::statuses;

/// The rule.
pub const RULE: Rule = Rule {
    name: "decision/unknown-status",
    severity: Some(Severity::Warning),
    summary: "A decision whose status says nothing that opsrepo knows.",
    page: include_str!("../../../docs/rules/decision/unknown-status.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    statuses::report(workspace, findings, |kind| kind == DECISION);
}
