//! `record/owner`: A record that nobody answers for.

use crate::lint::{Findings, Rule};
use crate::model::record::Record;
use crate::model::workspace::Workspace;

/// The rule.
pub const RULE: Rule = Rule {
    name: "record/owner",
    severity: None,
    summary: "A record that nobody answers for.",
    page: include_str!("../../../docs/rules/record/owner.md"),
    check,
};

const OWNER: &str = "owner";

fn check(workspace: &Workspace, findings: &mut Findings) {
    for record in &workspace.records {
        let kind = workspace.kind_of(record);
        if kind.field(OWNER).is_none() || is_owned(record) {
            continue;
        }
        findings
            .add(record.place(), format!("the {} has no owner", kind.name))
            .help(format!("name a team or a person: `{OWNER}: …`"));
    }
}

fn is_owned(record: &Record) -> bool {
    record.people_in(OWNER).next().is_some() || record.text(OWNER).is_some_and(|owner| !owner.is_empty())
}
