//! `owner/syntax`: A list of owners that cannot be read as it is written.

use crate::lint::{Findings, Rule, Severity};
use crate::model::workspace::Workspace;

/// The rule.
pub const RULE: Rule = Rule {
    name: "owner/syntax",
    severity: Some(Severity::Warning),
    summary: "A list of owners that cannot be read as it is written.",
    page: include_str!("../../../docs/rules/owner/syntax.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let owners = &workspace.owners;
    let lists = owners.lists.iter().flat_map(|list| &list.problems);
    let aliases = owners.aliases.iter().flat_map(|aliases| &aliases.problems);
    let code = owners.code.iter().flat_map(|code| &code.problems);
    for problem in lists.chain(aliases).chain(code) {
        findings.add(problem.span, &problem.message).help(&problem.help);
    }
}
