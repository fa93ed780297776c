//! Decisions that have to do with each other, as pictures: all of them set by set, and those around one.

use crate::model::record::RecordId;
use crate::site::decisions::place::{graph_of, index_of, name_of};
use crate::site::frame::{Frame, Room, frame};
use crate::site::network::{Network, picture};
use crate::site::panel::{Panel, Place};
use crate::site::picture::graph::Picture;
use crate::site::plan::Plan;
use crate::site::press::Press;
use crate::site::sheet::Sheet;
use crate::site::urls::href;
use crate::text::path::RepoPath;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Decisions that the picture around one has at most where it goes two steps far, and where it goes one.
const AROUND: [(usize, usize); 2] = [(2, 9), (1, 24)];
/// Decisions that the picture of a set has: what was decided last, where there are more.
const BOXES: usize = 150;

/// The context of `decisions-graph.html`.
#[derive(Serialize)]
struct Page {
    frame: Frame,
    /// The list of the decisions.
    list: String,
    sets: Vec<Set>,
}

/// The picture of a set.
#[derive(Serialize)]
struct Set {
    /// Its name; empty where there is but one.
    label: String,
    picture: Picture,
    /// Decisions of it that the picture has no room for.
    left_out: usize,
}

/// The data of the panel `decision.html`.
#[derive(Serialize)]
struct Data {
    picture: Picture,
    /// The picture of all.
    whole: String,
}

/// The page, where decisions have to do with each other.
pub(super) fn sheets<'p>(plan: &'p Plan<'p>, press: &'p Press) -> Vec<Sheet<'p>> {
    let page = |at: RepoPath| Sheet::new(at.clone(), move || press.fill("decisions-graph.html", &make(plan, &at)));
    graph_of(plan).map(page).into_iter().collect()
}

fn make(plan: &Plan, at: &RepoPath) -> Page {
    let kind = index_of(plan).unwrap_or_default();
    let mut clusters: BTreeMap<usize, Vec<BTreeSet<RecordId>>> = BTreeMap::new();
    for cluster in plan.ties().clusters() {
        if let Some(&first) = cluster.first() {
            clusters
                .entry(plan.workspace.record(first).set)
                .or_default()
                .push(cluster);
        }
    }
    let are_several = clusters.len() > 1;
    let sets = clusters.into_iter().filter_map(|(set, clusters)| {
        let (shown, left_out) = fitting(clusters);
        let name = name_of(&plan.workspace.sets[set]);
        let network = Network {
            id: format!("page:set-{set}"),
            title: format!("Decisions of {name} that have to do with each other"),
            current: None,
            ties: plan.ties().among(&shown),
            nodes: shown,
        };
        Some(Set {
            label: if are_several { name } else { String::new() },
            picture: picture(plan, at, network)?,
            left_out,
        })
    });
    let sets = sets.collect();
    Page {
        frame: frame(plan, at, Room::Kind(kind), "How decisions hang together"),
        list: href(at, &plan.addresses.index(kind)),
        sets,
    }
}

/// Whole clusters as long as there is room for them, the youngest first; and how many decisions are left out.
fn fitting(mut clusters: Vec<BTreeSet<RecordId>>) -> (BTreeSet<RecordId>, usize) {
    clusters.sort_by_key(|cluster| std::cmp::Reverse(cluster.last().copied()));
    let (mut shown, mut left_out) = (BTreeSet::new(), 0);
    for cluster in clusters {
        match shown.len() + cluster.len() <= BOXES {
            true => shown.extend(cluster),
            false => left_out += cluster.len(),
        }
    }
    (shown, left_out)
}

/// The decisions around one, two steps far where those are few.
pub(crate) fn panels(plan: &Plan, id: RecordId, at: &RepoPath) -> Vec<Panel> {
    let ties = plan.ties();
    let fits = |&(steps, most): &(usize, usize)| {
        let shown = ties.around(id, steps);
        (shown.len() <= most).then_some(shown)
    };
    let found = || {
        let nodes = AROUND.iter().filter(|_| ties.has(id)).find_map(fits)?;
        let network = Network {
            id: "page:decisions".to_owned(),
            title: format!("Decisions around {}", plan.workspace.record(id).name()),
            current: Some(id),
            ties: ties.among(&nodes),
            nodes,
        };
        let data = Data {
            picture: picture(plan, at, network)?,
            whole: href(at, &graph_of(plan)?),
        };
        Panel::new("decision.html", Place::Below, &data)
    };
    found().into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::{BOXES, fitting};
    use crate::model::record::RecordId;

    #[test]
    fn the_youngest_clusters_are_shown_where_there_is_no_room_for_all() {
        let cluster = |from: u32, to: u32| (from..to).map(RecordId).collect();
        let most = BOXES as u32;
        let (shown, left_out) = fitting(vec![cluster(0, 3), cluster(3, most), cluster(1000, 1002)]);
        assert!(shown.contains(&RecordId(1000)) && shown.contains(&RecordId(3)) && !shown.contains(&RecordId(0)));
        assert_eq!((shown.len(), left_out), (BOXES - 1, 3));
    }
}
