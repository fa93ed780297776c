//! The pages about incidents: their list by month and by service, their numbers, and what each one's own page shows of its
//! course. It counts with the model and judges nothing.

mod counts;
mod course;
mod drawing;
mod figures;
mod line;
mod list;
pub(crate) mod panel;
mod services;
mod statistics;

use crate::model::kind_names::INCIDENT;
use crate::site::plan::Plan;
use crate::site::press::Press;
use crate::site::sheet::{Printed, Sheet};
use crate::site::urls::fixed;
use crate::text::path::RepoPath;

/// The lists, and the numbers.
pub(crate) fn sheets<'p>(plan: &'p Plan<'p>, press: &'p Press) -> Vec<Sheet<'p>> {
    let found = plan.workspace.kinds.iter().position(|kind| kind.name == INCIDENT);
    let Some(kind) = found.filter(|&kind| !plan.by_kind[kind].is_empty()) else {
        return Vec::new();
    };
    let numbers = address(plan, kind, "statistics");
    let mut sheets = vec![
        Sheet::new(plan.addresses.index(kind), move || {
            press.fill("incidents.html", &list::make(plan, kind))
        }),
        Sheet::new(figures::address(&numbers), move || {
            Ok(Printed::from(figures::make(plan, kind)))
        }),
        Sheet::new(numbers, move || {
            press.fill("incident-statistics.html", &statistics::make(plan, kind))
        }),
    ];
    let records = plan.by_kind[kind].iter().map(|&id| plan.workspace.record(id));
    if records.flat_map(|record| record.refers("services")).next().is_some() {
        sheets.push(Sheet::new(address(plan, kind, "services"), move || {
            press.fill("incident-services.html", &services::make(plan, kind))
        }));
    }
    sheets
}

/// A page about all incidents, in a folder of its own: no record can have its name.
fn address(plan: &Plan, kind: usize, page: &str) -> RepoPath {
    let folder = plan.addresses.index(kind).parent();
    fixed(&format!("{folder}/{page}/index.html"))
}
