//! The files below a folder on disk, as a tree. The only home of the two directory walkers.
//!
//! It honours `.gitignore` files and `.git/info/exclude`, and nothing that lies outside the folder's repository, so that
//! two people see the same files. It must not know what a file is for.

use crate::store::content::{Wanted, judge};
use crate::store::facts::Index;
use crate::store::found::{Found, FoundKind, Listing, Reader, SITE_MARKER, plain};
use crate::store::tracked;
use crate::text::path::RepoPath;
use crate::text::tree::{File, Note, NoteKind, Tree};
use anyhow::Context;
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Reads the files below `root`.
///
/// Hidden files belong to it, `.git` never. What `index` names is read though it be ignored. Nested repositories and
/// submodules are opaque. A link to a file below the root is read as that file; every other link is a fact, and a note
/// where it leads out of the root, in a circle or nowhere. Fails only when `root` itself cannot be listed.
pub fn read(root: &Path, wanted: &Wanted, index: &Index) -> anyhow::Result<Tree> {
    let real_root = root
        .canonicalize()
        .with_context(|| format!("cannot open {}", root.display()))?;
    let mut listing = list(&real_root, index)?;
    let reader = Reader {
        root: &real_root,
        wanted,
    };
    let read: Vec<(File, Option<Note>)> = listing
        .found
        .into_par_iter()
        .map_init(Vec::new, |buffer, found| reader.read(found, buffer))
        .collect();
    let mut files = Vec::with_capacity(read.len());
    for (file, note) in read {
        files.push(file);
        listing.notes.extend(note);
    }
    Ok(Tree::new(files).with_notes(listing.notes).with_opaque(listing.opaque))
}

/// Lists what belongs to the folder `real_root`, which is no link, and opens nothing of it.
pub(super) fn list(real_root: &Path, index: &Index) -> anyhow::Result<Listing> {
    let mut listing = walk(real_root)?;
    tracked::add(real_root, &mut listing, index);
    listing.opaque.extend(index.submodules.iter().cloned());
    listing.opaque.sort();
    listing.opaque.dedup();
    listing.notes.extend(index.notes.iter().cloned());
    listing.notes.sort();
    listing.notes.dedup();
    Ok(listing)
}

/// Reads the files of these names directly below `root`; one that is not there is left out.
pub fn read_some(root: &Path, names: &[&str]) -> Tree {
    let read = |name: &&str| {
        let bytes = std::fs::read(root.join(name)).ok()?;
        Some(File {
            path: RepoPath::new(name)?,
            content: judge(&bytes),
        })
    };
    Tree::new(names.iter().filter_map(read).collect())
}

/// The bytes of a file below `root`. Fails where a link leads out of `root`.
pub fn read_bytes(root: &Path, path: &RepoPath) -> anyhow::Result<Vec<u8>> {
    let context = || format!("cannot read {path}");
    let real = root.join(path.as_str()).canonicalize().with_context(context)?;
    if !real.starts_with(root.canonicalize().with_context(context)?) {
        anyhow::bail!("{path} is a link that leads out of {}", root.display());
    }
    std::fs::read(&real).with_context(context)
}

/// The text of one file that the user names, wherever it lies.
pub fn read_text(path: &Path) -> anyhow::Result<String> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    String::from_utf8(bytes).map_err(|_| anyhow::anyhow!("{} is not UTF-8 text", path.display()))
}

/// Every file below a folder, hidden and ignored ones too.
#[derive(Clone, Debug, Default)]
pub(super) struct Everything {
    /// Files and links, sorted.
    pub(super) files: Vec<RepoPath>,
    /// What could not be listed or named.
    pub(super) notes: Vec<Note>,
}

/// Lists every file below `root`, ignoring nothing and following no link. A folder that does not exist holds nothing.
pub(super) fn list_all(root: &Path) -> Everything {
    let mut all = Everything::default();
    if root.symlink_metadata().is_err() {
        return all;
    }
    for entry in walkdir::WalkDir::new(root).min_depth(1) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => match repo_path(root, entry.path()) {
                Ok(path) => all.files.push(path),
                Err(note) => all.notes.push(note),
            },
            Err(error) => all.notes.push(Note {
                place: error.path().map_or_else(String::new, |path| printable(root, path)),
                kind: NoteKind::FolderUnreadable(plain(error.io_error(), &error)),
            }),
        }
    }
    all.files.sort();
    all
}

