//! In which zone the times of an incident stand that have no offset. That they have none stays a fact of the record.

use crate::model::record::Record;
use crate::model::time::Moment;
use crate::model::workspace::Workspace;
use crate::model::zone::Zone;

/// The zone of times without offset: what the record says of it, else the repository's settings; `None` where neither
/// says anything that can be understood.
pub fn zone_of(workspace: &Workspace, record: &Record) -> Option<Zone> {
    let stated = record.text("timezone").and_then(Zone::parse);
    stated.or_else(|| Zone::parse(workspace.settings.timezone.as_deref()?))
}

/// A time of the record with the offset that it has there, where a zone is known.
pub fn resolved(workspace: &Workspace, record: &Record, moment: &Moment) -> Moment {
    match zone_of(workspace, record) {
        Some(zone) => moment.in_zone(&zone),
        None => moment.clone(),
    }
}
