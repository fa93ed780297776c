//! What schemas say of the keys of a file, for its page. Nothing is checked here: `schema/mismatch` did that.

use crate::model::schemas::{Plan, Source, Subject};
use crate::model::workspace::Workspace;
use crate::syntax::schema_notes::{Note, notes};
use crate::text::span::FileId;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Which schema describes which file, looked up once; each schema is read when the first page asks for it.
pub(crate) struct Schemas {
    by_file: BTreeMap<FileId, Vec<(Source, Subject)>>,
    values: Mutex<BTreeMap<Source, Option<Arc<Value>>>>,
}

/// What is said of one value of a file.
#[derive(Default)]
pub(crate) struct Described {
    /// Of its keys, in the order of the file.
    pub notes: Vec<Note>,
    /// The files of the schemas that say it.
    pub sources: Vec<FileId>,
}

impl Schemas {
    /// Of a workspace.
    pub(crate) fn of(workspace: &Workspace) -> Self {
        let mut by_file: BTreeMap<FileId, Vec<(Source, Subject)>> = BTreeMap::new();
        for (source, subjects) in Plan::new(workspace).subjects {
            for subject in subjects {
                by_file.entry(subject.file).or_default().push((source, subject));
            }
        }
        // What somebody named for the file knows more of it than what holds for every record of its kind.
        for sources in by_file.values_mut() {
            sources.sort_by_key(|(source, _)| matches!(source, Source::Kind(_)));
        }
        Schemas {
            by_file,
            values: Mutex::default(),
        }
    }

    /// What is said of one value of a file's stream.
    pub(crate) fn of_part(&self, workspace: &Workspace, file: FileId, part: usize) -> Described {
        let mut described = Described::default();
        let Some(node) = workspace.document(file).data.get(part) else {
            return described;
        };
        let all = self.by_file.get(&file).into_iter().flatten();
        for (source, _) in all.filter(|(_, subject)| subject.part.is_none_or(|own| own == part)) {
            let Some(schema) = self.value(workspace, *source) else {
                continue;
            };
            let found = notes(&schema, node);
            if let (Source::File(file), false) = (source, found.is_empty()) {
                described.sources.push(*file);
            }
            described.notes.extend(found);
        }
        described
    }

    fn value(&self, workspace: &Workspace, source: Source) -> Option<Arc<Value>> {
        let mut values = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        let read = || source.value(workspace).map(Arc::new);
        values.entry(source).or_insert_with(read).clone()
    }
}
