//! Records for programs: the shapes behind `list --format json`, `show --format json` and the site's interface. What is
//! named in `schemas/list.schema.json` is a contract.

use crate::model::fact::{Fact, Found};
use crate::model::incidents::clock::Clock;
use crate::model::kind::{Field, Shape};
use crate::model::record::{Record, RecordId, Reference, Target};
use crate::model::standing;
use crate::model::status::{Passed, Status};
use crate::model::status_links::StatusLink;
use crate::model::time::Moment;
use crate::model::workspace::Workspace;
use crate::report::course;
use crate::text::history::Commit;
use crate::text::markdown::unescaped;
use crate::text::span::{Range, Span};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::fmt::Display;

/// The word that stands for a status that is written but not known.
pub const UNRECOGNISED: &str = standing::UNRECOGNISED;

/// The locator of a date that no record states: its first commit's.
pub const FROM_GIT: &str = "git:created";

/// Locators of what no text says.
const NOT_WRITTEN: [&str; 4] = [FROM_GIT, "file-name", "file-date", "dir-name"];

/// Links of one status beyond this many are not shown one by one.
const LINKS: usize = 100;

/// One fact of a record, found or not.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FactView {
    /// The field's name.
    pub field: String,
    /// The value as opsrepo understood it; `None` where nothing is written or it was not understood.
    pub value: Option<String>,
    /// The text as it is written; `None` where nothing is.
    pub raw: Option<String>,
    /// 1-based; `None` where nothing is written, or it was not read from a text.
    pub line: Option<u32>,
    /// 1-based, in characters.
    pub column: Option<u32>,
    /// The path of the file that it stands in: the record's own, or one beside it.
    pub path: Option<String>,
    /// How it was found, as one writes it in `opsrepo.toml`.
    pub locator: Option<String>,
}

/// One entry of `list --format json`.
pub fn entry(workspace: &Workspace, id: RecordId) -> Value {
    Value::Object(entry_map(workspace, workspace.record(id)))
}

/// What `show --format json` prints: the entry, every fact with its place, and what the history says.
pub fn detail(workspace: &Workspace, id: RecordId) -> Value {
    let record = workspace.record(id);
    let mut map = entry_map(workspace, record);
    map.insert("facts".to_owned(), json!(facts(workspace, record)));
    let clock = Clock::of(workspace, record);
    if clock.zone().is_some() {
        map.insert("moments".to_owned(), moments(workspace, (record, &clock)));
    }
    let timeline: Vec<Value> = record
        .timeline
        .iter()
        .map(|entry| {
            let span = Span::new(record.file, entry.text);
            json!({
                "at": entry.at.value().map(ToString::to_string),
                "moment": entry.at.value().and_then(|at| moment(&clock, at)),
                "raw": entry.at.raw(),
                "text": workspace.tree.slice(span).trim(),
                "line": workspace.tree.position(span).line,
            })
        })
        .collect();
    map.insert("timeline".to_owned(), Value::Array(timeline));
    map.extend(course::lists(workspace, record));
    let referred: Vec<Value> = workspace
        .referring_to(id)
        .map(|(from, reference)| {
            let record = workspace.record(from);
            json!({
                "field": reference.field.as_str(),
                "kind": workspace.kind_of(record).name,
                "id": record.id,
                "path": workspace.path_of(record).as_str(),
            })
        })
        .collect();
    map.insert("referred-to-by".to_owned(), Value::Array(referred));
    map.insert("history".to_owned(), history(workspace, record));
    Value::Object(map)
}

/// Every fact that the record's kind knows of, in the kind's order. Fields with several values give several rows.
pub fn facts(workspace: &Workspace, record: &Record) -> Vec<FactView> {
    let fields = &workspace.kind_of(record).fields;
    fields
        .iter()
        .flat_map(|field| facts_of(workspace, record, field))
        .collect()
}

/// The word of a status for programs: canonical, [`UNRECOGNISED`], or nothing.
pub fn status_word(status: &Fact<Status>) -> Option<&str> {
    standing::word(status)
}

