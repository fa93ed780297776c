//! What the page of one kind's record shows beside what every record's page shows: a picture, a list of steps, a table.
//!
//! A kind's room hands over the name of a template and what to fill it with; this file knows none of them but by its table.

use crate::model::record::RecordId;
use crate::site::incidents;
use crate::site::plan::Plan;
use crate::text::path::RepoPath;
use serde::Serialize;

/// A part of a record's page.
#[derive(Serialize)]
pub(crate) struct Panel {
    /// Its template, which finds the panel under the name `panel`.
    pub template: &'static str,
    /// Where on the page it stands.
    pub place: Place,
    /// What the template is filled with.
    pub data: serde_json::Value,
}

/// Where a panel stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Place {
    /// Before the facts.
    First,
    /// Between the facts and the text.
    Above,
    /// Between the text and what refers to the record.
    Below,
}

/// Makes the panels of a record for its page at an address.
type Maker = fn(&Plan, RecordId, &RepoPath) -> Vec<Panel>;

/// Which room makes panels for which kind.
const MAKERS: &[(&str, Maker)] = &[(incidents::KIND, incidents::panel::panels)];

/// All panels of a record's page, in the order of the table.
pub(crate) fn panels(plan: &Plan, id: RecordId, at: &RepoPath) -> Vec<Panel> {
    let kind = &plan.workspace.kind_of(plan.workspace.record(id)).name;
    let makers = MAKERS.iter().filter(|(name, _)| name == kind);
    makers.flat_map(|(_, maker)| maker(plan, id, at)).collect()
}
