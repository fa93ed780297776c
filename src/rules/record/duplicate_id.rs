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

/// What may stand only once. An id that a record states itself holds in its whole set; one that comes from its path holds
/// in its folder: `base` is below every application.
fn name<'a>(workspace: &'a Workspace, record: &'a Record) -> (usize, &'a str, &'a str) {
    let path = workspace.path_of(record);
    let is_of_path = path.parts().any(|part| part == record.id) || path.stem() == record.id;
    let folder = match path.as_str().rfind('/') {
        Some(end) if is_of_path => &path.as_str()[..end],
        _ => "",
    };
    (record.set, folder, &record.id)
}
