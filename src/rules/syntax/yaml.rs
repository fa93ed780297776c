//! `syntax/yaml`: A YAML file that no tool can read.

use crate::lint::{Findings, Rule, Severity};
use crate::model::workspace::Workspace;
use crate::rules::problems;
use crate::syntax::document::Format;

/// The rule.
pub const RULE: Rule = Rule {
    name: "syntax/yaml",
    severity: Some(Severity::Error),
    summary: "A YAML file that no tool can read.",
    page: include_str!("../../../docs/rules/syntax/yaml.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    problems::report_grammar(workspace, findings, &[Format::Yaml]);
}
