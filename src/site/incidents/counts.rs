//! How many incidents there were: per month by severity, and by what they have in common.

use crate::model::incidents::group::By;
use crate::model::incidents::lists::factors;
use crate::model::incidents::measure::{Measure, Taken};
use crate::model::incidents::severity::Scale;
use crate::model::record::{Record, RecordId};
use crate::model::spread::Spread;
use crate::model::time::Date;
use crate::model::workspace::Workspace;
use crate::site::incidents::line::{Pointer, class, services};
use crate::site::picture::chart::{Chart, Column, Key, columns};
use crate::site::picture::stroke::Words;
use crate::site::plan::Plan;
use crate::site::words::took;
use crate::text::month::month;
use crate::text::path::RepoPath;
use crate::text::plural::counted;
use crate::text::width::cut;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Columns at most; of what lasts longer, quarters or years are counted.
const MOST: i32 = 96;
/// Months behind the last incident that are drawn although nothing happened.
const QUIET: i32 = 12;
/// Columns of a name in a table.
const NAME: usize = 80;
/// Rows of a table; more are counted.
const ROWS: usize = 20;

/// Counts by what incidents have in common.
#[derive(Serialize)]
pub(crate) struct Ranking {
    title: &'static str,
    /// What is counted, where the title does not say it.
    note: &'static str,
    rows: Vec<Rank>,
    more: usize,
}

impl Ranking {
    /// True where its names bring incidents together: texts of which nearly each is its own say nothing in a table.
    fn groups(&self) -> bool {
        let named: usize = self.rows.iter().map(|row| row.count).sum();
        self.more == 0 && named >= 2 * self.rows.len()
    }

    /// Only what was named more than once.
    fn repeated(mut self) -> Option<Ranking> {
        let all = self.rows.len();
        self.rows.retain(|row| row.count > 1);
        self.more += all - self.rows.len();
        (!self.rows.is_empty()).then_some(self)
    }
}

#[derive(Serialize)]
struct Rank {
    name: Pointer,
    /// The colour of its bar.
    class: &'static str,
    count: usize,
    /// Of the greatest, in parts of a hundred.
    share: f64,
    /// Median time to resolve; empty where none is known.
    median: String,
    /// Of how many incidents.
    known: usize,
}

/// The names of the severities that occur, worst first, then what is on no scale and what is not said.
pub(crate) fn severity(workspace: &Workspace, record: &Record) -> (usize, String) {
    let scale = Scale::of(&workspace.settings);
    let said = record.text("severity").map(str::trim).filter(|said| !said.is_empty());
    match said.map(|said| (scale.place(said), said)) {
        Some((Some(place), _)) => (
            place,
            scale
                .words()
                .get(place)
                .map_or_else(String::new, |word| (*word).to_owned()),
        ),
        Some((None, said)) => (usize::MAX - 1, said.to_lowercase()),
        None => (usize::MAX, "no severity".to_owned()),
    }
}

/// How many there were per month, of each severity.
pub(crate) fn by_month(plan: &Plan, ids: &[RecordId]) -> Chart {
    let workspace = plan.workspace;
    let dated: Vec<(Date, (usize, String))> = ids
        .iter()
        .map(|&id| workspace.record(id))
        .filter_map(|record| Some((*record.date.value()?, severity(workspace, record))))
        .collect();
    let months = |date: &Date| i32::from(date.year()) * 12 + i32::from(date.month()) - 1;
    let spans = dated.iter().map(|(date, _)| months(date));
    let (Some(first), Some(last)) = (spans.clone().min(), spans.max()) else {
        return Chart::default();
    };
    let today = months(&workspace.context.as_of);
    let last = if (last..=last + QUIET).contains(&today) {
        today
    } else {
        last
    };
    let each = [1, 3, 12]
        .into_iter()
        .find(|each| (last - first) / each < MOST)
        .unwrap_or(12);
    // A chart of two columns shows nothing: a year is the least.
    let first = first.min(last - 11).div_euclid(each);
    let last = last.div_euclid(each).min(first + MOST * 4);
    let mut names: Vec<(usize, String)> = dated.iter().map(|(_, severity)| fold_other(severity)).collect();
    names.sort();
    names.dedup();
    let mut counts: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
    for (date, severity) in &dated {
        let row = counts
            .entry(months(date).div_euclid(each))
            .or_insert_with(|| vec![0; names.len()]);
        if let Ok(at) = names.binary_search(&fold_other(severity)) {
            row[at] += 1;
        }
    }
    let column = |at: i32| column((at, each), counts.get(&at).cloned().unwrap_or(vec![0; names.len()]));
    let all: Vec<Column> = (first..=last).map(column).collect();
    let keys = names.iter().map(|(place, name)| Key {
        class: match names.len() {
            1 => "sev3",
            _ => class(Some(*place).filter(|place| *place < usize::MAX - 1)),
        },
        name: if names.len() == 1 {
            "incidents".to_owned()
        } else {
            name.clone()
        },
    });
    let unit = [(1, "Month"), (3, "Quarter"), (12, "Year")];
    let unit = unit
        .iter()
        .find(|(months, _)| *months == each)
        .map_or("Year", |unit| unit.1);
    let words = Words {
        name: "months",
        title: &format!("Incidents per {}", unit.to_lowercase()),
        told: &format!(
            "{} from {} to {}.",
            counted(dated.len(), "incident"),
            name_of(first, each),
            name_of(last, each)
        ),
    };
    columns(&words, unit, keys.collect(), &all)
}

/// All words that are on no scale are one column.
fn fold_other((place, name): &(usize, String)) -> (usize, String) {
    match *place == usize::MAX - 1 {
        true => (*place, "another severity".to_owned()),
        false => (*place, name.clone()),
    }
}

