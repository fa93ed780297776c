//! What the page of a service shows beside its facts: what it hangs together with, what was promised, and every record and
//! alert that is about it.

use crate::model::alerts::coverage::Way;
use crate::model::graph::Edge;
use crate::model::incidents::budget::{Objective, objectives};
use crate::model::kind_names::{CONFIG, DECISION, INCIDENT, RUNBOOK};
use crate::model::length::Duration;
use crate::model::record::{Record, RecordId};
use crate::model::standing::Standing;
use crate::site::chip::Chip;
use crate::site::frame::item;
use crate::site::panel::{Panel, Place};
use crate::site::picture::graph::Picture;
use crate::site::plan::{Plan, capital};
use crate::site::review::review;
use crate::site::services::neighbours::around;
use crate::site::words::lost;
use crate::text::path::RepoPath;
use crate::text::plural::counted;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Lines of a group that are seen at once.
const SEEN: usize = 8;
/// The kinds in the order in which whoever is called asks for them; others follow in their own.
const ORDER: [&str; 4] = [INCIDENT, RUNBOOK, DECISION, CONFIG];

/// The data of the panel `service.html`.
#[derive(Serialize)]
struct Data {
    /// The services around this one.
    picture: Option<Picture>,
    /// The same as lists, where there are too many for a picture.
    neighbours: Vec<Group>,
    /// What users may expect.
    promises: Vec<Promise>,
    /// What is about it, by sort: incidents, runbooks, alerts, decisions, configs, others.
    groups: Vec<Group>,
}

/// Lines under a heading.
#[derive(Serialize)]
struct Group {
    label: String,
    /// How many lines are seen at once.
    seen: usize,
    lines: Vec<Line>,
}

/// A record or an alert.
#[derive(Serialize)]
struct Line {
    /// Its number, or nothing.
    id: String,
    /// Its title.
    text: String,
    /// Its address; empty where it has none.
    href: String,
    /// Its status.
    chip: Option<Chip>,
    /// Small beside it.
    note: String,
    /// True where the note tells of something that is missing or overdue.
    is_late: bool,
}

/// An objective.
#[derive(Serialize)]
struct Promise {
    name: String,
    /// `99.5 % of 30 days`.
    share: String,
    /// `2h 10m of 4h 22m`; empty where nothing tells.
    spent: String,
    /// True where more is spent than was allowed.
    is_spent: bool,
}

/// The panels of a service.
pub(crate) fn panels(plan: &Plan, id: RecordId, at: &RepoPath) -> Vec<Panel> {
    let picture = around(plan, id, at);
    let neighbours = match picture {
        Some(_) => Vec::new(),
        None => neighbours(plan, id, at),
    };
    let data = Data {
        picture,
        neighbours,
        promises: promises(plan, id),
        groups: groups(plan, id, at),
    };
    let is_empty =
        data.picture.is_none() && data.neighbours.is_empty() && data.promises.is_empty() && data.groups.is_empty();
    let panel = Panel::new("service.html", Place::Above, &data).filter(|_| !is_empty);
    let told = plan.catalogue().about(id).map(|about| about.records.values().flatten());
    let tied = plan.catalogue().ties.of(id).flat_map(|tie| [tie.from, tie.to]);
    let told = told.into_iter().flatten().copied().chain(tied).collect();
    panel.map(|panel| panel.telling(told)).into_iter().collect()
}

/// What a service depends on, and what depends on it.
fn neighbours(plan: &Plan, id: RecordId, at: &RepoPath) -> Vec<Group> {
    let ties: Vec<&Edge> = plan.catalogue().ties.of(id).collect();
    let lines = |ids: Vec<RecordId>| ids.into_iter().map(|id| line(plan, at, id)).collect::<Vec<Line>>();
    let needs = ties.iter().filter(|tie| tie.from == id).map(|tie| tie.to).collect();
    let needed = ties.iter().filter(|tie| tie.to == id).map(|tie| tie.from).collect();
    [("Needs", lines(needs)), ("Needed by", lines(needed))]
        .into_iter()
        .filter(|(_, lines)| !lines.is_empty())
        .map(|(label, lines)| group(label.to_owned(), lines))
        .collect()
}

fn promises(plan: &Plan, id: RecordId) -> Vec<Promise> {
    let budgets = plan.catalogue().budgets(id);
    let objectives = objectives(plan.workspace, plan.workspace.record(id)).into_iter();
    let promise = |objective: Objective| {
        let budget = budgets.iter().find(|budget| budget.objective == objective);
        let window = objective.window.map(|minutes| format!(" of {}", window(minutes)));
        Promise {
            share: format!("{} %{}", objective.percent, window.unwrap_or_default()),
            spent: budget.map_or_else(String::new, |budget| {
                format!("{} of {}", lost(budget.spent), lost(budget.allowed))
            }),
            is_spent: budget.is_some_and(|budget| budget.spent > budget.allowed),
            name: objective.name,
        }
    };
    objectives.map(promise).collect()
}

