//! What a picture of incidents shows: rows of words and lengths. How they are drawn is not known here.

use crate::model::incidents::budget::Budget;
use crate::model::incidents::downtime::Downtime;
use crate::model::incidents::group::By;
use crate::model::incidents::measure::Measure;
use crate::model::incidents::numbers::Numbers;
use crate::model::length::Duration;
use crate::model::workspace::Workspace;
use crate::report::incidents::downtime::{hours, percent, span};
use crate::report::numbers::{NONE, name};

/// Rows of one part of the picture; more are counted, not drawn.
pub const ROWS: usize = 60;

/// All that is drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chart {
    /// What it shows, in a few words.
    pub title: String,
    /// What it says, in sentences, for those who do not see it.
    pub description: String,
    /// How many incidents there were in each group, and how long they took.
    pub groups: Part<Group>,
    /// How long each service was down.
    pub services: Part<Length>,
    /// What is left of the budgets.
    pub budgets: Part<Length>,
}

/// A part of the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Part<T> {
    /// Its head.
    pub head: String,
    /// Its rows, from the top.
    pub rows: Vec<T>,
    /// How many rows more there are.
    pub more: usize,
}

/// A group of incidents.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// What they have in common.
    pub name: String,
    /// How many.
    pub incidents: usize,
    /// Median and p90 of the time to resolve, in minutes.
    pub resolved: Option<(i64, i64)>,
    /// The same in words.
    pub words: String,
}

/// A length within another.
#[derive(Clone, Debug, PartialEq)]
pub struct Length {
    /// Of what.
    pub name: String,
    /// The length in front, from 0 to 1.
    pub inner: f64,
    /// The one behind it, from 0 to 1.
    pub outer: f64,
    /// How much of it the inner one has eaten.
    pub heat: Heat,
    /// Both in words.
    pub words: String,
}

/// How near something is to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heat {
    /// There is enough left, or nothing that could end.
    Calm,
    /// Four fifths are spent.
    Near,
    /// All is.
    Over,
}

impl<T> Default for Part<T> {
    fn default() -> Self {
        Part {
            head: String::new(),
            rows: Vec::new(),
            more: 0,
        }
    }
}

impl<T> Part<T> {
    fn new(head: String, mut rows: Vec<T>) -> Self {
        let more = rows.len().saturating_sub(ROWS);
        rows.truncate(ROWS);
        Part { head, rows, more }
    }
}

/// The picture of these numbers. By period, the last rows are the youngest, and the oldest are left out first.
pub fn chart(
    workspace: &Workspace,
    (numbers, by): (&Numbers, By),
    downtime: Option<&Downtime>,
    budgets: &[Budget],
) -> Chart {
    let groups = groups(numbers, by);
    let services = downtime
        .map(|downtime| services(workspace, downtime))
        .unwrap_or_default();
    let budgets = budget_rows(workspace, budgets);
    let count = match numbers.all.incidents {
        1 => "1 incident".to_owned(),
        count => format!("{count} incidents"),
    };
    let sentence = |head: &str, rows: Vec<String>| match rows.is_empty() {
        true => String::new(),
        false => format!(" {head}: {}.", rows.join("; ")),
    };
    let told = groups.rows.iter().map(|group| match group.resolved {
        Some(_) => format!("{}: {}, {}", group.name, group.incidents, group.words),
        None => format!("{}: {}", group.name, group.incidents),
    });
    let lengths = |part: &Part<Length>| {
        let rows = part.rows.iter();
        rows.map(|row| format!("{} {}", row.name, row.words))
            .collect::<Vec<String>>()
    };
    Chart {
        title: format!("Incidents by {}", name(by)),
        description: [
            format!("{count}."),
            sentence(&groups.head, told.collect()),
            sentence(&services.head, lengths(&services)),
            sentence(&budgets.head, lengths(&budgets)),
        ]
        .concat(),
        groups,
        services,
        budgets,
    }
}