fn entry_map(workspace: &Workspace, record: &Record) -> Map<String, Value> {
    let kind = workspace.kind_of(record);
    let mut map = Map::new();
    let mut put = |key: &str, value: Value| {
        map.entry(key.to_owned()).or_insert(value);
    };
    put("kind", json!(kind.name));
    put("id", json!(record.id));
    put("number", json!(record.number.as_ref().map(|number| number.value)));
    put("title", json!(record.title.value()));
    put("path", json!(workspace.path_of(record).as_str()));
    put("status", status(&record.status));
    put("date", json!(record.date.value().map(ToString::to_string)));
    put("date-from", json!(record.date.locator()));
    put("people", json!(names(record)));
    put("set", json!(workspace.set_of(record).name));
    if kind.fields.iter().any(|field| field.shape == Shape::Moment) {
        put("times", times(workspace, record));
    }
    for field in &kind.fields {
        match &field.shape {
            Shape::Text | Shape::Zone => put(&field.name, json!(record.text(&field.name))),
            Shape::Duration => {
                let value = record.durations.get(field.name.as_str()).and_then(Fact::value);
                put(&field.name, json!(value.map(ToString::to_string)));
            }
            Shape::Interval => {
                let value = record.intervals.get(field.name.as_str()).and_then(Fact::value);
                put(&field.name, json!(value.map(ToString::to_string)));
            }
            Shape::Words => {
                let words: Vec<&str> = record.list(&field.name).iter().map(|word| word.text.as_str()).collect();
                put(&field.name, json!(words));
            }
            Shape::References(_) => {
                let raws: Vec<&str> = record
                    .refers_once(&field.name)
                    .map(|reference| reference.raw.as_str())
                    .collect();
                put(&field.name, json!(raws));
            }
            _ => {}
        }
    }
    put(
        "owner",
        json!(record.people_in("owner").next().map(|person| &person.name)),
    );
    put("roles", roles(record));
    let references = record
        .references
        .iter()
        .map(|found| reference(workspace, found))
        .collect();
    put("references", Value::Array(references));
    map
}

fn status(fact: &Fact<Status>) -> Value {
    let known = fact.value();
    let links: Vec<Value> = known.map_or(&[][..], |status| &status.links).iter().map(link).collect();
    json!({
        "word": status_word(fact),
        "raw": fact.raw(),
        "qualifiers": known.map_or(&[][..], |status| &status.qualifiers),
        "links": links,
        "date": known.and_then(|status| status.date).map(|date| date.to_string()),
        "earlier": known.map_or(&[][..], |status| &status.earlier).iter().map(passed).collect::<Vec<Value>>(),
    })
}

fn passed(earlier: &Passed) -> Value {
    json!({"word": earlier.word, "date": earlier.date.map(|date| date.to_string())})
}

fn link(link: &StatusLink) -> Value {
    json!({"relation": link.relation, "text": unescaped(&link.text), "target": link.target})
}

fn names(record: &Record) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for person in &record.people {
        if !names.contains(&person.name.as_str()) {
            names.push(&person.name);
        }
    }
    names
}

fn roles(record: &Record) -> Value {
    let mut roles = Map::new();
    for person in &record.people {
        let names = roles.entry(person.role.clone()).or_insert_with(|| json!([]));
        if let Value::Array(names) = names {
            names.push(json!(person.name));
        }
    }
    Value::Object(roles)
}

fn times(workspace: &Workspace, record: &Record) -> Value {
    let fields = &workspace.kind_of(record).fields;
    let moments = fields.iter().filter(|field| field.shape == Shape::Moment);
    Value::Object(
        moments
            .map(|field| {
                (
                    field.name.clone(),
                    json!(record.time(&field.name).map(ToString::to_string)),
                )
            })
            .collect(),
    )
}

/// The times of a record with the offsets that they have in its zone; what is only a date has none.
fn moments(workspace: &Workspace, (record, clock): (&Record, &Clock)) -> Value {
    let fields = &workspace.kind_of(record).fields;
    let fields = fields.iter().filter(|field| field.shape == Shape::Moment);
    let known = fields.filter_map(|field| Some((field.name.clone(), json!(moment(clock, record.time(&field.name)?)?))));
    Value::Object(known.collect())
}

/// A time with its offset; `None` where no offset is known.
fn moment(clock: &Clock, at: &Moment) -> Option<String> {
    let resolved = clock.resolved(at);
    (resolved.offset.is_some() && !resolved.is_date).then(|| resolved.to_string())
}

fn reference(workspace: &Workspace, reference: &Reference) -> Value {
    let target = |id: &RecordId| {
        let record = workspace.record(*id);
        json!({
            "kind": workspace.kind_of(record).name,
            "id": record.id,
            "path": workspace.path_of(record).as_str(),
        })
    };
    let targets: Vec<Value> = match &reference.target {
        Target::Record(id) => vec![target(id)],
        Target::Ambiguous(ids) => ids.iter().map(target).collect(),
        Target::Nothing(_) | Target::Elsewhere | Target::Pending => Vec::new(),
    };
    let position = workspace.tree.position(reference.span);
    json!({
        "field": reference.field.as_str(),
        "raw": reference.raw,
        "targets": targets,
        "line": position.line,
        "column": position.column,
        "path": workspace.tree.path(reference.span.file).as_str(),
        "locator": &*reference.locator,
    })
}

fn history(workspace: &Workspace, record: &Record) -> Value {
    let path = workspace.path_of(record);
    let Some(log) = workspace.history.log() else {
        return Value::Null;
    };
    let commit = |commit: &Commit| json!({"commit": commit.id, "date": commit.date, "author": commit.author, "subject": commit.subject});
    json!({
        "created": log.created(path).map(commit),
        "changed": log.changed(path).map(commit),
        "commits": log.of(path).len(),
    })
}

