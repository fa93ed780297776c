//! Incidents in numbers beyond their durations: how long services were down, what is left of their budgets, what is left to
//! do; as rows for people and spreadsheets, as JSON (`schemas/stats.schema.json`) and as a picture.

pub mod chart;
pub mod downtime;
pub mod svg;
pub mod todo;

use crate::model::record::RecordId;
use crate::model::workspace::Workspace;
use serde_json::{Value, json};

/// Rows of cells, the names of the columns first.
pub type Rows = Vec<Vec<String>>;

fn named(workspace: &Workspace, id: RecordId) -> Value {
    let record = workspace.record(id);
    json!({"id": record.id, "path": workspace.path_of(record).as_str()})
}
