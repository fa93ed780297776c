//! What has to do with which service: looked up once for all of them. It knows records, no pages.

use crate::model::graph::{Edge, Extent, Graph, Mentions};
use crate::model::record::RecordId;
use crate::model::workspace::Workspace;
use std::collections::{BTreeMap, BTreeSet};

/// The kind.
pub(crate) const SERVICE: &str = "service";

/// Everything about all services.
#[derive(Debug, Default)]
pub(crate) struct Catalogue {
    /// What the services have to do with each other.
    pub ties: Vec<Edge>,
    /// Where each service stands in the ties.
    places: BTreeMap<RecordId, Vec<usize>>,
}

impl Catalogue {
    /// Looks through a repository.
    pub(crate) fn of(workspace: &Workspace) -> Catalogue {
        let ties = Graph::of(workspace, SERVICE, (Extent::All, Mentions::Leave)).edges;
        let mut places: BTreeMap<RecordId, Vec<usize>> = BTreeMap::new();
        for (at, tie) in ties.iter().enumerate() {
            places.entry(tie.from).or_default().push(at);
            places.entry(tie.to).or_default().push(at);
        }
        Catalogue { ties, places }
    }

    /// The ties in which a service has a part.
    pub(crate) fn ties_of(&self, service: RecordId) -> impl Iterator<Item = &Edge> {
        let places = self.places.get(&service).map_or(&[][..], Vec::as_slice);
        places.iter().map(|&at| &self.ties[at])
    }

    /// The services that are at most so many steps away from one, itself included, in their order.
    pub(crate) fn around(&self, service: RecordId, steps: usize) -> BTreeSet<RecordId> {
        let mut reached = BTreeSet::from([service]);
        let mut last = vec![service];
        for _ in 0..steps {
            let ties = last.iter().flat_map(|&id| self.ties_of(id));
            let next: BTreeSet<RecordId> = ties.flat_map(|tie| [tie.from, tie.to]).collect();
            last = next.into_iter().filter(|id| reached.insert(*id)).collect();
        }
        reached
    }
}
