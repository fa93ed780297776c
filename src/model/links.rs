//! Links: everything in the repository that points at a file, and what it leads to.

use crate::text::path::RepoPath;
use crate::text::span::{FileId, Span};

/// What sort of thing points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// A link in a marked-up text.
    Text,
    /// An image in a marked-up text.
    Image,
    /// An entry of a kustomization; its field is in [`Link::field`].
    Kustomization,
    /// The path of an Argo CD `Application` into this repository.
    ArgoApplication,
    /// An annotation of an alert; its name is in [`Link::field`].
    Alert,
}

/// One link, as it is written and as it is resolved.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// What sort of thing points.
    pub origin: Origin,
    /// The field that holds it (`resources`, `spec.source.path`); empty for links in texts.
    pub field: String,
    /// What is written.
    pub raw: String,
    /// Where it is written: the target's bytes.
    pub span: Span,
    /// What it leads to.
    pub target: Destination,
}

/// What a link leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum Destination {
    /// A file of the repository.
    File(FileId),
    /// A file of the repository that the site's generator publishes under this name (`x.html` → `x.html.md.erb`).
    Rendered(FileId),
    /// A place in a file, and whether it exists.
    Anchor {
        /// The file.
        file: FileId,
        /// The anchor's name.
        name: String,
        /// Whether the file has it.
        exists: bool,
    },
    /// A folder of the repository.
    Folder(RepoPath),
    /// Nothing; the path that was looked for.
    Missing(RepoPath),
    /// A path that leaves the root.
    Outside,
    /// A folder whose inside is not known (submodule), or a file of unknown content.
    Unknown,
    /// A place in a sibling repository whose files are known.
    Sibling(Box<InSibling>),
    /// Another host, another scheme, or a remote Git reference: not looked at.
    External,
}

/// Where a link leads in a sibling repository.
#[derive(Clone, Debug, PartialEq)]
pub struct InSibling {
    /// The sibling's name in `opsrepo.toml`.
    pub name: String,
    /// The path or the address that was looked for.
    pub wanted: String,
    /// Whether a file, a page or a folder answers to it.
    pub is_there: bool,
    /// The file, where it is one.
    pub path: Option<RepoPath>,
    /// The anchor that the file does not have.
    pub lacks: Option<String>,
    /// The name of the one page that may have been meant, where nothing is there.
    pub meant: Option<String>,
}

impl Destination {
    /// The file of the repository that it leads to, if any.
    pub fn file(&self) -> Option<FileId> {
        match self {
            Destination::File(file) | Destination::Rendered(file) | Destination::Anchor { file, .. } => Some(*file),
            _ => None,
        }
    }

    /// True when it leads to nothing that exists.
    pub fn is_broken(&self) -> bool {
        matches!(
            self,
            Destination::Missing(_) | Destination::Outside | Destination::Anchor { exists: false, .. }
        ) || matches!(self, Destination::Sibling(found) if !found.is_there || found.lacks.is_some())
    }
}
