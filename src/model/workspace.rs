//! Everything about one repository at one moment. Building it never fails.

use crate::model::kind::Kind;
use crate::model::links::Link;
use crate::model::record::{Record, RecordId};
use crate::model::sets::RecordSet;
use crate::model::settings::Settings;
use crate::model::time::Date;
use crate::syntax::document::Document;
use crate::text::history::History;
use crate::text::path::RepoPath;
use crate::text::span::FileId;
use crate::text::tree::Tree;

/// A repository, read.
#[derive(Clone, Debug)]
pub struct Workspace {
    /// Its files.
    pub tree: Tree,
    /// One document per file, in the order of the tree's files.
    pub documents: Vec<Document>,
    /// What `opsrepo.toml` says.
    pub settings: Settings,
    /// The kinds, built-in ones first, refined by the settings.
    pub kinds: Vec<Kind>,
    /// The record sets, sorted by kind, then folder.
    pub sets: Vec<RecordSet>,
    /// The records, sorted by set, then number, then path.
    pub records: Vec<Record>,
    /// The links, sorted by place.
    pub links: Vec<Link>,
    /// What the history says.
    pub history: History,
    /// The moment and the surroundings.
    pub context: Context,
}

/// What a workspace is told about its surroundings.
#[derive(Clone, Debug)]
pub struct Context {
    /// The day on which dates are judged.
    pub as_of: Date,
    /// URL of the remote `origin`, which tells a repository's own URLs from others'.
    pub origin: Option<String>,
    /// Name of the default branch.
    pub default_branch: Option<String>,
}

impl Workspace {
    /// Reads a tree: parses every file, applies `opsrepo.toml`, finds the record sets, reads the records, resolves
    /// references and links. `kinds` are the built-in rows.
    pub fn build(tree: Tree, kinds: Vec<Kind>, context: Context, history: History) -> Workspace {
        use rayon::prelude::*;
        let documents = tree
            .files()
            .par_iter()
            .map(|file| crate::syntax::document::parse(&file.path, &file.content))
            .collect();
        Workspace {
            tree,
            documents,
            settings: Settings::default(),
            kinds,
            sets: Vec::new(),
            records: Vec::new(),
            links: Vec::new(),
            history,
            context,
        }
    }

    /// The document of a file.
    pub fn document(&self, file: FileId) -> &Document {
        &self.documents[file.index()]
    }

    /// The record with this id.
    pub fn record(&self, id: RecordId) -> &Record {
        &self.records[id.index()]
    }

    /// All records with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (RecordId, &Record)> {
        self.records
            .iter()
            .enumerate()
            .map(|(i, record)| (RecordId(i as u32), record))
    }

    /// The kind of a record.
    pub fn kind_of(&self, record: &Record) -> &Kind {
        &self.kinds[record.kind]
    }

    /// The set of a record.
    pub fn set_of(&self, record: &Record) -> &RecordSet {
        &self.sets[record.set]
    }

    /// The path of a record.
    pub fn path_of(&self, record: &Record) -> &RepoPath {
        self.tree.path(record.file)
    }

    /// The records of a kind by its name.
    pub fn of_kind<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (RecordId, &'a Record)> {
        self.iter()
            .filter(move |(_, record)| self.kinds[record.kind].name == name)
    }
}
