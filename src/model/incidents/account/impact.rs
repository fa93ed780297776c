//! For how long each service was hurt: its stretches put together, no minute twice.

use crate::model::incidents::account::{Block, Ground, Piece, shown, text};
use crate::model::incidents::clock;
use crate::model::incidents::hurt::{Hurts, Maintenance, Names, Terms};
use crate::model::incidents::lists::{self, Effect, Impact};
use crate::model::incidents::narrative::{self, Part};
use crate::model::incidents::union::{Stretch, Total, apart};
use crate::model::incidents::window;
use crate::model::length::Duration;
use crate::model::record::{Record, RecordId, Target};
use crate::model::time::Moment;
use crate::model::workspace::Workspace;
use std::collections::BTreeMap;

/// How one service was hurt.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceImpact {
    /// The id of the service.
    pub service: String,
    /// Minutes in which it did not serve, or served badly; one that lasts is counted to now, as downtime is.
    pub minutes: i64,
    /// The first moment.
    pub from: Moment,
    /// The last one; `None` while it lasts.
    pub until: Option<Moment>,
    /// In which ways, the worst first.
    pub effects: Vec<Effect>,
    /// What its users noticed.
    pub texts: Vec<String>,
}

/// How each service was hurt, in the order of their ids. A stretch whose service or beginning cannot be read is left out.
pub fn hurts(workspace: &Workspace, id: RecordId) -> Vec<ServiceImpact> {
    let record = workspace.record(id);
    let listed = lists::impacts(workspace, record);
    if listed.is_empty() {
        return Vec::new();
    }
    let names = Names::of(workspace);
    let mut by_service: BTreeMap<String, Vec<Impact>> = BTreeMap::new();
    for impact in listed {
        if let (Some(service), Some(_)) = (impact.service.value(), impact.started.value()) {
            by_service.entry(names.resolve(service)).or_default().push(impact);
        }
    }
    let terms = Terms {
        now: window::now_of(workspace),
        maintenance: Maintenance::Left,
    };
    let counted = Hurts::of(workspace, &[id], terms);
    let minutes = |service: &str| {
        let own = counted.hurts.iter().filter(|hurt| hurt.service == service);
        let own: Vec<Stretch> = own.map(|hurt| hurt.stretch).collect();
        Total::of(apart(&own)).down
    };
    let hurts = by_service.into_iter();
    hurts
        .filter_map(|(service, impacts)| {
            let minutes = minutes(&service);
            hurt((workspace, record), (service, minutes), &impacts)
        })
        .collect()
}

fn hurt(
    (workspace, record): (&Workspace, &Record),
    (service, minutes): (String, i64),
    impacts: &[Impact],
) -> Option<ServiceImpact> {
    let resolved = |moment: &Moment| clock::resolved(workspace, record, moment);
    let stretches = impacts.iter().filter_map(|impact| {
        let (from, until) = (resolved(impact.started.value()?), impact.ended.value().map(resolved));
        Some((impact, from, until))
    });
    let stretches: Vec<(&Impact, Moment, Option<Moment>)> = stretches.collect();
    let (_, zero, _) = stretches.first()?;
    let minute = |moment: &Moment| zero.minutes_until(moment);
    let from = stretches
        .iter()
        .map(|(_, from, _)| from)
        .min_by_key(|from| minute(from))?;
    let lasts = stretches.iter().any(|(_, _, until)| until.is_none());
    let ends = stretches.iter().filter_map(|(_, _, until)| until.as_ref());
    let mut effects: Vec<Effect> = impacts
        .iter()
        .filter_map(|impact| impact.effect.value().copied())
        .collect();
    effects.sort_unstable();
    effects.dedup();
    Some(ServiceImpact {
        minutes,
        from: from.clone(),
        until: ends.max_by_key(|until| minute(until)).filter(|_| !lasts).cloned(),
        effects,
        texts: impacts
            .iter()
            .filter_map(|impact| impact.text.value().cloned())
            .collect(),
        service,
    })
}

/// The table of services, and what the text says.
pub(super) fn blocks(ground: Ground<'_>) -> Vec<Block> {
    let (workspace, record) = (ground.workspace, ground.record);
    let mut blocks = Vec::new();
    let rows = hurts(workspace, ground.id).into_iter().map(|hurt| {
        let known = record.refers("services").find_map(|reference| match reference.target {
            Target::Record(id) if workspace.record(id).id == hurt.service => Some(Piece::Record(id)),
            _ => None,
        });
        let service = known.unwrap_or(Piece::Text(hurt.service));
        let effects: Vec<&str> = hurt.effects.iter().map(|effect| effect.word()).collect();
        vec![
            vec![service],
            text(effects.join(", ")),
            text(shown(&hurt.from)),
            text(hurt.until.as_ref().map_or_else(|| "it lasts".to_owned(), shown)),
            text(Duration { minutes: hurt.minutes }.to_string()),
            text(hurt.texts.join(" ")),
        ]
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        let head = vec!["Service", "Effect", "From", "Until", "Hurt for", "What users noticed"];
        blocks.push(Block::Table(head, rows));
    }
    let told = narrative::part(workspace, record, Part::Impact);
    let told: Vec<String> = told.into_iter().map(|passage| passage.text).collect();
    let stated = record.text("impact").filter(|_| told.is_empty()).map(str::to_owned);
    blocks.extend(told.into_iter().chain(stated).map(|said| Block::Text(text(said))));
    blocks
}
