//! Which room makes panels for the pages of which kind.

use crate::model::kind_names::{DECISION, INCIDENT, RUNBOOK, SERVICE};
use crate::model::record::RecordId;
use crate::site::decisions::graph;
use crate::site::incidents::panel::panels as incidents;
use crate::site::panel::Panel;
use crate::site::plan::Plan;
use crate::site::runbooks::panels as runbooks;
use crate::site::services::panels as services;
use crate::text::path::RepoPath;

/// Makes the panels of a record for its page at an address.
type Maker = fn(&Plan, RecordId, &RepoPath) -> Vec<Panel>;

/// Which room makes panels for which kind.
const MAKERS: &[(&str, Maker)] = &[
    (DECISION, graph::panels),
    (INCIDENT, incidents),
    (RUNBOOK, runbooks::panels),
    (SERVICE, services::panels),
];

/// All panels of a record's page, in the order of the table.
pub(crate) fn panels(plan: &Plan, id: RecordId, at: &RepoPath) -> Vec<Panel> {
    let kind = &plan.workspace.kind_of(plan.workspace.record(id)).name;
    let makers = MAKERS.iter().filter(|(name, _)| name == kind);
    makers.flat_map(|(_, maker)| maker(plan, id, at)).collect()
}
