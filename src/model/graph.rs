//! How the records of one kind hang together: what took the place of what, what changed what, what names what.
//!
//! It knows nothing of pictures; those are drawn in `report/`.

use crate::model::links::Origin;
use crate::model::record::{RecordId, Target};
use crate::model::workspace::Workspace;
use crate::text::span::FileId;
use std::collections::{BTreeMap, BTreeSet};

/// What an edge says of its two records.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tie {
    /// The second took the place of the first.
    Supersession,
    /// The second changed the first.
    Amendment,
    /// The second explained the first.
    Clarification,
    /// The first names the second in this field.
    Other(String),
    /// A link in the text of the second leads to the first.
    Mention,
}

/// Two records that have to do with each other; where one followed the other, from the old to the new.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edge {
    /// The old one.
    pub from: RecordId,
    /// The new one.
    pub to: RecordId,
    /// What it is.
    pub tie: Tie,
}

/// Records and their ties.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Graph {
    /// In the workspace's order.
    pub nodes: Vec<RecordId>,
    /// Sorted; none twice, whether one end says it or both.
    pub edges: Vec<Edge>,
    /// Records of the kind that are not shown.
    pub left_out: usize,
    /// References that should lead to a record of the kind, and lead to none or to several.
    pub unclear: usize,
}

/// Whether links in the texts count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mentions {
    /// Only what the fields of the records say counts.
    Leave,
    /// A link from one record to another counts, where no field says more of the two.
    Count,
}

/// How much is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Records that have to do with another.
    Related,
    /// All records.
    All,
    /// One record and those that are at most so many steps away, in any direction.
    Around(RecordId, usize),
}

impl Tie {
    /// What a field's references say: the tie, and whether the record that has the field is the new one.
    fn of(field: &str) -> (Tie, bool) {
        match field {
            "supersedes" => (Tie::Supersession, true),
            "superseded-by" => (Tie::Supersession, false),
            "amends" => (Tie::Amendment, true),
            "amended-by" => (Tie::Amendment, false),
            "clarifies" => (Tie::Clarification, true),
            "clarified-by" => (Tie::Clarification, false),
            other => (Tie::Other(other.to_owned()), false),
        }
    }

    /// How it is read along the edge.
    pub fn words(&self) -> String {
        match self {
            Tie::Supersession => "superseded by".to_owned(),
            Tie::Amendment => "amended by".to_owned(),
            Tie::Clarification => "clarified by".to_owned(),
            Tie::Mention => "mentioned in".to_owned(),
            Tie::Other(field) if field == "relates" => "relates to".to_owned(),
            Tie::Other(field) => field.replace('-', " "),
        }
    }

    /// Whether it has a direction: of two records that relate to each other neither is the first.
    pub fn is_directed(&self) -> bool {
        !matches!(self, Tie::Other(field) if field == "relates")
    }
}

impl Graph {
    /// The graph of the kind of this name.
    pub fn of(workspace: &Workspace, kind: &str, (extent, mentions): (Extent, Mentions)) -> Graph {
        let mut graph = Graph::default();
        let mut edges = BTreeSet::new();
        for (id, record) in workspace.of_kind(kind) {
            for reference in &record.references {
                let is_asked = reference.kind.as_deref().is_none_or(|wanted| wanted == kind);
                let (tie, is_new) = Tie::of(&reference.field);
                match reference.target {
                    Target::Record(other) if other == id || !is_of(workspace, other, kind) => {}
                    Target::Record(other) => {
                        let is_turned = is_new || (!tie.is_directed() && other < id);
                        let (from, to) = if is_turned { (other, id) } else { (id, other) };
                        edges.insert(Edge { from, to, tie });
                    }
                    Target::Nothing(_) | Target::Ambiguous(_) if is_asked => graph.unclear += 1,
                    _ => {}
                }
            }
        }
        if mentions == Mentions::Count {
            let known: BTreeSet<(RecordId, RecordId)> = edges.iter().map(|edge: &Edge| (edge.from, edge.to)).collect();
            let is_new = |edge: &Edge| !known.contains(&(edge.from, edge.to)) && !known.contains(&(edge.to, edge.from));
            edges.extend(self::mentions(workspace, kind).filter(is_new));
        }
        graph.edges = edges.into_iter().collect();
        let all: Vec<RecordId> = workspace.of_kind(kind).map(|(id, _)| id).collect();
        let shown: BTreeSet<RecordId> = match extent {
            Extent::All => all.iter().copied().collect(),
            Extent::Related => graph.edges.iter().flat_map(|edge| [edge.from, edge.to]).collect(),
            Extent::Around(id, steps) => graph.around(id, steps),
        };
        graph
            .edges
            .retain(|edge| shown.contains(&edge.from) && shown.contains(&edge.to));
        graph.left_out = all.len() - shown.len();
        graph.nodes = shown.into_iter().collect();
        graph
    }

