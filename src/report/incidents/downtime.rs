//! How long services were down, and what is left of their budgets.

use crate::model::incidents::budget::Budget;
use crate::model::incidents::downtime::{Account, Downtime};
use crate::model::incidents::hurt::Hurts;
use crate::model::incidents::union::{Total, WHOLE};
use crate::model::incidents::window::{Window, zone_of};
use crate::model::length::Duration;
use crate::model::time::{Date, Moment};
use crate::model::workspace::Workspace;
use crate::model::zone::Zone;
use crate::report::incidents::{Rows, named};
use crate::report::numbers::{BAR, NONE};
use crate::report::stats::bar;
use serde_json::{Value, json};

/// The services of a time: how long each was down, how much was lost, how much it served, and a bar.
pub fn services(account: &Account) -> Rows {
    let head = ["service", "down", "lost", "available", ""].map(str::to_owned).to_vec();
    let most = longest([account]);
    let rows = account.services.iter().map(|(service, total)| {
        let mut row = vec![service.clone()];
        row.extend(cells(account, *total, most));
        row
    });
    [head].into_iter().chain(rows).collect()
}

/// The same by group.
pub fn groups(downtime: &Downtime, by: &str) -> Rows {
    let head = [by, "service", "down", "lost", "available", ""]
        .map(str::to_owned)
        .to_vec();
    let most = longest(downtime.groups.iter().map(|(_, account)| account));
    let rows = downtime.groups.iter().flat_map(|(name, account)| {
        let name = name.as_deref().unwrap_or(NONE);
        account.services.iter().enumerate().map(move |(at, (service, total))| {
            let name = if at == 0 { name } else { "" };
            let mut row = vec![name.to_owned(), service.clone()];
            row.extend(cells(account, *total, most));
            row
        })
    });
    [head].into_iter().chain(rows).collect()
}

/// What services may be down, and were.
pub fn budgets(workspace: &Workspace, budgets: &[Budget]) -> Rows {
    let head = ["service", "objective", "budget", "spent", "left", ""]
        .map(str::to_owned)
        .to_vec();
    let rows = budgets.iter().map(|budget| {
        let spent = budget.spent.min(budget.allowed);
        vec![
            workspace.record(budget.service).id.clone(),
            format!("{} % of {}", budget.objective.percent, days(budget.window.length())),
            hours(budget.allowed),
            hours(budget.spent),
            hours(budget.allowed - budget.spent),
            match budget.spent > budget.allowed {
                true => "used up".to_owned(),
                false => bar(count(spent), count(budget.allowed).max(1), BAR / 2),
            },
        ]
    });
    [head].into_iter().chain(rows).collect()
}

fn longest<'a>(accounts: impl IntoIterator<Item = &'a Account>) -> i64 {
    let totals = accounts.into_iter().flat_map(|account| &account.services);
    totals.map(|(_, total)| total.down).max().unwrap_or(0)
}

fn cells(account: &Account, total: Total, most: i64) -> [String; 4] {
    [
        Duration { minutes: total.down }.to_string(),
        hours(total.lost),
        percent(account.availability(total)),
        bar(count(total.down), count(most), BAR),
    ]
}

fn count(number: i64) -> usize {
    usize::try_from(number).unwrap_or(0)
}

/// Millionths of a minute as hours and minutes, rounded to whole ones; what is more than nothing is not told as nothing.
pub(super) fn hours(millionths: i64) -> String {
    let whole = i64::from(WHOLE);
    let minutes = (millionths.abs() + whole / 2) / whole;
    let sign = if millionths < 0 { "-" } else { "" };
    match minutes {
        0 if millionths != 0 => format!("{sign}<1m"),
        minutes => format!("{sign}{}", Duration { minutes }),
    }
}

/// Millionths of a percent, cut behind three digits, so that only what was never down is 100.
pub(super) fn percent(millionths: i64) -> String {
    let thousandths = millionths.div_euclid(1000);
    format!("{}.{:03} %", thousandths / 1000, thousandths % 1000)
}

/// Whole days as days, else hours and minutes.
fn days(minutes: i64) -> String {
    match (minutes / 1440, minutes % 1440) {
        (days, 0) => format!("{days}d"),
        _ => Duration { minutes }.to_string(),
    }
}

/// The first and the last day of a window, in the zone of the cloud.
pub fn span(workspace: &Workspace, window: Window) -> String {
    let zone = zone_of(workspace);
    let day = |minute: i64| day_at(minute, &zone).map_or_else(String::new, |day| day.to_string());
    match (day(window.from), day(window.until - 1)) {
        (first, last) if first == last => first,
        (first, last) => format!("{first} to {last}"),
    }
}

fn day_at(minute: i64, zone: &Zone) -> Option<Date> {
    Some(Moment::from_unix(minute.checked_mul(60)?, zone)?.date())
}

