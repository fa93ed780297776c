//! Records that were read before and would be the same if they were read again. It must not know why.

use crate::model::kind::Kind;
use crate::model::locator::Locator;
use crate::model::record::Record;
use crate::model::sets::RecordSet;
use crate::text::path::RepoPath;
use crate::text::span::FileId;

/// Where a record stands: its set, its file, and which value of it.
pub(crate) type Place = (usize, FileId, usize);

/// Records of files that did not change, with the sets and kinds by which they were read.
#[derive(Default)]
pub(crate) struct Stays {
    sets: Vec<RecordSet>,
    kinds: Vec<Kind>,
    records: Vec<Record>,
}

impl Stays {
    /// These records, as far as none of the files that `changed` tells of them.
    pub(crate) fn of(
        mut records: Vec<Record>,
        (sets, kinds): (Vec<RecordSet>, Vec<Kind>),
        changed: &[&RepoPath],
    ) -> Stays {
        let looks_beside: Vec<bool> = kinds.iter().map(|kind| looks_into(kind, changed)).collect();
        records.retain(|record| !looks_beside[record.kind]);
        Stays { sets, kinds, records }
    }

    /// The records; none where the sets or the kinds are others by now. All stand in the sets.
    pub(crate) fn among(self, (sets, kinds): (&[RecordSet], &[Kind])) -> Vec<Record> {
        match self.sets == sets && self.kinds == kinds {
            true => self.records,
            false => Vec::new(),
        }
    }
}

/// Where a record stands.
pub(crate) fn place(record: &Record) -> Place {
    (record.set, record.file, record.part)
}

/// Whether some fact of a kind may stand in one of these files, which are not the record's own.
fn looks_into(kind: &Kind, changed: &[&RepoPath]) -> bool {
    let mut places = kind.fields.iter().flat_map(|field| &field.locators);
    places.any(|named| match &named.locator {
        Locator::Sidecar(path, _) => {
            let name = path.rsplit('/').next();
            changed.iter().any(|changed| Some(changed.name()) == name)
        }
        _ => false,
    })
}
