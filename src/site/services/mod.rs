//! The services: their catalogue, and what the page of each shows beside its facts.

mod list;
mod neighbours;
pub(crate) mod panels;

use crate::site::plan::Plan;
use crate::site::press::Press;
use crate::site::sheet::Sheet;

/// The catalogue, where there are services.
pub(crate) fn sheets<'p>(plan: &'p Plan<'p>, press: &'p Press) -> Vec<Sheet<'p>> {
    let kinds = (0..plan.workspace.kinds.len()).filter(|&kind| list::is_here(plan, kind));
    kinds
        .map(|kind| {
            Sheet::new(plan.addresses.index(kind), move || {
                press.fill("services.html", &list::make(plan, kind))
            })
        })
        .collect()
}
