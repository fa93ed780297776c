//! What the page of a runbook shows above its text: the alerts that lead to it, what it has to be told, and its steps.

use crate::model::record::RecordId;
use crate::model::runbook::plan::plan as steps_of;
use crate::model::runbook::{Input, InputKind, Step};
use crate::site::panel::{Panel, Place};
use crate::site::plan::Plan;
use crate::site::steps::danger::danger;
use crate::site::steps::marks::{anchor, notes, tone};
use crate::site::urls::href_to;
use crate::text::path::RepoPath;
use serde::Serialize;

/// The data of the panel `runbook.html`.
#[derive(Serialize)]
struct Data {
    alerts: Vec<Alert>,
    inputs: Vec<Told>,
    /// In the order in which they run.
    steps: Vec<Line>,
}

/// An alert whose rule leads to the runbook.
#[derive(Serialize)]
struct Alert {
    name: String,
    severity: String,
    /// Where its rule is written.
    place: String,
    href: String,
}

/// Something that the steps have to be told.
#[derive(Serialize)]
struct Told {
    name: String,
    description: String,
    /// What its values are, where that is no text.
    sort: String,
    choices: Vec<String>,
    default: Option<String>,
    is_secret: bool,
}

/// A step.
#[derive(Serialize)]
struct Line {
    name: String,
    sort: &'static str,
    tone: &'static str,
    heading: String,
    href: String,
    note: String,
    danger: String,
}

/// The panels of a runbook.
pub(crate) fn panels(plan: &Plan, id: RecordId, at: &RepoPath) -> Vec<Panel> {
    let steps = steps_of(plan.workspace, plan.workspace.record(id));
    let data = Data {
        alerts: alerts(plan, id),
        inputs: steps.inputs.iter().map(told).collect(),
        steps: steps.order.iter().map(|&step| line(&steps.steps[step], at)).collect(),
    };
    if data.alerts.is_empty() && data.inputs.is_empty() && data.steps.is_empty() {
        return Vec::new();
    }
    Panel::new("runbook.html", Place::Above, &data).into_iter().collect()
}

/// The alerts that lead to it, each once.
fn alerts(plan: &Plan, id: RecordId) -> Vec<Alert> {
    let rows = &plan.catalogue().coverage.runbooks;
    // They stand in the order of the records.
    let row = rows.binary_search_by_key(&id, |row| row.record).ok();
    let mut found: Vec<Alert> = Vec::new();
    for &index in row.map_or(&[][..], |row| &rows[row].alerts) {
        let alert = &plan.workspace.alerts.alerts[index];
        let severity = alert.severity().map_or("", |pair| pair.text.as_str());
        if found
            .iter()
            .any(|known| known.name == alert.name && known.severity == severity)
        {
            continue;
        }
        let (place, href) = plan.place(alert.span);
        found.push(Alert {
            name: alert.name.clone(),
            severity: severity.to_owned(),
            place,
            href: href.unwrap_or_default(),
        });
    }
    found
}

fn told(input: &Input) -> Told {
    Told {
        name: input.name.clone(),
        description: input.description.clone().unwrap_or_default(),
        sort: match input.kind {
            InputKind::Text | InputKind::Choice => String::new(),
            kind => kind.as_str().to_owned(),
        },
        choices: input.choices.clone(),
        default: input.default.clone().filter(|_| !input.secret),
        is_secret: input.secret,
    }
}

fn line(step: &Step, at: &RepoPath) -> Line {
    Line {
        name: step.name.clone(),
        sort: step.sort.as_str(),
        tone: tone(step.sort),
        heading: step.heading.clone(),
        href: href_to(at, at, &anchor(step)),
        note: notes(step),
        danger: danger(step.code.text()).unwrap_or_default().to_owned(),
    }
}
