//! The pages of records.

pub(crate) mod account;
pub(crate) mod facts;
pub(crate) mod history;
pub(crate) mod makers;
pub(crate) mod page;
pub(crate) mod ways;

use crate::model::record::RecordId;
use crate::site::plan::Plan;
use crate::site::press::Press;
use crate::site::sheet::Sheet;

/// A page for every record.
pub(crate) fn sheets<'p>(plan: &'p Plan<'p>, press: &'p Press) -> Vec<Sheet<'p>> {
    let ids = (0..plan.workspace.records.len()).map(|index| RecordId(index as u32));
    ids.map(|id| {
        Sheet::new(plan.record_at(id), move || {
            let made = page::make(plan, id);
            press.fill_with("record.html", (&made.page, made.assets))
        })
    })
    .collect()
}
