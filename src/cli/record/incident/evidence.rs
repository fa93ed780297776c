//! What `--evidence` names: an address, a file of the repository, or a file from elsewhere that is copied beside the record,
//! byte for byte and never over another. It must not know what the evidence shows.

use crate::cli::load::Ground;
use crate::model::attached;
use crate::store::keepsake;
use crate::store::writer::create_new;
use crate::text::path::RepoPath;
use crate::text::tree::Tree;
use crate::write::incident::entry::is_address;
use anyhow::{Context, bail};
use std::path::{Path, PathBuf};

/// The largest file that is copied, in bytes: what Git hosts take, and what a clone can bear.
const LARGEST: u64 = 50 * 1024 * 1024;

/// Characters that a file's name keeps.
const LONGEST_NAME: usize = 100;

/// Evidence, and how the record names it.
pub(super) struct Shelved {
    /// The target of the link: an address, or a path as seen from the record.
    pub(super) target: String,
    copy: Option<Copy>,
}

struct Copy {
    to: RepoPath,
    bytes: Vec<u8>,
}

/// A file that was written.
pub(super) struct Copied(PathBuf);

/// Finds what is named, and where it goes. Nothing is written yet.
pub(super) fn find(ground: &Ground, tree: &Tree, (record, said): (&RepoPath, &str)) -> anyhow::Result<Shelved> {
    if said.contains("://") {
        return match is_address(said) {
            true => Ok(Shelved {
                target: said.to_owned(),
                copy: None,
            }),
            false => bail!(
                "`{}` is no address that can stand in a link\nwrite it as https://…, with blanks and brackets percent-encoded; \
                 a file is named by its path",
                said.escape_debug()
            ),
        };
    }
    let path = Path::new(said);
    let real = path
        .canonicalize()
        .with_context(|| format!("there is no evidence `{}`", path.display()))?;
    let folder = record.parent();
    let shelf = attached::folder_of(record);
    let is_kept = |known: &RepoPath| known.is_under(&shelf) || tree.find(known).is_some();
    if let Some(known) = inside(ground, &real).filter(|known| real.is_file() && is_kept(known)) {
        return Ok(Shelved {
            target: known.relative_to(&folder),
            copy: None,
        });
    }
    let bytes = keepsake::read(&real, LARGEST)?;
    let (to, is_there) = spot(ground, &shelf, (&name(path), &bytes))?;
    Ok(Shelved {
        target: to.relative_to(&folder),
        copy: (!is_there).then_some(Copy { to, bytes }),
    })
}

impl Shelved {
    /// Where a copy goes, if there is one.
    pub(super) fn copy(&self) -> Option<&RepoPath> {
        self.copy.as_ref().map(|copy| &copy.to)
    }

    /// True where Git would leave the copy out.
    pub(super) fn is_ignored(&self, ground: &Ground) -> bool {
        let repository = ground.repository.as_ref();
        let path = self.copy.as_ref().map(|copy| &copy.to);
        repository
            .zip(path)
            .is_some_and(|(repository, path)| repository.is_ignored(ground.folder(), path))
    }

    /// Writes the copy, if there is one.
    pub(super) fn put(&self, ground: &Ground) -> anyhow::Result<Option<Copied>> {
        let Some(copy) = &self.copy else { return Ok(None) };
        create_new(&ground.root, &copy.to, &copy.bytes)?;
        Ok(Some(Copied(ground.root.join(copy.to.as_str()))))
    }
}

impl Copied {
    /// Takes the copy away again, with the folder that was made for it.
    pub(super) fn take_back(&self) {
        let _ = std::fs::remove_file(&self.0);
        if let Some(folder) = self.0.parent() {
            let _ = std::fs::remove_dir(folder);
        }
    }
}

/// A real path as seen from the root of the repository, where it lies below.
fn inside(ground: &Ground, real: &Path) -> Option<RepoPath> {
    let root = ground.root.canonicalize().ok()?;
    let below = real.strip_prefix(root).ok()?;
    let parts = below.components().map(|part| part.as_os_str().to_str());
    RepoPath::new(&parts.collect::<Option<Vec<_>>>()?.join("/"))
}

/// Where a file goes: under its name, or with `-2`, `-3` … where another file has that; and whether it lies there already.
fn spot(ground: &Ground, folder: &RepoPath, (name, bytes): (&str, &[u8])) -> anyhow::Result<(RepoPath, bool)> {
    let (stem, ending) = match name.find('.').filter(|&at| at > 0) {
        Some(at) => name.split_at(at),
        None => (name, ""),
    };
    let others = (2..1000).map(|n| folder.join(&format!("{stem}-{n}{ending}")));
    let mut names = std::iter::once(folder.join(name)).chain(others).flatten();
    let found = names.find_map(|path| {
        let disk = ground.root.join(path.as_str());
        match disk.symlink_metadata() {
            Err(_) => Some((path, false)),
            Ok(facts) if facts.is_file() && facts.len() == bytes.len() as u64 => {
                let is_same = keepsake::read(&disk, LARGEST).is_ok_and(|known| known == bytes);
                is_same.then_some((path, true))
            }
            Ok(_) => None,
        }
    });
    found.with_context(|| format!("{folder} has no room for another `{name}`\nrename the file first"))
}

/// A file's name without what steers a shell, a terminal or Git.
fn name(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let mut out = String::new();
    for c in name.unwrap_or_default().chars().take(LONGEST_NAME) {
        match c {
            c if c.is_alphanumeric() || matches!(c, '.' | '_' | '+') => out.push(c),
            _ if out.ends_with('-') => {}
            _ => out.push('-'),
        }
    }
    match out.trim_start_matches(['.', '-']).trim_end_matches(['-', '.']) {
        "" => "evidence".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::name;
    use std::path::Path;

    #[test]
    fn names_bring_nothing_but_a_name() {
        for (path, expected) in [
            ("/tmp/a b (1).png", "a-b-1-.png"),
            ("..", "evidence"),
            ("/x/.gitattributes", "gitattributes"),
            ("-rf", "rf"),
            ("Zürich\u{202e}\n.log", "Zürich-.log"),
            ("a/b.tar.gz", "b.tar.gz"),
        ] {
            assert_eq!(name(Path::new(path)), expected, "{path}");
        }
    }
}
