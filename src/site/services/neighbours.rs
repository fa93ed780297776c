//! Services that have to do with each other, as a graph: those around one, or all.

use crate::model::graph::Edge as Tied;
use crate::model::record::RecordId;
use crate::site::frame::item;
use crate::site::picture::graph::{Edge, Graph, Node, Picture, Stroke, draw};
use crate::site::plan::Plan;
use crate::text::path::RepoPath;
use std::collections::{BTreeMap, BTreeSet};

/// Services that the picture around one has at most where it goes two steps far, and where it goes one.
const AROUND: [(usize, usize); 2] = [(2, 8), (1, 24)];

/// The services around one, two steps far where those are few; nothing where there are none, or too many.
pub(crate) fn around(plan: &Plan, id: RecordId, at: &RepoPath) -> Option<Picture> {
    let catalogue = plan.catalogue();
    let fits = |&(steps, most): &(usize, usize)| {
        let shown = catalogue.around(id, steps);
        (shown.len() <= most).then_some(shown)
    };
    let shown = AROUND.iter().find_map(fits)?;
    let ties = shown.iter().flat_map(|&one| catalogue.ties_of(one));
    let ties: BTreeSet<&Tied> = ties
        .filter(|tie| shown.contains(&tie.from) && shown.contains(&tie.to))
        .collect();
    let name = plan.workspace.record(id).name();
    let shown = Shown {
        title: format!("Services around {name}"),
        current: Some(id),
        nodes: shown,
        ties: ties.into_iter().collect(),
    };
    picture(plan, at, shown)
}

struct Shown<'t> {
    title: String,
    current: Option<RecordId>,
    nodes: BTreeSet<RecordId>,
    ties: Vec<&'t Tied>,
}

fn picture(plan: &Plan, at: &RepoPath, shown: Shown) -> Option<Picture> {
    let places: BTreeMap<RecordId, usize> = shown.nodes.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let node = |&id: &RecordId| {
        let item = item(plan, at, id);
        Node {
            eyebrow: item.id,
            title: item.text,
            chip: item.chip,
            href: item.href,
            is_current: shown.current == Some(id),
        }
    };
    let edge = |tie: &&Tied| {
        Some(Edge {
            from: *places.get(&tie.from)?,
            to: *places.get(&tie.to)?,
            label: tie.tie.words(),
            stroke: Stroke::of(&tie.tie),
        })
    };
    draw(Graph {
        id: "page:services",
        nodes: shown.nodes.iter().map(node).collect(),
        edges: shown.ties.iter().filter_map(edge).collect(),
        title: shown.title,
    })
}
