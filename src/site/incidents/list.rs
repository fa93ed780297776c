//! The list of incidents: those that are not over in a box of their own, then all by month, the newest first.

use crate::model::record::RecordId;
use crate::model::standing::Standing;
use crate::site::frame::{Frame, Room, frame};
use crate::site::incidents::address;
use crate::site::incidents::line::{Line, line};
use crate::site::plan::{Plan, capital};
use crate::site::urls::href;
use crate::text::month::month;
use crate::text::path::RepoPath;
use serde::Serialize;
use std::cmp::Reverse;

/// The context of `incidents.html`.
#[derive(Serialize)]
pub(crate) struct List {
    frame: Frame,
    title: String,
    summary: String,
    statistics: String,
    /// The page by service; empty where no incident names one.
    by_service: String,
    open: Vec<Line>,
    years: Vec<Year>,
    has: Has,
}

/// Which columns have something to say.
#[derive(Serialize)]
pub(crate) struct Has {
    weight: bool,
    chip: bool,
    length: bool,
    services: bool,
}

#[derive(Serialize)]
struct Year {
    label: String,
    count: usize,
    months: Vec<Month>,
}

#[derive(Serialize)]
struct Month {
    /// `March`; empty for those without a date.
    label: &'static str,
    lines: Vec<Line>,
}

impl Has {
    /// What some of these lines say.
    pub(crate) fn of<'l>(lines: impl Iterator<Item = &'l Line> + Clone) -> Has {
        Has {
            weight: lines.clone().any(Line::has_weight),
            // A column for the few would be a column of nothing.
            chip: lines.clone().filter(|line| Line::has_chip(line)).count() * 5 >= lines.clone().count(),
            length: lines.clone().any(Line::has_length),
            services: lines.clone().any(Line::has_services),
        }
    }
}

/// Makes the list.
pub(crate) fn make(plan: &Plan, kind: usize) -> List {
    let row = &plan.workspace.kinds[kind];
    let at = plan.addresses.index(kind);
    let title = capital(&row.plural);
    let mut ids = plan.by_kind[kind].clone();
    let date = |id: &RecordId| plan.workspace.record(*id).date.value().copied();
    ids.sort_by_key(|id| (Reverse(date(id)), *id));
    let is_open = |id: &&RecordId| Standing::of(row, &plan.workspace.record(**id).status).is_lasting();
    let open: Vec<Line> = ids.iter().filter(is_open).map(|id| line(plan, &at, *id)).collect();
    let years = years(plan, &at, &ids);
    let lines = || {
        years
            .iter()
            .flat_map(|year| &year.months)
            .flat_map(|month| &month.lines)
    };
    let has = Has::of(lines());
    let to = |page: &str| href(&at, &address(plan, kind, page));
    List {
        frame: frame(plan, &at, Room::Kind(kind), &title),
        title,
        summary: row.summary.clone(),
        statistics: to("statistics"),
        by_service: if has.services { to("services") } else { String::new() },
        open,
        years,
        has,
    }
}

/// All by year and month, in the order in which they are given.
fn years(plan: &Plan, at: &RepoPath, ids: &[RecordId]) -> Vec<Year> {
    let mut years: Vec<Year> = Vec::new();
    for &id in ids {
        let date = plan.workspace.record(id).date.value();
        let label = date.map_or_else(|| "Without a date".to_owned(), |date| date.year().to_string());
        let name = date.map_or("", |date| month(usize::try_from(date.month()).unwrap_or(0)).1);
        if years.last().is_none_or(|last| last.label != label) {
            years.push(Year {
                label,
                count: 0,
                months: Vec::new(),
            });
        }
        let Some(year) = years.last_mut() else { continue };
        year.count += 1;
        let line = line(plan, at, id);
        match year.months.last_mut().filter(|last| last.label == name) {
            Some(month) => month.lines.push(line),
            None => year.months.push(Month {
                label: name,
                lines: vec![line],
            }),
        }
    }
    years
}
