//! When services were hurt, by what incidents say: their `impacts`, or, where a record has none, its services from its
//! beginning to its end. What cannot be counted is named, never guessed.

use crate::model::incidents::clock;
use crate::model::incidents::lists::{Effect, Impact, impacts};
use crate::model::incidents::union::{Stretch, WHOLE};
use crate::model::kind_names::SERVICE;
use crate::model::record::{Record, RecordId, Target};
use crate::model::standing;
use crate::model::time::Moment;
use crate::model::workspace::Workspace;
use crate::model::zone::Zone;
use crate::text::fold::fold;
use std::collections::{BTreeMap, BTreeSet};

/// The status of what turned out to be nothing.
const NOTHING_WAS_WRONG: &str = "false-alarm";

/// What counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Until when what is not over has lasted, in minutes since 1970.
    pub now: i64,
    /// Whether announced work is downtime.
    pub maintenance: Maintenance,
}

/// What announced work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Maintenance {
    /// No downtime.
    Left,
    /// Downtime like any other.
    Counted,
}

/// A service that was hurt for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hurt {
    /// By which incident.
    pub incident: RecordId,
    /// The id of the service; as it is written where there is no such record.
    pub service: String,
    /// When, and how much.
    pub stretch: Stretch,
}

/// Why something was not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flaw {
    /// It does not say to the minute when it began.
    NoStart,
    /// It is over, and does not say to the minute since when.
    NoEnd,
    /// It ends before it begins.
    Backwards,
    /// The service or the effect is missing, or they or the fraction cannot be read.
    Unread,
}

/// All that some incidents did to services.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hurts {
    /// The stretches that count, in the order of the incidents and of their files.
    pub hurts: Vec<Hurt>,
    /// Incidents without `impacts`: their services count as down from beginning to end.
    pub assumed: Vec<RecordId>,
    /// Incidents that are not over.
    pub lasting: Vec<RecordId>,
    /// Incidents with times that have no offset, and for which no zone is known: they are taken as UTC.
    pub zoneless: Vec<RecordId>,
    /// Incidents of which something is not counted, and why; each reason once.
    pub left_out: Vec<(RecordId, Flaw)>,
}

impl Flaw {
    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Flaw::NoStart => "no-start",
            Flaw::NoEnd => "no-end",
            Flaw::Backwards => "backwards",
            Flaw::Unread => "unreadable",
        }
    }
}

/// True for an incident that is counted: it was no false alarm, and is not counted as another one already.
pub fn is_counted(record: &Record) -> bool {
    let is_nothing = standing::word(&record.status) == Some(NOTHING_WAS_WRONG);
    !is_nothing && record.refers("duplicate-of").next().is_none()
}

/// The ids of services, by the names that people write.
pub(crate) struct Names(BTreeMap<String, String>);

impl Names {
    pub(crate) fn of(workspace: &Workspace) -> Names {
        let services = workspace.of_kind(SERVICE);
        Names(services.map(|(_, one)| (fold(&one.id), one.id.clone())).collect())
    }

    pub(crate) fn resolve(&self, raw: &str) -> String {
        let raw = raw.trim();
        self.0.get(&fold(raw)).cloned().unwrap_or_else(|| raw.to_owned())
    }
}

impl Hurts {
    /// What these incidents did; those that [`is_counted`] leaves out are left out by the caller.
    pub fn of(workspace: &Workspace, ids: &[RecordId], terms: Terms) -> Hurts {
        let mut gathering = Gathering {
            workspace,
            terms,
            names: Names::of(workspace),
            found: Hurts::default(),
            flaws: BTreeSet::new(),
        };
        for &id in ids {
            let record = workspace.record(id);
            let listed = impacts(workspace, record);
            match listed.is_empty() {
                true => gathering.whole((id, record)),
                false => listed.iter().for_each(|impact| gathering.impact((id, record), impact)),
            }
        }
        let Gathering { mut found, flaws, .. } = gathering;
        found.lasting.dedup();
        found.zoneless.dedup();
        found.left_out = flaws.into_iter().collect();
        found
    }
}

