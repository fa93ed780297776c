//! What the relations of decisions from elsewhere lead to here.

use crate::model::interchange::{Adr, RELATIONS};
use crate::model::record::{Record, RecordId};
use crate::text::path::RepoPath;
use crate::write::adr_text::Tie;
use crate::write::import_log::Log;
use crate::write::import_note::Note;
use crate::write::import_wanted::Taken;
use std::collections::BTreeMap;

/// Where a decision of the file stands, or will.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// It is here already.
    Here(RecordId),
    /// Its number here, and its file.
    New(u64, RepoPath),
}

/// A record that others may refer to.
struct Named {
    id: String,
    title: String,
    path: RepoPath,
}

/// What relations may lead to, by number.
pub(super) struct Known {
    of_file: BTreeMap<u64, Vec<Named>>,
    here: BTreeMap<u64, Named>,
    digits: usize,
}

impl Known {
    pub(super) fn new(log: &Log<'_>, adrs: &[Adr], places: &[Place]) -> Self {
        let existing = |record: &Record| Named {
            id: record.id.clone(),
            title: record.name().to_owned(),
            path: log.workspace.path_of(record).clone(),
        };
        let mut known = Known {
            of_file: BTreeMap::new(),
            here: BTreeMap::new(),
            digits: log.digits,
        };
        for (adr, place) in adrs.iter().zip(places) {
            known.of_file.entry(adr.number).or_default().push(match place {
                Place::Here(id) => existing(log.workspace.record(*id)),
                Place::New(number, path) => Named {
                    id: log.id(path, *number),
                    title: adr.title.clone(),
                    path: path.clone(),
                },
            });
        }
        for (_, record) in &log.records {
            if let Some(number) = &record.number {
                known.here.entry(number.value).or_insert_with(|| existing(record));
            }
        }
        known
    }

    /// The relations of a decision that becomes the file `path`, as they are called here.
    pub(super) fn ties(&self, (adr, path): (&Adr, &RepoPath), taken: Taken, notes: &mut Vec<Note>) -> Vec<Tie> {
        let mut ties = Vec::new();
        for link in &adr.links {
            let relation = link.relation.split_whitespace().collect::<Vec<_>>().join(" ");
            let mut note = |what: &str| notes.push(Note::on(path, what, format!("`{relation}` {}", link.target)));
            let of_file = self.of_file.get(&link.target);
            if of_file.is_none() && taken == Taken::Renumber {
                note("a relation is left out: its decision is not in the file, and here the number may be another's");
                continue;
            }
            if of_file.is_some_and(|several| several.len() > 1) {
                note("a relation may lead to one of several: the first is taken");
            }
            let other = of_file
                .and_then(|several| several.first())
                .or(self.here.get(&link.target));
            let (id, record) = match other {
                Some(other) => {
                    let file = other.path.relative_to(&path.parent());
                    (other.id.clone(), Some((other.title.clone(), file)))
                }
                None => {
                    note("a relation leads to a decision that is neither in the file nor here");
                    (format!("{:0width$}", link.target, width = self.digits), None)
                }
            };
            if RELATIONS.iter().all(|(_, known)| *known != relation) {
                note("a relation that opsrepo does not know is kept under Links");
            }
            ties.push(Tie {
                relation,
                id,
                record,
                description: link.description.clone(),
            });
        }
        ties
    }
}
