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
    let mut first: HashMap<(usize, &str, &str), &Record> = HashMap::new();
    for record in &workspace.records {
        let kind = workspace.kind_of(record);
        // Numbers have a rule of their own.
        if record.number.is_some() && kind.is_numbered() {
            continue;
        }
        let earlier = *first.entry(name(workspace, record)).or_insert(record);
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

/// What may stand only once. An id that a record states itself holds in its whole set; one that is the name of its file
/// or of a folder above it holds beside that file or folder: every application has a `base`.
fn name<'a>(workspace: &'a Workspace, record: &'a Record) -> (usize, &'a str, &'a str) {
    let path = workspace.path_of(record);
    let mut beside = path.as_str();
    while let Some((above, last)) = beside.rsplit_once('/') {
        let is_file = beside.len() == path.as_str().len();
        if last == record.id || is_file && path.stem() == record.id {
            return (record.set, above, &record.id);
        }
        beside = above;
    }
    (record.set, "", &record.id)
}