struct Gathering<'w> {
    workspace: &'w Workspace,
    terms: Terms,
    names: Names,
    found: Hurts,
    flaws: BTreeSet<(RecordId, Flaw)>,
}

impl Gathering<'_> {
    fn impact(&mut self, (id, record): (RecordId, &Record), impact: &Impact) {
        let (Some(service), Some(effect)) = (impact.service.value(), impact.effect.value()) else {
            self.flaws.insert((id, Flaw::Unread));
            return;
        };
        let is_down = match effect {
            Effect::Outage | Effect::Degraded => true,
            Effect::AtRisk => false,
            Effect::Maintenance => self.terms.maintenance == Maintenance::Counted,
        };
        if !is_down {
            return;
        }
        let from = impact.started.value().and_then(|at| self.minute((id, record), at));
        let until = match impact.ended.is_absent() {
            true => self.end((id, record)),
            false => impact.ended.value().and_then(|at| self.minute((id, record), at)),
        };
        // Only where nothing is said the whole was hurt.
        let fraction = match impact.fraction.is_absent() {
            true => Some(1.0),
            false => impact.fraction.value().copied(),
        };
        let Some(fraction) = fraction else {
            self.flaws.insert((id, Flaw::Unread));
            return;
        };
        let service = self.names.resolve(service);
        let share = (fraction * f64::from(WHOLE)).round() as u32;
        self.add(id, &[service], (from, until, share));
    }

    /// An incident that says no more than which services, and when.
    fn whole(&mut self, (id, record): (RecordId, &Record)) {
        let named = record.refers("services").map(|reference| match reference.target {
            Target::Record(target) => self.workspace.record(target).id.clone(),
            _ => self.names.resolve(&reference.raw),
        });
        let services: Vec<String> = named.collect();
        if services.is_empty() {
            return;
        }
        let from = ["started", "detected"]
            .iter()
            .find_map(|field| record.time(field))
            .and_then(|at| self.minute((id, record), at));
        let until = self.end((id, record));
        if self.add(id, &services, (from, until, WHOLE)) {
            self.found.assumed.push(id);
        }
    }

    /// When an incident ended for its users: now where it is open, else what it says.
    fn end(&mut self, (id, record): (RecordId, &Record)) -> Option<i64> {
        let said = ["mitigated", "repaired", "resolved"]
            .iter()
            .find_map(|field| record.time(field));
        if let Some(said) = said {
            return self.minute((id, record), said);
        }
        (standing::word(&record.status) == Some("open")).then(|| {
            self.found.lasting.push(id);
            self.terms.now
        })
    }

    /// The minute of a time since 1970; `None` for one that says only its day.
    fn minute(&mut self, (id, record): (RecordId, &Record), moment: &Moment) -> Option<i64> {
        if moment.is_date {
            return None;
        }
        let placed = clock::resolved(self.workspace, record, moment);
        if placed.offset.is_none() {
            self.found.zoneless.push(id);
        }
        Some(placed.in_zone(&Zone::utc()).unix_seconds()?.div_euclid(60))
    }

    /// Counts a stretch for some services, or says why not.
    fn add(&mut self, id: RecordId, services: &[String], said: (Option<i64>, Option<i64>, u32)) -> bool {
        let flaw = match said {
            (None, ..) => Flaw::NoStart,
            (_, None, _) => Flaw::NoEnd,
            // What is to begin only has no minute yet.
            (Some(from), Some(until), _) if from > until && from < self.terms.now => Flaw::Backwards,
            (Some(from), Some(until), share) => {
                let until = until.min(self.terms.now);
                let stretch = Stretch { from, until, share };
                let hurts = services.iter().map(|service| Hurt {
                    incident: id,
                    service: service.clone(),
                    stretch,
                });
                self.found.hurts.extend(hurts);
                return true;
            }
        };
        self.flaws.insert((id, flaw));
        false
    }
}
