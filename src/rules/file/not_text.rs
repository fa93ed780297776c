//! `file/not-text`: A file with a text's name that holds no UTF-8 text.

use crate::lint::{Findings, Rule, Severity};
use crate::model::workspace::Workspace;
use crate::rules::problems;
use crate::syntax::document::ProblemKind;

/// The rule.
pub const RULE: Rule = Rule {
    name: "file/not-text",
    severity: Some(Severity::Warning),
    summary: "A file with a text's name that holds no UTF-8 text.",
    page: include_str!("../../../docs/rules/file/not-text.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    problems::report(workspace, findings, ProblemKind::NotText);
}