fn facts_of(workspace: &Workspace, record: &Record, field: &Field) -> Vec<FactView> {
    let name = field.name.as_str();
    match &field.shape {
        Shape::Title => vec![view(workspace, name, &record.title)],
        Shape::Status => status_views(workspace, name, &record.status),
        Shape::Date => vec![view(workspace, name, &record.date)],
        Shape::Moment => vec![kept(workspace, name, record.times.get(name))],
        Shape::Duration => vec![kept(workspace, name, record.durations.get(name))],
        Shape::Interval => vec![kept(workspace, name, record.intervals.get(name))],
        Shape::Text | Shape::Zone => vec![kept(workspace, name, record.texts.get(name))],
        Shape::People => record
            .people_in(name)
            .map(|p| placed(workspace, (name, &p.locator), (&p.name, p.span)))
            .collect(),
        Shape::Words => record
            .list(name)
            .iter()
            .map(|w| placed(workspace, (name, &w.locator), (&w.text, w.span)))
            .collect(),
        Shape::References(_) => record
            .refers(name)
            .map(|r| placed(workspace, (name, &r.locator), (&r.raw, r.span)))
            .collect(),
        Shape::Id | Shape::Timeline => Vec::new(),
    }
}

fn status_view(workspace: &Workspace, field: &str, fact: &Fact<Status>) -> FactView {
    let value = fact.value().map(|status| match status.qualifiers.is_empty() {
        true => status.word.clone(),
        false => format!("{} ({})", status.word, status.qualifiers.join(", ")),
    });
    FactView {
        value,
        ..view(workspace, field, &as_text(fact))
    }
}

/// The status, and what else was read in it: its day, the states before it, its links, each with its own place.
fn status_views(workspace: &Workspace, field: &str, fact: &Fact<Status>) -> Vec<FactView> {
    let mut views = vec![status_view(workspace, field, fact)];
    let Some(found) = fact.found() else {
        return views;
    };
    // The raw text differs from the file's where comments stand in it: then all of it is the place.
    let written = workspace.tree.slice(found.span).find(&found.raw);
    let place = |range: Range| match written {
        Some(at) => {
            let start = found.span.range.start as usize + at + range.start as usize;
            Span::new(found.span.file, Range::new(start, start + range.len()))
        }
        None => found.span,
    };
    let part = |name: &str, value: &str, range| placed(workspace, (name, &found.locator), (value, place(range)));
    let status = &found.value;
    if let Some(date) = status.date {
        views.push(FactView {
            raw: None,
            ..part("status-date", &date.to_string(), status.range)
        });
    }
    for earlier in &status.earlier {
        let date = earlier.date.map_or(String::new(), |date| format!(" {date}"));
        views.push(part("status-before", &format!("{}{date}", earlier.word), earlier.range));
    }
    for link in status.links.iter().take(LINKS) {
        let value = format!("{} {}", link.relation, link.target);
        views.push(part("status-link", value.trim(), link.range));
    }
    views
}

/// The same fact with its raw text as its value, for values that have no one way to be written.
fn as_text<T>(fact: &Fact<T>) -> Fact<String> {
    match fact {
        Fact::Absent => Fact::Absent,
        Fact::Unrecognised(found) => Fact::Unrecognised(found.clone()),
        Fact::Known(found) => Fact::Known(Found {
            value: found.raw.clone(),
            raw: found.raw.clone(),
            span: found.span,
            locator: found.locator.clone(),
        }),
    }
}

/// A record keeps no absent facts: what it does not have is shown as absent.
fn kept<T: Display>(workspace: &Workspace, field: &str, fact: Option<&Fact<T>>) -> FactView {
    view(workspace, field, fact.unwrap_or(&Fact::Absent))
}

fn view<T: Display>(workspace: &Workspace, field: &str, fact: &Fact<T>) -> FactView {
    let is_written = !fact.locator().is_some_and(|locator| NOT_WRITTEN.contains(&locator));
    let position = fact
        .span()
        .filter(|_| is_written)
        .map(|span| workspace.tree.position(span));
    FactView {
        field: field.to_owned(),
        value: fact.value().map(ToString::to_string),
        raw: fact.raw().map(str::to_owned),
        line: position.map(|position| position.line),
        column: position.map(|position| position.column),
        path: fact.span().map(|span| workspace.tree.path(span.file).to_string()),
        locator: fact.locator().map(str::to_owned),
    }
}

fn placed(workspace: &Workspace, (field, locator): (&str, &str), (text, span): (&str, Span)) -> FactView {
    let position = workspace.tree.position(span);
    FactView {
        field: field.to_owned(),
        value: Some(text.to_owned()),
        raw: Some(workspace.tree.slice(span).trim().to_owned()),
        line: Some(position.line),
        column: Some(position.column),
        path: Some(workspace.tree.path(span.file).to_string()),
        locator: Some(locator.to_owned()),
    }
}
