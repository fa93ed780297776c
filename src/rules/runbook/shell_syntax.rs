//! `runbook/shell-syntax`: A step whose shell cannot read it.

use crate::lint::{Findings, Rule, Severity};
use crate::model::runbook::remarks::Source;
use crate::model::workspace::Workspace;
use crate::rules::plans;

/// The rule.
pub const RULE: Rule = Rule {
    name: "runbook/shell-syntax",
    severity: Some(Severity::Error),
    summary: "A step whose shell cannot read it.",
    page: include_str!("../../../docs/rules/runbook/shell-syntax.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    plans::tell(workspace, Source::Shell, findings);
}
