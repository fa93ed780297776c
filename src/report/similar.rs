//! Incidents that are like one, for programs: a contract, described by `schemas/similar.schema.json`; and the words in which
//! people are told why.

use crate::model::incidents::lists;
use crate::model::incidents::measure::{Measure, Taken};
use crate::model::incidents::narrative;
use crate::model::incidents::similar::{Near, Sort};
use crate::model::length::Duration;
use crate::model::record::{Record, RecordId};
use crate::model::standing;
use crate::model::workspace::Workspace;
use serde_json::{Value, json};

/// How an incident ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// Minutes until it was resolved, else until users were served again.
    pub minutes: Option<i64>,
    /// What mended it, on one line.
    pub mended: Option<String>,
    /// What of it is still to be done.
    pub open: Vec<String>,
}

/// How an incident ended.
pub fn ending(workspace: &Workspace, record: &Record) -> Ending {
    let measures = [Measure::Resolve, Measure::Mitigate].map(|measure| measure.of(workspace, record, None));
    let minutes = measures.into_iter().find_map(|taken| match taken {
        Taken::Minutes(minutes) => Some(minutes),
        Taken::Unknown | Taken::Backwards => None,
    });
    let actions = lists::actions(workspace, record).into_iter();
    let open = actions.filter(|action| action.is_open());
    Ending {
        minutes,
        mended: narrative::mended(workspace, record).map(|passage| passage.text),
        open: open.filter_map(|action| action.text.value().cloned()).collect(),
    }
}

/// What two incidents share, in a sentence: `the service ingress, the alert X, the words nginx, crash`.
pub fn why(near: &Near) -> String {
    let part = |(sort, names): &(Sort, Vec<String>)| match sort {
        Sort::Named => "one names the other".to_owned(),
        // What Alertmanager calls an alert means nothing to people.
        Sort::Fingerprint => "the very same alert".to_owned(),
        sort => match names.as_slice() {
            [one] => format!("{} {one}", sort.plural().trim_end_matches('s')),
            names => format!("{} {}", sort.plural(), names.join(", ")),
        },
    };
    near.shared.iter().map(part).collect::<Vec<_>>().join(" · ")
}

/// A duration for people; nothing where it is not known.
pub fn took(ending: &Ending) -> Option<String> {
    ending.minutes.map(|minutes| Duration { minutes }.to_string())
}

/// All of them for programs.
pub fn view(workspace: &Workspace, id: RecordId, near: &[Near]) -> Value {
    let name = |id: RecordId| {
        let record = workspace.record(id);
        json!({
            "id": record.id,
            "title": record.name(),
            "path": workspace.path_of(record).as_str(),
            "date": record.date.value().map(ToString::to_string),
            "status": standing::word(&record.status),
            "severity": record.text("severity"),
        })
    };
    let similar = near.iter().map(|near| {
        let mut value = name(near.record);
        let ending = ending(workspace, workspace.record(near.record));
        value["score"] = json!((near.score * 100.0).round() / 100.0);
        let mut shared = json!({});
        for (sort, names) in &near.shared {
            shared[sort.plural()] = json!(names);
        }
        value["shared"] = shared;
        value["minutes"] = json!(ending.minutes);
        value["mended"] = json!(ending.mended);
        value["open-actions"] = json!(ending.open);
        value
    });
    let mut value = name(id);
    value["similar"] = similar.collect();
    value
}
