//! The list of a kind's records, where no room makes one for the kind: by set where there are several, by year where they are
//! events.

use crate::model::record::{Record, RecordId};
use crate::site::chip::{Chip, Count, chip, counts};
use crate::site::facets::{Facets, facets};
use crate::site::frame::{Frame, Room, frame};
use crate::site::plan::{Plan, capital};
use crate::site::press::Press;
use crate::site::review::{Review, review};
use crate::site::sheet::Sheet;
use crate::site::urls::href;
use crate::text::path::RepoPath;
use crate::text::plural::some;
use serde::Serialize;
use std::collections::BTreeSet;

/// Records of one set beyond which they are shown by folder.
const MANY: usize = 60;
/// Records that a folder may have and be open at first.
const OPEN: usize = 40;

/// People whom a line names.
const NAMED: usize = 2;

/// The context of `index.html`.
#[derive(Serialize)]
pub(crate) struct Index {
    frame: Frame,
    title: String,
    summary: String,
    total: usize,
    /// How many records have each status, in the order of a life.
    counts: Vec<Count>,
    has_tally: bool,
    has_id: bool,
    has_status: bool,
    has_date: bool,
    has_people: bool,
    has_type: bool,
    has_review: bool,
    /// True where titles do not tell records apart.
    has_path: bool,
    groups: Vec<Group>,
}

#[derive(Serialize)]
struct Group {
    label: String,
    note: String,
    /// True where it is shut until somebody asks.
    is_shut: bool,
    rows: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    id: String,
    title: String,
    href: String,
    path: String,
    chip: Option<Chip>,
    date: String,
    people: String,
    /// What sort of thing a data file describes.
    sort: String,
    review: Option<Review>,
    facets: Facets,
}

