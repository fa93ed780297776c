//! The numbers of the incidents for programs, beside the page that shows them: JSON, lengths in minutes.

use crate::model::calendar::Calendar;
use crate::model::incidents::measure::{Measure, Taken};
use crate::model::incidents::numbers::Numbers;
use crate::model::record::{Record, RecordId};
use crate::model::standing;
use crate::model::workspace::Workspace;
use crate::site::incidents::counts::months;
use crate::site::plan::Plan;
use crate::text::path::RepoPath;
use serde_json::{Map, Value, json};

/// The file beside a page.
pub(crate) fn address(page: &RepoPath) -> RepoPath {
    page.parent().join("figures.json").unwrap_or_else(RepoPath::root)
}

/// Makes the file.
pub(crate) fn make(plan: &Plan, kind: usize) -> String {
    let workspace = plan.workspace;
    let ids = plan.down().counted.as_slice();
    let settings = &workspace.settings;
    let calendar = Calendar::of(settings.calendar.as_ref(), settings.timezone.as_deref());
    let mut value = json!({
        "as-of": workspace.context.as_of.to_string(),
        "incidents": plan.by_kind[kind].len(),
        "counted": ids.len(),
        "months": months(workspace, ids),
        "durations": durations(workspace, ids, None),
        "downtime": services(plan),
        "records": ids.iter().map(|&id| record(workspace, id)).collect::<Vec<Value>>(),
    });
    if let Some(calendar) = &calendar {
        value["durations-in-working-hours"] = durations(workspace, ids, Some(calendar));
    }
    let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
    text.push('\n');
    text
}

fn durations(workspace: &Workspace, ids: &[RecordId], calendar: Option<&Calendar>) -> Value {
    let numbers = Numbers::of(workspace, ids, None, calendar);
    let measures = Measure::ALL.into_iter().zip(numbers.all.spreads);
    let told = measures.map(|(measure, spread)| {
        let count = spread.map_or(0, |spread| spread.count);
        let value = json!({
            "definition": measure.definition(),
            "count": count,
            "unknown": ids.len() - count,
            "median": spread.map(|spread| spread.median),
            "p90": spread.map(|spread| spread.p90),
            "mean": spread.map(|spread| spread.mean),
        });
        (measure.name().to_owned(), value)
    });
    Value::Object(told.collect())
}

fn services(plan: &Plan) -> Value {
    let account = plan.down().downtime.as_ref().map(|downtime| &downtime.all);
    let rows = account.into_iter().flat_map(|account| {
        account.services.iter().map(|(service, total)| {
            json!({
                "service": service,
                "down": total.down,
                "lost": total.lost as f64 / 1e6,
                "availability": account.availability(*total) as f64 / 1e6,
            })
        })
    });
    rows.collect()
}

/// What one incident says.
fn record(workspace: &Workspace, id: RecordId) -> Value {
    let record: &Record = workspace.record(id);
    let mut value = Map::new();
    let mut put = |key: &str, said: Option<String>| {
        value.insert(key.to_owned(), json!(said));
    };
    put("id", Some(record.id.clone()));
    put("path", Some(workspace.path_of(record).to_string()));
    put("title", Some(record.name().to_owned()));
    put("date", record.date.value().map(ToString::to_string));
    put("severity", record.text("severity").map(str::to_owned));
    put("status", standing::word(&record.status).map(str::to_owned));
    for measure in Measure::ALL {
        let minutes = match measure.of(workspace, record, None) {
            Taken::Minutes(minutes) => Some(minutes),
            Taken::Unknown | Taken::Backwards => None,
        };
        value.insert(measure.name().to_owned(), json!(minutes));
    }
    let services: Vec<&str> = record
        .refers_once("services")
        .map(|service| service.raw.as_str())
        .collect();
    value.insert("services".to_owned(), json!(services));
    Value::Object(value)
}
