//! `syntax/toml`: A TOML file that no tool can read.

use crate::lint::{Findings, Rule, Severity};
use crate::model::workspace::Workspace;
use crate::rules::problems;
use crate::syntax::document::Format;

/// The rule.
pub const RULE: Rule = Rule {
    name: "syntax/toml",
    severity: Some(Severity::Error),
    summary: "A TOML file that no tool can read.",
    page: include_str!("../../../docs/rules/syntax/toml.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    problems::report_grammar(workspace, findings, &[Format::Toml]);
}
