//! The catalogue: all services, by the system that they are part of where that is said, and how they hang together.

use crate::model::kind_names::{DECISION, INCIDENT, RUNBOOK, SERVICE};
use crate::model::ownership::{short, stated};
use crate::model::record::{Record, RecordId};
use crate::model::standing::Standing;
use crate::site::chip::{self, Chip, Count, chip};
use crate::site::facets::{Facets, facets};
use crate::site::frame::{Frame, Room, frame};
use crate::site::picture::graph::Picture;
use crate::site::plan::backstage::entity;
use crate::site::plan::catalogue::About;
use crate::site::plan::{Plan, capital};
use crate::site::services::neighbours::all;
use crate::site::urls::href;
use crate::syntax::node::Node;
use crate::text::path::RepoPath;
use crate::text::plural::some;
use serde::Serialize;
use std::collections::BTreeMap;

/// Keys that name what a service is part of, the nearest first.
const WHOLES: [&str; 4] = ["system", "domain", "group", "platform"];
/// Names of owners that a line shows.
const OWNERS: usize = 2;

/// The context of `services.html`.
#[derive(Serialize)]
pub(crate) struct Services {
    frame: Frame,
    title: String,
    summary: String,
    /// How many services have each status, in the order of a life.
    tally: Vec<Count>,
    /// The columns that say something.
    columns: Vec<&'static str>,
    has_owner: bool,
    has_status: bool,
    has_tier: bool,
    has_type: bool,
    groups: Vec<Group>,
    picture: Option<Picture>,
}

#[derive(Serialize)]
struct Group {
    label: String,
    rows: Vec<Row>,
}

/// A service.
#[derive(Serialize)]
struct Row {
    title: String,
    href: String,
    /// Where others have the same title; else empty.
    id: String,
    summary: String,
    owner: String,
    tier: String,
    sort: String,
    chip: Option<Chip>,
    /// In the order of the columns.
    cells: Vec<Cell>,
    facets: Facets,
}

#[derive(Serialize)]
struct Cell {
    /// What is counted, for where there is no column: `runbooks`.
    label: &'static str,
    count: usize,
    /// True where there should be none.
    is_bad: bool,
}

/// How much there is of one service, in the order of [`COLUMNS`].
type Counts = [usize; 5];

/// What is counted: the head of its column, and what a lone number is followed by, for one and for several.
const COLUMNS: [(&str, &str, &str); 5] = [
    ("Open incidents", "open incident", "open incidents"),
    ("Runbooks", "runbook", "runbooks"),
    ("Alerts", "alert", "alerts"),
    ("Decisions", "decision", "decisions"),
    ("Needed by", "needs it", "need it"),
];

/// Makes the catalogue.
pub(crate) fn make(plan: &Plan, kind: usize) -> Services {
    let row = &plan.workspace.kinds[kind];
    let at = plan.addresses.index(kind);
    let title = capital(&row.plural);
    let ids = &plan.by_kind[kind];
    let records = || ids.iter().map(|&id| plan.workspace.record(id));
    let mut names: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for record in records() {
        let ids = names.entry(record.name()).or_default();
        *ids.entry(record.id.as_str()).or_default() += 1;
    }
    // An id tells those apart that share a title, if they do not share it, too.
    let is_told = |record: &Record| names[record.name()].len() > 1 && names[record.name()][record.id.as_str()] == 1;
    let mut counts_by_status = chip::counts(plan.workspace, kind);
    counts_by_status.retain(|count| count.chip.is_some());
    let counts: BTreeMap<RecordId, Counts> = ids.iter().map(|&id| (id, counts(plan, id))).collect();
    let is_shown = |column: &usize| counts.values().any(|counts| counts[*column] > 0);
    let shown: Vec<usize> = (0..COLUMNS.len()).filter(is_shown).collect();
    Services {
        frame: frame(plan, &at, Room::Kind(kind), &title),
        title,
        summary: row.summary.clone(),
        tally: counts_by_status,
        columns: shown.iter().map(|&column| COLUMNS[column].0).collect(),
        has_owner: records().any(|record| stated(record).next().is_some()),
        has_status: records().any(|record| !record.status.is_absent()),
        has_tier: records().any(|record| !text(record, "tier").is_empty()),
        has_type: records().any(|record| !sort(plan, record).is_empty()),
        groups: groups(plan, ids, |id| {
            let is_alone = !is_told(plan.workspace.record(id));
            line(plan, &at, (id, &counts[&id], &shown, is_alone))
        }),
        picture: all(plan, &at),
    }
}

