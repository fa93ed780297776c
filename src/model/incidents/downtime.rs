//! How long services were down: the union of the stretches in which they were hurt, over a window or its parts.

use crate::model::incidents::group::By;
use crate::model::incidents::hurt::{Hurt, Hurts};
use crate::model::incidents::union::{Stretch, Total, WHOLE, apart};
use crate::model::incidents::window::{Window, zone_of};
use crate::model::record::RecordId;
use crate::model::workspace::Workspace;
use std::collections::BTreeMap;

/// How long services were down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Downtime {
    /// Over the whole window.
    pub all: Account,
    /// By severity, month or quarter, in the order of their names; what belongs to none stands last, under no name.
    pub groups: Vec<(Option<String>, Account)>,
}

/// How long services were down in some time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The time.
    pub window: Window,
    /// The services that were hurt in it, by their ids.
    pub services: Vec<(String, Total)>,
}

impl Downtime {
    /// The downtime of services in a window. By service there is nothing to divide: each stands for itself.
    pub fn of(workspace: &Workspace, hurts: &Hurts, (window, by): (Window, Option<By>)) -> Downtime {
        let all: Vec<&Hurt> = hurts.hurts.iter().collect();
        let groups = match by {
            None | Some(By::Service) => Vec::new(),
            Some(By::Severity) => {
                let groups = by_severity(workspace, &all).into_iter();
                let groups = groups.map(|((_, name), hurts)| (name, account(window, &hurts)));
                groups.filter(|(_, account)| !account.services.is_empty()).collect()
            }
            Some(by) => by_period(workspace, &all, (window, by)),
        };
        Downtime {
            all: account(window, &all),
            groups,
        }
    }
}

impl Account {
    /// The share of the time in which a service served, in millionths of a percent; none of it is rounded up.
    pub fn availability(&self, total: Total) -> i64 {
        let length = i128::from(self.window.length());
        let good = length * i128::from(WHOLE) - i128::from(total.lost);
        i64::try_from((good * 100).div_euclid(length.max(1))).unwrap_or(0)
    }
}

/// The stretches in which each service was hurt, none on top of another.
pub(crate) fn by_service<'h>(hurts: &[&'h Hurt]) -> BTreeMap<&'h str, Vec<Stretch>> {
    let mut found: BTreeMap<&str, Vec<Stretch>> = BTreeMap::new();
    for hurt in hurts {
        found.entry(&hurt.service).or_default().push(hurt.stretch);
    }
    found.values_mut().for_each(|stretches| *stretches = apart(stretches));
    found
}

fn account(window: Window, hurts: &[&Hurt]) -> Account {
    let services = by_service(hurts).into_iter().map(|(service, stretches)| {
        let inside = stretches
            .into_iter()
            .filter_map(|s| s.within(window.from, window.until));
        (service.to_owned(), Total::of(inside))
    });
    Account {
        window,
        services: services.filter(|(_, total)| total.down > 0).collect(),
    }
}

fn by_severity<'h>(workspace: &Workspace, hurts: &[&'h Hurt]) -> BTreeMap<(bool, Option<String>), Vec<&'h Hurt>> {
    let mut names: BTreeMap<RecordId, Option<String>> = BTreeMap::new();
    let mut groups: BTreeMap<(bool, Option<String>), Vec<&Hurt>> = BTreeMap::new();
    for hurt in hurts {
        let name = names
            .entry(hurt.incident)
            .or_insert_with(|| By::Severity.names(workspace.record(hurt.incident)).pop());
        groups.entry((name.is_none(), name.clone())).or_default().push(hurt);
    }
    groups
}

/// Cuts the stretches of each service where a period ends.
fn by_period(workspace: &Workspace, hurts: &[&Hurt], (window, by): (Window, By)) -> Vec<(Option<String>, Account)> {
    let zone = zone_of(workspace);
    let mut periods: BTreeMap<String, (Window, BTreeMap<String, Total>)> = BTreeMap::new();
    for (service, stretches) in by_service(hurts) {
        for stretch in stretches
            .into_iter()
            .filter_map(|s| s.within(window.from, window.until))
        {
            let mut from = stretch.from;
            while let Some((name, period)) = Window::period(by, from, &zone).filter(|_| from < stretch.until) {
                let (_, services) = periods
                    .entry(name)
                    .or_insert_with(|| (period.and(window), BTreeMap::new()));
                let part = Total::of(stretch.within(from, period.until));
                let total = services.entry(service.to_owned()).or_default();
                total.down += part.down;
                total.lost += part.lost;
                from = period.until;
            }
        }
    }
    let account = |(name, (window, services)): (String, (Window, BTreeMap<String, Total>))| {
        let services = services.into_iter().collect();
        (Some(name), Account { window, services })
    };
    periods.into_iter().map(account).collect()
}
