//! The records as JSON: `api/v1/index.json`, a list for each kind, and a file for each record under its page's name.
//!
//! The shape of version 1 only grows: no key is taken away or changes its meaning.

use crate::model::fact::Fact;
use crate::model::record::{Record, RecordId, Reference, Target};
use crate::site::machine::root::{address, identity, with_ending};
use crate::site::machine::{feeds, raw};
use crate::site::plan::Plan;
use crate::site::press::Press;
use crate::site::sheet::{Printed, Sheet};
use crate::site::urls::{Subject, fixed};
use crate::text::escape::json_escaped;
use crate::text::path::RepoPath;
use serde::Serialize;
use std::collections::BTreeMap;

/// The list of the kinds.
pub(crate) const INDEX: &str = "api/v1/index.json";
/// The shape of all files.
const SCHEMA: &str = "api/v1/schema.json";
const SCHEMA_TEXT: &str = include_str!("../../../schemas/api-v1.schema.json");
const VERSION: u32 = 1;
/// Records that are told of those that answer to one name.
const MOST: usize = 20;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Index {
    schema_version: u32,
    title: String,
    as_of: String,
    /// Where the schema of all files stands.
    schema: String,
    /// The feed of all records.
    feed: String,
    kinds: Vec<KindLine>,
}

#[derive(Serialize)]
struct KindLine {
    kind: String,
    plural: String,
    count: usize,
    json: String,
    page: String,
    feed: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct List {
    schema_version: u32,
    kind: String,
    records: Vec<Line>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    id: String,
    permanent_id: String,
    title: String,
    status: Option<String>,
    date: Option<String>,
    page: String,
    json: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Whole {
    schema_version: u32,
    kind: String,
    id: String,
    /// What stays when the title or the file's name changes; the feeds have the same.
    permanent_id: String,
    title: String,
    /// The canonical word; null where there is none, or none that is known.
    status: Option<String>,
    /// What is written.
    written_status: Option<String>,
    date: Option<String>,
    times: BTreeMap<String, String>,
    review_due: Option<String>,
    changed: Option<String>,
    people: Vec<Named>,
    references: Vec<Pointer>,
    backlinks: Vec<Back>,
    path: String,
    page: String,
    raw: Option<String>,
    /// The feed of what refers to it; null where its kind has none.
    feed: Option<String>,
}

#[derive(Serialize)]
struct Named {
    role: String,
    name: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Pointer {
    field: String,
    written: String,
    /// `record`, `ambiguous`, `broken`, `elsewhere`.
    state: &'static str,
    is_broken: bool,
    targets: Vec<Friend>,
    /// Ids that come nearest to a name that nobody answers to.
    nearest: Vec<String>,
}

#[derive(Serialize)]
struct Friend {
    kind: String,
    id: String,
    title: String,
    page: String,
    json: String,
}

#[derive(Serialize)]
struct Back {
    /// The field that says so; empty for a link in a text.
    relation: String,
    title: String,
    page: String,
    /// The record; null for a page that is none.
    record: Option<Friend>,
}

/// All files.
pub(crate) fn sheets<'p>(plan: &'p Plan<'p>, _: &'p Press) -> Vec<Sheet<'p>> {
    let mut sheets = vec![
        Sheet::new(fixed(INDEX), move || json(&index(plan))),
        Sheet::new(fixed(SCHEMA), || Ok(Printed::from(SCHEMA_TEXT.to_owned()))),
    ];
    for (kind, ids) in plan.by_kind.iter().enumerate().filter(|(_, ids)| !ids.is_empty()) {
        sheets.push(Sheet::new(list_at(plan, kind), move || json(&list(plan, kind))));
        sheets.extend(
            ids.iter()
                .map(|&id| Sheet::new(record_at(plan, id), move || of_record(plan, id))),
        );
    }
    sheets
}

/// Where a record stands.
pub(crate) fn record_at(plan: &Plan, id: RecordId) -> RepoPath {
    below(&plan.record_at(id))
}

/// Prints the file of a record.
pub(crate) fn of_record(plan: &Plan, id: RecordId) -> anyhow::Result<Printed> {
    json(&whole(plan, id))
}

/// The JSON that belongs to a page.
pub(crate) fn below(page: &RepoPath) -> RepoPath {
    fixed(&format!("api/v{VERSION}/{}", with_ending(page, "json")))
}

fn list_at(plan: &Plan, kind: usize) -> RepoPath {
    below(&plan.addresses.index(kind))
}

fn json(what: &impl Serialize) -> anyhow::Result<Printed> {
    let text = serde_json::to_string(what)?;
    Ok(Printed::from(format!("{}\n", json_escaped(&text))))
}

fn index(plan: &Plan) -> Index {
    let rows = plan.workspace.kinds.iter().zip(&plan.by_kind).enumerate();
    let lines = rows
        .filter(|(_, (_, ids))| !ids.is_empty())
        .map(|(index, (kind, ids))| KindLine {
            kind: kind.name.clone(),
            plural: kind.plural.clone(),
            count: ids.len(),
            json: address(plan, &list_at(plan, index)),
            feed: address(plan, &feeds::of_kind(plan, index)),
            page: address(plan, &plan.addresses.index(index)),
        });
    Index {
        schema_version: VERSION,
        title: plan.title(),
        as_of: plan.workspace.context.as_of.to_string(),
        schema: address(plan, &fixed(SCHEMA)),
        feed: address(plan, &feeds::of_all()),
        kinds: lines.collect(),
    }
}

fn list(plan: &Plan, kind: usize) -> List {
    let line = |&id: &RecordId| {
        let record = plan.workspace.record(id);
        Line {
            id: record.id.clone(),
            permanent_id: identity(plan, plan.former.name(id)),
            title: record.name().to_owned(),
            status: status(record),
            date: value(&record.date),
            page: address(plan, &plan.record_at(id)),
            json: address(plan, &record_at(plan, id)),
        }
    };
    List {
        schema_version: VERSION,
        kind: plan.workspace.kinds[kind].name.clone(),
        records: plan.by_kind[kind].iter().map(line).collect(),
    }
}

fn whole(plan: &Plan, id: RecordId) -> Whole {
    let record = plan.workspace.record(id);
    let path = plan.workspace.path_of(record);
    let subject = Subject::Record(id);
    let times = record.times.iter();
    let people = record.people.iter().map(|person| Named {
        role: person.role.to_string(),
        name: person.name.clone(),
    });
    let backlinks = plan.backlinks(subject).iter().map(|link| Back {
        relation: link.relation.clone(),
        title: plan.name(link.from),
        page: address(plan, &plan.addresses.of(link.from)),
        record: match link.from {
            Subject::Record(id) => Some(friend(plan, id)),
            Subject::Page(_) => None,
        },
    });
    Whole {
        schema_version: VERSION,
        kind: plan.workspace.kind_of(record).name.clone(),
        id: record.id.clone(),
        permanent_id: identity(plan, plan.former.name(id)),
        title: record.name().to_owned(),
        status: status(record),
        written_status: record.status.raw().map(str::to_owned),
        date: value(&record.date),
        times: times
            .filter_map(|(name, time)| Some((name.to_owned(), value(time)?)))
            .collect(),
        review_due: record.review_due().map(|(due, _)| due.to_string()),
        changed: plan.last_change(path).map(|(_, commit)| commit.date.clone()),
        people: people.collect(),
        references: record.references.iter().map(|each| pointer(plan, each)).collect(),
        backlinks: backlinks.collect(),
        path: path.to_string(),
        page: address(plan, &plan.record_at(id)),
        raw: raw::address(plan, subject).map(|at| address(plan, &at)),
        feed: feeds::of_service(plan, id).map(|at| address(plan, &at)),
    }
}

fn pointer(plan: &Plan, reference: &Reference) -> Pointer {
    let friends = |ids: &[RecordId]| ids.iter().take(MOST).map(|&id| friend(plan, id)).collect();
    let (state, targets, nearest) = match &reference.target {
        Target::Record(id) => ("record", friends(&[*id]), Vec::new()),
        Target::Ambiguous(ids) => ("ambiguous", friends(ids), Vec::new()),
        Target::Nothing(near) => ("broken", Vec::new(), near.clone()),
        Target::Elsewhere | Target::Pending => ("elsewhere", Vec::new(), Vec::new()),
    };
    Pointer {
        field: reference.field.to_string(),
        written: reference.raw.clone(),
        state,
        is_broken: matches!(state, "ambiguous" | "broken"),
        targets,
        nearest,
    }
}

fn friend(plan: &Plan, id: RecordId) -> Friend {
    let record = plan.workspace.record(id);
    Friend {
        kind: plan.workspace.kind_of(record).name.clone(),
        id: record.id.clone(),
        title: record.name().to_owned(),
        page: address(plan, &plan.record_at(id)),
        json: address(plan, &record_at(plan, id)),
    }
}

fn status(record: &Record) -> Option<String> {
    record.status.value().map(|status| status.word.clone())
}

fn value<T: ToString>(fact: &Fact<T>) -> Option<String> {
    fact.value().map(ToString::to_string)
}
