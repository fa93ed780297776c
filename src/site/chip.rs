//! The chip of a status: its word, and a tone that goes with it. The word always stands beside the colour.

use crate::model::fact::Fact;
use crate::model::kind::Kind;
use crate::model::past::State;
use crate::model::status::Status;
use crate::model::workspace::Workspace;
use crate::text::width::cut;
use serde::Serialize;
use std::collections::BTreeMap;

/// Columns of a status that nobody knows.
const WORD: usize = 29;

/// A chip.
#[derive(Clone, Serialize)]
pub(crate) struct Chip {
    /// What stands on it.
    pub word: String,
    /// `good`, `busy`, `bad`, `over`, `odd`, `blank` or `none`: a class of the style sheet.
    pub tone: &'static str,
    /// What else is to say; shown on pointing.
    pub title: String,
}

/// How many records have a status.
#[derive(Serialize)]
pub(crate) struct Count {
    /// The status; `None` for those without one.
    pub chip: Option<Chip>,
    /// How many.
    pub count: usize,
}

/// How many records of a kind have each status, in the order of a life.
pub(crate) fn counts(workspace: &Workspace, kind: usize) -> Vec<Count> {
    let row = &workspace.kinds[kind];
    let mut by_word: BTreeMap<(usize, String), Count> = BTreeMap::new();
    for record in workspace.records.iter().filter(|record| record.kind == kind) {
        let chip = chip(&record.status, row).map(|chip| Chip {
            title: String::new(),
            ..chip
        });
        let word = chip.as_ref().map(|chip| chip.word.clone()).unwrap_or_default();
        let place = row.statuses.iter().position(|status| status.word == word);
        let key = (place.unwrap_or(usize::MAX), word);
        by_word.entry(key).or_insert(Count { chip, count: 0 }).count += 1;
    }
    by_word.into_values().collect()
}

/// The chip of a status fact. Absent gives none; what was not recognised says so.
pub(crate) fn chip(status: &Fact<Status>, kind: &Kind) -> Option<Chip> {
    match status {
        Fact::Absent => None,
        Fact::Unrecognised(found) => Some(Chip {
            word: short(&found.raw),
            tone: "odd",
            title: format!("not a status that opsrepo knows: {}", found.raw),
        }),
        Fact::Known(found) => Some(Chip {
            tone: tone(&found.value.word, kind),
            word: found.value.word.clone(),
            title: found.raw.clone(),
        }),
    }
}

/// The chip of what a version of a record said.
pub(crate) fn of_state(state: &State, kind: &Kind) -> Chip {
    match state {
        State::Absent => plain("no status", "blank"),
        State::Unreadable => plain("unreadable", "odd"),
        State::Unrecognised(raw) => Chip {
            word: short(raw),
            tone: "odd",
            title: format!("not a status that opsrepo knows: {raw}"),
        },
        State::Known { word, raw } => Chip {
            tone: tone(word, kind),
            word: word.clone(),
            title: raw.clone(),
        },
    }
}

fn plain(word: &str, tone: &'static str) -> Chip {
    Chip {
        word: word.to_owned(),
        tone,
        title: String::new(),
    }
}

/// The tone of a canonical word: what a reader should feel, not what was meant.
fn tone(word: &str, kind: &Kind) -> &'static str {
    match word {
        "accepted" | "active" | "resolved" | "closed" | "production" | "live" | "stable" | "operational" => "good",
        "proposed" | "draft" | "mitigated" | "deferred" | "experimental" | "planned" | "beta" | "alpha" => "busy",
        "open" | "rejected" | "withdrawn" | "major" | "critical" => "bad",
        _ => match kind.statuses.iter().find(|row| row.word == word) {
            Some(row) if row.is_final => "over",
            _ => "none",
        },
    }
}

fn short(raw: &str) -> String {
    let line = raw.lines().find(|line| !line.trim().is_empty()).unwrap_or("").trim();
    cut(line, WORD)
}
