//! Where a new record goes: a path that nobody has yet, and that its set takes. It writes nothing.

use crate::model::identity;
use crate::model::sets::RecordSet;
use crate::model::time::Date;
use crate::model::workspace::Workspace;
use crate::text::path::RepoPath;
use crate::text::template::slug;
use crate::write::habit::Habit;
use crate::write::naming::{Naming, ending_of};
use crate::write::refusal::Refusal;
use crate::write::shelf::fits;

/// The path of a new record that has this title: a single file where the set takes no folders.
pub(super) fn of(
    workspace: &Workspace,
    set: Option<&RecordSet>,
    (naming, habit): (&Naming, &Habit),
    name: (&str, Date),
) -> Result<RepoPath, Refusal> {
    let path = called(workspace, (naming, habit), name)?;
    if fits(set, &path).is_ok() {
        return Ok(path);
    }
    let path = called(workspace, (&naming.as_files(), habit), name)?;
    fits(set, &path)?;
    Ok(path)
}

fn called(
    workspace: &Workspace,
    (naming, habit): (&Naming, &Habit),
    (title, date): (&str, Date),
) -> Result<RepoPath, Refusal> {
    let path = naming.path(&slug(title), date).map(|path| habit.with_ending(path));
    path.and_then(|path| free(workspace, path))
        .ok_or_else(|| Refusal::new("no file name could be made of the title", "choose another title"))
}

/// The path itself, or with `-2`, `-3` … where it is taken.
fn free(workspace: &Workspace, path: RepoPath) -> Option<RepoPath> {
    let taken = |path: &RepoPath| workspace.tree.find(path).is_some() || workspace.tree.is_folder(path);
    if identity::carrier(&path) != path.stem() {
        // A record that is a folder has that to itself.
        let folder = path.parent();
        let others = (2..1000).map(|n| folder.parent().join(&format!("{}-{n}", folder.name())));
        let mut folders = std::iter::once(Some(folder.clone())).chain(others).flatten();
        return folders.find(|folder| !taken(folder))?.join(path.name());
    }
    let (stem, ending) = (path.stem().to_owned(), ending_of(&path));
    let others = (2..1000).map(|n| path.parent().join(&format!("{stem}-{n}{ending}")));
    std::iter::once(Some(path.clone()))
        .chain(others)
        .flatten()
        .find(|path| !taken(path))
}
