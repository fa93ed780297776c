//! How many incidents there were and how long they took, together and by group.

use crate::model::calendar::Calendar;
use crate::model::incidents::group::By;
use crate::model::incidents::measure::{Measure, Taken};
use crate::model::record::{Record, RecordId};
use crate::model::spread::Spread;
use crate::model::workspace::Workspace;
use std::collections::BTreeMap;

/// The numbers of some incidents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// All that were counted.
    pub all: Row,
    /// By group, in the order of their names; what belongs to none stands last, under no name.
    pub groups: Vec<(Option<String>, Row)>,
    /// Incidents of which an end stands before its beginning, with the measures that are left out for it.
    pub backwards: Vec<(RecordId, Vec<Measure>)>,
}

/// The numbers of one group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// How many incidents.
    pub incidents: usize,
    /// Minutes, in the order of [`Measure::ALL`]; `None` where no incident has both times.
    pub spreads: [Option<Spread>; 4],
}

impl Numbers {
    /// The numbers of these incidents, in working time where a calendar is given. Those that
    /// [`crate::model::incidents::hurt::is_counted`] leaves out are left out by the caller.
    pub fn of(workspace: &Workspace, ids: &[RecordId], by: Option<By>, calendar: Option<&Calendar>) -> Numbers {
        let mut all = Gathered::default();
        let mut groups: BTreeMap<(bool, Option<String>), Gathered> = BTreeMap::new();
        let mut backwards = Vec::new();
        for &id in ids {
            let record = workspace.record(id);
            let taken = Measure::ALL.map(|measure| measure.of(workspace, record, calendar));
            let wrong = Measure::ALL
                .into_iter()
                .zip(taken)
                .filter(|(_, taken)| *taken == Taken::Backwards);
            let wrong: Vec<Measure> = wrong.map(|(measure, _)| measure).collect();
            if !wrong.is_empty() {
                backwards.push((id, wrong));
            }
            all.add(taken);
            for name in by.map(|by| names(by, record)).into_iter().flatten() {
                groups.entry((name.is_none(), name)).or_default().add(taken);
            }
        }
        Numbers {
            all: all.row(),
            groups: groups
                .into_iter()
                .map(|((_, name), gathered)| (name, gathered.row()))
                .collect(),
            backwards,
        }
    }
}

fn names(by: By, record: &Record) -> Vec<Option<String>> {
    match by.names(record) {
        names if names.is_empty() => vec![None],
        names => names.into_iter().map(Some).collect(),
    }
}

#[derive(Default)]
struct Gathered {
    incidents: usize,
    minutes: [Vec<i64>; 4],
}

impl Gathered {
    fn add(&mut self, taken: [Taken; 4]) {
        self.incidents += 1;
        for (minutes, taken) in self.minutes.iter_mut().zip(taken) {
            if let Taken::Minutes(taken) = taken {
                minutes.push(taken);
            }
        }
    }

    fn row(self) -> Row {
        Row {
            incidents: self.incidents,
            spreads: self.minutes.map(Spread::of),
        }
    }
}
