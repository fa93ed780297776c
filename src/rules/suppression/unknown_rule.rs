//! `suppression/unknown-rule`: An `allow` in a file that names no rule.

use crate::lint::{Findings, Rule, Severity};
use crate::model::workspace::Workspace;
use crate::rules::chosen;
use crate::rules::words::quote;

/// The rule.
pub const RULE: Rule = Rule {
    name: "suppression/unknown-rule",
    severity: Some(Severity::Warning),
    summary: "An `allow` in a file that names no rule.",
    page: include_str!("../../../docs/rules/suppression/unknown-rule.md"),
    check,
};

/// Those of `opsrepo.toml` are the business of `settings/invalid`.
fn check(workspace: &Workspace, findings: &mut Findings) {
    for allow in &workspace.allowed {
        if let Some(help) = chosen::unknown(&allow.rule) {
            findings
                .add(allow.span, format!("no rule is called {}", quote(&allow.rule)))
                .help(help);
        }
    }
}
