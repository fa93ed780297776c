//! Services that have to do with each other, as a graph: those around one, or all.

use crate::model::graph::Edge as Tied;
use crate::model::record::RecordId;
use crate::site::network::{Network, picture};
use crate::site::picture::graph::Picture;
use crate::site::plan::Plan;
use crate::text::path::RepoPath;
use std::collections::BTreeSet;

/// The name of the picture on its page.
const ID: &str = "page:services";
/// Services that the picture of all has at most; more are a tangle.
const MOST: usize = 60;
/// Width of the column of a page's text.
const COLUMN: f64 = 684.0;
/// Services that the picture around one has at most where it goes two steps far, and where it goes one.
const AROUND: [(usize, usize); 2] = [(2, 8), (1, 24)];

/// The services around one, two steps far where those are few; nothing where there are none, or too many.
pub(crate) fn around(plan: &Plan, id: RecordId, at: &RepoPath) -> Option<Picture> {
    let catalogue = plan.catalogue();
    let name = plan.workspace.record(id).name();
    let drawn = |&(steps, most): &(usize, usize)| {
        let nodes = catalogue.ties.around(id, steps);
        if nodes.len() > most {
            return None;
        }
        // Of one step the service's own lines: what its neighbours have to do with each other is on their pages.
        let starts: Vec<RecordId> = if steps == 1 {
            vec![id]
        } else {
            nodes.iter().copied().collect()
        };
        let ties = starts.iter().flat_map(|&one| catalogue.ties.of(one));
        let ties: BTreeSet<&Tied> = ties
            .filter(|tie| nodes.contains(&tie.from) && nodes.contains(&tie.to))
            .collect();
        let network = Network {
            id: ID.to_owned(),
            title: format!("Services around {name}"),
            current: Some(id),
            nodes,
            ties: ties.into_iter().collect(),
        };
        picture(plan, at, network).filter(|picture| steps == 1 || picture.width() <= COLUMN)
    };
    AROUND.iter().find_map(drawn)
}

/// All services that have to do with another; nothing where there are none, or too many.
pub(crate) fn all(plan: &Plan, at: &RepoPath) -> Option<Picture> {
    let ties = &plan.catalogue().ties;
    let nodes: BTreeSet<RecordId> = ties.all().flat_map(|tie| [tie.from, tie.to]).collect();
    let network = Network {
        id: ID.to_owned(),
        title: "What depends on what".to_owned(),
        current: None,
        nodes,
        ties: ties.all().collect(),
    };
    if network.nodes.len() > MOST {
        return None;
    }
    picture(plan, at, network)
}
