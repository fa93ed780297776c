//! What the status of a record means, whatever its word is: what colours and shapes are chosen by.

use crate::model::fact::Fact;
use crate::model::kind::Kind;
use crate::model::status::Status;

/// The word that stands for a status that is written but not known.
pub const UNRECOGNISED: &str = "unrecognised";

/// Where a record stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Not settled yet.
    Open,
    /// It holds.
    InForce,
    /// Over and done with.
    Over,
    /// Something is written that opsrepo does not know.
    Unrecognised,
    /// It says nothing about its status.
    Silent,
}

impl Standing {
    /// Where a record of `kind` with this status stands. The kind's first status and the one that its new records have
    /// are open.
    pub fn of(kind: &Kind, status: &Fact<Status>) -> Standing {
        word(status).map_or(Standing::Silent, |word| Standing::of_word(kind, word))
    }

    /// True of what has begun and is not over. An incident that is mitigated lasts.
    pub fn is_lasting(self) -> bool {
        matches!(self, Standing::Open | Standing::InForce)
    }

    /// The same of a status' word for programs; see [`word`].
    pub fn of_word(kind: &Kind, word: &str) -> Standing {
        match kind.statuses.iter().position(|row| row.word == word) {
            _ if word == UNRECOGNISED => Standing::Unrecognised,
            Some(row) if kind.statuses[row].is_final => Standing::Over,
            Some(row) if kind.form.status == word || row == 0 => Standing::Open,
            _ => Standing::InForce,
        }
    }
}

/// The word of a status for programs: canonical, [`UNRECOGNISED`], or nothing.
pub fn word(status: &Fact<Status>) -> Option<&str> {
    match status {
        Fact::Absent => None,
        Fact::Unrecognised(_) => Some(UNRECOGNISED),
        Fact::Known(found) => Some(&found.value.word),
    }
}
