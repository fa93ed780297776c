//! Which files move where, and which records get other names. It knows no text.

use crate::model::record::RecordId;
use crate::model::workspace::Workspace;
use crate::text::path::RepoPath;
use crate::text::span::FileId;
use crate::write::name::Renamed;
use std::collections::BTreeMap;

/// What is about to be called otherwise.
#[derive(Clone, Debug, Default)]
pub(crate) struct Moves {
    files: BTreeMap<RepoPath, RepoPath>,
    folders: BTreeMap<RepoPath, RepoPath>,
    records: BTreeMap<RecordId, Renamed>,
    by_file: BTreeMap<FileId, RecordId>,
}

impl Moves {
    /// Adds a record whose name changes, and what moves with it: its file, or the folder that stands for it.
    pub(crate) fn add(&mut self, workspace: &Workspace, id: RecordId, renamed: Renamed) {
        let (old, new) = (&renamed.old.path, &renamed.new.path);
        if old != new {
            match stands_for_folder(workspace, id) {
                true => {
                    let (from, to) = (old.parent(), new.parent());
                    for (_, file) in workspace.tree.below(&from) {
                        let moved = to.join(file.path.as_str()[from.as_str().len()..].trim_start_matches('/'));
                        self.files.extend(moved.map(|moved| (file.path.clone(), moved)));
                    }
                    self.folders.insert(from, to);
                }
                false => {
                    self.files.insert(old.clone(), new.clone());
                }
            }
        }
        self.by_file.insert(workspace.record(id).file, id);
        self.records.insert(id, renamed);
    }

    /// Where a path leads afterwards: a file, a folder, or something below a folder that moves.
    pub(crate) fn of(&self, path: &RepoPath) -> RepoPath {
        if let Some(to) = self.files.get(path).or_else(|| self.folders.get(path)) {
            return to.clone();
        }
        let above = self.folders.iter().find(|(from, _)| path.is_under(from));
        let moved = above.and_then(|(from, to)| to.join(path.as_str()[from.as_str().len()..].trim_start_matches('/')));
        moved.unwrap_or_else(|| path.clone())
    }

    /// The files that move, with their new paths, in order.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&RepoPath, &RepoPath)> {
        self.files.iter()
    }

    /// The records, in order.
    pub(crate) fn records(&self) -> impl Iterator<Item = (RecordId, &Renamed)> {
        self.records.iter().map(|(id, renamed)| (*id, renamed))
    }

    /// The new name of a record.
    pub(crate) fn record(&self, id: RecordId) -> Option<&Renamed> {
        self.records.get(&id)
    }

    /// The new name of the record that stands in a file.
    pub(crate) fn record_in(&self, file: FileId) -> Option<&Renamed> {
        self.record(*self.by_file.get(&file)?)
    }
}

/// True when a record is a folder: its file is the folder's index page, and the folder's name tells the record.
pub(crate) fn stands_for_folder(workspace: &Workspace, id: RecordId) -> bool {
    let record = workspace.record(id);
    let path = workspace.path_of(record);
    let folder = path.parent();
    let carrier = crate::model::identity::carrier(path);
    let is_inside = folder.is_under(&workspace.set_of(record).folder) && folder != workspace.set_of(record).folder;
    let others = || {
        workspace
            .iter()
            .any(|(other, row)| other != id && workspace.path_of(row).is_under(&folder))
    };
    carrier == folder.name() && carrier != path.stem() && (is_inside || record.number.is_some()) && !others()
}
