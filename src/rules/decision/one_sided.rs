//! `decision/one-sided`: A supersession that only one of the two records knows of.

use crate::lint::{Findings, Rule, Severity};
use crate::model::record::RecordId;
use crate::model::workspace::Workspace;
use crate::rules::fixes;
use crate::rules::names::{self, SUPERSEDED_BY, SUPERSEDES};
use crate::rules::words::quote;
use crate::text::change::Changes;
use crate::write::step;
use std::collections::HashSet;

/// The rule.
pub const RULE: Rule = Rule {
    name: "decision/one-sided",
    severity: Some(Severity::Warning),
    summary: "A supersession that only one of the two records knows of.",
    page: include_str!("../../../docs/rules/decision/one-sided.md"),
    check,
};

/// How many findings get a fix in one run.
const MENDED: usize = 200;

fn check(workspace: &Workspace, findings: &mut Findings) {
    let said: HashSet<(RecordId, &str, RecordId)> = names::supersessions(workspace)
        .map(|(id, reference, other)| (id, reference.field.as_str(), other))
        .collect();
    let mut stated = HashSet::new();
    let mut mended = 0;
    for (id, reference, other) in names::supersessions(workspace) {
        let (answer, message) = match reference.field.as_str() {
            SUPERSEDES => (SUPERSEDED_BY, "does not say that this record superseded it"),
            _ => (SUPERSEDES, "does not say that it supersedes this record"),
        };
        if said.contains(&(other, answer, id)) || !stated.insert((id, &reference.field, other)) {
            continue;
        }
        // Each is thought out on its own, and nobody mends hundreds at once without looking.
        let relation = (mended < MENDED)
            .then(|| step::relate(workspace, &[other], (answer, id)).ok())
            .flatten();
        mended += 1;
        let (record, other) = (workspace.record(id), workspace.record(other));
        let path = workspace.path_of(other);
        let written = relation.as_ref().and_then(|changes| written(changes, answer));
        let words = written.unwrap_or_else(|| format!("`{answer}: {}`", record.id));
        let order = format!("add {words} to `{path}`");
        let fix = relation.and_then(|changes| fixes::of_changes(workspace, &changes, order.clone()));
        findings
            .add(reference.span, format!("`{}` {message}", path.name()))
            .related(other.place(), format!("`{answer}` is missing here"))
            .help(format!("readers arrive at either of them: {order}"))
            .fix(fix);
    }
}

/// The sentence that the change writes, where it is no field of data: records say things in the dialect of their log.
fn written(changes: &Changes, answer: &str) -> Option<String> {
    let verb = answer.split('-').next().unwrap_or(answer);
    let edits = changes.files().iter().flat_map(|file| &file.edits);
    let mut lines = edits
        .flat_map(|edit| edit.text.lines())
        .map(|line| line.trim_start_matches(['*', '-', ' ']));
    lines
        .find(|line| line.to_lowercase().contains(verb) && !line.starts_with(answer))
        .map(quote)
}
