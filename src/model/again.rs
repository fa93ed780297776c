//! A repository that was read before, read again: a file whose text is the same keeps its document.

use crate::model::kind::Kind;
use crate::model::record::{Record, RecordId};
use crate::model::stays::Stays;
use crate::model::workspace::Workspace;
use crate::syntax::document::Document;
use crate::syntax::reader;
use crate::text::history::History;
use crate::text::path::RepoPath;
use crate::text::tree::{Content, File, Tree};
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

impl Workspace {
    /// Reads another state of the same repository, most of whose files are those of this one. Its links are left out.
    pub(crate) fn alike(&self, tree: Tree, kinds: &[Kind]) -> Workspace {
        let document = |file: &File| {
            let here = self.tree.find(&file.path);
            match here.filter(|&id| is_same(&self.tree.file(id).content, &file.content)) {
                Some(id) => self.document(id).clone(),
                None => reader::read(&file.path, &file.content),
            }
        };
        let documents = tree.files().par_iter().map(document).collect();
        Workspace::assemble(
            (tree, documents, Stays::default()),
            kinds.to_vec(),
            self.context.clone(),
            History::NotAsked,
        )
    }

    /// Reads the repository again after some of its texts changed. What the history says and what lies outside stays.
    pub fn renewed(&self, tree: Tree, kinds: &[Kind]) -> Workspace {
        let mut workspace = self.alike(tree, kinds);
        workspace.history = self.history.clone();
        workspace.external = self.external.clone();
        workspace.shelves = self.shelves.clone();
        workspace.connect();
        workspace
    }

    /// What follows this one after some of its files came, went or changed. It takes everything over that still holds: the
    /// documents of the other files, what the history says, and what lies outside.
    pub fn followed_by(mut self, tree: Tree, kinds: Vec<Kind>) -> Workspace {
        let is_same_list = self.tree.files().len() == tree.files().len()
            && (self.tree.files().iter().zip(tree.files())).all(|(was, is)| was.path == is.path);
        let mut old: Vec<Option<Document>> = std::mem::take(&mut self.documents).into_iter().map(Some).collect();
        let mut slots: Vec<Option<Document>> = Vec::with_capacity(tree.files().len());
        for file in tree.files() {
            let here = self.tree.find(&file.path).filter(|_| !is_spared(&file.path));
            let here = here.filter(|&id| is_same(&self.tree.file(id).content, &file.content));
            slots.push(here.and_then(|id| old[id.index()].take()));
        }
        let places: Vec<(RepoPath, usize)> = self.records.iter().map(|record| place(&self.tree, record)).collect();
        // A place in a file is a number in the list of files: records stay where that is the same list.
        let mut records = std::mem::take(&mut self.records);
        records.retain(|record| is_same_list && slots[record.file.index()].is_some());
        let rows = (std::mem::take(&mut self.sets), std::mem::take(&mut self.kinds));
        let changed = slots.iter().zip(tree.files()).filter(|(slot, _)| slot.is_none());
        let changed: Vec<&RepoPath> = changed.map(|(_, file)| &file.path).collect();
        let stays = Stays::of(records, rows, &changed);
        let documents = slots.into_par_iter().zip(tree.files());
        let documents = documents
            .map(|(slot, file)| slot.unwrap_or_else(|| reader::read(&file.path, &file.content)))
            .collect();
        let history = std::mem::replace(&mut self.history, History::NotAsked);
        let mut next = Workspace::assemble((tree, documents, stays), kinds, self.context.clone(), history);
        let now = next.iter().map(|(id, record)| (place(&next.tree, record), id));
        let now: HashMap<(RepoPath, usize), RecordId> = now.collect();
        let became: Vec<Option<RecordId>> = places.iter().map(|place| now.get(place).copied()).collect();
        next.past = self.past.renumbered(&became);
        next.shelves = self.shelves;
        next.revisions = self.revisions;
        next.external = self.external;
        next.remarks = self.remarks;
        next.connect();
        next
    }
}

/// What a record is known by as long as nobody moves it.
fn place(tree: &Tree, record: &Record) -> (RepoPath, usize) {
    (tree.path(record.file).clone(), record.part)
}

/// Whether the document of a file may lack what others have: see [`crate::model::attached`].
fn is_spared(path: &RepoPath) -> bool {
    path.parts().any(|part| part == crate::model::attached::FOLDER)
}

/// True for one text that two trees share.
fn is_same(a: &Content, b: &Content) -> bool {
    match (a, b) {
        (Content::Text(a), Content::Text(b)) => Arc::ptr_eq(&a.shared(), &b.shared()),
        _ => false,
    }
}
