//! What addresses on the web answered on other days, kept in a file of the user's own outside of the repository. A file that
//! cannot be read is none: everything is then asked again. It judges nothing and knows no day but those it is told.

use crate::store::writer;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// The version of the file's form; one of another version is not read.
const VERSION: u32 = 1;

/// The largest file that is read, in bytes.
const LARGEST: u64 = 64 << 20;

/// An address that answered well.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// The day, as `2026-08-21`.
    pub day: String,
    /// The status.
    pub status: u16,
    /// Where it has moved to for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Written {
    version: u32,
    answers: BTreeMap<String, Known>,
}

/// What is known, by address.
pub fn read(place: &Path) -> BTreeMap<String, Known> {
    let is_fit = std::fs::metadata(place).is_ok_and(|found| found.is_file() && found.len() <= LARGEST);
    let text = std::fs::read(place).ok().filter(|_| is_fit);
    let written: Option<Written> = text.and_then(|text| serde_json::from_slice(&text).ok());
    written
        .filter(|found| found.version == VERSION)
        .map(|found| found.answers)
        .unwrap_or_default()
}

/// Keeps what is known, whole or not at all.
pub fn write(place: &Path, answers: BTreeMap<String, Known>) -> anyhow::Result<()> {
    if let Some(folder) = place.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let written = Written {
        version: VERSION,
        answers,
    };
    writer::replace(place, &serde_json::to_vec(&written)?)
}

#[cfg(test)]
mod tests {
    use super::{Known, read, write};
    use crate::store::scratch::Scratch;
    use std::collections::BTreeMap;

    #[test]
    fn what_is_kept_is_known_again() {
        let scratch = Scratch::folder();
        let place = scratch.root().join("a/b.json");
        let known = Known {
            day: "2026-08-21".to_owned(),
            status: 200,
            moved: None,
        };
        let answers = BTreeMap::from([("https://x.org/".to_owned(), known)]);
        write(&place, answers.clone()).unwrap();
        assert_eq!(read(&place), answers);
        for text in ["", "{", "[]", "{\"version\":2,\"answers\":{}}"] {
            std::fs::write(&place, text).unwrap();
            assert!(read(&place).is_empty(), "{text}");
        }
        assert!(read(scratch.root()).is_empty());
    }
}
