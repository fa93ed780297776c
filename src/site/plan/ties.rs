//! What records of one kind have to do with each other: looked up once for all of them. It knows records, no pages.

use crate::model::graph::Edge;
use crate::model::record::RecordId;
use std::collections::{BTreeMap, BTreeSet};

/// What the fields of records say of others. Links in their texts do not count: they say nothing of the two.
#[derive(Debug, Default)]
pub(crate) struct Ties {
    edges: Vec<Edge>,
    /// Where each record stands in the edges.
    places: BTreeMap<RecordId, Vec<usize>>,
}

impl Ties {
    /// Of these edges, each of which counts once.
    pub(super) fn new(mut edges: Vec<Edge>) -> Ties {
        edges.sort_unstable();
        edges.dedup();
        let mut places: BTreeMap<RecordId, Vec<usize>> = BTreeMap::new();
        for (at, edge) in edges.iter().enumerate() {
            places.entry(edge.from).or_default().push(at);
            places.entry(edge.to).or_default().push(at);
        }
        Ties { edges, places }
    }

    /// True where no record says anything of another.
    pub(crate) fn is_empty(&self) -> bool {
        self.edges.is_empty()
    }

    /// All edges, in their order.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Edge> {
        self.edges.iter()
    }

    /// True for a record that has to do with another.
    pub(crate) fn has(&self, id: RecordId) -> bool {
        self.places.contains_key(&id)
    }

    /// The edges between some records, in their order.
    pub(crate) fn among(&self, shown: &BTreeSet<RecordId>) -> Vec<&Edge> {
        let edges = shown.iter().flat_map(|&id| self.of(id));
        let inside = edges.filter(|edge| shown.contains(&edge.from) && shown.contains(&edge.to));
        inside.collect::<BTreeSet<&Edge>>().into_iter().collect()
    }

    /// The records that are at most so many steps away from one, itself included.
    pub(crate) fn around(&self, id: RecordId, steps: usize) -> BTreeSet<RecordId> {
        let mut reached = BTreeSet::from([id]);
        let mut last = vec![id];
        for _ in 0..steps {
            let edges = last.iter().flat_map(|&id| self.of(id));
            let next: BTreeSet<RecordId> = edges.flat_map(|edge| [edge.from, edge.to]).collect();
            last = next.into_iter().filter(|id| reached.insert(*id)).collect();
            if last.is_empty() {
                break;
            }
        }
        reached
    }

    /// The records that hang together, each in one cluster; in the order of their first ones.
    pub(crate) fn clusters(&self) -> Vec<BTreeSet<RecordId>> {
        let mut known: BTreeSet<RecordId> = BTreeSet::new();
        let mut clusters = Vec::new();
        for &id in self.places.keys() {
            if !known.contains(&id) {
                let cluster = self.around(id, usize::MAX);
                known.extend(&cluster);
                clusters.push(cluster);
            }
        }
        clusters
    }

    /// The edges in which a record has a part.
    pub(crate) fn of(&self, id: RecordId) -> impl Iterator<Item = &Edge> {
        let places = self.places.get(&id).map_or(&[][..], Vec::as_slice);
        places.iter().map(|&at| &self.edges[at])
    }
}

#[cfg(test)]
mod tests {
    use super::Ties;
    use crate::model::graph::{Edge, Tie};
    use crate::model::record::RecordId;

    #[test]
    fn what_hangs_together_is_one_cluster() {
        let edge = |(from, to): (u32, u32)| Edge {
            from: RecordId(from),
            to: RecordId(to),
            tie: Tie::Supersession,
        };
        let ties = Ties::new([(1, 2), (2, 5), (3, 4)].map(edge).to_vec());
        let ids = |found: Vec<_>| -> Vec<Vec<u32>> {
            let found = found.into_iter();
            found
                .map(|ids: std::collections::BTreeSet<RecordId>| ids.iter().map(|id| id.0).collect())
                .collect()
        };
        assert_eq!(ids(ties.clusters()), [vec![1, 2, 5], vec![3, 4]]);
        assert_eq!(ids(vec![ties.around(RecordId(1), 1)]), [vec![1, 2]]);
        assert_eq!(ties.among(&ties.around(RecordId(1), 1)).len(), 1);
        assert!(ties.has(RecordId(5)) && !ties.has(RecordId(6)) && !ties.is_empty());
    }
}
