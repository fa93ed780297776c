//! `syntax/alias-bomb`: Aliases that expand to more than anybody can hold.

use crate::lint::{Findings, Rule, Severity};
use crate::model::workspace::Workspace;
use crate::rules::problems;
use crate::syntax::document::ProblemKind;

/// The rule.
pub const RULE: Rule = Rule {
    name: "syntax/alias-bomb",
    severity: Some(Severity::Error),
    summary: "Aliases that expand to more than anybody can hold.",
    page: include_str!("../../../docs/rules/syntax/alias-bomb.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    problems::report(workspace, findings, ProblemKind::AliasBomb);
}
