//! How long incidents took, as rows for people and spreadsheets and as JSON (`schemas/stats.schema.json`).

use crate::model::incidents::group::By;
use crate::model::incidents::measure::Measure;
use crate::model::incidents::numbers::{Numbers, Row};
use crate::model::length::Duration;
use crate::model::spread::Spread;
use crate::model::workspace::Workspace;
use crate::report::stats::bar;
use serde_json::{Value, json};

/// Whether means stand beside medians.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    /// They do.
    Shown,
    /// They do not: durations are skewed, and a mean tells of the longest one.
    Left,
}

/// Columns of the longest bar beside numbers.
pub(in crate::report) const BAR: usize = 24;

/// The name of a group of incidents that say nothing about what they are grouped by.
pub(in crate::report) const NONE: &str = "(not said)";

/// The numbers for programs; durations in minutes.
pub fn view(workspace: &Workspace, by: Option<By>, numbers: &Numbers) -> Value {
    let groups = numbers.groups.iter().map(|(name, row)| {
        let mut value = row_view(row);
        value["group"] = json!(name);
        value
    });
    let backwards = numbers.backwards.iter().map(|(id, measures)| {
        let record = workspace.record(*id);
        let measures: Vec<&str> = measures.iter().map(|measure| measure.name()).collect();
        json!({"id": record.id, "path": workspace.path_of(record).as_str(), "left-out": measures})
    });
    let mut value = row_view(&numbers.all);
    value["by"] = json!(by.map(name));
    value["groups"] = groups.collect();
    value["contradictory"] = backwards.collect();
    value
}

fn row_view(row: &Row) -> Value {
    let mut value = json!({"incidents": row.incidents});
    for (measure, spread) in Measure::ALL.into_iter().zip(row.spreads) {
        value[measure.name()] = spread.map_or(
            Value::Null,
            |spread| json!({"n": spread.count, "median": spread.median, "p90": spread.p90, "mean": spread.mean}),
        );
    }
    value
}

/// One line per measure of all incidents: its name, how many say it, and its spread; the names of the columns first.
pub fn measures(numbers: &Numbers, means: Means) -> Vec<Vec<String>> {
    let rows = Measure::ALL.into_iter().zip(numbers.all.spreads);
    let rows = rows.filter_map(|(measure, spread)| {
        let (spread, mut row) = (spread?, vec![measure.name().to_uppercase()]);
        row.extend(cells(Some(spread), means, hours));
        Some(row)
    });
    let mut head = vec![String::new()];
    head.extend(columns(means).iter().map(|&column| column.to_owned()));
    [head].into_iter().chain(rows).collect()
}

/// The numbers by group, one table for each thing that is counted: its name, and a row per group with a bar; the names of
/// the columns first. What no group knows has no table.
pub fn groups(numbers: &Numbers, by: By, means: Means) -> Vec<(String, Vec<Vec<String>>)> {
    let called = |group: &Option<String>| group.clone().unwrap_or_else(|| NONE.to_owned());
    let most = numbers.groups.iter().map(|(_, row)| row.incidents).max().unwrap_or(0);
    let head = [name(by), "incidents", ""].map(str::to_owned).to_vec();
    let rows = numbers.groups.iter().map(|(group, row)| {
        let bar = bar(row.incidents, most, BAR);
        vec![called(group), row.incidents.to_string(), bar]
    });
    let count = (
        format!("incidents by {}", name(by)),
        [head].into_iter().chain(rows).collect(),
    );
    let known = (0..Measure::ALL.len()).filter(|&measure| numbers.all.spreads[measure].is_some());
    let measured = known.map(|measure| {
        let spreads: Vec<_> = numbers
            .groups
            .iter()
            .filter_map(|(group, row)| Some((group, row.spreads[measure]?)))
            .collect();
        let most = spreads.iter().map(|(_, spread)| spread.median).max().unwrap_or(0);
        let mut head = vec![name(by).to_owned()];
        head.extend(columns(means).iter().map(|&column| column.to_owned()));
        head.push(String::new());
        let rows = spreads.into_iter().map(|(group, spread)| {
            let minutes = |minutes: i64| usize::try_from(minutes).unwrap_or(0);
            let mut row = vec![called(group)];
            row.extend(cells(Some(spread), means, hours));
            row.push(bar(minutes(spread.median), minutes(most), BAR));
            row
        });
        let title = Measure::ALL[measure].title();
        (title.to_owned(), [head].into_iter().chain(rows).collect())
    });
    [count].into_iter().chain(measured).collect()
}

/// The same for spreadsheets: every measure has its columns, durations are minutes.
pub fn sheet(numbers: &Numbers, by: Option<By>, means: Means) -> Vec<Vec<String>> {
    let mut head = vec![by.map_or("group", name).to_owned(), "incidents".to_owned()];
    for measure in Measure::ALL {
        let columns = columns(means).iter();
        head.extend(columns.map(|column| format!("{}-{column}", measure.name())));
    }
    let line = |name: &str, row: &Row| {
        let mut line = vec![name.to_owned(), row.incidents.to_string()];
        let spreads = row.spreads.into_iter();
        line.extend(spreads.flat_map(|spread| cells(spread, means, |minutes| minutes.to_string())));
        line
    };
    let groups = numbers
        .groups
        .iter()
        .map(|(name, row)| line(name.as_deref().unwrap_or_default(), row));
    let all = by.is_none().then(|| line("all", &numbers.all));
    [head].into_iter().chain(all).chain(groups).collect()
}

fn columns(means: Means) -> &'static [&'static str] {
    match means {
        Means::Left => &["n", "median", "p90"],
        Means::Shown => &["n", "median", "p90", "mean"],
    }
}

fn cells(spread: Option<Spread>, means: Means, tell: fn(i64) -> String) -> Vec<String> {
    let Some(spread) = spread else {
        return vec![String::new(); columns(means).len()];
    };
    let mut cells = vec![spread.count.to_string(), tell(spread.median), tell(spread.p90)];
    cells.extend((means == Means::Shown).then(|| tell(spread.mean)));
    cells
}

fn hours(minutes: i64) -> String {
    Duration { minutes }.to_string()
}

/// What incidents are grouped by, as the option spells it.
pub fn name(by: By) -> &'static str {
    match by {
        By::Service => "service",
        By::Severity => "severity",
        By::Quarter => "quarter",
        By::Month => "month",
    }
}
