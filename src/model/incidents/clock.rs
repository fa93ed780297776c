//! In which zone the times of an incident stand that have no offset. That they have none stays a fact of the record.

use crate::model::fact::Fact;
use crate::model::locate::value_of;
use crate::model::record::Record;
use crate::model::time::Moment;
use crate::model::workspace::Workspace;
use crate::model::zone::Zone;
use crate::model::zone_words::FIELD;
use crate::syntax::node::Node;

/// The times of one record, told in its zone.
#[derive(Clone, Debug)]
pub struct Clock(Option<Zone>);

impl Clock {
    /// The clock of a record.
    pub fn of(workspace: &Workspace, record: &Record) -> Self {
        Clock(zone_of(workspace, record))
    }

    /// The zone, where one is known.
    pub fn zone(&self) -> Option<&Zone> {
        self.0.as_ref()
    }

    /// A time with the offset that it has there, where a zone is known.
    pub fn resolved(&self, moment: &Moment) -> Moment {
        match &self.0 {
            Some(zone) => moment.in_zone(zone),
            None => moment.clone(),
        }
    }

    /// Minutes from one time to another, negative where the other is earlier. `None` where that cannot be told: one is only
    /// a date, or one has an offset and the other has none and no zone is known.
    pub fn minutes(&self, from: &Moment, to: &Moment) -> Option<i64> {
        if from.is_date || to.is_date {
            return None;
        }
        let (from, to) = (self.resolved(from), self.resolved(to));
        (from.offset.is_some() == to.offset.is_some()).then(|| from.minutes_until(&to))
    }

    /// True where `later` lies before `earlier` for certain: by the minute, by the day where one of them is only a date, and
    /// by more than a day where nobody knows by which clock one of them was read.
    pub fn contradicts(&self, earlier: &Moment, later: &Moment) -> bool {
        if earlier.is_date || later.is_date {
            return earlier.date() > later.date();
        }
        match self.minutes(earlier, later) {
            Some(minutes) => minutes < 0,
            None => earlier.minutes_until(later) < -DAY,
        }
    }
}

/// Minutes of a day: no two clocks on Earth differ by more than about one.
const DAY: i64 = 26 * 60;

/// What a record says about its zone: in its data, or in a line such as `All times in PST`. Unrecognised where it names
/// something that is no zone, or could be several.
pub fn stated(record: &Record) -> &Fact<String> {
    record.texts.get(FIELD).unwrap_or(&Fact::Absent)
}

/// The zone of times without offset: what the record says of it, else the repository's settings. `None` where neither says
/// anything, or what the record says cannot be understood: then the settings are not meant.
pub fn zone_of(workspace: &Workspace, record: &Record) -> Option<Zone> {
    match stated(record) {
        Fact::Known(found) => Zone::parse(&found.value),
        Fact::Unrecognised(_) => None,
        Fact::Absent => Zone::parse(workspace.settings.timezone.as_deref()?),
    }
}

/// A time of the record with the offset that it has there, where a zone is known.
pub fn resolved(workspace: &Workspace, record: &Record, moment: &Moment) -> Moment {
    Clock::of(workspace, record).resolved(moment)
}

/// True for an incident that says that nobody noticed while it lasted: `latent: true` in its data.
pub fn is_latent(workspace: &Workspace, record: &Record) -> bool {
    let root = workspace.document(record.file).data.get(record.part);
    root.and_then(|root| value_of(root, "latent"))
        .and_then(Node::scalar)
        .as_deref()
        == Some("true")
}
