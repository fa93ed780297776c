//! `record/duplicate-id`: Two records of one kind that answer to the same name.

use crate::lint::{Findings, Rule, Severity};
use crate::model::record::Record;
use crate::model::workspace::Workspace;
use std::collections::HashMap;

/// The rule.
pub const RULE: Rule = Rule {
    name: "record/duplicate-id",
    severity: Some(Severity::Error),
    summary: "Two records of one set that answer to the same name.",
    page: include_str!("../../../docs/rules/record/duplicate-id.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let mut first: HashMap<(usize, &str), &Record> = HashMap::new();
    for record in &workspace.records {
        let kind = workspace.kind_of(record);
        // Numbers have a rule of their own.
        if record.number.is_some() && kind.is_numbered() {
            continue;
        }
        let earlier = *first.entry((record.set, &record.id)).or_insert(record);
        if std::ptr::eq(earlier, record) {
            continue;
        }
        findings
            .add(
                record.place(),
                format!(
                    "another {} is called `{}`: `{}`",
                    kind.name,
                    record.id,
                    workspace.path_of(earlier)
                ),
            )
            .related(earlier.place(), "the first of that name")
            .help("rename one of them, so that others can refer to it");
    }
}
