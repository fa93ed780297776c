//! The impacts of an incident: which service was hurt from when to when. Begun and ended. It must not know who asks.

use crate::model::incidents::clock;
use crate::model::incidents::lists::{self, Effect, Impact};
use crate::model::record::{Record, RecordId};
use crate::model::time::Moment;
use crate::model::workspace::Workspace;
use crate::text::change::Changes;
use crate::write::complete::known_services;
use crate::write::incident::items::{self, worded};
use crate::write::mappings::Pair;
use crate::write::refusal::Refusal;
use crate::write::status;
use std::collections::BTreeSet;

/// The key in the front matter.
const KEY: &str = "impacts";

/// Keys behind which the list begins where there is none. Actions begin theirs behind all keys: two lists that begin in one
/// place on two branches would run into each other.
const AFTER: [&str; 4] = ["services", "service", "severity", "status"];

/// A stretch in which a service was hurt, to be kept.
#[derive(Clone, Debug)]
pub struct NewImpact {
    /// The id of the service.
    pub service: String,
    /// In which way.
    pub effect: Effect,
    /// Since when.
    pub started: Moment,
    /// Until when; nothing while it lasts.
    pub ended: Option<Moment>,
    /// The share that is hurt, as a number from 0 to 1.
    pub fraction: Option<String>,
    /// What its users notice.
    pub text: Option<String>,
}

/// The record with one more stretch.
pub fn add(workspace: &Workspace, id: RecordId, impact: &NewImpact) -> Result<Changes, Refusal> {
    let service = impact.service.trim();
    if service.is_empty() || service.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '/' | '\\'))
    {
        return Err(Refusal::new(
            format!("`{}` is no id of a service", service.escape_debug()),
            "`opsrepo service list` shows what there is",
        ));
    }
    known_services(workspace, &[service.to_owned()])?;
    within(
        workspace,
        workspace.record(id),
        (&impact.started, impact.ended.as_ref()),
    )?;
    let mut pairs = vec![
        Pair::text("service", service),
        Pair::text("effect", impact.effect.word()),
        Pair::text("started", &impact.started.to_the_minute()),
    ];
    pairs.extend(
        impact
            .ended
            .as_ref()
            .map(|ended| Pair::text("ended", &ended.to_the_minute())),
    );
    pairs.extend(impact.fraction.as_ref().map(|part| Pair::number("fraction", part)));
    if let Some(text) = &impact.text {
        pairs.push(Pair::text("text", &worded("text", text)?));
    }
    let mut sheet = status::sheet(workspace, id)?;
    for position in followed(workspace, workspace.record(id), impact)? {
        let ended = Pair::text("ended", &impact.started.to_the_minute());
        items::set(&mut sheet, (KEY, position), &ended)?;
    }
    items::add(&mut sheet, (KEY, &AFTER), &pairs)?;
    let mut changes = Changes::default();
    sheet.finish(&mut changes);
    Ok(changes)
}

/// The positions of the stretches that are over where a new one begins: the service is hurt in another way from then on.
/// Refused where it is hurt in this way already.
fn followed(workspace: &Workspace, record: &Record, new: &NewImpact) -> Result<Vec<usize>, Refusal> {
    let impacts = lists::impacts(workspace, record);
    let mut found = Vec::new();
    for (position, known) in impacts.iter().enumerate() {
        let is_of_it = known.service.value().is_some_and(|id| id == new.service.trim());
        let Some(started) = known.started.value().filter(|_| is_of_it && lasts(known)) else {
            continue;
        };
        // What was over before says nothing of it.
        if new
            .ended
            .as_ref()
            .is_some_and(|ended| ended.minutes_until(started) >= 0)
        {
            continue;
        }
        let fraction = new.fraction.as_ref().and_then(|part| part.parse::<f64>().ok());
        let is_same = known.effect.value() == Some(&new.effect) && known.fraction.value().copied() == fraction;
        if is_same || new.ended.is_some() {
            let path = workspace.path_of(record);
            let service = new.service.trim();
            return Err(Refusal::new(
                format!("{path}: {service} is hurt already: {}", line(known)),
                format!(
                    "`impact end {service}` says that it is over; `impact add {service} --effect WORD` that it is hurt in \
                     another way from then on"
                ),
            ));
        }
        within(workspace, record, (started, Some(&new.started)))?;
        found.push(position);
    }
    Ok(found)
}

