//! `file/too-large`: A file that is larger than opsrepo reads.

use crate::lint::{Findings, Rule, Severity};
use crate::model::workspace::Workspace;
use crate::rules::problems;
use crate::syntax::document::ProblemKind;

/// The rule.
pub const RULE: Rule = Rule {
    name: "file/too-large",
    severity: Some(Severity::Warning),
    summary: "A file that is larger than opsrepo reads.",
    page: include_str!("../../../docs/rules/file/too-large.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    problems::report(workspace, findings, ProblemKind::TooLarge);
}
