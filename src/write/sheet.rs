//! One record's files on the desk: they are changed step by step, and read anew after each, so that a step sees what the
//! one before wrote. It must not know what the steps mean.

use crate::model::head::Head;
use crate::model::kind::Kind;
use crate::model::locate::Page;
use crate::model::locator::Locator;
use crate::model::read::Reader;
use crate::model::record::{Record, RecordId};
use crate::model::sets::RecordSet;
use crate::model::workspace::Workspace;
use crate::syntax::document::{Document, Format};
use crate::syntax::reader;
use crate::text::change::Changes;
use crate::text::edit::Edit;
use crate::text::history::History;
use crate::text::patchwork::Patchwork;
use crate::text::path::RepoPath;
use crate::text::span::FileId;
use crate::text::tree::{File, Tree};
use crate::write::cells::padded;
use crate::write::refusal::Refusal;

/// A record under change.
pub(super) struct Sheet<'w> {
    pub(super) workspace: &'w Workspace,
    pub(super) kind: &'w Kind,
    set: RecordSet,
    part: usize,
    /// The record's file and the data files beside it that it is read from, in the order of `tree`.
    works: Vec<Patchwork>,
    tree: Tree,
    documents: Vec<Document>,
    file: FileId,
    record: Record,
}

impl<'w> Sheet<'w> {
    /// A record of the workspace.
    pub(super) fn of(workspace: &'w Workspace, id: RecordId) -> Option<Self> {
        let record = workspace.record(id);
        let kind = workspace.kind_of(record);
        let path = workspace.path_of(record);
        let mut paths = vec![path.clone()];
        for named in kind.fields.iter().flat_map(|field| &field.locators) {
            if let Locator::Sidecar(name, _) = &named.locator {
                let beside = path.parent().join(name);
                paths.extend(beside.filter(|beside| workspace.tree.find(beside).is_some() && beside != path));
            }
        }
        let file = |path: RepoPath| {
            let text = workspace.tree.find(&path).map_or("", |file| workspace.tree.text(file));
            File::text(path, text)
        };
        let tree = Tree::new(paths.into_iter().map(file).collect());
        Sheet::read(workspace, tree, (path, record.part), workspace.set_of(record).clone())
    }

    /// A record that does not exist yet.
    /// Its own file comes first, then the data file beside it, where it has one.
    pub(super) fn draft(workspace: &'w Workspace, files: &[(RepoPath, String)], set: RecordSet) -> Option<Self> {
        let (path, _) = files.first()?;
        let tree = files.iter().map(|(path, text)| File::text(path.clone(), text));
        Sheet::read(workspace, Tree::new(tree.collect()), (path, 0), set)
    }

    fn read(workspace: &'w Workspace, tree: Tree, (path, part): (&RepoPath, usize), set: RecordSet) -> Option<Self> {
        let file = tree.find(path)?;
        let documents = read_all(&tree);
        let kind = &workspace.kinds[set.kind];
        let record = read_record(&tree, &documents, (file, part), (kind, &set));
        Some(Sheet {
            workspace,
            kind,
            part,
            works: tree.iter().map(|(id, _)| Patchwork::new(tree.text(id))).collect(),
            file,
            record,
            set,
            documents,
            tree,
        })
    }

    /// The record as it reads now; its references are not resolved.
    pub(super) fn record(&self) -> &Record {
        &self.record
    }

    /// The set that it belongs to.
    pub(super) fn set(&self) -> &RecordSet {
        &self.set
    }

    /// The record's own file.
    pub(super) fn file(&self) -> FileId {
        self.file
    }

    pub(super) fn path(&self) -> &RepoPath {
        self.tree.path(self.file)
    }

    /// The paths and the texts of all of its files as they are now.
    pub(super) fn files(&self) -> impl Iterator<Item = (&RepoPath, &str)> {
        self.tree.iter().map(|(id, file)| (&file.path, self.tree.text(id)))
    }

    /// The text of one of its files as it is now.
    pub(super) fn text(&self, file: FileId) -> &str {
        self.tree.text(file)
    }

    pub(super) fn document(&self, file: FileId) -> &Document {
        &self.documents[file.index()]
    }

    /// The document of the record's own file.
    pub(super) fn own(&self) -> &Document {
        self.document(self.file)
    }

    pub(super) fn part(&self) -> usize {
        self.part
    }

    /// The language of the record's own file.
    pub(super) fn format(&self) -> Format {
        self.own().format
    }

    pub(super) fn is_asciidoc(&self) -> bool {
        self.format() == Format::AsciiDoc
    }

    /// What a new line ends with.
    pub(super) fn line_end(&self, file: FileId) -> &'static str {
        self.tree.file(file).source().map_or("\n", |source| source.line_end())
    }

    /// A file beside the record that is on the desk.
    pub(super) fn beside(&self, name: &str) -> Option<FileId> {
        self.tree.find(&self.path().parent().join(name)?)
    }

    /// Looks at the page that locators search.
    pub(super) fn with_page<T>(&self, look: impl FnOnce(Page<'_>) -> T) -> T {
        let head = Head::of(self.own(), self.text(self.file));
        look(Page {
            tree: &self.tree,
            documents: &self.documents,
            file: self.file,
            part: self.part,
            head: &head,
        })
    }

    /// Changes one of its files and reads the record anew. Cells of tables stay as wide as their columns where they can.
    pub(super) fn apply(&mut self, file: FileId, edits: &[Edit]) -> Result<(), Refusal> {
        let markup = self.document(file).markup.as_ref();
        let tables = markup.map_or(&[][..], |markup| &markup.tables);
        let edits = edits.iter().flat_map(|edit| padded(self.text(file), tables, edit));
        let edits: Vec<Edit> = edits.collect();
        self.apply_as_is(file, &edits)
    }

    /// Changes no byte of one of its files but those of the edits, and reads the record anew.
    pub(super) fn apply_as_is(&mut self, file: FileId, edits: &[Edit]) -> Result<(), Refusal> {
        let work = &mut self.works[file.index()];
        work.apply(edits).map_err(|_| {
            Refusal::new(
                format!(
                    "{} is written in a way that cannot be changed safely",
                    self.tree.path(file)
                ),
                "change it by hand; nothing was written",
            )
        })?;
        let files = self.tree.iter().zip(&self.works);
        let files = files.map(|((_, file), work)| File::text(file.path.clone(), work.now()));
        self.tree = Tree::new(files.collect());
        self.documents = read_all(&self.tree);
        self.record = read_record(
            &self.tree,
            &self.documents,
            (self.file, self.part),
            (self.kind, &self.set),
        );
        Ok(())
    }

    /// Puts down what was changed.
    pub(super) fn finish(&self, changes: &mut Changes) {
        for ((_, file), work) in self.tree.iter().zip(&self.works) {
            for edit in work.edits() {
                changes.edit(&file.path, work.before(), edit);
            }
        }
    }
}

fn read_all(tree: &Tree) -> Vec<Document> {
    let files = tree.files().iter();
    files.map(|file| reader::read(&file.path, &file.content)).collect()
}

fn read_record(
    tree: &Tree,
    documents: &[Document],
    (file, part): (FileId, usize),
    (kind, set): (&Kind, &RecordSet),
) -> Record {
    let head = Head::of(&documents[file.index()], tree.text(file));
    let page = Page {
        tree,
        documents,
        file,
        part,
        head: &head,
    };
    let history = History::NotAsked;
    let reader = Reader {
        kind,
        set,
        history: &history,
    };
    Record {
        kind: set.kind,
        ..reader.read(page)
    }
}
