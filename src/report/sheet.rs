//! Records as a flat table: one row each, one column per fact of their kind.

use crate::model::kind::{Kind, Shape};
use crate::model::record::{Record, RecordId};
use crate::model::workspace::Workspace;
use crate::report::records::status_word;

/// Between several values in one cell.
const BETWEEN: &str = "; ";

/// The table of some records of one kind, with the names of its columns first.
pub fn rows(workspace: &Workspace, kind: &Kind, ids: &[RecordId]) -> Vec<Vec<String>> {
    let mut rows = vec![head(kind)];
    rows.extend(ids.iter().map(|id| row(workspace, kind, workspace.record(*id))));
    rows
}

/// Fields that have columns of their own, behind the fixed ones.
fn fields(kind: &Kind) -> impl Iterator<Item = (&str, &Shape)> {
    let fields = kind.fields.iter().map(|field| (field.name.as_str(), &field.shape));
    fields.filter(|(_, shape)| {
        !matches!(
            shape,
            Shape::Id | Shape::Title | Shape::Status | Shape::Date | Shape::Timeline
        )
    })
}

fn head(kind: &Kind) -> Vec<String> {
    let fixed = ["id", "number", "title", "status", "status-raw", "date", "date-from"];
    let own = fields(kind).map(|(name, _)| name);
    fixed
        .into_iter()
        .chain(own)
        .chain(["set", "path"])
        .map(str::to_owned)
        .collect()
}

fn row(workspace: &Workspace, kind: &Kind, record: &Record) -> Vec<String> {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let mut cells = vec![
        record.id.clone(),
        record
            .number
            .as_ref()
            .map_or_else(String::new, |number| number.value.to_string()),
        record.name().to_owned(),
        text(status_word(&record.status)),
        text(record.status.raw()),
        record.date.value().map_or_else(String::new, ToString::to_string),
        text(record.date.locator()),
    ];
    cells.extend(fields(kind).map(|(name, shape)| cell(record, name, shape)));
    cells.push(workspace.set_of(record).name.clone());
    cells.push(workspace.path_of(record).to_string());
    cells
}

fn cell(record: &Record, name: &str, shape: &Shape) -> String {
    let listed = |texts: Vec<&str>| texts.join(BETWEEN);
    let written = |text: Option<String>| text.unwrap_or_default();
    match shape {
        Shape::Moment => written(record.time(name).map(ToString::to_string)),
        Shape::Duration => written(
            record
                .durations
                .get(name)
                .and_then(|fact| Some(fact.value()?.to_string())),
        ),
        Shape::Interval => written(
            record
                .intervals
                .get(name)
                .and_then(|fact| Some(fact.value()?.to_string())),
        ),
        Shape::Text | Shape::Zone => written(record.text(name).map(str::to_owned)),
        Shape::People => listed(record.people_in(name).map(|person| person.name.as_str()).collect()),
        Shape::Words => listed(record.list(name).iter().map(|word| word.text.as_str()).collect()),
        Shape::References(_) => listed(
            record
                .refers_once(name)
                .map(|reference| reference.raw.as_str())
                .collect(),
        ),
        Shape::Id | Shape::Title | Shape::Status | Shape::Date | Shape::Timeline => String::new(),
    }
}
