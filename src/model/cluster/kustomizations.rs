//! Kustomizations: which files are one, and which folders have one.

use crate::text::path::RepoPath;
use crate::text::span::FileId;
use crate::text::tree::Tree;

/// The names under which a folder's kustomization is found.
const NAMES: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/// True for a file that is its folder's kustomization.
pub(crate) fn is_one(path: &RepoPath) -> bool {
    NAMES.contains(&path.name())
}

/// The kustomization of a folder, if it holds one.
pub(crate) fn of_folder(tree: &Tree, folder: &RepoPath) -> Option<FileId> {
    NAMES.iter().find_map(|name| tree.find(&folder.join(name)?))
}
