//! `record/owner`: A record that nobody answers for.

use crate::lint::{Findings, Rule};
use crate::model::ownership::{self, FIELD, Word};
use crate::model::record::Record;
use crate::model::workspace::Workspace;
use crate::rules::words::quote;
use std::collections::BTreeSet;

/// The rule.
pub const RULE: Rule = Rule {
    name: "record/owner",
    severity: None,
    summary: "A record that nobody answers for.",
    page: include_str!("../../../docs/rules/record/owner.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let owned = workspace.records.iter().filter(|record| is_owned(record));
    let kinds: BTreeSet<usize> = owned.map(|record| record.kind).collect();
    for record in workspace.records.iter().filter(|record| kinds.contains(&record.kind)) {
        let kind = workspace.kind_of(record);
        if kind.field(FIELD).is_none() || is_owned(record) {
            continue;
        }
        let help = match around(workspace, record) {
            Some(names) => format!("{names}; say so in the record: `{FIELD}: …`"),
            None => format!("name a team or a person: `{FIELD}: …`"),
        };
        let message = format!("the {} has no owner, and others have one", kind.name);
        findings.add(record.place(), message).help(help);
    }
}

fn is_owned(record: &Record) -> bool {
    ownership::stated(record).next().is_some()
}

/// Whom the lists of owners name: "by `services/OWNERS` it is `ada`".
fn around(workspace: &Workspace, record: &Record) -> Option<String> {
    let owners = workspace.owners_around(record.file);
    let word = owners.first()?.word;
    let named = owners.iter().filter(|owner| owner.word == word);
    let names: Vec<String> = named.map(|owner| quote(owner.name)).collect();
    let path = workspace.tree.path(owners.first()?.span.file);
    let who = if word == Word::Code { "its line in" } else { "" };
    Some(format!("by {who} `{path}` it is {}", names.join(", ")).replace("by  ", "by "))
}
