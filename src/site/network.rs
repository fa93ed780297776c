//! Records that have to do with each other, as a picture: boxes that lead to their pages, and lines between them.

use crate::model::graph::Edge as Tie;
use crate::model::record::RecordId;
use crate::site::frame::item;
use crate::site::picture::graph::{Edge, Graph, Node, Picture, Stroke, draw};
use crate::site::plan::Plan;
use crate::text::path::RepoPath;
use std::collections::{BTreeMap, BTreeSet};

/// What is drawn.
pub(crate) struct Network<'t> {
    /// The name of the picture, of which a page has one.
    pub id: String,
    /// What it shows, for readers who do not see it.
    pub title: String,
    /// The record on whose page it stands.
    pub current: Option<RecordId>,
    /// The boxes.
    pub nodes: BTreeSet<RecordId>,
    /// The lines; one of which an end is no box is left out.
    pub ties: Vec<&'t Tie>,
}

/// The picture for the page at an address; `None` where nothing can be drawn.
pub(crate) fn picture(plan: &Plan, at: &RepoPath, network: Network<'_>) -> Option<Picture> {
    let places: BTreeMap<RecordId, usize> = network.nodes.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let node = |&id: &RecordId| {
        let item = item(plan, at, id);
        Node {
            eyebrow: item.id,
            title: item.text,
            chip: item.chip,
            href: item.href,
            is_current: network.current == Some(id),
        }
    };
    let edge = |tie: &&Tie| {
        Some(Edge {
            from: *places.get(&tie.from)?,
            to: *places.get(&tie.to)?,
            label: tie.tie.words(),
            stroke: Stroke::of(&tie.tie),
        })
    };
    draw(Graph {
        nodes: network.nodes.iter().map(node).collect(),
        edges: network.ties.iter().filter_map(edge).collect(),
        id: network.id.into(),
        title: network.title,
    })
}
