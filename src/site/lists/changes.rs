//! The pages of what changed: the commits that touched records, day by day, newest first. The first page has the latest;
//! where they are not all, each year has a page, and as many more as it takes.

use crate::site::frame::{Frame, Room, frame};
use crate::site::lists::deed::{Deed, deed};
use crate::site::plan::{Plan, capital};
use crate::site::press::Press;
use crate::site::sheet::Sheet;
use crate::site::urls::{CHANGES, fixed, href};
use crate::text::history::History;
use crate::text::path::RepoPath;
use serde::Serialize;
use std::ops::Range;
use std::sync::Arc;

/// Commits that one page shows.
const SHOWN: usize = 150;
/// Records that it names of one commit.
const TOUCHED: usize = 12;

/// The context of `changes.html`.
#[derive(Serialize)]
pub(crate) struct Changes {
    frame: Frame,
    /// Why nothing is known; empty where something is.
    unknown: String,
    /// True where a shallow clone holds only the later part.
    is_cut: bool,
    /// The year that the page tells of; empty on the first page, which tells of the latest.
    year: String,
    days: Vec<Day>,
    /// Commits that are shown.
    shown: usize,
    /// Commits that are not, but on the pages of the years.
    more: usize,
    /// The pages of the years, the latest first; none where one page holds all.
    years: Vec<Leaf>,
    /// The pages of this year, the latest first; none where there is one.
    pages: Vec<Leaf>,
    /// Address of the page of the latest commits.
    latest: String,
    /// Address of the page that tells what was before; empty on the last.
    earlier: String,
    /// Address of the page that tells what came after; empty on the first.
    later: String,
}

#[derive(Serialize)]
struct Day {
    date: String,
    deeds: Vec<Deed>,
}

/// Another page of changes.
#[derive(Serialize)]
struct Leaf {
    /// The year, or the first and the last day.
    label: String,
    href: String,
    /// Commits that it tells of.
    count: usize,
    is_current: bool,
}

/// Which commits stand on which page.
struct Part<'p> {
    at: RepoPath,
    /// Empty for the latest ones.
    year: &'p str,
    /// Of the chronicle.
    range: Range<usize>,
}

/// The pages.
pub(crate) fn sheets<'p>(plan: &'p Plan<'p>, press: &'p Press) -> Vec<Sheet<'p>> {
    let parts = Arc::new(parts(plan));
    let sheet = |index: usize| {
        let parts = Arc::clone(&parts);
        Sheet::new(parts[index].at.clone(), move || {
            press.fill("changes.html", &make(plan, &parts, index))
        })
    };
    (0..parts.len()).map(sheet).collect()
}

/// The latest commits, and, where these are not all, those of each year in parts of about the same size.
fn parts<'p>(plan: &'p Plan<'p>) -> Vec<Part<'p>> {
    let entries = &plan.chronicle().entries;
    let mut parts = vec![Part {
        at: fixed(CHANGES),
        year: "",
        range: 0..entries.len().min(SHOWN),
    }];
    if entries.len() <= SHOWN {
        return parts;
    }
    let mut from = 0;
    for run in entries.chunk_by(|one, next| one.year() == next.year()) {
        let (year, count) = (run[0].year(), run.len().div_ceil(SHOWN));
        let place = |part: usize| from + run.len() * part / count;
        parts.extend((0..count).map(|part| Part {
            at: address(year, part),
            year,
            range: place(part)..place(part + 1),
        }));
        from += run.len();
    }
    parts
}

/// The page of a year, and those behind it.
fn address(year: &str, part: usize) -> RepoPath {
    let year = if year.is_empty() { "undated" } else { year };
    match part {
        0 => fixed(&format!("changes/{year}/index.html")),
        part => fixed(&format!("changes/{year}/{}.html", part + 1)),
    }
}

fn make(plan: &Plan, parts: &[Part], index: usize) -> Changes {
    let part = &parts[index];
    let at = &part.at;
    let all = &plan.chronicle().entries;
    let title = match part.year {
        "" => "Changes".to_owned(),
        year => format!("Changes in {year}"),
    };
    let (unknown, is_cut) = match &plan.workspace.history {
        History::NotAsked => ("The history was not asked for.".to_owned(), false),
        History::Unknown(why) => (capital(why), false),
        History::Known(log) => (String::new(), !log.cut.is_empty()),
    };
    let mut days: Vec<Day> = Vec::new();
    for entry in &all[part.range.clone()] {
        let Some(deed) = deed(plan, at, entry, TOUCHED) else {
            continue;
        };
        match days.last_mut().filter(|last| last.date == entry.day) {
            Some(last) => last.deeds.push(deed),
            None => days.push(Day {
                date: entry.day.clone(),
                deeds: vec![deed],
            }),
        }
    }
    let years = parts[1..].chunk_by(|one, next| one.year == next.year);
    let of_year = parts.iter().filter(|other| index > 0 && other.year == part.year);
    let is_whole = of_year.clone().count() < 2;
    let next = match index {
        0 => parts.iter().skip(1).find(|other| other.range.contains(&part.range.end)),
        index => parts.get(index + 1),
    };
    let way = |other: Option<&Part>| other.map(|other| href(at, &other.at)).unwrap_or_default();
    Changes {
        frame: frame(plan, at, Room::Changes, &title),
        unknown,
        is_cut,
        year: part.year.to_owned(),
        days,
        shown: part.range.len(),
        more: all.len() - part.range.len(),
        years: years
            .map(|year| Leaf {
                label: year[0].year.to_owned(),
                href: href(at, &year[0].at),
                count: year.iter().map(|part| part.range.len()).sum(),
                is_current: index > 0 && year[0].year == part.year,
            })
            .collect(),
        latest: href(at, &fixed(CHANGES)),
        pages: match is_whole {
            true => Vec::new(),
            false => of_year
                .map(|other| Leaf {
                    label: format!("{} to {}", all[other.range.end - 1].day, all[other.range.start].day),
                    href: href(at, &other.at),
                    count: other.range.len(),
                    is_current: other.at == *at,
                })
                .collect(),
        },
        earlier: way(next),
        later: way((index > 1).then(|| &parts[index - 1])),
    }
}