fn column((at, each): (i32, i32), counts: Vec<usize>) -> Column {
    let (year, part) = (at.div_euclid(12 / each), at.rem_euclid(12 / each));
    let label = match each {
        1 => month(usize::try_from(part + 1).unwrap_or(0)).0,
        _ => "",
    };
    Column {
        name: name_of(at, each),
        label,
        era: year.to_string(),
        rank: usize::try_from(part).unwrap_or(0),
        counts,
    }
}

/// `2026-03`, `2026 Q1`, `2026`.
fn name_of(at: i32, each: i32) -> String {
    let (year, part) = (at.div_euclid(12 / each), at.rem_euclid(12 / each) + 1);
    match each {
        1 => format!("{year}-{part:02}"),
        3 => format!("{year} Q{part}"),
        _ => year.to_string(),
    }
}

/// By what incidents have in common, where any of them says it.
pub(crate) fn rankings(plan: &Plan, at: &RepoPath, ids: &[RecordId]) -> Vec<Ranking> {
    let workspace = plan.workspace;
    let by_severity = |record: &Record| match severity(workspace, record) {
        (usize::MAX, _) => Vec::new(),
        (_, name) => vec![plain(name)],
    };
    let by_service = |record: &Record| services(plan, at, record);
    let by_noticing = |record: &Record| {
        record
            .text("detected-by")
            .map(|by| plain(short(by)))
            .into_iter()
            .collect()
    };
    let by_factor = |record: &Record| {
        let listed = factors(workspace, record).into_iter();
        listed.map(|(factor, _)| plain(short(&factor))).collect()
    };
    let by_tag = |record: &Record| record.list("tags").iter().map(|tag| plain(tag.text.clone())).collect();
    let mut found: Vec<Ranking> = Vec::new();
    found.extend(ranking(workspace, ("By severity", ""), ids, by_severity));
    found.extend(ranking(
        workspace,
        ("By service", "An incident that hurt two counts for each."),
        ids,
        by_service,
    ));
    let noticed = ranking(workspace, ("By who or what noticed", ""), ids, by_noticing);
    found.extend(noticed.filter(Ranking::groups));
    let note = "As `factors` lists them.";
    let named = ranking(workspace, ("By contributing factor", note), ids, by_factor);
    found.extend(named.and_then(Ranking::repeated));
    let tags = ranking(workspace, ("By tag", ""), ids, by_tag);
    found.extend(tags.and_then(Ranking::repeated));
    if let Some(first) = found.first_mut().filter(|first| first.title == "By severity") {
        let place = |rank: &Rank| Scale::of(&workspace.settings).place(&rank.name.text);
        first.rows.sort_by_key(|rank| place(rank).unwrap_or(usize::MAX));
        first.rows.iter_mut().for_each(|rank| rank.class = class(place(rank)));
    }
    found
}

fn plain(text: String) -> Pointer {
    Pointer {
        text,
        href: String::new(),
    }
}

/// The first line of a text, as long as a table has room for.
fn short(text: &str) -> String {
    cut(text.lines().next().unwrap_or_default().trim(), NAME)
}

/// Counts by what `names` says of each record; `None` where it says nothing of any. A record that names one twice counts once.
fn ranking(
    workspace: &Workspace,
    (title, note): (&'static str, &'static str),
    ids: &[RecordId],
    names: impl Fn(&Record) -> Vec<Pointer>,
) -> Option<Ranking> {
    let mut groups: BTreeMap<Pointer, (usize, Vec<i64>)> = BTreeMap::new();
    for &id in ids {
        let record = workspace.record(id);
        let minutes = match Measure::Resolve.of(workspace, record, None) {
            Taken::Minutes(minutes) => Some(minutes),
            Taken::Unknown | Taken::Backwards => None,
        };
        let mut named = names(record);
        named.sort();
        named.dedup();
        for name in named.into_iter().filter(|name| !name.text.is_empty()) {
            let group = groups.entry(name).or_default();
            group.0 += 1;
            group.1.extend(minutes);
        }
    }
    let most = groups.values().map(|(count, _)| *count).max()?;
    let mut rows: Vec<Rank> = groups
        .into_iter()
        .map(|(name, (count, minutes))| Rank {
            name,
            class: "plain",
            count,
            share: (count as f64 / most as f64 * 1000.0).round() / 10.0,
            known: minutes.len(),
            median: Spread::of(minutes)
                .map(|spread| took(spread.median))
                .unwrap_or_default(),
        })
        .collect();
    rows.sort_by_key(|row| Reverse(row.count));
    let more = rows.len().saturating_sub(ROWS);
    rows.truncate(ROWS);
    Some(Ranking {
        title,
        note,
        rows,
        more,
    })
}

/// How many there were per month, for programs.
pub(crate) fn months(workspace: &Workspace, ids: &[RecordId]) -> BTreeMap<String, BTreeMap<String, usize>> {
    let mut found: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for &id in ids {
        let record = workspace.record(id);
        for name in By::Month.names(record) {
            *found
                .entry(name)
                .or_default()
                .entry(severity(workspace, record).1)
                .or_default() += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{column, name_of, short};

    #[test]
    fn months_quarters_and_years_have_their_names() {
        let march = 2026 * 12 + 2;
        assert_eq!(name_of(march, 1), "2026-03");
        assert_eq!(name_of(march / 3, 3), "2026 Q1");
        assert_eq!(name_of(2026, 12), "2026");
        let column = column((march, 1), vec![1]);
        assert_eq!((column.label, column.era.as_str(), column.rank), ("Mar", "2026", 2));
        assert_eq!(short("one\ntwo"), "one");
    }
}