/// The window of an objective: whole days, else as finely as it is written.
fn window(minutes: i64) -> String {
    match minutes % (24 * 60) {
        0 => counted(minutes / (24 * 60), "day"),
        _ => Duration { minutes }.to_string(),
    }
}

fn groups(plan: &Plan, id: RecordId, at: &RepoPath) -> Vec<Group> {
    let Some(about) = plan.catalogue().about(id) else {
        return Vec::new();
    };
    let kinds = &plan.workspace.kinds;
    let place = |kind: usize| ORDER.iter().position(|name| *name == kinds[kind].name);
    let mut groups: Vec<(usize, Group)> = Vec::new();
    for (&kind, ids) in &about.records {
        let mut ids = ids.clone();
        sort(plan, &mut ids);
        let lines = ids.into_iter().map(|id| line(plan, at, id)).collect();
        let order = place(kind).map_or(10 + kind, |place| place * 2);
        groups.push((order, group(capital(&kinds[kind].plural), lines)));
    }
    if !about.alerts.is_empty() {
        // Behind the runbooks.
        groups.push((3, group("Alerts".to_owned(), alerts(plan, at, &about.alerts))));
    }
    groups.sort_by_key(|(order, _)| *order);
    groups.into_iter().map(|(_, group)| group).collect()
}

/// Events: what is not over first, then the newest. All else keeps its order.
fn sort(plan: &Plan, ids: &mut [RecordId]) {
    let key = |id: RecordId| {
        let record = plan.workspace.record(id);
        let kind = plan.workspace.kind_of(record);
        let is_event = kind.name == INCIDENT;
        let is_open = Standing::of(kind, &record.status).is_lasting();
        let day = record.date.value().filter(|_| is_event).copied();
        (is_event && !is_open, Reverse(day), id)
    };
    ids.sort_by_key(|&id| key(id));
}

fn group(label: String, lines: Vec<Line>) -> Group {
    // One more line costs less room than the word that there is one.
    let seen = if lines.len() <= SEEN + 2 { lines.len() } else { SEEN };
    Group { label, seen, lines }
}

fn line(plan: &Plan, at: &RepoPath, id: RecordId) -> Line {
    let record = plan.workspace.record(id);
    let review = review(plan.workspace, record).filter(|review| review.is_past);
    let item = item(plan, at, id);
    Line {
        id: item.id,
        text: item.text,
        href: item.href,
        chip: item.chip,
        note: match &review {
            Some(review) => format!("review was due {}", review.due),
            None => event(plan, record),
        },
        is_late: review.is_some(),
    }
}

/// The day and the weight of an event.
fn event(plan: &Plan, record: &Record) -> String {
    if plan.workspace.kind_of(record).name != INCIDENT {
        return String::new();
    }
    let severity = record.text("severity").map(str::to_owned);
    let parts = [record.date.value().map(ToString::to_string), severity];
    parts.into_iter().flatten().collect::<Vec<String>>().join(" · ")
}

/// The alerts by name: rules of one name that lead to the same are told together.
fn alerts(plan: &Plan, at: &RepoPath, rules: &[usize]) -> Vec<Line> {
    let mut together: BTreeMap<(&str, Option<RecordId>, bool), Vec<usize>> = BTreeMap::new();
    for &rule in rules {
        let way = &plan.catalogue().coverage.alerts[rule].way;
        let name = plan.workspace.alerts.alerts[rule].name.as_str();
        together
            .entry((name, way.record(), way.leads()))
            .or_default()
            .push(rule);
    }
    together.values().map(|rules| alert_line(plan, at, rules)).collect()
}

/// An alert: it leads to its runbook, else to where it is written.
fn alert_line(plan: &Plan, at: &RepoPath, rules: &[usize]) -> Line {
    let all = &plan.workspace.alerts.alerts;
    let alert = &all[rules[0]];
    let way = &plan.catalogue().coverage.alerts[rules[0]].way;
    let href = match way.record() {
        Some(id) => item(plan, at, id).href,
        None => plan.place(alert.span).1.unwrap_or_default(),
    };
    let severities = rules
        .iter()
        .filter_map(|&rule| Some(all[rule].severity()?.text.as_str()));
    let severities: BTreeSet<&str> = severities.collect();
    let severities = severities.into_iter().collect::<Vec<&str>>().join(", ");
    let lack = match way {
        Way::Broken(..) => "broken runbook link",
        Way::Nothing => "no runbook",
        _ => "",
    };
    let note = [severities.as_str(), lack].into_iter().filter(|text| !text.is_empty());
    Line {
        id: String::new(),
        text: alert.name.clone(),
        href,
        chip: None,
        note: note.collect::<Vec<&str>>().join(" · "),
        is_late: !lack.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::window;

    #[test]
    fn a_window_is_told_in_days_where_it_is_some() {
        let told = [24 * 60, 30 * 24 * 60, 90].map(window);
        assert_eq!(told, ["1 day", "30 days", "1h 30m"]);
    }
}
