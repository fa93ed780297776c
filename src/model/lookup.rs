//! Which record somebody means who names it on the command line: by path, id, number, or a part of its name.
//!
//! References inside records are resolved in [`crate::model::resolve`], which never guesses.

use crate::model::identity;
use crate::model::record::{Record, RecordId};
use crate::model::workspace::Workspace;
use crate::text::similar;

/// Why no single record was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Miss {
    /// There is none; the id that comes nearest.
    Nothing(Option<String>),
    /// Several answer to the name, in their order.
    Several(Vec<RecordId>),
}

/// The one record that `wanted` means, of a kind or of any; exact names go before parts of names.
pub fn find(workspace: &Workspace, kind: Option<&str>, wanted: &str) -> Result<RecordId, Miss> {
    let wanted = wanted.trim();
    let is_asked = |record: &Record| kind.is_none_or(|kind| workspace.kind_of(record).name == kind);
    let all: Vec<(RecordId, &Record)> = workspace.iter().filter(|(_, record)| is_asked(record)).collect();
    let lower = wanted.to_lowercase();
    let name = identity::normalise(wanted);
    let path = |record: &Record| workspace.path_of(record).as_str().to_lowercase();
    let tests: [&dyn Fn(&Record) -> bool; 4] = [
        &|record| path(record) == lower.trim_start_matches("./"),
        &|record| record.id.to_lowercase() == lower,
        &|record| identity::spellings(&record.id, workspace.path_of(record), record.number.as_ref()).contains(&name),
        &|record| !lower.is_empty() && (path(record).contains(&lower) || record.name().to_lowercase().contains(&lower)),
    ];
    for test in tests {
        let found: Vec<RecordId> = all
            .iter()
            .filter(|(_, record)| test(record))
            .map(|(id, _)| *id)
            .collect();
        match found[..] {
            [] => {}
            [id] => return Ok(id),
            _ => return Err(Miss::Several(found)),
        }
    }
    let near = similar::nearest(wanted, all.iter().map(|(_, record)| record.id.as_str()));
    Err(Miss::Nothing(near.map(str::to_owned)))
}
