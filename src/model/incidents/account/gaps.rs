//! What a record does not say yet, as questions for the meeting: the most telling first.

use crate::model::incidents::account::course::is_overdue;
use crate::model::incidents::account::{Ground, impact};
use crate::model::incidents::clock;
use crate::model::incidents::lists;
use crate::model::incidents::measure::{Measure, Taken};
use crate::model::incidents::narrative::{self, Part};
use crate::model::standing::Standing;

/// Moments that every incident has, and the question of one that does not say it.
const MOMENTS: [(&[&str], &str); 5] = [
    (
        &["started"],
        "When were users first hurt? The record has no time at which it started.",
    ),
    (
        &["detected"],
        "When was it first noticed? The record has no time of detection.",
    ),
    (
        &["acknowledged", "declared"],
        "When did somebody take it? The record has no time at which it was acknowledged or declared.",
    ),
    (
        &["mitigated"],
        "When were users served again? The record has no time at which it was mitigated.",
    ),
    (
        &["resolved"],
        "When was the cause gone? The record has no time at which it was resolved.",
    ),
];

/// The questions.
pub(super) fn gaps(ground: Ground<'_>) -> Vec<String> {
    let mut found = Vec::new();
    times(ground, &mut found);
    extent(ground, &mut found);
    reasons(ground, &mut found);
    actions(ground, &mut found);
    review(ground, &mut found);
    found
}

fn times(ground: Ground<'_>, found: &mut Vec<String>) {
    let record = ground.record;
    let is_open = Standing::of(ground.kind, &record.status) == Standing::Open;
    for (fields, question) in MOMENTS {
        let is_told = fields
            .iter()
            .any(|field| record.times.get(field).is_some_and(|fact| !fact.is_absent()));
        // What lasts has no end yet.
        let is_to_come = is_open && matches!(fields, ["mitigated"] | ["resolved"]);
        if !is_told && !is_to_come {
            found.push(question.to_owned());
        }
    }
    for measure in Measure::ALL
        .into_iter()
        .filter(|measure| measure.of(ground.workspace, record, None) == Taken::Backwards)
    {
        let (name, definition) = (measure.name().to_uppercase(), measure.definition());
        found.push(format!(
            "Which time is wrong? {name} ends before it begins: {definition}."
        ));
    }
    let moments = record.times.iter().filter_map(|(_, fact)| fact.value());
    let events = record.timeline.iter().filter_map(|entry| entry.at.value());
    let has_local = moments.chain(events).any(|at| at.offset.is_none() && !at.is_date);
    if has_local && clock::zone_of(ground.workspace, record).is_none() {
        found.push(
            "In which time zone are its times? Some have no offset, and nothing says which one is meant.".to_owned(),
        );
    }
}

fn extent(ground: Ground<'_>, found: &mut Vec<String>) {
    let (workspace, record) = (ground.workspace, ground.record);
    let told = |part: Part| !narrative::part(workspace, record, part).is_empty();
    if record.text("severity").is_none() {
        found.push("How bad was it? The record has no severity.".to_owned());
    }
    if record.refers("services").next().is_none() {
        found.push("Which services were hurt? The record names none.".to_owned());
    }
    let hurts = impact::hurts(workspace, ground.id);
    if hurts.is_empty() {
        found.push(match told(Part::Impact) || record.text("impact").is_some() {
            true => "How long was each service hurt? The record lists no impact with its times.".to_owned(),
            false => "Whom did it hurt, how, and for how long? The record lists no impact.".to_owned(),
        });
    }
    for hurt in hurts.iter().filter(|hurt| hurt.until.is_none()) {
        found.push(format!("When was {} well again? Its impact has no end.", hurt.service));
    }
    match record.text("detected-by") {
        None => found.push("How was it noticed: by an alert, a user, or by chance?".to_owned()),
        Some("alert") if record.list("alerts").is_empty() => {
            found.push("Which alert fired? The record names none.".to_owned());
        }
        Some("alert") => {}
        Some(_) => found.push("Which alert should have fired? It was not an alert that noticed it.".to_owned()),
    }
    if record.timeline.is_empty() {
        found.push("What happened when? The record has no timeline.".to_owned());
    }
    if !told(Part::Summary) {
        found.push("What happened, in two sentences? The record has no summary.".to_owned());
    }
}

fn reasons(ground: Ground<'_>, found: &mut Vec<String>) {
    let (workspace, record) = (ground.workspace, ground.record);
    let told = |part: Part| !narrative::part(workspace, record, part).is_empty();
    if lists::factors(workspace, record).is_empty() && !told(Part::Factors) && !told(Part::WentWrong) {
        found.push("What made it possible, likely or long? The record has no contributing factors.".to_owned());
    }
    if !told(Part::WentWell) {
        found.push("What kept it from being worse? The record does not say what went well.".to_owned());
    }
    if record.refers("runbooks").next().is_none() {
        found.push("Which runbook helped, or was missed? The record names none.".to_owned());
    }
    for word in record.list("alerts") {
        let rules = ground
            .ledger
            .rules
            .get(word.text.as_str())
            .map_or(&[][..], Vec::as_slice);
        if !rules.is_empty() && rules.iter().all(|&at| !workspace.alerts.alerts[at].is_explained()) {
            found.push(format!(
                "What does one do when {} fires? The alert has no runbook.",
                word.text
            ));
        }
    }
}

fn actions(ground: Ground<'_>, found: &mut Vec<String>) {
    let actions = lists::actions(ground.workspace, ground.record);
    let is_told = !narrative::part(ground.workspace, ground.record, Part::Actions).is_empty();
    if actions.is_empty() && !is_told {
        found.push("What will be done so that it does not happen again? The record has no actions.".to_owned());
    } else if actions.is_empty() {
        found.push(
            "Who does what by when? The actions stand in the text only, without owner, day and state.".to_owned(),
        );
    }
    for action in &actions {
        let what = action.text.raw().unwrap_or("an action without text");
        let is_open = action.is_open();
        if is_open && action.owner.is_absent() {
            found.push(format!("Who does it? No owner: {what}"));
        }
        if is_open && action.due.is_absent() {
            found.push(format!("By when? No day: {what}"));
        }
        if is_overdue(ground, action) {
            let due = action.due.raw().unwrap_or_default();
            found.push(format!("What holds it up? Due since {due}: {what}"));
        }
    }
}

fn review(ground: Ground<'_>, found: &mut Vec<String>) {
    let record = ground.record;
    let state = record.text("review-status");
    let is_done = matches!(state, Some("done" | "not-needed")) || record.time("reviewed").is_some();
    let is_closed = record.status.value().is_some_and(|status| status.word == "closed");
    if !is_done && !is_closed {
        found.push(match state {
            Some(state) => format!("When is it reviewed? The review is {state}."),
            None => "When is it reviewed? Nothing says that it was.".to_owned(),
        });
    }
}
