//! What the site shows of decisions: the timeline that is their list, and how they took each other's place.

pub(crate) mod graph;
mod place;
mod timeline;

use crate::site::plan::Plan;
use crate::site::press::Press;
use crate::site::sheet::Sheet;

/// The pages.
pub(crate) fn sheets<'p>(plan: &'p Plan<'p>, press: &'p Press) -> Vec<Sheet<'p>> {
    let mut sheets = timeline::sheets(plan, press);
    sheets.extend(graph::sheets(plan, press));
    sheets
}
