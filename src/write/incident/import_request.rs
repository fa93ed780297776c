//! What is wanted of an import of incidents. It knows no file.

use crate::model::zone::Zone;

/// What is wanted.
#[derive(Clone, Debug)]
pub struct Request {
    /// The kind of the records.
    pub kind: String,
    /// The set to put them into, where there are several.
    pub set: Option<String>,
    /// The weight of what states none.
    pub severity: String,
    /// The zone in which times are written.
    pub zone: Zone,
    /// Now, in seconds since 1970: the end of an alert that says no end.
    pub now: i64,
}
