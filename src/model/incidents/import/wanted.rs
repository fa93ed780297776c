//! What is asked of a reading: which issues count, by which scale, in which zone. It knows no format.

use crate::model::zone::Zone;

/// What is asked of a reading.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The label that makes an issue an incident.
    pub label: String,
    /// The words for weights, worst first.
    pub scale: Vec<String>,
    /// The zone of times that have no offset.
    pub zone: Zone,
}