/// Lists what lies below `root` and opens nothing of it.
pub(super) fn walk(root: &Path) -> anyhow::Result<Listing> {
    let nested = Arc::new(Mutex::new(Vec::new()));
    let mut listing = Listing::default();
    for entry in walker(root, Arc::clone(&nested)).build() {
        match entry {
            Ok(entry) => {
                let is_folder = entry.file_type().is_none_or(|kind| kind.is_dir());
                match repo_path(root, entry.path()) {
                    Ok(_) if is_folder => listing.folders.push(entry.into_path()),
                    Ok(path) => listing.found.push(Found {
                        path,
                        kind: entry.file_type().map_or(FoundKind::Special, FoundKind::from),
                        disk: entry.into_path(),
                    }),
                    // One note for a folder that cannot be named, none for what lies in it.
                    Err(note) if entry.path().parent().is_none_or(|up| up.to_str().is_some()) => {
                        listing.notes.push(note);
                    }
                    Err(_) => {}
                }
            }
            Err(error) => {
                let place = path_of(&error).map(|path| printable(root, path)).unwrap_or_default();
                if place.is_empty() {
                    return Err(error).with_context(|| format!("cannot list {}", root.display()));
                }
                listing.notes.push(Note {
                    place,
                    kind: NoteKind::FolderUnreadable(plain(error.io_error(), &error)),
                });
            }
        }
    }
    let nested = std::mem::take(&mut *nested.lock().unwrap_or_else(PoisonError::into_inner));
    listing.opaque = nested
        .iter()
        .filter_map(|folder: &PathBuf| repo_path(root, folder).ok())
        .collect();
    Ok(listing)
}

fn walker(root: &Path, nested: Arc<Mutex<Vec<PathBuf>>>) -> ignore::WalkBuilder {
    let has_git = |folder: &Path| folder.join(".git").symlink_metadata().is_ok();
    // Ignore files above the root count only where they belong to the same repository: a stray one in somebody's home
    // would change the result.
    let in_repository = root.ancestors().any(has_git);
    let mut walker = ignore::WalkBuilder::new(root);
    walker
        .hidden(false)
        .ignore(false)
        .git_global(false)
        .git_ignore(true)
        .git_exclude(true)
        .require_git(in_repository)
        .parents(in_repository && !has_git(root))
        .follow_links(false)
        .filter_entry(move |entry| {
            if entry.depth() == 0 {
                return true;
            }
            let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            if entry.file_name() == ".git" || (is_folder && entry.path().join(SITE_MARKER).is_file()) {
                return false;
            }
            let is_nested = is_folder && has_git(entry.path());
            if is_nested {
                let mut nested = nested.lock().unwrap_or_else(PoisonError::into_inner);
                nested.push(entry.path().to_owned());
            }
            !is_nested
        });
    walker
}

fn repo_path(root: &Path, path: &Path) -> Result<RepoPath, Note> {
    let below = path.strip_prefix(root).unwrap_or(path);
    let text = match std::path::MAIN_SEPARATOR {
        '/' => below.to_str().and_then(RepoPath::new),
        other => below.to_str().and_then(|text| RepoPath::new(&text.replace(other, "/"))),
    };
    text.ok_or_else(|| Note {
        place: printable(root, path),
        kind: NoteKind::PathNotUtf8,
    })
}

