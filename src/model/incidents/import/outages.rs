//! A list of outages as people keep it by hand, in YAML or JSON: each a mapping whose keys are spelt in one of the usual
//! ways. cState's pages, a front matter with a text below it, are one such mapping.

use crate::model::incidents::import::address;
use crate::model::incidents::import::draft::{Draft, Event, Problem, Reading, Stage, Stretch};
use crate::model::incidents::import::forge;
use crate::model::incidents::import::item::Item;
use crate::model::incidents::import::sentence;
use crate::model::incidents::import::wanted::Wanted;
use crate::model::incidents::import::words;
use crate::model::incidents::lists::Effect;
use crate::model::time::Moment;
use crate::syntax::node::{Node, Value};
use crate::text::template::slug;

pub(super) const TITLE: &[&str] = &["title", "name", "subject", "summary", "incident", "what"];
pub(super) const START: &[&str] = &[
    "start",
    "started",
    "started_at",
    "start_time",
    "from",
    "begin",
    "began",
    "since",
    "date",
    "created_at",
    "when",
];
const END: &[&str] = &[
    "end",
    "ended",
    "ended_at",
    "end_time",
    "until",
    "to",
    "resolved_at",
    "resolvedWhen",
    "resolved",
    "fixed",
    "finish",
];
const SERVICES: &[&str] = &[
    "services",
    "service",
    "components",
    "component",
    "affected",
    "systems",
    "system",
    "clusters",
    "cluster",
];
const TEXT: &[&str] = &[
    "description",
    "notes",
    "note",
    "details",
    "body",
    "text",
    "message",
    "cause",
    "summary",
];
const SEVERITY: &[&str] = &["severity", "priority", "level", "impact"];
const KIND: &[&str] = &["effect", "kind", "type", "impact", "severity"];

/// Reads a list of outages; `body` is what stands below the front matter of the only one.
pub(super) fn read(items: &[&Node], body: &str, wanted: &Wanted) -> Reading {
    let mut reading = Reading::default();
    for node in items {
        let item = Item::new(node);
        if item.text(&["informational"]).as_deref() == Some("true") {
            reading.leave_out("notices that are no incident");
            continue;
        }
        reading.take(outage(item, body, wanted));
    }
    reading
}

fn outage(item: Item<'_>, body: &str, wanted: &Wanted) -> Result<Draft, Problem> {
    if item.node.entries().is_empty() {
        return Err(item.problem(format!(
            "{} where an outage was expected, with `title` and `start`",
            item.node.type_name()
        )));
    }
    let title = item.needed(TITLE, "say what happened")?;
    let started = item.needed_time(START, "say when it began")?.in_zone(&wanted.zone);
    let ended = end(item)?.map(|end| end.in_zone(&wanted.zone));
    if let Some(problem) = ended.as_ref().and_then(|end| forge::backwards(item, (&started, end))) {
        return Err(problem);
    }
    let id = item.text(&["id", "key", "slug", "number", "uid"]);
    let name = id
        .as_deref()
        .map(slug)
        .unwrap_or_else(|| format!("{}-{}", started.date(), slug(&title)));
    let mut draft = Draft {
        source: format!("outages:{name}"),
        url: item
            .text(&["url", "link", "href", "permalink"])
            .and_then(|url| address::web(&url)),
        title,
        stage: stage(item, ended.as_ref()),
        severity: item
            .text(SEVERITY)
            .and_then(|word| words::on_scale(&word, &wanted.scale)),
        strange_severity: item.text(SEVERITY).filter(|word| is_strange(word, &wanted.scale)),
        owner: item.text(&["owner", "lead", "commander"]),
        detected_by: item
            .text(&["detected-by", "detected_by", "detection"])
            .as_deref()
            .and_then(words::detected_by),
        ..Draft::default()
    };
    draft.add_services(item.names(SERVICES));
    draft.tags = item.names(&["tags", "labels"]);
    draft.set_time("started", Some(started.clone()));
    for (name, keys) in [
        ("detected", &["detected", "detected_at"]),
        ("mitigated", &["mitigated", "mitigated_at"]),
    ] {
        draft.set_time(name, item.time(keys)?.map(|moment| moment.in_zone(&wanted.zone)));
    }
    draft.set_time("resolved", ended.clone().filter(|_| draft.stage >= Stage::Resolved));
    let effect = effect(item);
    draft.impacts = draft
        .services
        .iter()
        .map(|service| Stretch {
            service: service.clone(),
            effect,
            started: started.clone(),
            ended: ended.clone(),
        })
        .collect();
    texts(&mut draft, item, body);
    course(&mut draft, (item, started, ended), wanted)?;
    Ok(draft)
}

