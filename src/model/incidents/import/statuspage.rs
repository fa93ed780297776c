//! Incidents and maintenances of a page of Statuspage: its public `incidents.json` and `scheduled-maintenances.json`
//! (<https://support.atlassian.com/statuspage/docs/what-are-the-different-apis-under-statuspage/>).

use crate::model::incidents::import::address;
use crate::model::incidents::import::draft::{Draft, Event, Problem, Reading, Stage, Stretch};
use crate::model::incidents::import::item::Item;
use crate::model::incidents::import::sentence;
use crate::model::incidents::import::wanted::Wanted;
use crate::model::incidents::import::words;
use crate::model::incidents::lists::Effect;
use crate::model::time::Moment;
use crate::syntax::node::Node;

const ADVICE: &str = "take the page's `/api/v2/incidents.json` as it is";

/// Updates that are read of one incident.
const UPDATES: usize = 1000;

/// An update, read.
struct Update<'n> {
    at: Moment,
    status: String,
    text: String,
    components: &'n [Node],
}

/// Reads a list of incidents.
pub(super) fn read(items: &[&Node], wanted: &Wanted) -> Reading {
    let mut reading = Reading::default();
    for node in items {
        let item = Item::new(node);
        match item.text(&["status"]).as_deref() {
            Some("scheduled") => reading.leave_out("maintenances that are still ahead"),
            _ => reading.take(incident(item, wanted)),
        }
    }
    reading
}

fn incident(item: Item<'_>, wanted: &Wanted) -> Result<Draft, Problem> {
    let id = item.needed(&["id"], ADVICE)?;
    if !address::is_name(&id) {
        return Err(item.problem("the `id` of an incident holds more than letters and digits".to_owned()));
    }
    let created = item.needed_time(&["created_at"], ADVICE)?;
    let started = item
        .time(&["scheduled_for", "started_at"])?
        .unwrap_or_else(|| created.clone());
    let mut updates = updates(item)?;
    // The newest stands first there.
    updates.sort_by_key(|update| update.at.unix_seconds());
    let status = item.text(&["status"]).unwrap_or_default();
    let impact = item.text(&["impact"]).unwrap_or_default();
    let mut draft = Draft {
        source: format!("statuspage:{id}"),
        url: item.text(&["shortlink"]).and_then(|url| address::web(&url)),
        title: item.needed(&["name"], ADVICE)?,
        stage: stage(&status),
        severity: words::on_scale(&impact, &wanted.scale),
        ..Draft::default()
    };
    let since = |wanted: &[&str]| {
        let mut found = updates.iter().filter(|update| wanted.contains(&update.status.as_str()));
        found.next().map(|update| update.at.clone())
    };
    let is_over = draft.stage >= Stage::Resolved;
    let resolved = item
        .time(&["resolved_at"])?
        .or_else(|| since(&["resolved", "completed", "postmortem"]));
    let resolved = resolved
        .filter(|_| is_over)
        .or_else(|| updates.last().filter(|_| is_over).map(|last| last.at.clone()));
    let monitored = item
        .time(&["monitoring_at"])?
        .or_else(|| since(&["monitoring", "verifying"]));
    draft.set_time("started", Some(started.clone()));
    if created.minutes_until(&started) <= 0 {
        draft.set_time("declared", Some(created));
    }
    draft.set_time("mitigated", monitored.filter(|_| draft.stage >= Stage::Mitigated));
    draft.set_time("resolved", resolved.clone());
    if draft.stage == Stage::Closed {
        draft.set_time("closed", since(&["postmortem"]).or(resolved.clone()));
    }
    hurt(&mut draft, item, (&impact, &updates));
    if let Some(text) = updates.first().map(|update| update.text.clone()) {
        draft.add_section("Summary", &text);
    }
    if let Some(text) = item.text(&["postmortem_body"]) {
        draft.add_section("Postmortem", &text);
    }
    draft.timeline = updates.iter().map(entry).collect();
    Ok(draft)
}

fn stage(status: &str) -> Stage {
    match status {
        "monitoring" | "verifying" => Stage::Mitigated,
        "resolved" | "completed" => Stage::Resolved,
        "postmortem" => Stage::Closed,
        _ => Stage::Open,
    }
}

fn updates<'n>(item: Item<'n>) -> Result<Vec<Update<'n>>, Problem> {
    let nodes = item.items(&["incident_updates"]).iter().take(UPDATES);
    let mut updates = Vec::new();
    for node in nodes {
        let update = Item::new(node);
        updates.push(Update {
            at: update.needed_time(&["display_at", "created_at"], ADVICE)?,
            status: update.text(&["status"]).unwrap_or_default(),
            text: update.text(&["body"]).unwrap_or_default(),
            components: update.items(&["affected_components"]),
        });
    }
    Ok(updates)
}

fn entry(update: &Update<'_>) -> Event {
    let status = update.status.replace('_', " ");
    let said = sentence::first(&update.text);
    let text = match (status.is_empty(), said.is_empty()) {
        (true, _) => said,
        (false, true) => status,
        (false, false) => format!("{status}: {said}"),
    };
    Event {
        at: update.at.clone(),
        kind: "update",
        text,
        url: None,
    }
}

/// Which components were hurt, from when to when: as the updates tell, else for as long as it lasted.
fn hurt(draft: &mut Draft, item: Item<'_>, (impact, updates): (&str, &[Update<'_>])) {
    let names: Vec<String> = item.names(&["components"]);
    draft.add_services(names.iter().cloned());
    let Some(started) = draft.time("started").cloned() else {
        return;
    };
    let end = draft.time("resolved").cloned();
    let mut open: Vec<Stretch> = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    let mut done: Vec<Stretch> = Vec::new();
    for update in updates {
        for node in update.components {
            let component = Item::new(node);
            let (Some(service), Some(state)) = (component.text(&["name"]), component.text(&["new_status"])) else {
                continue;
            };
            if !seen.contains(&service) {
                seen.push(service.clone());
            }
            let effect = words::effect(&state);
            let at = open.iter().position(|stretch| stretch.service == service);
            if at.is_some_and(|at| Some(open[at].effect) == effect) {
                continue;
            }
            if let Some(at) = at {
                let mut stretch = open.remove(at);
                stretch.ended = Some(update.at.clone());
                done.push(stretch);
            }
            if let Some(effect) = effect {
                open.push(Stretch {
                    service,
                    effect,
                    started: update.at.clone(),
                    ended: None,
                });
            }
        }
    }
    draft.add_services(seen.iter().cloned());
    let effect = words::effect(impact).unwrap_or(Effect::AtRisk);
    let silent = names.into_iter().filter(|name| !seen.contains(name));
    open.extend(silent.map(|service| Stretch {
        service,
        effect,
        started: started.clone(),
        ended: None,
    }));
    for mut stretch in open {
        stretch.ended = end.clone();
        done.push(stretch);
    }
    let lasts = |stretch: &Stretch| {
        stretch
            .ended
            .as_ref()
            .is_none_or(|end| stretch.started.minutes_until(end) > 0)
    };
    draft.impacts = done.into_iter().filter(lasts).collect();
}

/// True for what is an incident of Statuspage.
pub(super) fn is_one(node: &Node) -> bool {
    node.get("incident_updates").is_some() || node.get("shortlink").is_some() && node.get("impact").is_some()
}
