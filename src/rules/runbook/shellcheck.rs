//! `runbook/shellcheck`: What shellcheck says of a step.

use crate::lint::{Findings, Rule, Severity};
use crate::model::runbook::remarks::Source;
use crate::model::workspace::Workspace;
use crate::rules::plans;

/// The rule.
pub const RULE: Rule = Rule {
    name: "runbook/shellcheck",
    severity: Some(Severity::Warning),
    summary: "What shellcheck says of a step.",
    page: include_str!("../../../docs/rules/runbook/shellcheck.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    plans::tell(workspace, Source::Shellcheck, findings);
}
