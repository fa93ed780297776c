//! The list of decisions: a timeline for each set, the newest first. It is the way to each of them.

use crate::model::record::{RecordId, Target};
use crate::site::chip::{Chip, Count, chip, counts};
use crate::site::decisions::place::{graph_of, index_of, name_of};
use crate::site::facets::{Facets, facets};
use crate::site::frame::{Frame, Room, frame};
use crate::site::plan::order::{Row, year};
use crate::site::plan::{Plan, capital};
use crate::site::press::Press;
use crate::site::sheet::Sheet;
use crate::site::urls::{Subject, href};
use crate::text::path::RepoPath;
use serde::Serialize;
use std::collections::BTreeSet;

/// Records beyond which a page begins with the ways to its years.
const MANY: usize = 12;

/// The context of `decisions.html`.
#[derive(Serialize)]
pub(crate) struct Page {
    frame: Frame,
    title: String,
    summary: String,
    /// How many records have each status, in the order of a life.
    counts: Vec<Count>,
    has_tally: bool,
    /// Ways to the parts of the page; none where it is short.
    jumps: Vec<Jump>,
    /// The page of how they hang together; empty where there is none.
    graph: String,
    sets: Vec<Set>,
}

/// A way to a part of the page.
#[derive(Serialize)]
struct Jump {
    label: String,
    anchor: String,
    count: usize,
}

/// The timeline of a set.
#[derive(Serialize)]
struct Set {
    /// Its name; empty where there is but one.
    label: String,
    anchor: String,
    count: usize,
    years: Vec<Year>,
}

/// The decisions of a year.
#[derive(Serialize)]
struct Year {
    /// The year; empty for those without a date.
    label: String,
    anchor: String,
    moments: Vec<Moment>,
}

/// A decision.
#[derive(Serialize)]
struct Moment {
    date: String,
    id: String,
    title: String,
    href: String,
    chip: Option<Chip>,
    /// True where another took its place, or nobody follows it any more.
    is_over: bool,
    /// What took its place.
    heirs: Vec<Heir>,
    tags: Vec<String>,
    facets: Facets,
}

/// What took a decision's place.
#[derive(Serialize)]
struct Heir {
    /// Its number, else its title.
    name: String,
    title: String,
    href: String,
}

/// The page, where there are decisions.
pub(super) fn sheets<'p>(plan: &'p Plan<'p>, press: &'p Press) -> Vec<Sheet<'p>> {
    let page = |kind| {
        Sheet::new(plan.addresses.index(kind), move || {
            press.fill("decisions.html", &make(plan, kind))
        })
    };
    index_of(plan).map(page).into_iter().collect()
}

fn make(plan: &Plan, kind: usize) -> Page {
    let at = plan.addresses.index(kind);
    let row = &plan.workspace.kinds[kind];
    let title = capital(&row.plural);
    let sets: Vec<Set> = plan.order.rows.iter().map(|row| set(plan, &at, row)).collect();
    let counts = counts(plan.workspace, kind);
    let graph = graph_of(plan).map(|graph| href(&at, &graph)).unwrap_or_default();
    Page {
        frame: frame(plan, &at, Room::Kind(kind), &title),
        title,
        summary: row.summary.clone(),
        has_tally: counts.iter().any(|count| count.chip.is_some()),
        counts,
        jumps: jumps(&sets),
        graph,
        sets,
    }
}

/// The ways to the sets where there are several, else to the years.
fn jumps(sets: &[Set]) -> Vec<Jump> {
    let to_year = |year: &Year| Jump {
        label: if year.label.is_empty() {
            "undated".to_owned()
        } else {
            year.label.clone()
        },
        anchor: year.anchor.clone(),
        count: year.moments.len(),
    };
    let to_set = |set: &Set| Jump {
        label: set.label.clone(),
        anchor: set.anchor.clone(),
        count: set.count,
    };
    match sets {
        [set] if set.count > MANY && set.years.len() > 1 => set.years.iter().map(to_year).collect(),
        [] | [_] => Vec::new(),
        sets => sets.iter().map(to_set).collect(),
    }
}

fn set(plan: &Plan, at: &RepoPath, row: &Row) -> Set {
    let are_several = plan.order.rows.len() > 1;
    let mark = if are_several {
        format!("set-{}", row.set)
    } else {
        String::new()
    };
    let mut years: Vec<Year> = Vec::new();
    for &id in &row.ids {
        let label = year(plan.workspace.record(id));
        let moment = moment(plan, at, id);
        match years.last_mut().filter(|last| last.label == label) {
            Some(last) => last.moments.push(moment),
            None => years.push(Year {
                anchor: anchor(&mark, if label.is_empty() { "undated" } else { &label }),
                label,
                moments: vec![moment],
            }),
        }
    }
    Set {
        label: if are_several {
            name_of(&plan.workspace.sets[row.set])
        } else {
            String::new()
        },
        anchor: mark,
        count: row.ids.len(),
        years,
    }
}

fn anchor(set: &str, year: &str) -> String {
    if set.is_empty() {
        format!("in-{year}")
    } else {
        format!("{set}-{year}")
    }
}

fn moment(plan: &Plan, at: &RepoPath, id: RecordId) -> Moment {
    let record = plan.workspace.record(id);
    let kind = plan.workspace.kind_of(record);
    let chip = chip(&record.status, kind);
    Moment {
        date: record.date.value().map(ToString::to_string).unwrap_or_default(),
        id: plan.number(record).to_owned(),
        title: record.name().to_owned(),
        href: href(at, &plan.record_at(id)),
        is_over: chip.as_ref().is_some_and(|chip| chip.tone == "over"),
        chip,
        heirs: heirs(plan, id)
            .into_iter()
            .map(|heir| self::heir(plan, at, heir))
            .collect(),
        tags: record.list("tags").iter().map(|word| word.text.clone()).collect(),
        facets: facets(plan, id),
    }
}

/// What took the place of a record, whichever of the two says so.
fn heirs(plan: &Plan, id: RecordId) -> BTreeSet<RecordId> {
    let said = plan.workspace.record(id).refers("superseded-by");
    let said = said.filter_map(|reference| match reference.target {
        Target::Record(heir) => Some(heir),
        _ => None,
    });
    let told = plan.backlinks(Subject::Record(id)).iter();
    let told = told.filter(|link| link.relation == "supersedes");
    let told = told.filter_map(|link| match link.from {
        Subject::Record(heir) => Some(heir),
        Subject::Page(_) => None,
    });
    let mut heirs: BTreeSet<RecordId> = told.collect();
    heirs.extend(said);
    heirs.remove(&id);
    heirs
}

fn heir(plan: &Plan, at: &RepoPath, id: RecordId) -> Heir {
    let record = plan.workspace.record(id);
    let number = plan.number(record);
    Heir {
        name: if number.is_empty() { record.name() } else { number }.to_owned(),
        title: record.name().to_owned(),
        href: href(at, &plan.record_at(id)),
    }
}