fn groups(numbers: &Numbers, by: By) -> Part<Group> {
    let resolve = Measure::ALL
        .iter()
        .position(|measure| *measure == Measure::Resolve)
        .unwrap_or(0);
    let is_period = matches!(by, By::Month | By::Quarter);
    let left_out = match is_period {
        true => numbers.groups.len().saturating_sub(ROWS),
        false => 0,
    };
    let rows = numbers.groups.iter().skip(left_out).map(|(name, row)| {
        let spread = row.spreads[resolve];
        let told = |minutes| Duration { minutes }.to_string();
        Group {
            name: name.clone().unwrap_or_else(|| NONE.to_owned()),
            incidents: row.incidents,
            resolved: spread.map(|spread| (spread.median, spread.p90)),
            words: spread.map_or_else(String::new, |spread| match spread.count {
                1 => told(spread.median),
                _ => format!("median {}, p90 {}", told(spread.median), told(spread.p90)),
            }),
        }
    });
    let mut part = Part::new("Incidents, and time to resolve".to_owned(), rows.collect());
    part.more += left_out;
    part
}

fn services(workspace: &Workspace, downtime: &Downtime) -> Part<Length> {
    let account = &downtime.all;
    let most = account
        .services
        .iter()
        .map(|(_, total)| total.down)
        .max()
        .unwrap_or(1)
        .max(1);
    let part = |minutes: f64| minutes / most as f64;
    let mut sorted: Vec<_> = account.services.iter().collect();
    sorted.sort_by_key(|(name, total)| (std::cmp::Reverse(total.down), name));
    let rows = sorted.into_iter().map(|(service, total)| Length {
        name: service.clone(),
        inner: part(total.lost as f64 / 1e6),
        outer: part(total.down as f64),
        heat: Heat::Calm,
        words: format!(
            "{} down, {} available",
            Duration { minutes: total.down },
            percent(account.availability(*total))
        ),
    });
    Part::new(format!("Downtime, {}", span(workspace, account.window)), rows.collect())
}

fn heat(budget: &Budget) -> Heat {
    let (spent, allowed) = (i128::from(budget.spent), i128::from(budget.allowed));
    match () {
        () if spent == 0 => Heat::Calm,
        () if spent >= allowed => Heat::Over,
        () if spent * 5 >= allowed * 4 => Heat::Near,
        () => Heat::Calm,
    }
}

fn budget_rows(workspace: &Workspace, budgets: &[Budget]) -> Part<Length> {
    let rows = budgets
        .iter()
        .map(|budget| (budget, heat(budget)))
        .map(|(budget, heat)| Length {
            name: format!("{} {} %", workspace.record(budget.service).id, budget.objective.percent),
            inner: match budget.allowed {
                0 => f64::from(u8::from(budget.spent > 0)),
                allowed => (budget.spent as f64 / allowed as f64).min(1.0),
            },
            outer: 1.0,
            heat,
            words: format!(
                "{} of {} spent{}",
                hours(budget.spent),
                hours(budget.allowed),
                match heat {
                    Heat::Calm => "",
                    Heat::Near => ", nearly all",
                    Heat::Over => ", used up",
                }
            ),
        });
    Part::new("Error budgets".to_owned(), rows.collect())
}

#[cfg(test)]
mod tests {
    use super::{Heat, heat};
    use crate::model::incidents::budget::{Budget, Objective};
    use crate::model::incidents::window::Window;
    use crate::model::record::RecordId;

    #[test]
    fn four_fifths_are_near_the_end() {
        for (spent, allowed, expected) in [
            (0, 0, Heat::Calm),
            (1, 0, Heat::Over),
            (79, 100, Heat::Calm),
            (80, 100, Heat::Near),
            (99, 100, Heat::Near),
            (100, 100, Heat::Over),
        ] {
            let budget = Budget {
                service: RecordId(0),
                objective: Objective {
                    name: String::new(),
                    indicator: None,
                    percent: 99.0,
                    window: None,
                },
                window: Window { from: 0, until: 1 },
                allowed,
                spent,
            };
            assert_eq!(heat(&budget), expected, "{spent} of {allowed}");
        }
    }
}
