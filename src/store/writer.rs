//! Putting files on disk: whole, never over another, never outside the root. It must not know why they are written.
//!
//! A file appears under its name only when all its bytes are there: it is written beside its place under another name
//! and then renamed.

use crate::text::edit::{Edit, EditError, apply};
use crate::text::path::RepoPath;
use crate::text::tree::{Content, File, Tree};
use anyhow::{Context, anyhow, bail};
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// How the name of a file begins and ends that has not got its own yet.
pub(super) const PART_START: &str = ".opsrepo-";
pub(super) const PART_END: &str = ".part";

/// How much is done so that a file is there after the power went out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Care {
    /// Nothing: the user sees whether the command ended.
    Usual,
    /// The bytes lie on the disk before the file gets its name.
    Durable,
}

/// Writes a new file below `root` and makes the folders that it needs.
///
/// Fails where something has that name already, or where a link on the way leads out of `root`.
pub fn create_new(root: &Path, path: &RepoPath, bytes: &[u8]) -> anyhow::Result<()> {
    create(root, path, (bytes, Care::Usual))
}

/// As [`create_new`], with care.
pub(super) fn create(root: &Path, path: &RepoPath, (bytes, care): (&[u8], Care)) -> anyhow::Result<()> {
    let target = place(root, path)?;
    refuse_existing(&target, path)?;
    if let Some(folder) = target.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder of {path}"))?;
    }
    let file = fill(&target, bytes, care).with_context(|| format!("cannot write {path}"))?;
    match file.persist_noclobber(&target) {
        Ok(_) => Ok(()),
        Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => Err(exists(path)),
        Err(error) => Err(error.error).with_context(|| format!("cannot write {path}")),
    }
}

/// Writes all files of `tree` below `root`, or none: when one cannot be written, those before it are taken away again.
pub fn create_all(root: &Path, tree: &Tree) -> anyhow::Result<()> {
    for file in tree.files() {
        bytes_of(file)?;
        refuse_existing(&place(root, &file.path)?, &file.path)?;
    }
    let mut made: Vec<PathBuf> = Vec::new();
    for file in tree.files() {
        let target = root.join(file.path.as_str());
        let folders = target.ancestors().skip(1).take_while(|folder| !folder.exists());
        let mut fresh: Vec<PathBuf> = folders.map(Path::to_owned).collect();
        fresh.reverse();
        let outcome = bytes_of(file).and_then(|bytes| create_new(root, &file.path, bytes));
        made.append(&mut fresh);
        if let Err(error) = outcome {
            for path in made.iter().rev() {
                // A folder that somebody else put a file into meanwhile stays.
                let _ = std::fs::remove_file(path).or_else(|_| std::fs::remove_dir(path));
            }
            return Err(error.context("nothing was written"));
        }
        made.push(target);
    }
    Ok(())
}

/// Writes a file that the user names, wherever it lies, in the place of one that is there.
pub fn replace(target: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let context = || format!("cannot write {}", target.display());
    // What is no plain file is written through: a pipe, a terminal.
    if target.metadata().is_ok_and(|facts| !facts.is_file()) {
        return std::fs::write(target, bytes).with_context(context);
    }
    let file = fill(target, bytes, Care::Usual).with_context(context)?;
    file.persist(target)
        .map_err(|error| error.error)
        .with_context(context)?;
    Ok(())
}

/// Applies `edits` to a file whose text was `expected` when they were made. Its permissions stay; a link stays a link.
///
/// Fails, and changes nothing, where the file is another one by now.
pub fn patch(root: &Path, path: &RepoPath, expected: &str, edits: &[Edit]) -> anyhow::Result<()> {
    patch_with(root, path, (expected, edits), Care::Usual)
}

/// As [`patch`], with care.
pub(super) fn patch_with(
    root: &Path,
    path: &RepoPath,
    (expected, edits): (&str, &[Edit]),
    care: Care,
) -> anyhow::Result<()> {
    let target = unchanged(root, path, expected)?;
    refuse_read_only(&target, path)?;
    let text = apply(expected, edits).map_err(|error| does_not_fit(path, &error))?;
    let permissions = target
        .metadata()
        .with_context(|| format!("cannot open {path}"))?
        .permissions();
    let file = fill(&target, text.as_bytes(), care).with_context(|| format!("cannot write {path}"))?;
    let kept = file.as_file().set_permissions(permissions);
    kept.with_context(|| format!("cannot keep the permissions of {path}"))?;
    file.persist(&target)
        .map_err(|error| error.error)
        .with_context(|| format!("cannot write {path}"))?;
    Ok(())
}

/// The real place of a file whose text must still be `expected`.
pub(super) fn unchanged(root: &Path, path: &RepoPath, expected: &str) -> anyhow::Result<PathBuf> {
    let target = place(root, path)?;
    let target = target.canonicalize().with_context(|| format!("cannot open {path}"))?;
    if !target.starts_with(root.canonicalize()?) {
        bail!("{path} is a link that leads out of {}", root.display());
    }
    let found = std::fs::read(&target).with_context(|| format!("cannot read {path}"))?;
    if found != expected.as_bytes() {
        bail!("{path} was changed by somebody else meanwhile\nrun the command again");
    }
    Ok(target)
}

pub(super) fn does_not_fit(path: &RepoPath, error: &EditError) -> anyhow::Error {
    match error {
        EditError::OutOfPlace(range) => anyhow!("an edit of {path} does not fit its text: {range:?}"),
        EditError::Overlap(a, b) => anyhow!("two edits of {path} touch the same bytes: {a:?}, {b:?}"),
    }
}