/// True for one word that no scale has; `impact` may be a text.
fn is_strange(word: &str, scale: &[String]) -> bool {
    !word.trim().contains(char::is_whitespace) && words::on_scale(word, scale).is_none()
}

/// When it was over; `resolved: true` says that it is, not when.
fn end(item: Item<'_>) -> Result<Option<Moment>, Problem> {
    let said = END.iter().filter(|key| {
        let value = item.node.get(key).map(|node| &node.value);
        !matches!(value, Some(Value::Bool(_)))
    });
    item.time(&said.copied().collect::<Vec<_>>())
}

fn stage(item: Item<'_>, ended: Option<&Moment>) -> Stage {
    let said = item.text(&["status", "state"]).unwrap_or_default().to_lowercase();
    match said.as_str() {
        "monitoring" | "mitigated" => Stage::Mitigated,
        "closed" | "postmortem" if ended.is_some() => Stage::Closed,
        _ if ended.is_some() => Stage::Resolved,
        _ => Stage::Open,
    }
}

fn effect(item: Item<'_>) -> Effect {
    let said = KIND.iter().filter_map(|key| words::effect(&item.text(&[key])?));
    let is_planned = ["maintenance", "planned", "scheduled"]
        .iter()
        .any(|key| item.node.get(key).is_some_and(|node| node.value == Value::Bool(true)));
    match is_planned {
        true => Effect::Maintenance,
        false => said.into_iter().next().unwrap_or(Effect::Outage),
    }
}

fn texts(draft: &mut Draft, item: Item<'_>, body: &str) {
    draft.add_section("Summary", body);
    for key in TEXT {
        if let Some(text) = item.text(&[key]).filter(|text| text.trim() != draft.title.trim()) {
            draft.add_section("Summary", &text);
        }
    }
    // `impact` is a word on some lists and a text on others.
    if let Some(text) = item.text(&["impact"]).filter(|text| text.contains(' ')) {
        draft.add_section("Impact", &text);
    }
}

/// The updates that some lists have, between its beginning and its end.
fn course(
    draft: &mut Draft,
    (item, started, ended): (Item<'_>, Moment, Option<Moment>),
    wanted: &Wanted,
) -> Result<(), Problem> {
    let entry = |at: Moment, kind: &'static str, text: String| Event {
        at,
        kind,
        text,
        url: None,
    };
    draft.timeline.push(entry(started, "status", "It began.".to_owned()));
    for node in item.items(&["updates", "timeline", "events", "log"]) {
        let update = Item::new(node);
        let at = update.time(&["at", "time", "date", "when", "created_at", "timestamp"])?;
        let text = update.text(&["text", "message", "body", "description", "status", "update", "event"]);
        if let (Some(at), Some(text)) = (at, text) {
            let text = sentence::first(&text);
            draft.timeline.push(entry(at.in_zone(&wanted.zone), "update", text));
        }
    }
    if let Some(ended) = ended.filter(|_| draft.stage >= Stage::Resolved) {
        draft.timeline.push(entry(ended, "status", "It was over.".to_owned()));
    }
    Ok(())
}
