//! Where the pages of decisions stand, and what their sets are called.

use crate::model::kind_names::DECISION;
use crate::model::sets::RecordSet;
use crate::site::plan::Plan;
use crate::site::urls::fixed;
use crate::text::path::RepoPath;

/// The index of the kind, where there are decisions.
pub(super) fn index_of(plan: &Plan) -> Option<usize> {
    let kind = plan.workspace.kinds.iter().position(|kind| kind.name == DECISION);
    kind.filter(|&kind| !plan.by_kind[kind].is_empty())
}

/// The page of how they hang together; `None` where no decision has to do with another.
pub(super) fn graph_of(plan: &Plan) -> Option<RepoPath> {
    let kind = index_of(plan).filter(|_| !plan.ties().is_empty())?;
    let list = plan.addresses.index(kind);
    Some(fixed(&format!("{}/graph/index.html", list.parent())))
}

/// A set is called as its settings call it; one that was found is its folder.
pub(super) fn name_of(set: &RecordSet) -> String {
    match set.configured {
        Some(_) => set.name.clone(),
        None if set.folder.as_str().is_empty() => set.name.clone(),
        None => set.folder.to_string(),
    }
}
