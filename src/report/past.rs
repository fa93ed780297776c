//! The history of records for programs: the shapes behind `history --format json`, `trace` and `blame`. What is named in
//! `schemas/history.schema.json` is a contract.

use crate::model::forge::Forge;
use crate::model::past::{State, Step};
use crate::model::record::RecordId;
use crate::model::story::{Told, told};
use crate::model::workspace::Workspace;
use crate::report::records::UNRECOGNISED;
use serde_json::{Value, json};

/// The word that stands for the status of a version that cannot be read.
pub const UNREADABLE: &str = "unreadable";

/// The steps of a record, oldest first, as `history --format json` prints them.
pub fn steps(workspace: &Workspace, id: RecordId, steps: &[Step]) -> Value {
    let forge = Forge::of(workspace);
    let each = steps
        .iter()
        .map(|step| entry(&told(workspace, (id, step), forge.as_ref())));
    Value::Array(each.collect())
}

/// The steps of several records, each under its record.
pub fn of_all(workspace: &Workspace, all: &[(RecordId, Vec<Step>)]) -> Value {
    let each = all.iter().map(|(id, known)| {
        let mut head = head(workspace, *id);
        head["history"] = steps(workspace, *id, known);
        head
    });
    Value::Array(each.collect())
}

/// Which record it is.
pub fn head(workspace: &Workspace, id: RecordId) -> Value {
    let record = workspace.record(id);
    json!({
        "kind": workspace.kind_of(record).name,
        "id": record.id,
        "title": record.title.value(),
        "path": workspace.path_of(record).as_str(),
    })
}

/// One step.
fn entry(told: &Told<'_>) -> Value {
    let commit = told.commit;
    // Who signs off somebody else's commit vouches for it.
    let reviewers: Vec<&str> = told.reviewers.iter().chain(&told.signers).copied().collect();
    json!({
        "commit": commit.map(|commit| &commit.id),
        "date": commit.map(|commit| &commit.date),
        "author": commit.map(|commit| &commit.author),
        "coauthors": told.coauthors,
        "reviewers": reviewers,
        "request": told.request.as_ref().map(|asked| asked.request.number),
        "path": told.path.as_str(),
        "status_before": told.step.before.as_ref().map(status),
        "status_after": told.step.after.as_ref().map(status),
        "summary": commit.map_or("not committed", |commit| &commit.subject),
    })
}

/// A status as `list` has it: the canonical word, and what was written.
fn status(state: &State) -> Value {
    let word = match state {
        State::Absent => None,
        State::Unrecognised(_) => Some(UNRECOGNISED),
        State::Known { word, .. } => Some(word.as_str()),
        State::Unreadable => Some(UNREADABLE),
    };
    json!({"word": word, "raw": state.raw()})
}
