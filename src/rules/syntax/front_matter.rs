//! `syntax/front-matter`: Front matter that cannot be read.

use crate::lint::{Findings, Rule, Severity};
use crate::model::workspace::Workspace;
use crate::rules::problems;
use crate::syntax::document::Format;

/// The rule.
pub const RULE: Rule = Rule {
    name: "syntax/front-matter",
    severity: Some(Severity::Error),
    summary: "Front matter that cannot be read.",
    page: include_str!("../../../docs/rules/syntax/front-matter.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    problems::report_grammar(workspace, findings, &[Format::Markdown, Format::AsciiDoc]);
}