fn printable(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned()
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{list_all, read};
    use crate::store::content::Wanted;
    use crate::store::facts::Index;
    use crate::store::git::Repository;
    use crate::store::scratch::Scratch;
    use crate::text::path::RepoPath;
    use crate::text::tree::{Content, Tree};
    use std::path::Path;

    fn read_all(root: &Path, index: &Index) -> Tree {
        let is_read = |path: &RepoPath| path.extension() == Some("md");
        read(root, &Wanted { is_read, limit: 8 }, index).unwrap()
    }

    fn shown(tree: &Tree) -> Vec<String> {
        let show = |content: &Content| match content {
            Content::Text(source) => source.text().to_owned(),
            other => format!("{other:?}"),
        };
        tree.files()
            .iter()
            .map(|file| format!("{} {}", file.path, show(&file.content)))
            .collect()
    }

    #[test]
    fn states_what_each_file_is() {
        let scratch = Scratch::folder();
        scratch
            .write(".gitignore", "*.log\n")
            .write("a.log", "")
            .write(".github/a.md", "hi")
            .write("b.txt", "123");
        scratch
            .write("c.md", "a\0")
            .write("d.md", "123456789")
            .write("sub/e.md", "")
            .bytes("f.md", b"ab\xff");
        let tree = read_all(scratch.root(), &Index::default());
        let expected = [
            ".github/a.md hi",
            ".gitignore Other(6)",
            "b.txt Other(3)",
            "c.md Binary(2)",
            "d.md TooLarge { length: 9, limit: 8 }",
            "f.md NotUtf8(2)",
        ];
        assert_eq!(shown(&tree)[..6], expected);
        assert_eq!(tree.files()[6].source().map(|source| source.text()), Some(""));
        assert_eq!(list_all(scratch.root()).files.len(), 8, "the log too");
    }

    #[test]
    fn git_says_what_belongs() {
        let scratch = Scratch::repository();
        scratch
            .write(".gitignore", "/out/\n")
            .write("out/kept.md", "k")
            .write("out/not.md", "n")
            .write("top/s/x.md", "x");
        scratch
            .git(&["add", "-f", "out/kept.md"])
            .git(&["add", "."])
            .write(".git/info/exclude", "private.md\n");
        scratch
            .write("private.md", "p")
            .write("top/private.md", "p")
            .write("gone.md", "g")
            .git(&["add", "gone.md"]);
        std::fs::remove_file(scratch.root().join("gone.md")).unwrap();
        scratch.write("nested/.git/HEAD", "").write("nested/x.md", "x");
        let repository = Repository::discover(scratch.root()).unwrap().unwrap();
        let tree = read_all(scratch.root(), &repository.index(&RepoPath::root()).unwrap());
        assert_eq!(shown(&tree), [".gitignore Other(6)", "out/kept.md k", "top/s/x.md x"]);
        assert!(tree.is_opaque(&RepoPath::new("nested/x.md").unwrap()));
        let top = RepoPath::new("top").unwrap();
        let below = read_all(&scratch.root().join("top"), &repository.index(&top).unwrap());
        assert_eq!(
            shown(&below),
            ["s/x.md x"],
            "the exclude file of the repository counts in its folders"
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_are_read_only_inside() {
        use std::os::unix::fs::symlink;
        let (scratch, other) = (Scratch::folder(), Scratch::folder());
        scratch.write("a.md", "a").write("d/b.md", "b");
        other.write("x.md", "x");
        let root = scratch.root();
        let links = [
            ("1.md", "a.md"),
            ("2.md", "d"),
            ("3.md", "gone.md"),
            ("4.md", "4.md"),
            ("d/up", ".."),
        ];
        for (name, target) in links {
            symlink(target, root.join(name)).unwrap();
        }
        symlink(other.root().join("x.md"), root.join("5.md")).unwrap();
        let tree = read_all(root, &Index::default());
        let seen = shown(&tree);
        assert_eq!(
            seen[..4],
            [
                "1.md a",
                "2.md Link(\"d\")",
                "3.md Link(\"gone.md\")",
                "4.md Link(\"4.md\")"
            ]
        );
        assert!(seen[4].starts_with("5.md Link("), "{}", seen[4]);
        assert_eq!(seen[5..], ["a.md a", "d/b.md b", "d/up Link(\"..\")"]);
        let places: Vec<&str> = tree.notes().iter().map(|note| note.place.as_str()).collect();
        assert_eq!(places, ["3.md", "4.md", "5.md"]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    #[allow(clippy::print_stderr)]
    fn what_cannot_be_named_or_opened_is_noted() {
        use std::os::unix::ffi::OsStrExt;
        use std::os::unix::fs::PermissionsExt;
        let scratch = Scratch::folder();
        let odd = scratch.root().join(std::ffi::OsStr::from_bytes(b"caf\xe9"));
        std::fs::create_dir(&odd).unwrap();
        std::fs::write(odd.join("a.md"), "a").unwrap();
        scratch.write("shut/a.md", "a").write("b.md", "b");
        for name in ["shut", "b.md"] {
            std::fs::set_permissions(scratch.root().join(name), PermissionsExt::from_mode(0o000)).unwrap();
        }
        let tree = read_all(scratch.root(), &Index::default());
        let ignores_permissions = std::fs::read_dir(scratch.root().join("shut")).is_ok();
        std::fs::set_permissions(scratch.root().join("shut"), PermissionsExt::from_mode(0o700)).unwrap();
        let notes: Vec<String> = tree
            .notes()
            .iter()
            .map(|note| format!("{} {:?}", note.place, note.kind))
            .collect();
        assert_eq!(notes[0], "caf\u{fffd} PathNotUtf8");
        if ignores_permissions {
            eprintln!("skipped: this user may read everything");
            return;
        }
        assert_eq!(notes[1], "shut FolderUnreadable(\"permission denied\")");
        assert_eq!(shown(&tree), ["b.md Unreadable(\"Permission denied\")"]);
    }
}