/// By what they are part of, where at least half of them say it and there are several; by name within.
fn groups(plan: &Plan, ids: &[RecordId], line: impl Fn(RecordId) -> Row) -> Vec<Group> {
    let mut keyed: Vec<(String, (bool, String), RecordId)> = ids
        .iter()
        .map(|&id| {
            let record = plan.workspace.record(id);
            // What the others are part of comes before its parts.
            let place = (!is_whole(plan, record), record.name().to_lowercase());
            (whole(plan, record), place, id)
        })
        .collect();
    let said = keyed.iter().filter(|(whole, ..)| !whole.is_empty()).count();
    if said * 2 < keyed.len() || said == 0 {
        keyed.iter_mut().for_each(|(whole, ..)| whole.clear());
    }
    keyed.sort_by(|a, b| (a.0.is_empty(), &a.0, &a.1, a.2).cmp(&(b.0.is_empty(), &b.0, &b.1, b.2)));
    let mut groups: Vec<Group> = Vec::new();
    for (label, _, id) in keyed {
        match groups.last_mut().filter(|group| group.label == label) {
            Some(group) => group.rows.push(line(id)),
            None => groups.push(Group {
                label,
                rows: vec![line(id)],
            }),
        }
    }
    if let [.., last] = groups.as_mut_slice()
        && last.label.is_empty()
        && said * 2 >= ids.len()
        && said > 0
    {
        last.label = "Others".to_owned();
    }
    groups
}

/// What a service is part of, as its data say; else nothing.
fn whole(plan: &Plan, record: &Record) -> String {
    let root = plan.workspace.document(record.file).data.get(record.part);
    let places = [root.and_then(|root| root.get("spec")), root];
    let said = WHOLES
        .iter()
        .flat_map(|key| places.iter().flatten().filter_map(|node| node.get(key)));
    // A system of Backstage's is the whole itself; how it names one is `[kind:][namespace/]name`.
    let is_whole = is_whole(plan, record);
    let said = said.filter_map(Node::scalar).next().filter(|_| !is_whole);
    let said = said.or_else(|| is_whole.then(|| record.id.clone())).unwrap_or_default();
    let name = said.rsplit([':', '/']).next().unwrap_or(&said);
    name.trim().to_owned()
}

/// True for a system of Backstage's.
fn is_whole(plan: &Plan, record: &Record) -> bool {
    kind(plan, record).as_deref() == Some("System")
}

/// What sort of entity of Backstage's it is.
fn kind(plan: &Plan, record: &Record) -> Option<String> {
    entity(plan.workspace, record)?.get("kind")?.scalar()
}

/// What sort of thing a service is: by its own word, else what Backstage calls it.
fn sort(plan: &Plan, record: &Record) -> String {
    match text(record, "type") {
        "" => kind(plan, record).unwrap_or_default().to_lowercase(),
        word => word.to_owned(),
    }
}

fn line(plan: &Plan, at: &RepoPath, (id, counts, shown, is_alone): (RecordId, &Counts, &[usize], bool)) -> Row {
    let record = plan.workspace.record(id);
    let sort = sort(plan, record);
    let cell = |&column: &usize| Cell {
        label: match counts[column] {
            1 => COLUMNS[column].1,
            _ => COLUMNS[column].2,
        },
        count: counts[column],
        is_bad: column == 0 && counts[column] > 0,
    };
    Row {
        title: record.name().to_owned(),
        href: href(at, &plan.record_at(id)),
        id: if is_alone { String::new() } else { record.id.clone() },
        summary: text(record, "summary").to_owned(),
        owner: some(stated(record).map(|owner| short(owner.name)), OWNERS),
        tier: text(record, "tier").to_owned(),
        facets: Facets {
            sort: sort.clone(),
            ..facets(plan, id)
        },
        sort,
        chip: chip(&record.status, plan.workspace.kind_of(record)),
        cells: shown.iter().map(cell).collect(),
    }
}

fn counts(plan: &Plan, id: RecordId) -> Counts {
    let catalogue = plan.catalogue();
    let about = catalogue.about(id);
    let of = |name: &str, is_meant: fn(&Plan, RecordId) -> bool| {
        let ids = about.into_iter().flat_map(|about: &About| &about.records);
        let ids = ids.filter(|(kind, _)| plan.workspace.kinds[**kind].name == name);
        ids.flat_map(|(_, ids)| ids).filter(|id| is_meant(plan, **id)).count()
    };
    let needed = catalogue
        .ties
        .of(id)
        .filter(|tie| tie.to == id && tie.tie.is_directed());
    [
        of(INCIDENT, is_open),
        of(RUNBOOK, |_, _| true),
        about.map_or(0, |about| about.alerts.len()),
        of(DECISION, |_, _| true),
        needed.count(),
    ]
}

fn is_open(plan: &Plan, id: RecordId) -> bool {
    let record = plan.workspace.record(id);
    Standing::of(plan.workspace.kind_of(record), &record.status).is_lasting()
}

fn text<'r>(record: &'r Record, field: &str) -> &'r str {
    record.text(field).unwrap_or_default().trim()
}

/// True for the kind that this list is for.
pub(crate) fn is_here(plan: &Plan, kind: usize) -> bool {
    plan.workspace.kinds[kind].name == SERVICE && !plan.by_kind[kind].is_empty()
}
