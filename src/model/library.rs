//! Where schemas and the files that they refer to are taken from: the repository, and the shelves that the user named. It
//! judges nothing. Nothing is fetched: an address leads to a copy, where `[vendored]` says that there is one.

use crate::model::workspace::Workspace;
use crate::syntax::document::Document;
use crate::syntax::schema;
use crate::syntax::schema_bundle::{self, Part, Refused};
use crate::text::path::RepoPath;
use crate::text::span::FileId;
use crate::text::tree::Tree;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

/// A file that schemas can be taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Volume {
    /// The shelf; `None` for the repository itself.
    pub(crate) shelf: Option<usize>,
    /// The file.
    pub(crate) file: FileId,
}

/// All of them. Each is read once, for as long as this lives.
pub(crate) struct Library<'a> {
    workspace: &'a Workspace,
    read: Mutex<HashMap<Volume, Option<Arc<Value>>>>,
}

impl<'a> Library<'a> {
    /// Of a workspace.
    pub(crate) fn new(workspace: &'a Workspace) -> Self {
        Library {
            workspace,
            read: Mutex::default(),
        }
    }

    /// The files of a shelf, or of the repository.
    pub(crate) fn tree(&self, shelf: Option<usize>) -> &'a Tree {
        match shelf {
            Some(at) => &self.workspace.shelves[at].tree,
            None => &self.workspace.tree,
        }
    }

    /// How people call a volume.
    pub(crate) fn name(&self, volume: Volume) -> String {
        let path = self.tree(volume.shelf).path(volume.file);
        match volume.shelf {
            Some(at) => format!("{}/{path}", self.workspace.shelves[at].name.trim_end_matches('/')),
            None => path.to_string(),
        }
    }

    /// What stands in a volume, read once; `None` for what cannot be read, or holds nothing.
    pub(crate) fn value(&self, volume: Volume) -> Option<Arc<Value>> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = read.get(&volume) {
            return known.clone();
        }
        let document = self.document(volume);
        let is_readable = document.problems.is_empty() || document.data.len() == 1;
        let root = document.data.first().filter(|_| is_readable);
        let value = root.map(|root| Arc::new(schema::to_json(root)));
        read.insert(volume, value.clone());
        value
    }

    /// The copy of what an address names.
    pub(crate) fn vendored(&self, address: &str) -> Option<FileId> {
        let address = address.split('#').next().unwrap_or(address);
        let all = self.workspace.settings.vendored.iter();
        let of = all.filter_map(|one| Some((one, address.strip_prefix(one.prefix.as_str())?)));
        let (vendored, rest) = of.max_by_key(|(one, _)| one.prefix.len())?;
        let path = vendored.folder.join(rest.trim_start_matches('/'))?;
        self.workspace
            .tree
            .find(&path)
            .filter(|_| path.is_under(&vendored.folder))
    }

    /// Brings into a schema what it refers to; what is not to be had is returned.
    pub(crate) fn complete(&self, schema: &mut Value, volume: Volume) -> BTreeSet<Refused> {
        // Names of volumes, as the bundle hands them back.
        let mut volumes: Vec<Volume> = vec![volume];
        let mut look = |from: &str, reference: &str| {
            let from = from.parse::<usize>().ok().and_then(|at| volumes.get(at)).copied();
            let found = self.follow(from.unwrap_or(volume), reference)?;
            let value = self.value(found).ok_or("the file holds nothing that can be read")?;
            let at = volumes.iter().position(|known| *known == found).unwrap_or_else(|| {
                volumes.push(found);
                volumes.len() - 1
            });
            Ok(Part {
                file: at.to_string(),
                value,
            })
        };
        schema_bundle::bundle(schema, "0", &mut look)
    }

    fn follow(&self, from: Volume, reference: &str) -> Result<Volume, String> {
        if reference.is_empty() {
            return Ok(from);
        }
        if reference.contains("://") {
            let copy = self.vendored(reference).map(|file| Volume { shelf: None, file });
            return copy.ok_or_else(|| {
                "opsrepo fetches no schemas; put a copy into the repository and name its folder under `[vendored]`"
                    .to_owned()
            });
        }
        let tree = self.tree(from.shelf);
        let path: Option<RepoPath> = tree.path(from.file).parent().join(reference);
        let found = path
            .filter(|_| !reference.starts_with('/'))
            .and_then(|path| tree.find(&path));
        found
            .map(|file| Volume {
                shelf: from.shelf,
                file,
            })
            .ok_or_else(|| "there is no such file".to_owned())
    }

    fn document(&self, volume: Volume) -> &'a Document {
        match volume.shelf {
            Some(at) => &self.workspace.shelves[at].documents[volume.file.index()],
            None => self.workspace.document(volume.file),
        }
    }
}
