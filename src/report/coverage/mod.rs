//! Alerts, runbooks and services beside each other, for programs (`schemas/coverage.schema.json`) and for spreadsheets; the
//! words in which all pictures of them speak.

pub mod svg;

use crate::model::alerts::Alert;
use crate::model::alerts::coverage::{AlertRow, Coverage, Way};
use crate::model::record::RecordId;
use crate::model::workspace::Workspace;
use crate::text::span::Span;
use serde_json::{Value, json};

/// Characters of a query that are shown.
const SHORT: usize = 60;

/// The word for where one reads on, as programs read it.
pub fn state(way: &Way) -> &'static str {
    match way {
        Way::Linked(_) => "linked",
        Way::Named(_) => "named",
        Way::Page(_) => "page",
        Way::Sibling(_) => "sibling",
        Way::Elsewhere(_) => "elsewhere",
        Way::Said => "said",
        Way::Broken(..) => "broken",
        Way::Nothing => "none",
        Way::Silent => "silent",
    }
}

/// Where one reads on, for people: an id, a path, an address, or what there is instead.
pub fn target(workspace: &Workspace, way: &Way) -> String {
    let id = |id: &RecordId| workspace.record(*id).id.clone();
    match way {
        Way::Linked(record) => id(record),
        Way::Named(record) => format!("{} (by name)", id(record)),
        Way::Page(file) => workspace.tree.path(*file).to_string(),
        Way::Sibling(Some((name, path))) => format!("{name}:{path}"),
        Way::Sibling(None) => "in a sibling, by name".to_owned(),
        Way::Elsewhere(address) => address.clone(),
        Way::Said => "in its annotations".to_owned(),
        Way::Broken(raw, None) => format!("✗ {raw}"),
        Way::Broken(raw, Some(record)) => format!("✗ {raw}; by name {}", id(record)),
        Way::Nothing => "none".to_owned(),
        Way::Silent => "none, and calls nobody".to_owned(),
    }
}

/// The rule of a row.
pub fn alert<'w>(workspace: &'w Workspace, row: &AlertRow) -> &'w Alert {
    &workspace.alerts.alerts[row.alert]
}

/// The query of an alert on one line, cut.
pub fn expression(alert: &Alert) -> String {
    let text = alert
        .expression
        .as_ref()
        .map_or("", |expression| expression.text.as_str());
    let start = text.char_indices().nth(SHORT * 8).map_or(text, |(at, _)| &text[..at]);
    // A comment before the query says less of it than itself.
    let lines = start.lines().filter(|line| !line.trim_start().starts_with('#'));
    let line = lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ");
    match line.chars().count() > SHORT {
        true => line.chars().take(SHORT - 1).chain(['…']).collect(),
        false => line,
    }
}

/// The query of an alert as it stands there.
fn whole(alert: &Alert) -> String {
    let text = alert
        .expression
        .as_ref()
        .map_or("", |expression| expression.text.as_str());
    text.trim().to_owned()
}

/// `path:line` of a place.
pub fn place(workspace: &Workspace, span: Span) -> String {
    let path = workspace.tree.path(span.file);
    format!("{path}:{}", workspace.tree.position(span).line)
}

/// All of it for programs.
pub fn view(workspace: &Workspace, coverage: &Coverage) -> Value {
    let name = |id: RecordId| {
        let record = workspace.record(id);
        json!({"id": record.id, "title": record.name(), "path": workspace.path_of(record).as_str()})
    };
    let alerts = coverage.alerts.iter().map(|row| {
        let rule = alert(workspace, row);
        let position = workspace.tree.position(rule.span);
        json!({
            "alert": rule.name,
            "severity": rule.severity().map(|label| &label.text),
            "group": rule.group,
            "expr": rule.expression.as_ref().map(|expression| &expression.text),
            "path": workspace.tree.path(rule.span.file).as_str(),
            "line": position.line,
            "state": state(&row.way),
            "runbook": row.way.record().map(name),
            "target": stated(workspace, &row.way),
            "services": row.services,
        })
    });
    let names = |alerts: &[usize]| {
        let mut names: Vec<&str> = alerts
            .iter()
            .map(|&at| workspace.alerts.alerts[at].name.as_str())
            .collect();
        names.sort_unstable();
        names.dedup();
        json!(names)
    };
    let runbooks = coverage.runbooks.iter().map(|row| {
        let mut value = name(row.record);
        value["alerts"] = names(&row.alerts);
        value["services"] = json!(row.services);
        value
    });
    let services = coverage.services.iter().map(|row| {
        let mut value = name(row.record);
        let runbooks = row.runbooks.iter().map(|&id| &workspace.record(id).id);
        value["runbooks"] = json!(runbooks.collect::<Vec<_>>());
        value["alerts"] = names(&row.alerts);
        value
    });
    let counts = coverage.counts();
    json!({
        "counts": {
            "alerts": coverage.alerts.len(),
            "led": counts.led,
            "broken": counts.broken,
            "without": counts.without,
            "silent": counts.silent,
            "runbooks": coverage.runbooks.len(),
            "runbooks-without-alert": counts.unled,
            "services": coverage.services.len(),
            "services-without-runbook": counts.without_runbook,
            "services-without-alert": counts.without_alert,
        },
        "alerts": alerts.collect::<Vec<_>>(),
        "runbooks": runbooks.collect::<Vec<_>>(),
        "services": services.collect::<Vec<_>>(),
    })
}

/// What an annotation leads to where that is no record.
fn stated(workspace: &Workspace, way: &Way) -> Option<String> {
    match way {
        Way::Page(file) => Some(workspace.tree.path(*file).to_string()),
        Way::Sibling(Some((name, path))) => Some(format!("{name}:{path}")),
        Way::Elsewhere(text) | Way::Broken(text, _) => Some(text.clone()),
        _ => None,
    }
}

/// All of it for spreadsheets: a line for each alert, then each runbook that no alert leads to, then each service that no
/// runbook or no alert is about.
pub fn sheet(workspace: &Workspace, coverage: &Coverage) -> Vec<Vec<String>> {
    let head = [
        "what", "name", "severity", "state", "runbook", "target", "services", "place", "expr",
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for row in &coverage.alerts {
        let rule = alert(workspace, row);
        let record = row.way.record().map(|id| workspace.record(id).id.clone());
        rows.push(vec![
            "alert".to_owned(),
            rule.name.clone(),
            rule.severity().map_or_else(String::new, |label| label.text.clone()),
            state(&row.way).to_owned(),
            record.unwrap_or_default(),
            stated(workspace, &row.way).unwrap_or_default(),
            row.services.join("; "),
            place(workspace, rule.span),
            whole(rule),
        ]);
    }
    let mut alone = |what: &str, id: RecordId, state: &str, services: String| {
        let record = workspace.record(id);
        let path = workspace.path_of(record).to_string();
        let cells = [what, &record.id, "", state, "", "", &services, &path, ""];
        rows.push(cells.map(str::to_owned).to_vec());
    };
    for row in coverage.runbooks.iter().filter(|row| row.alerts.is_empty()) {
        alone("runbook", row.record, "no alert", row.services.join("; "));
    }
    for row in &coverage.services {
        let state = match (row.runbooks.is_empty(), row.alerts.is_empty()) {
            (true, true) => "no runbook, no alert",
            (true, false) => "no runbook",
            (false, true) => "no alert",
            (false, false) => continue,
        };
        alone("service", row.record, state, String::new());
    }
    rows
}
