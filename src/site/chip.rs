//! The chip of a status: its word, and a tone that goes with it. The word always stands beside the colour.

use crate::model::fact::Fact;
use crate::model::kind::Kind;
use crate::model::past::State;
use crate::model::status::Status;
use serde::Serialize;

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
    match line.char_indices().nth(28) {
        Some((cut, _)) => format!("{}…", line[..cut].trim_end()),
        None => line.to_owned(),
    }
}