/// A list for every kind that has records and of whose list there is no sheet among `others` yet.
pub(crate) fn sheets<'p>((plan, press): (&'p Plan<'p>, &'p Press), others: &[Sheet<'p>]) -> Vec<Sheet<'p>> {
    let made: BTreeSet<&RepoPath> = others.iter().map(|sheet| &sheet.at).collect();
    let kinds = (0..plan.workspace.kinds.len()).filter(|&kind| !plan.by_kind[kind].is_empty());
    let lists = kinds.map(|kind| (kind, plan.addresses.index(kind)));
    let lacking = lists.filter(|(_, at)| !made.contains(at));
    let sheet = |(kind, at)| Sheet::new(at, move || press.fill("index.html", &make(plan, kind)));
    lacking.map(sheet).collect()
}

/// Makes the list of a kind.
fn make(plan: &Plan, kind: usize) -> Index {
    let row = &plan.workspace.kinds[kind];
    let at = plan.addresses.index(kind);
    let ids = &plan.by_kind[kind];
    let records = || ids.iter().map(|&id| plan.workspace.record(id));
    let is_numbered = row.is_numbered();
    let title = capital(&row.plural);
    let has_date = records().any(|record| record.date.value().is_some());
    let names: BTreeSet<&str> = records().map(Record::name).collect();
    Index {
        frame: frame(plan, &at, Room::Kind(kind), &title),
        title,
        summary: row.summary.clone(),
        total: ids.len(),
        counts: counts(plan.workspace, kind),
        has_tally: records().any(|record| !record.status.is_absent()),
        has_id: records().any(|record| !plan.number(record).is_empty()),
        // A column for the few would be a column of nothing.
        has_status: records().filter(|record| !record.status.is_absent()).count() * 5 >= ids.len(),
        has_date,
        has_people: records().any(|record| !record.people.is_empty()),
        has_type: records().any(|record| !sort(record).is_empty()),
        has_review: records().any(|record| review(plan.workspace, record).is_some()),
        has_path: !is_numbered && !has_date && names.len() < ids.len(),
        groups: groups(plan, kind, &at),
    }
}

fn groups(plan: &Plan, kind: usize, at: &RepoPath) -> Vec<Group> {
    let row = &plan.workspace.kinds[kind];
    let mut ids = plan.by_kind[kind].clone();
    let record = |id: RecordId| plan.workspace.record(id);
    let dated = ids.iter().filter(|&&id| record(id).date.value().is_some()).count();
    if !row.is_numbered() && dated * 5 >= ids.len() * 4 && dated > 0 {
        ids.sort_by_key(|&id| (std::cmp::Reverse(record(id).date.value().copied()), id));
        let year = |id: RecordId| match record(id).date.value() {
            Some(date) => date.to_string()[..4].to_owned(),
            None => "Without a date".to_owned(),
        };
        return grouped(plan, at, &ids, |id| (year(id), String::new()));
    }
    let sets = plan
        .workspace
        .sets
        .iter()
        .filter(|set| set.kind == kind && !set.members.is_empty())
        .count();
    if sets < 2 && !row.is_numbered() && ids.len() > MANY {
        return by_folder(plan, at, ids);
    }
    grouped(plan, at, &ids, |id| {
        let set = plan.workspace.set_of(record(id));
        match sets {
            0 | 1 => (String::new(), String::new()),
            _ => (set.name.clone(), set.folder.to_string()),
        }
    })
}

/// Many records of one set, by the top folder in which they lie. Large groups are shut, so that all are seen at once.
fn by_folder(plan: &Plan, at: &RepoPath, mut ids: Vec<RecordId>) -> Vec<Group> {
    let top = |id: RecordId| {
        let path = plan.workspace.path_of(plan.workspace.record(id));
        let folder = path.parent();
        folder.parts().next().unwrap_or("").to_owned()
    };
    ids.sort_by_cached_key(|&id| (top(id), id));
    let mut groups = grouped(plan, at, &ids, |id| (top(id), String::new()));
    let are_several = groups.len() > 1;
    for group in &mut groups {
        group.is_shut = are_several && group.rows.len() > OPEN;
        if group.label.is_empty() && are_several {
            group.label = "Top".to_owned();
        }
    }
    groups
}

fn grouped(plan: &Plan, at: &RepoPath, ids: &[RecordId], label: impl Fn(RecordId) -> (String, String)) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for &id in ids {
        let (label, note) = label(id);
        let line = line(plan, at, id);
        match groups
            .last_mut()
            .filter(|last| last.label == label && last.note == note)
        {
            Some(last) => last.rows.push(line),
            None => groups.push(Group {
                label,
                note,
                is_shut: false,
                rows: vec![line],
            }),
        }
    }
    groups
}

fn line(plan: &Plan, at: &RepoPath, id: RecordId) -> Line {
    let record = plan.workspace.record(id);
    let kind = plan.workspace.kind_of(record);
    Line {
        id: plan.number(record).to_owned(),
        title: record.name().to_owned(),
        href: href(at, &plan.record_at(id)),
        path: path_beside(record.name(), plan.workspace.path_of(record)),
        chip: chip(&record.status, kind),
        date: record.date.value().map(ToString::to_string).unwrap_or_default(),
        people: people(record),
        sort: sort(record).to_owned(),
        review: review(plan.workspace, record),
        facets: facets(plan, id),
    }
}

/// The path of a record, where its title does not say it already.
fn path_beside(title: &str, path: &RepoPath) -> String {
    let path = path.as_str();
    let rest = path.strip_prefix(title).unwrap_or(path);
    let is_said = rest.len() < path.len() && (rest.is_empty() || rest.starts_with('/'));
    if is_said { String::new() } else { path.to_owned() }
}

fn sort(record: &Record) -> &str {
    record.text("type").unwrap_or_default()
}

/// Who answers for a record: its owners, else the first role that is named.
fn people(record: &Record) -> String {
    let role = match record.people_in("owner").next() {
        Some(_) => "owner",
        None => record.people.first().map_or("", |person| person.role.as_str()),
    };
    some(record.people_in(role).map(|person| person.name.as_str()), NAMED)
}