/// The bytes that a file of an outgoing tree has; a mere fact has none.
pub(super) fn bytes_of(file: &File) -> anyhow::Result<&[u8]> {
    match &file.content {
        Content::Text(source) => Ok(source.text().as_bytes()),
        Content::Bytes(bytes) => Ok(bytes),
        _ => bail!("{} has no content that could be written", file.path),
    }
}

/// Makes a folder and those above it that are not there.
pub(super) fn make_folder(folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))
}

pub(super) fn refuse_existing(target: &Path, path: &RepoPath) -> anyhow::Result<()> {
    match target.symlink_metadata() {
        Ok(_) => Err(exists(path)),
        Err(_) => Ok(()),
    }
}

/// A file that nobody may write is not written, though its folder would let another take its place.
pub(super) fn refuse_read_only(target: &Path, path: &RepoPath) -> anyhow::Result<()> {
    match target.metadata() {
        Ok(facts) if facts.permissions().readonly() => Err(anyhow!(
            "{path} is read-only\nmake it writable first, if it may be changed: chmod u+w {path}"
        )),
        _ => Ok(()),
    }
}

fn exists(path: &RepoPath) -> anyhow::Error {
    anyhow!("{path} exists already; opsrepo does not overwrite it")
}

/// Where `path` lies on disk, after making sure that no link on the way leads out of `root`.
pub(super) fn place(root: &Path, path: &RepoPath) -> anyhow::Result<PathBuf> {
    if path.as_str().is_empty() {
        bail!("a file needs a name");
    }
    let target = root.join(path.as_str());
    if !root.exists() {
        return Ok(target);
    }
    let real_root = root
        .canonicalize()
        .with_context(|| format!("cannot open {}", root.display()))?;
    let existing = target
        .ancestors()
        .skip(1)
        .find(|folder| folder.symlink_metadata().is_ok());
    let folder = existing.unwrap_or(root);
    let real = folder
        .canonicalize()
        .with_context(|| format!("cannot open {}", folder.display()))?;
    if !real.starts_with(&real_root) {
        bail!(
            "{path} cannot be written: {} leads out of {}",
            folder.display(),
            root.display()
        );
    }
    Ok(target)
}

fn fill(target: &Path, bytes: &[u8], care: Care) -> std::io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PART_START).suffix(PART_END);
    // A temporary file is private by default; this one becomes an ordinary file, as the user's umask has it.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(target.parent().unwrap_or(Path::new(".")))?;
    file.write_all(bytes)?;
    if care == Care::Durable {
        file.as_file().sync_all()?;
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::{create_all, create_new, patch};
    use crate::text::edit::Edit;
    use crate::text::path::RepoPath;
    use crate::text::span::Range;
    use crate::text::tree::{File, Tree};

    fn path(text: &str) -> RepoPath {
        RepoPath::new(text).unwrap()
    }

    #[test]
    fn creates_but_never_overwrites() {
        let dir = tempfile::tempdir().unwrap();
        create_new(dir.path(), &path("a/b/c.md"), b"one").unwrap();
        let error = create_new(dir.path(), &path("a/b/c.md"), b"two").unwrap_err();
        assert!(error.to_string().contains("exists already"), "{error:#}");
        assert_eq!(std::fs::read(dir.path().join("a/b/c.md")).unwrap(), b"one");
        assert_eq!(
            std::fs::read_dir(dir.path().join("a/b")).unwrap().count(),
            1,
            "nothing is left over"
        );
    }

    #[test]
    fn writes_all_or_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let tree = |names: &[&str]| Tree::new(names.iter().map(|name| File::text(path(name), "x")).collect());
        std::fs::write(dir.path().join("z"), "mine").unwrap();
        assert!(create_all(dir.path(), &tree(&["a/b", "z"])).is_err());
        assert!(
            create_all(dir.path(), &tree(&["a/b", "c", "z/y"])).is_err(),
            "a file stands where a folder should"
        );
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
        create_all(dir.path(), &tree(&["a/b", "a/c"])).unwrap();
        assert!(dir.path().join("a/c").is_file());
    }

    #[test]
    fn patches_only_what_it_has_read() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a.md");
        std::fs::write(&file, "status: open\r\n").unwrap();
        let edit = [Edit {
            range: Range::new(8, 12),
            text: "closed".to_owned(),
        }];
        assert!(patch(dir.path(), &path("a.md"), "status: other\r\n", &edit).is_err());
        patch(dir.path(), &path("a.md"), "status: open\r\n", &edit).unwrap();
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "status: closed\r\n");
    }

    #[cfg(unix)]
    #[test]
    fn keeps_modes_and_stays_inside() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        symlink(other.path(), dir.path().join("out")).unwrap();
        std::fs::write(other.path().join("x"), "x").unwrap();
        symlink(other.path().join("x"), dir.path().join("x")).unwrap();
        assert!(create_new(dir.path(), &path("out/a.md"), b"x").is_err());
        assert!(create_new(dir.path(), &path("out/b/a.md"), b"x").is_err());
        assert!(patch(dir.path(), &path("x"), "x", &[]).is_err());
        let run = dir.path().join("run");
        std::fs::write(&run, "a").unwrap();
        std::fs::set_permissions(&run, PermissionsExt::from_mode(0o750)).unwrap();
        patch(
            dir.path(),
            &path("run"),
            "a",
            &[Edit {
                range: Range::at(1),
                text: "b".to_owned(),
            }],
        )
        .unwrap();
        assert_eq!(run.metadata().unwrap().permissions().mode() & 0o777, 0o750);
        create_new(dir.path(), &path("new"), b"").unwrap();
        assert_eq!(
            dir.path().join("new").metadata().unwrap().permissions().mode() & 0o700,
            0o600
        );
    }
}