    /// The records that can be reached from one in so many steps.
    fn around(&self, id: RecordId, steps: usize) -> BTreeSet<RecordId> {
        let mut beside: BTreeMap<RecordId, Vec<RecordId>> = BTreeMap::new();
        for edge in &self.edges {
            beside.entry(edge.from).or_default().push(edge.to);
            beside.entry(edge.to).or_default().push(edge.from);
        }
        let mut reached = BTreeSet::from([id]);
        let mut edge_of_reach = vec![id];
        for _ in 0..steps {
            let next = edge_of_reach.iter().filter_map(|id| beside.get(id)).flatten().copied();
            let next: BTreeSet<RecordId> = next.collect();
            edge_of_reach = next.into_iter().filter(|id| reached.insert(*id)).collect();
            if edge_of_reach.is_empty() {
                break;
            }
        }
        reached
    }

    /// The longest row of records of which each took the place of the one before; empty where none did.
    pub fn longest_succession(&self) -> Vec<RecordId> {
        let is_wanted = |edge: &&Edge| edge.tie == Tie::Supersession;
        // Only from lower to higher places, so that a circle has no say.
        let mut edges: Vec<&Edge> = self
            .edges
            .iter()
            .filter(is_wanted)
            .filter(|edge| edge.from < edge.to)
            .collect();
        edges.sort_by_key(|edge| (edge.to, edge.from));
        let mut best: BTreeMap<RecordId, (usize, RecordId)> = BTreeMap::new();
        for edge in edges {
            let length = best.get(&edge.from).map_or(1, |(length, _)| *length) + 1;
            let known = best.entry(edge.to).or_insert((length, edge.from));
            if length > known.0 {
                *known = (length, edge.from);
            }
        }
        // Of equally long ones the first.
        let end = best
            .iter()
            .max_by_key(|(id, (length, _))| (*length, std::cmp::Reverse(**id)));
        let mut chain: Vec<RecordId> = end.map(|(id, _)| *id).into_iter().collect();
        while let Some((_, before)) = chain.last().and_then(|id| best.get(id)) {
            chain.push(*before);
        }
        chain.reverse();
        chain
    }
}

/// The links in the texts of a kind's records that lead to others of them.
fn mentions<'a>(workspace: &'a Workspace, kind: &'a str) -> impl Iterator<Item = Edge> + 'a {
    let files: BTreeMap<FileId, RecordId> = workspace.of_kind(kind).map(|(id, record)| (record.file, id)).collect();
    let texts = workspace.links.iter().filter(|link| link.origin == Origin::Text);
    texts.filter_map(move |link| {
        let (to, from) = (*files.get(&link.span.file)?, *files.get(&link.target.file()?)?);
        let tie = Tie::Mention;
        (from != to).then_some(Edge { from, to, tie })
    })
}

fn is_of(workspace: &Workspace, id: RecordId, kind: &str) -> bool {
    workspace.kind_of(workspace.record(id)).name == kind
}

#[cfg(test)]
mod tests {
    use super::{Edge, Graph, Tie};
    use crate::model::record::RecordId;

    fn graph(edges: &[(u32, u32)]) -> Graph {
        Graph {
            edges: edges
                .iter()
                .map(|&(from, to)| Edge {
                    from: RecordId(from),
                    to: RecordId(to),
                    tie: Tie::Supersession,
                })
                .collect(),
            ..Graph::default()
        }
    }

    #[test]
    fn the_longest_row_is_found_and_circles_end() {
        let longest = |edges: &[(u32, u32)]| {
            graph(edges)
                .longest_succession()
                .iter()
                .map(|id| id.0)
                .collect::<Vec<_>>()
        };
        assert_eq!(longest(&[(1, 2), (2, 5), (3, 5), (5, 7), (8, 9)]), [1, 2, 5, 7]);
        assert_eq!(longest(&[(1, 2), (2, 1)]), [1, 2]);
        assert!(longest(&[]).is_empty());
    }

    #[test]
    fn neighbours_are_reached_both_ways() {
        let graph = graph(&[(1, 2), (2, 3), (4, 3), (5, 6)]);
        let around = |steps| {
            graph
                .around(RecordId(2), steps)
                .iter()
                .map(|id| id.0)
                .collect::<Vec<_>>()
        };
        assert_eq!(around(0), [2]);
        assert_eq!(around(1), [1, 2, 3]);
        assert_eq!(around(9), [1, 2, 3, 4]);
    }
}
