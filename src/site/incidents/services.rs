//! The incidents by the services that they hurt.

use crate::model::record::{RecordId, Target};
use crate::site::frame::{Frame, Room, frame};
use crate::site::incidents::address;
use crate::site::incidents::line::{Line, Pointer, line};
use crate::site::incidents::list::Has;
use crate::site::plan::Plan;
use crate::site::urls::{Subject, href};
use crate::site::words::took;
use crate::text::fold::fold;
use crate::text::template::slug;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The context of `incident-services.html`.
#[derive(Serialize)]
pub(crate) struct Page {
    frame: Frame,
    list: String,
    statistics: String,
    services: Vec<Service>,
    /// How many incidents name none.
    nameless: usize,
    has: Has,
}

#[derive(Serialize)]
struct Service {
    anchor: String,
    name: Pointer,
    /// How long it was down; empty where nothing is known.
    down: String,
    lines: Vec<Line>,
}

/// Makes the page.
pub(crate) fn make(plan: &Plan, kind: usize) -> Page {
    let at = address(plan, kind, "services");
    let workspace = plan.workspace;
    let mut by_name: BTreeMap<String, (Pointer, Vec<RecordId>)> = BTreeMap::new();
    let mut nameless = 0;
    for &id in &plan.by_kind[kind] {
        let mut is_named = false;
        for reference in workspace.record(id).refers_once("services") {
            is_named = true;
            let (key, pointer) = match reference.target {
                Target::Record(service) => (
                    workspace.record(service).id.clone(),
                    Pointer {
                        text: plan.name(Subject::Record(service)),
                        href: href(&at, &plan.record_at(service)),
                    },
                ),
                _ => (
                    reference.raw.trim().to_owned(),
                    Pointer {
                        text: reference.raw.clone(),
                        href: String::new(),
                    },
                ),
            };
            let ids = &mut by_name.entry(fold(&key)).or_insert_with(|| (pointer, Vec::new())).1;
            if ids.last() != Some(&id) {
                ids.push(id);
            }
        }
        nameless += usize::from(!is_named);
    }
    let downtime = plan.down().downtime.as_ref();
    let down: BTreeMap<String, i64> = downtime
        .iter()
        .flat_map(|downtime| &downtime.all.services)
        .map(|(name, total)| (fold(name), total.down))
        .collect();
    let date = |id: &RecordId| workspace.record(*id).date.value().copied();
    let mut services: Vec<Service> = by_name
        .into_iter()
        .map(|(key, (name, mut ids))| {
            ids.sort_by_key(|id| (Reverse(date(id)), *id));
            Service {
                anchor: slug(&key),
                name,
                down: down.get(&key).map(|minutes| took(*minutes)).unwrap_or_default(),
                lines: ids.into_iter().map(|id| line(plan, &at, id)).collect(),
            }
        })
        .collect();
    services.sort_by_key(|service| Reverse(service.lines.len()));
    let has = Has::of(services.iter().flat_map(|service| &service.lines));
    Page {
        frame: frame(plan, &at, Room::Kind(kind), "Incidents by service"),
        list: href(&at, &plan.addresses.index(kind)),
        statistics: href(&at, &address(plan, kind, "statistics")),
        services,
        nameless,
        has,
    }
}
