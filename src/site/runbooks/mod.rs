//! The runbooks: their list by service and by alert, and what the page of each shows beside its text.

mod alerts;
mod list;
pub(crate) mod panels;

use crate::site::plan::Plan;
use crate::site::press::Press;
use crate::site::sheet::Sheet;

/// The list, where there are runbooks.
pub(crate) fn sheets<'p>(plan: &'p Plan<'p>, press: &'p Press) -> Vec<Sheet<'p>> {
    let kinds = (0..plan.workspace.kinds.len()).filter(|&kind| list::is_here(plan, kind));
    kinds
        .map(|kind| {
            Sheet::new(plan.addresses.index(kind), move || {
                press.fill("runbooks.html", &list::make(plan, kind))
            })
        })
        .collect()
}
