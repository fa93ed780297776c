//! What the page of a service shows beside its facts.

use crate::model::record::RecordId;
use crate::site::picture::graph::Picture;
use crate::site::plan::Plan;
use crate::site::record::panel::{Panel, Place};
use crate::site::services::neighbours::around;
use crate::text::path::RepoPath;
use serde::Serialize;

/// What `service.html` is filled with.
#[derive(Serialize)]
struct Data {
    /// The services around this one.
    picture: Option<Picture>,
}

/// The panels of a service.
pub(crate) fn panels(plan: &Plan, id: RecordId, at: &RepoPath) -> Vec<Panel> {
    let data = Data {
        picture: around(plan, id, at),
    };
    if data.picture.is_none() {
        return Vec::new();
    }
    Panel::new("service.html", Place::Above, &data).into_iter().collect()
}
