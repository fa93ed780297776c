//! The facts of an incident at a glance: how bad, whom it hurt, when what happened and how long that took.

use crate::model::fact::Fact;
use crate::model::incidents::account::{Block, Cell, Ground, Piece, joined, shown, text};
use crate::model::incidents::clock;
use crate::model::incidents::measure::{Measure, Taken};
use crate::model::length::Duration;
use crate::model::record::{Record, Target};

/// Moments, in the order in which they happen, and what they are called.
pub(super) const MOMENTS: [(&str, &str); 7] = [
    ("started", "Started"),
    ("detected", "Detected"),
    ("declared", "Declared"),
    ("acknowledged", "Acknowledged"),
    ("mitigated", "Mitigated"),
    ("resolved", "Resolved"),
    ("closed", "Closed"),
];

/// The table of facts.
pub(super) fn facts(ground: Ground<'_>, open: usize) -> Vec<Block> {
    let record = ground.record;
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut add = |label: &str, cell: Cell| {
        if !cell.is_empty() {
            rows.push(vec![text(label), cell]);
        }
    };
    let status = record.status.value().map(|status| status.word.clone());
    add(
        "Status",
        cell(status.or_else(|| record.status.raw().map(str::to_owned))),
    );
    add("Severity", cell(record.text("severity").map(str::to_owned)));
    add("Services", references(record, "services"));
    add("Duplicate of", references(record, "duplicate-of"));
    add(
        "Led by",
        joined(record.people_in("owner").map(|person| Piece::Text(person.name.clone()))),
    );
    add("Detected by", cell(record.text("detected-by").map(str::to_owned)));
    for (field, label) in MOMENTS {
        let stated = record.times.get(field).unwrap_or(&Fact::Absent);
        let said = match stated {
            Fact::Known(found) => Some(shown(&clock::resolved(ground.workspace, record, &found.value))),
            Fact::Unrecognised(found) => Some(format!("{} (no time that can be read)", found.raw)),
            Fact::Absent => None,
        };
        add(label, cell(said));
    }
    for measure in Measure::ALL {
        let said = match measure.of(ground.workspace, record, None) {
            Taken::Minutes(minutes) => Some(Duration { minutes }.to_string()),
            Taken::Backwards => Some("the end stands before the beginning".to_owned()),
            Taken::Unknown => None,
        };
        add(label_of(measure), cell(said));
    }
    for (field, label) in [
        ("time-to-repair", "Time to repair, as stated"),
        ("time-to-resolve", "Time to resolve, as stated"),
    ] {
        add(
            label,
            cell(
                record
                    .durations
                    .get(field)
                    .and_then(|fact| fact.raw().map(str::to_owned)),
            ),
        );
    }
    add("Review", cell(review(record)));
    let questions = match open {
        0 => "none".to_owned(),
        1 => "1, at the end".to_owned(),
        open => format!("{open}, at the end"),
    };
    add("Open questions", text(questions));
    add(
        "Record",
        vec![Piece::File(record.file, ground.workspace.path_of(record).to_string())],
    );
    vec![Block::Table(vec!["Fact", "What the record says"], rows)]
}

/// Where the review stands, and since when.
fn review(record: &Record) -> Option<String> {
    let state = record.text("review-status").map(str::to_owned);
    let day = record.time("reviewed").map(|at| at.date().to_string());
    match (state, day) {
        (Some(state), Some(day)) => Some(format!("{state}, {day}")),
        (state, day) => state.or(day),
    }
}

fn label_of(measure: Measure) -> &'static str {
    match measure {
        Measure::Detect => "Time to detect (TTD)",
        Measure::Acknowledge => "Time to acknowledge (TTA)",
        Measure::Mitigate => "Time to mitigate (TTM)",
        Measure::Resolve => "Time to resolve (TTR)",
    }
}

fn cell(said: Option<String>) -> Cell {
    said.filter(|said| !said.trim().is_empty())
        .map(text)
        .unwrap_or_default()
}

/// What a field refers to, each once.
pub(super) fn references(record: &Record, field: &str) -> Cell {
    joined(record.refers_once(field).map(|reference| match reference.target {
        Target::Record(id) => Piece::Record(id),
        _ => Piece::Text(reference.raw.clone()),
    }))
}