/// The record in which the stretches that last, of a service where one is named, are over.
pub fn end(workspace: &Workspace, id: RecordId, (service, at): (Option<&str>, &Moment)) -> Result<Changes, Refusal> {
    let record = workspace.record(id);
    let path = workspace.path_of(record);
    let impacts = lists::impacts(workspace, record);
    let is_meant = |impact: &Impact| service.is_none_or(|wanted| impact.service.value().is_some_and(|id| id == wanted));
    let lasting = impacts
        .iter()
        .enumerate()
        .filter(|(_, impact)| lasts(impact) && is_meant(impact));
    let lasting: Vec<(usize, &Impact)> = lasting.collect();
    let of = service.map_or(String::new(), |service| format!(" of {}", service.escape_debug()));
    let services: BTreeSet<Option<&String>> = lasting.iter().map(|(_, impact)| impact.service.value()).collect();
    if lasting.is_empty() {
        return Err(Refusal::new(
            format!("no impact{of} lasts in {path}"),
            match impacts.is_empty() {
                true => "`impact add SERVICE` writes one".to_owned(),
                false => "all that stand there have ended".to_owned(),
            },
        ));
    }
    if services.len() > 1 {
        let lines: Vec<String> = lasting.iter().map(|(_, impact)| line(impact)).collect();
        let refusal = Refusal::new(
            format!("{} impacts last in {path}", lasting.len()),
            "say of which service:",
        );
        return Err(refusal.listing(lines.into_iter()));
    }
    // Two people may have written of the same at the same time.
    let mut sheet = status::sheet(workspace, id)?;
    for (position, impact) in lasting {
        if let Some(started) = impact.started.value() {
            within(workspace, record, (started, Some(at)))?;
        }
        items::set(&mut sheet, (KEY, position), &Pair::text("ended", &at.to_the_minute()))?;
    }
    let mut changes = Changes::default();
    sheet.finish(&mut changes);
    Ok(changes)
}

/// True for a stretch that has no end.
pub fn lasts(impact: &Impact) -> bool {
    impact.ended.is_absent()
}

fn line(impact: &Impact) -> String {
    let service = impact.service.value().map_or("(no service)", String::as_str);
    let effect = impact.effect.value().map_or("", |effect| effect.word());
    let started = impact.started.value().map_or(String::new(), Moment::to_the_minute);
    format!("{service}  {effect} since {started}")
}

/// Fails where a stretch does not lie within its incident.
fn within(workspace: &Workspace, record: &Record, (from, to): (&Moment, Option<&Moment>)) -> Result<(), Refusal> {
    let time = |name: &str| {
        let time = record.time(name).filter(|time| !time.is_date)?;
        Some(clock::resolved(workspace, record, time))
    };
    let refused = |message: String| {
        Err(Refusal::new(
            message,
            "say when it was with --at TIME, or put the time of the record right first",
        ))
    };
    let path = workspace.path_of(record);
    let shown = Moment::to_the_minute;
    if let Some(to) = to.filter(|to| from.minutes_until(to) < 0) {
        return refused(format!(
            "{path}: an impact since {} cannot end {}",
            shown(from),
            shown(to)
        ));
    }
    if let Some(started) = time("started").filter(|started| started.minutes_until(from) < 0) {
        return refused(format!(
            "{path}: an impact since {} began before the incident, which started {}",
            shown(from),
            shown(&started)
        ));
    }
    let last = to.unwrap_or(from);
    if let Some(resolved) = time("resolved").filter(|resolved| resolved.minutes_until(last) > 0) {
        return refused(format!(
            "{path}: {} is after the incident was resolved, {}",
            shown(last),
            shown(&resolved)
        ));
    }
    Ok(())
}
