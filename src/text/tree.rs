//! A snapshot of files, sorted by path: what every command reads and what every command writes.

use crate::text::path::RepoPath;
use crate::text::source::Source;
use crate::text::span::{FileId, Position, Span};

/// Files sorted by path, and what could not become a file.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    files: Vec<File>,
    notes: Vec<Note>,
    opaque: Vec<RepoPath>,
}

/// One file.
#[derive(Clone, Debug)]
pub struct File {
    /// Where it lies.
    pub path: RepoPath,
    /// What is known of its bytes.
    pub content: Content,
}

/// What is known of a file's bytes. Everything but the first two is a fact for somebody to report.
#[derive(Clone, Debug)]
pub enum Content {
    /// Valid UTF-8.
    Text(Source),
    /// Bytes to be written as they are (a tree that goes out); never made by reading.
    Bytes(Vec<u8>),
    /// Not a format that opsrepo reads: only its existence matters. Length in bytes.
    Other(u64),
    /// Encrypted as a whole by git-crypt: as it should be, and not readable here.
    Sealed(u64),
    /// A format that opsrepo reads, but the bytes hold a NUL: no text.
    Binary(u64),
    /// A format that opsrepo reads, but not UTF-8 from this byte on.
    NotUtf8(u64),
    /// Over the reader's limit (both in bytes).
    TooLarge {
        /// Its length.
        length: u64,
        /// The limit.
        limit: u64,
    },
    /// The operating system refused; its words.
    Unreadable(String),
    /// A symbolic link that is not followed, and where it points.
    Link(String),
}

impl File {
    /// A text file, for trees that are made rather than read.
    pub fn text(path: RepoPath, text: impl Into<String>) -> Self {
        let text: String = text.into();
        File {
            path,
            content: Content::Text(Source::new(text)),
        }
    }

    /// Its text, where it has one.
    pub fn source(&self) -> Option<&Source> {
        match &self.content {
            Content::Text(source) => Some(source),
            _ => None,
        }
    }
}

/// Something met while a tree was read that is no file: shown to the user, never dropped.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// The place as printable text (a path that is not UTF-8 is shown with replacement characters).
    pub place: String,
    /// What was found and what to do.
    pub kind: NoteKind,
}

/// Why a place is no file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteKind {
    /// The path is not UTF-8.
    PathNotUtf8,
    /// A symbolic link that points out of the root, in a circle, or nowhere; its target.
    LinkNotFollowed(String),
    /// A folder that could not be listed; the system's words.
    FolderUnreadable(String),
}

impl Tree {
    /// Sorts by path; of two files with one path the later wins.
    pub fn new(mut files: Vec<File>) -> Self {
        files.reverse();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.dedup_by(|later, earlier| later.path == earlier.path);
        Tree {
            files,
            notes: Vec::new(),
            opaque: Vec::new(),
        }
    }

    /// Adds what the reader met besides files.
    pub fn with_notes(mut self, mut notes: Vec<Note>) -> Self {
        notes.sort();
        self.notes = notes;
        self
    }

    /// Names folders whose inside is not known (submodules, nested repositories).
    pub fn with_opaque(mut self, mut folders: Vec<RepoPath>) -> Self {
        folders.sort();
        self.opaque = folders;
        self
    }

    /// The same files, some of them with another text.
    pub fn with_texts(&self, texts: Vec<(FileId, String)>) -> Tree {
        let mut tree = self.clone();
        for (id, text) in texts {
            tree.files[id.index()].content = Content::Text(Source::new(text));
        }
        tree
    }

    /// The same, in which these files take the place of those of their names. A file of another name is left out.
    pub fn with_files(&self, fresh: Vec<File>) -> Tree {
        let mut tree = self.clone();
        for file in fresh {
            if let Some(id) = self.find(&file.path) {
                tree.files[id.index()] = file;
            }
        }
        tree
    }

    /// All files, sorted by path.
    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// All files with their ids, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &File)> {
        self.files.iter().enumerate().map(|(i, file)| (FileId(i as u32), file))
    }

    /// What the reader met besides files.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// The file with this id.
    pub fn file(&self, id: FileId) -> &File {
        &self.files[id.index()]
    }

    /// Path of the file with this id.
    pub fn path(&self, id: FileId) -> &RepoPath {
        &self.files[id.index()].path
    }

    /// The text of a file; empty where it has none.
    pub fn text(&self, id: FileId) -> &str {
        self.file(id).source().map_or("", Source::text)
    }

    /// The text under a span; empty where there is none.
    pub fn slice(&self, span: Span) -> &str {
        span.range.of(self.text(span.file))
    }

    /// Line and column at which a span starts; 1:1 in a file without text.
    pub fn position(&self, span: Span) -> Position {
        match self.file(span.file).source() {
            Some(source) => source.position(span.range.start),
            None => Position { line: 1, column: 1 },
        }
    }

    /// The id of the file at `path`.
    pub fn find(&self, path: &RepoPath) -> Option<FileId> {
        let at = self.files.binary_search_by(|file| file.path.cmp(path)).ok()?;
        Some(FileId(at as u32))
    }

    /// True when some file lies below `path`. The root is always a folder.
    pub fn is_folder(&self, path: &RepoPath) -> bool {
        path.as_str().is_empty() || self.below(path).next().is_some()
    }

    /// The files below a folder, sorted by path.
    pub fn below<'a>(&'a self, folder: &RepoPath) -> impl Iterator<Item = (FileId, &'a File)> {
        let prefix = match folder.as_str() {
            "" => String::new(),
            path => format!("{path}/"),
        };
        let from = self.files.partition_point(|file| file.path.as_str() < prefix.as_str());
        (from..self.files.len())
            .map(|i| (FileId(i as u32), &self.files[i]))
            .take_while(move |(_, file)| file.path.as_str().starts_with(&prefix))
    }

    /// True when `path` lies in a folder whose inside is not known.
    pub fn is_opaque(&self, path: &RepoPath) -> bool {
        self.opaque.iter().any(|folder| path.is_under(folder))
    }
}
