//! `schema/not-vendored`: A file that names a schema by an address of which there is no copy.

use crate::lint::{Findings, Rule, Severity};
use crate::model::schemas::Plan;
use crate::model::workspace::Workspace;
use crate::rules::words::quote;
use crate::text::plural::counted;
use crate::text::span::Span;
use std::collections::BTreeMap;

/// The rule.
pub const RULE: Rule = Rule {
    name: "schema/not-vendored",
    severity: Some(Severity::Hint),
    summary: "A file that names a schema by an address of which there is no copy.",
    page: include_str!("../../../docs/rules/schema/not-vendored.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let mut by_address: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    for (address, span) in Plan::new(workspace).elsewhere {
        by_address.entry(address).or_default().push(span);
    }
    for (address, spans) in by_address {
        let files = counted(spans.len(), "file");
        findings
            .add(
                spans[0],
                format!("there is no copy of the schema {}: {files} not checked against it", quote(&address)),
            )
            .help("opsrepo fetches nothing: put a copy into the repository and name its folder under `[vendored]` in opsrepo.toml");
    }
}
