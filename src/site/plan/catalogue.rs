//! What has to do with which service: looked up once for all of them. It knows records, no pages.

use crate::model::alerts::coverage::Coverage;
use crate::model::graph::{Extent, Graph, Mentions};
use crate::model::incidents::budget::Budget;
use crate::model::kind_names::SERVICE;
use crate::model::record::{RecordId, Target};
use crate::model::workspace::Workspace;
use crate::site::plan::backstage;
use crate::site::plan::ties::Ties;
use std::collections::{BTreeMap, BTreeSet};

/// Everything about all services.
#[derive(Debug)]
pub(crate) struct Catalogue {
    /// Which alert leads to which runbook, and what both are about.
    pub coverage: Coverage,
    /// What the services have to do with each other.
    pub ties: Ties,
    /// What else each has to do with.
    about: BTreeMap<RecordId, About>,
    /// What is left of what services may be down; only where incidents tell.
    budgets: BTreeMap<RecordId, Vec<Budget>>,
    /// The services by their ids; of several with one id the first.
    by_id: BTreeMap<String, RecordId>,
}

/// What one service has to do with.
#[derive(Debug, Default)]
pub(crate) struct About {
    /// Records that are no services, by the index of their kind, in their order.
    pub records: BTreeMap<usize, Vec<RecordId>>,
    /// Indices into the alerts of the workspace.
    pub alerts: Vec<usize>,
}

impl Catalogue {
    /// Looks through a repository, whose incidents leave this of the budgets.
    pub(crate) fn of(workspace: &Workspace, left: &[Budget]) -> Catalogue {
        let coverage = Coverage::of(workspace);
        let mut ties = Graph::of(workspace, SERVICE, (Extent::All, Mentions::Leave)).edges;
        ties.extend(backstage::ties(workspace, SERVICE));
        let about = about(workspace, &coverage);
        let mut budgets: BTreeMap<RecordId, Vec<Budget>> = BTreeMap::new();
        for budget in left {
            budgets.entry(budget.service).or_default().push(budget.clone());
        }
        let mut by_id = BTreeMap::new();
        for (id, record) in workspace.of_kind(SERVICE) {
            by_id.entry(record.id.clone()).or_insert(id);
        }
        Catalogue {
            coverage,
            ties: Ties::new(ties),
            about,
            budgets,
            by_id,
        }
    }

    /// The service with an id.
    pub(crate) fn service(&self, id: &str) -> Option<RecordId> {
        self.by_id.get(id).copied()
    }

    /// What a service may be down, and was.
    pub(crate) fn budgets(&self, service: RecordId) -> &[Budget] {
        self.budgets.get(&service).map_or(&[], Vec::as_slice)
    }

    /// What a service has to do with, where there is anything.
    pub(crate) fn about(&self, service: RecordId) -> Option<&About> {
        self.about.get(&service)
    }
}

fn about(workspace: &Workspace, coverage: &Coverage) -> BTreeMap<RecordId, About> {
    let is_service = |id: RecordId| workspace.kind_of(workspace.record(id)).name == SERVICE;
    let mut found: BTreeMap<RecordId, BTreeSet<RecordId>> = BTreeMap::new();
    for (id, record) in workspace.iter() {
        let is_one = is_service(id);
        for reference in &record.references {
            let Target::Record(other) = reference.target else {
                continue;
            };
            match (is_one, is_service(other)) {
                (true, false) => found.entry(id).or_default().insert(other),
                (false, true) => found.entry(other).or_default().insert(id),
                _ => continue,
            };
        }
    }
    let mut about: BTreeMap<RecordId, About> = BTreeMap::new();
    for row in &coverage.services {
        found.entry(row.record).or_default().extend(&row.runbooks);
        if !row.alerts.is_empty() {
            about.entry(row.record).or_default().alerts.clone_from(&row.alerts);
        }
    }
    for (service, others) in found {
        for other in others {
            let kind = workspace.record(other).kind;
            let records = &mut about.entry(service).or_default().records;
            records.entry(kind).or_default().push(other);
        }
    }
    about
}