/// The downtime for programs; durations in minutes.
pub fn view(workspace: &Workspace, (downtime, hurts): (&Downtime, &Hurts)) -> Value {
    let groups = downtime.groups.iter().map(|(name, account)| {
        let mut value = account_view(workspace, account);
        value["group"] = json!(name);
        value
    });
    let ids = |ids: &[_]| ids.iter().map(|&id| named(workspace, id)).collect::<Vec<Value>>();
    let left_out = hurts.left_out.iter().map(|(id, flaw)| {
        let mut value = named(workspace, *id);
        value["reason"] = json!(flaw.word());
        value
    });
    let mut value = account_view(workspace, &downtime.all);
    value["groups"] = groups.collect();
    value["assumed"] = json!(ids(&hurts.assumed));
    value["ongoing"] = json!(ids(&hurts.lasting));
    value["taken-as-utc"] = json!(ids(&hurts.zoneless));
    value["left-out"] = left_out.collect();
    value
}

fn account_view(workspace: &Workspace, account: &Account) -> Value {
    let services = account.services.iter().map(|(service, total)| {
        json!({
            "service": service,
            "down": total.down,
            "lost": minutes(total.lost),
            "availability": account.availability(*total) as f64 / 1e6,
        })
    });
    let mut value = window_view(workspace, account.window);
    value["services"] = services.collect();
    value
}

fn window_view(workspace: &Workspace, window: Window) -> Value {
    let zone = zone_of(workspace);
    let moment = |minute: i64| Moment::from_unix(minute.saturating_mul(60), &zone).map(|moment| moment.to_string());
    json!({"from": moment(window.from), "until": moment(window.until), "minutes": window.length()})
}

fn minutes(millionths: i64) -> f64 {
    millionths as f64 / f64::from(WHOLE)
}

/// The budgets for programs; durations in minutes.
pub fn budget_view(workspace: &Workspace, budgets: &[Budget]) -> Value {
    let budgets = budgets.iter().map(|budget| {
        let record = workspace.record(budget.service);
        let mut value = window_view(workspace, budget.window);
        value["service"] = json!(record.id);
        value["path"] = json!(workspace.path_of(record).as_str());
        value["name"] = json!(budget.objective.name);
        value["objective"] = json!(budget.objective.percent);
        value["budget"] = json!(minutes(budget.allowed));
        value["spent"] = json!(minutes(budget.spent));
        value["left"] = json!(minutes(budget.allowed - budget.spent));
        value
    });
    budgets.collect()
}

/// The downtime for spreadsheets: minutes and percent, one row per group and service.
pub fn sheet(workspace: &Workspace, downtime: &Downtime) -> Rows {
    let head = ["group", "from", "until", "service", "down", "lost", "availability"];
    let whole = [(None, &downtime.all)].into_iter();
    let groups = downtime.groups.iter().map(|(name, account)| (name.clone(), account));
    let accounts: Vec<(Option<String>, &Account)> = match downtime.groups.is_empty() {
        true => whole.collect(),
        false => groups.collect(),
    };
    let rows = accounts.into_iter().flat_map(|(name, account)| {
        let time = window_view(workspace, account.window);
        let text = |key: &str| time[key].as_str().unwrap_or_default().to_owned();
        let start = [name.unwrap_or_default(), text("from"), text("until")];
        account.services.iter().map(move |(service, total)| {
            let mut row = start.to_vec();
            row.extend([
                service.clone(),
                total.down.to_string(),
                minutes(total.lost).to_string(),
                (account.availability(*total) as f64 / 1e6).to_string(),
            ]);
            row
        })
    });
    [head.map(str::to_owned).to_vec()].into_iter().chain(rows).collect()
}

/// The budgets for spreadsheets: minutes.
pub fn budget_sheet(workspace: &Workspace, budgets: &[Budget]) -> Rows {
    let head = [
        "service",
        "name",
        "objective",
        "from",
        "until",
        "budget",
        "spent",
        "left",
    ];
    let rows = budgets.iter().map(|budget| {
        let time = window_view(workspace, budget.window);
        let text = |key: &str| time[key].as_str().unwrap_or_default().to_owned();
        vec![
            workspace.record(budget.service).id.clone(),
            budget.objective.name.clone(),
            budget.objective.percent.to_string(),
            text("from"),
            text("until"),
            minutes(budget.allowed).to_string(),
            minutes(budget.spent).to_string(),
            minutes(budget.allowed - budget.spent).to_string(),
        ]
    });
    [head.map(str::to_owned).to_vec()].into_iter().chain(rows).collect()
}

#[cfg(test)]
mod tests {
    use super::{days, hours, percent};

    #[test]
    fn nothing_is_rounded_to_what_it_is_not() {
        for (millionths, expected) in [
            (0, "0m"),
            (1, "<1m"),
            (499_999, "<1m"),
            (500_000, "1m"),
            (90_400_000, "1h 30m"),
            (-67_000_000, "-1h 7m"),
            (-1, "-<1m"),
        ] {
            assert_eq!(hours(millionths), expected);
        }
        assert_eq!(percent(100_000_000), "100.000 %");
        assert_eq!(percent(99_999_999), "99.999 %");
        assert_eq!(percent(0), "0.000 %");
        assert_eq!((days(43_200), days(61)), ("30d".to_owned(), "1h 1m".to_owned()));
    }
}
