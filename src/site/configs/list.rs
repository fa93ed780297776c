//! The list of the configs. Many of them are listed by the folders in which they lie, so that a thousand can be read; few are
//! a list like every other.

use crate::lint::Severity;
use crate::model::kind_names::CONFIG;
use crate::model::record::RecordId;
use crate::site::frame::{Frame, Room, frame};
use crate::site::plan::{Plan, capital};
use crate::site::press::Press;
use crate::site::sheet::Sheet;
use crate::site::urls::href;
use crate::text::path::RepoPath;
use serde::Serialize;
use std::collections::BTreeMap;

/// From this many on, folders are shown.
const MANY: usize = 60;
/// Configs of a folder from which on it is shut, where there are several.
const OPEN: usize = 60;
/// Configs below a folder that give it a heading of its own.
const ENOUGH: usize = 4;

/// The context of `configs.html`.
#[derive(Serialize)]
pub(crate) struct Page {
    frame: Frame,
    title: String,
    summary: String,
    total: usize,
    /// What sorts of things they describe, the commonest first.
    sorts: Vec<Sort>,
    tops: Vec<Part>,
}

#[derive(Serialize)]
struct Sort {
    name: String,
    count: usize,
}

/// A folder at the top.
#[derive(Serialize)]
struct Part {
    label: String,
    total: usize,
    is_shut: bool,
    folders: Vec<Folder>,
}

/// A folder below, with what lies in it.
#[derive(Serialize)]
struct Folder {
    /// Its path below the top folder; empty for what lies in none of the others.
    label: String,
    lines: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    text: String,
    href: String,
    /// What it describes, where that is not what most others do.
    sort: String,
    findings: usize,
    /// Whether one of the findings is an error.
    is_bad: bool,
}

/// A config on its way into the list: its place below the top folder, and itself.
type Placed = (String, RecordId);

/// True for the kind that this list is for, where there are too many for a list like every other.
fn is_here(plan: &Plan, kind: usize) -> bool {
    plan.workspace.kinds[kind].name == CONFIG && plan.by_kind[kind].len() >= MANY
}

/// The page of the list, where there are many configs.
pub(crate) fn sheets<'p>(plan: &'p Plan<'p>, press: &'p Press) -> Vec<Sheet<'p>> {
    let kinds = plan.workspace.kinds.iter().enumerate();
    let ours = kinds.filter(|(kind, _)| is_here(plan, *kind));
    ours.map(|(kind, _)| {
        Sheet::new(plan.addresses.index(kind), move || {
            press.fill("configs.html", &make(plan, kind))
        })
    })
    .collect()
}

fn make(plan: &Plan, kind: usize) -> Page {
    let at = plan.addresses.index(kind);
    let row = &plan.workspace.kinds[kind];
    let title = capital(&row.plural);
    let ids = &plan.by_kind[kind];
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut tops: BTreeMap<String, Vec<Placed>> = BTreeMap::new();
    for &id in ids {
        *counts.entry(sort(plan, id)).or_default() += 1;
        let (top, below) = place(plan, id);
        tops.entry(top).or_default().push((below, id));
    }
    let mut sorts: Vec<Sort> = counts
        .into_iter()
        .filter(|(name, _)| !name.is_empty())
        .map(|(name, count)| Sort {
            name: name.to_owned(),
            count,
        })
        .collect();
    sorts.sort_by_key(|sort| std::cmp::Reverse(sort.count));
    let common = sorts.first().map_or("", |sort| sort.name.as_str()).to_owned();
    let are_several = tops.len() > 1;
    let part = |(top, mut placed): (String, Vec<Placed>)| {
        placed.sort();
        Part {
            label: if top.is_empty() && are_several {
                "Top".to_owned()
            } else {
                top
            },
            total: placed.len(),
            is_shut: are_several && placed.len() > OPEN,
            folders: folders(plan, &at, (placed, &common)),
        }
    };
    Page {
        frame: frame(plan, &at, Room::Kind(kind), &title),
        title,
        summary: row.summary.clone(),
        total: ids.len(),
        tops: tops.into_iter().map(part).collect(),
        sorts,
    }
}

/// The top folder of a config, and how it is called below that: many files with one name are called after their folders.
fn place(plan: &Plan, id: RecordId) -> (String, String) {
    let record = plan.workspace.record(id);
    let path = plan.workspace.path_of(record);
    let name = record.name();
    let is_path = name == path.parent().as_str() || name == path.as_str();
    let whole = match is_path {
        true => name.to_owned(),
        false => format!("{}/{name}", path.parent()),
    };
    match whole.trim_start_matches('/').split_once('/') {
        Some((top, below)) => (top.to_owned(), below.to_owned()),
        None => (
            if is_path { whole.clone() } else { String::new() },
            whole.trim_start_matches('/').to_owned(),
        ),
    }
}

fn sort<'a>(plan: &Plan<'a>, id: RecordId) -> &'a str {
    plan.workspace.record(id).text("type").unwrap_or_default()
}

/// The configs of a top folder: those of each folder with enough of them under its name, the others before them.
fn folders(plan: &Plan, at: &RepoPath, (placed, common): (Vec<Placed>, &str)) -> Vec<Folder> {
    let parent = |below: &str| below.rsplit_once('/').map_or("", |(parent, _)| parent).to_owned();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (below, _) in &placed {
        *counts.entry(parent(below)).or_default() += 1;
    }
    let mut folders: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    for (below, id) in &placed {
        let folder = Some(parent(below))
            .filter(|folder| counts[folder] >= ENOUGH)
            .unwrap_or_default();
        let text = below.strip_prefix(&folder).unwrap_or(below).trim_start_matches('/');
        let line = line(plan, at, (*id, text, common));
        folders.entry(folder).or_default().push(line);
    }
    folders
        .into_iter()
        .map(|(label, lines)| Folder { label, lines })
        .collect()
}

fn line(plan: &Plan, at: &RepoPath, (id, text, common): (RecordId, &str, &str)) -> Line {
    let sort = sort(plan, id);
    let found = || plan.findings(plan.workspace.record(id).file);
    Line {
        text: text.to_owned(),
        href: href(at, &plan.record_at(id)),
        sort: if sort == common { String::new() } else { sort.to_owned() },
        findings: found().count(),
        is_bad: found().any(|finding| finding.severity == Severity::Error),
    }
}
