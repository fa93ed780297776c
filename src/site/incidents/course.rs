//! The course of one incident in minutes since its first time: what it says of its phases, of who was hurt, and of what
//! happened. What has no minute that can be told from the others is not in it.

use crate::model::fact::Fact;
use crate::model::incidents::clock::Clock;
use crate::model::incidents::lists::{Effect, impacts};
use crate::model::incidents::narrative::{Event, events};
use crate::model::incidents::window::{now_of, zone_of};
use crate::model::record::Record;
use crate::model::standing::Standing;
use crate::model::time::Moment;
use crate::model::workspace::Workspace;
use crate::model::zone::Zone;

/// The times by which an incident goes from one phase to the next: by what each is known, in the order of its fields.
const STEPS: [(&str, &[&str]); 5] = [
    ("started", &["started"]),
    ("detected", &["detected"]),
    ("acknowledged", &["acknowledged", "declared"]),
    ("mitigated", &["mitigated", "repaired"]),
    ("resolved", &["resolved"]),
];

/// The course of an incident.
pub(crate) struct Course {
    /// Minute 0.
    pub origin: Moment,
    /// Times by which it went on, in their order; each word once.
    pub steps: Vec<Step>,
    /// Who was hurt, in the order of the record.
    pub hurts: Vec<Hurt>,
    /// The lines of its timeline, in the order of the record; `None` where the minute cannot be told.
    pub events: Vec<(Option<i64>, Event)>,
    /// The minute until which it has lasted, where it is not over.
    pub now: Option<i64>,
}

/// A time by which an incident went on.
pub(crate) struct Step {
    /// `started`, `detected`, `acknowledged`, `mitigated` or `resolved`.
    pub word: &'static str,
    /// The field that says so.
    pub field: &'static str,
    /// In the zone of the site, else as the record has it.
    pub at: Moment,
    /// Minutes since the origin.
    pub minute: i64,
}

/// A time in which a service was hurt.
pub(crate) struct Hurt {
    /// Its id.
    pub service: String,
    /// How.
    pub effect: Effect,
    /// First and last minute.
    pub minutes: (i64, i64),
    /// The share that was hurt, from 0 to 1; `None` where nothing is said.
    pub fraction: Option<f64>,
}

/// The course of an incident; `None` where it has no time to the minute.
pub(crate) fn course(workspace: &Workspace, record: &Record) -> Option<Course> {
    let clock = Clock::of(workspace, record);
    let told = events(workspace, record);
    let exact = |moment: &&Moment| !moment.is_date;
    let of_fields = STEPS
        .iter()
        .flat_map(|(_, fields)| fields.iter().filter_map(|field| record.time(field)));
    let of_events = told.iter().filter_map(|event| event.at.as_ref());
    let origin = clock.resolved(of_fields.chain(of_events).find(exact)?);
    let minute = |moment: &Moment| clock.minutes(&origin, moment);
    let steps = steps(record, &minute);
    let is_lasting = Standing::of(workspace.kind_of(record), &record.status).is_lasting();
    let is_over = steps.last().is_some_and(|step| step.word == "resolved");
    let now = (is_lasting && !is_over && !steps.is_empty())
        .then(|| now_since(workspace, &origin))
        .flatten();
    let end = ["mitigated", "resolved"]
        .iter()
        .find_map(|word| steps.iter().find(|step| step.word == *word))
        .map(|step| step.minute)
        .or(now);
    let listed = impacts(workspace, record).into_iter();
    let hurts = listed.filter_map(|impact| {
        let from = minute(impact.started.value()?)?;
        let until = match &impact.ended {
            Fact::Absent => end?,
            ended => minute(ended.value()?)?,
        };
        (from <= until).then(|| Hurt {
            service: impact.service.value().cloned().unwrap_or_default(),
            effect: impact.effect.value().copied().unwrap_or(Effect::Outage),
            minutes: (from, until),
            fraction: impact.fraction.value().copied(),
        })
    });
    let hurts = hurts.collect();
    let zone = workspace.settings.site.timezone.as_deref().and_then(Zone::parse);
    let shown = |at: &Moment| {
        let at = clock.resolved(at);
        zone.as_ref().map(|zone| at.seen_in(zone)).unwrap_or(at)
    };
    let events = told
        .into_iter()
        .map(|event| {
            let at = event.at.as_ref().map(shown);
            (at.as_ref().and_then(minute), Event { at, ..event })
        })
        .collect();
    Some(Course {
        steps: steps
            .into_iter()
            .map(|step| Step {
                at: shown(&step.at),
                ..step
            })
            .collect(),
        hurts,
        events,
        now,
        origin: shown(&origin),
    })
}

/// The times that follow on each other; one that stands before its forerunner is left out.
fn steps(record: &Record, minute: &impl Fn(&Moment) -> Option<i64>) -> Vec<Step> {
    let mut found: Vec<Step> = Vec::new();
    for (word, fields) in STEPS {
        let said = fields.iter().find_map(|field| Some((*field, record.time(field)?)));
        let Some((field, at)) = said else { continue };
        let Some(minute) = minute(at) else { continue };
        if found.last().is_none_or(|last| last.minute <= minute) {
            found.push(Step {
                word,
                field,
                at: at.clone(),
                minute,
            });
        }
    }
    found
}

/// Minutes from a moment until now; `None` where it is to come.
fn now_since(workspace: &Workspace, origin: &Moment) -> Option<i64> {
    let placed = origin.in_zone(&zone_of(workspace)).in_zone(&Zone::utc());
    let since = now_of(workspace) - placed.unix_seconds()?.div_euclid(60);
    (since > 0).then_some(since)
}
