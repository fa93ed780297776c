//! The next number: over the records of a set, and over what other branches have taken since.

use crate::model::glob::Globs;
use crate::model::identity;
use crate::model::record::{Number, Record};
use crate::model::sets::RecordSet;
use crate::model::workspace::Workspace;
use crate::text::path::RepoPath;
use crate::write::area::Areas;
use crate::write::name::Name;
use crate::write::refusal::Refusal;

/// A file that lies on a branch, and may have taken a number there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Taken {
    /// Its path.
    pub path: RepoPath,
    /// The branch, as one names it (`origin/feature`).
    pub branch: String,
}

/// Numbers of eight digits are days: they are not counted.
const DAY: u8 = 8;

/// The folders in which records of a kind are counted, and whether their subfolders belong to them.
pub fn folders(workspace: &Workspace, kind: &str) -> Vec<(RepoPath, bool)> {
    let Some(at) = workspace.kinds.iter().position(|row| row.name == kind) else {
        return Vec::new();
    };
    let sets = workspace
        .sets
        .iter()
        .filter(|set| set.kind == at && set.having.is_empty());
    let mut folders: Vec<(RepoPath, bool)> = sets.map(|set| (set.folder.clone(), reaches_down(set))).collect();
    if folders.is_empty() {
        folders.extend(RepoPath::new(&workspace.kinds[at].form.folder).map(|folder| (folder, false)));
    }
    folders
}

/// True when records lie deeper than in the set's own folder.
fn reaches_down(set: &RecordSet) -> bool {
    let depth = set.folder.parts().count();
    set.files
        .iter()
        .any(|glob| glob.contains("**") || glob.split('/').count() > depth + 1)
}

/// The numbers that the paths have in a set, each with its path. Paths that are taken several times count once.
pub(crate) fn numbers<'p>(
    set: Option<&RecordSet>,
    paths: impl IntoIterator<Item = &'p RepoPath>,
) -> Vec<(Number, &'p RepoPath)> {
    // The patterns are compiled once: only names that hold a number are asked.
    let globs = set.map(|set| {
        let of = |patterns: &[String]| Globs::new(patterns.iter().map(String::as_str));
        (set, of(&set.files), of(&set.exclude))
    });
    let counted = paths.into_iter().filter_map(|path| {
        let number = Name::number_in(path).filter(|number| number.digits < DAY)?;
        let Some((set, files, exclude)) = &globs else {
            return Some((number, path));
        };
        let is_counted = path.is_under(&set.folder) && files.matches(path) && !exclude.matches(path);
        let area = identity::area(&set.folder, path, &number.area);
        is_counted.then_some((Number { area, ..number }, path))
    });
    counted.collect()
}

/// The next number of a set, in one area or over all; and the file on a branch that is the reason why it is no lower.
pub(crate) fn next<'t>(
    workspace: &Workspace,
    set: Option<usize>,
    area: Option<&str>,
    taken: &'t [Taken],
) -> (u64, Option<&'t Taken>) {
    let is_asked = |number: &Number| area.is_none_or(|area| number.area == area);
    let here = workspace.records.iter().filter(|record| Some(record.set) == set);
    let here = here.filter_map(|record| record.number.as_ref());
    let here = here
        .filter(|number| number.digits < DAY && is_asked(number))
        .map(|number| number.value);
    let here = here.max();
    let found = numbers(set.map(|at| &workspace.sets[at]), taken.iter().map(|taken| &taken.path));
    let there = found
        .iter()
        .filter(|(number, _)| is_asked(number))
        .max_by_key(|(number, _)| number.value);
    match there.filter(|(number, _)| here.is_none_or(|here| number.value > here)) {
        Some((number, path)) => {
            let reason = taken.iter().find(|taken| taken.path == **path);
            (number.value.saturating_add(1), reason)
        }
        None => (here.map_or(1, |here| here.saturating_add(1)), None),
    }
}

/// Fails for a record whose number is its day: none comes after it.
pub(crate) fn refuse_day(workspace: &Workspace, record: &Record) -> Result<(), Refusal> {
    let Some(day) = record.number.as_ref().filter(|number| number.digits >= DAY) else {
        return Ok(());
    };
    let message = format!(
        "{} is named by its day, and a day has no next one",
        workspace.path_of(record)
    );
    let help = format!(
        "records of one day differ in their titles (`rename`); another day is written like {:08}",
        day.value
    );
    Err(Refusal::new(message, help))
}

/// The area of a record, where the areas of its set count each for itself.
pub(crate) fn counted<'r>(workspace: &Workspace, set: Option<usize>, like: &'r Record) -> Option<&'r str> {
    let area = like.number.as_ref().map(|number| number.area.as_str());
    area.filter(|_| Areas::of(workspace, set).restart())
}

/// The file on a branch that is the reason for the number of a new path: nothing here has one as high.
pub fn reason<'t>(workspace: &Workspace, new: &RepoPath, taken: &'t [Taken]) -> Option<&'t Taken> {
    let number = Name::number_in(new).filter(|number| number.digits < DAY)?;
    let set = workspace
        .sets
        .iter()
        .position(|set| !numbers(Some(set), [new]).is_empty());
    let area = numbers(set.map(|at| &workspace.sets[at]), [new])
        .pop()
        .map(|(number, _)| number.area);
    let area = area.filter(|_| Areas::of(workspace, set).restart());
    next(workspace, set, area.as_deref(), taken).1.filter(|taken| {
        let theirs = Name::number_in(&taken.path);
        theirs.is_some_and(|theirs| theirs.value + 1 == number.value)
    })
}

#[cfg(test)]
mod tests {
    use super::numbers;
    use crate::model::sets::RecordSet;
    use crate::text::path::RepoPath;

    #[test]
    fn only_what_a_set_takes_is_counted() {
        let set = RecordSet {
            name: "log".to_owned(),
            kind: 0,
            folder: RepoPath::new("adr").unwrap(),
            files: vec!["adr/**/*.md".to_owned()],
            exclude: vec!["adr/old/**".to_owned()],
            having: Vec::new(),
            members: Vec::new(),
            schema: None,
            reason: String::new(),
            configured: None,
        };
        let table = [
            ("adr/0007-x.md", Some(("", 7))),
            ("adr/area/ADR-0003-x.md", Some(("area/ADR", 3))),
            ("adr/0009-x/README.md", Some(("", 9))),
            ("adr/20260304-x.md", None),
            ("adr/old/0008-x.md", None),
            ("adr/template.md", None),
            ("docs/0010-x.md", None),
        ];
        for (path, expected) in table {
            let path = RepoPath::new(path).unwrap();
            let found = numbers(Some(&set), [&path]);
            let found = found.first().map(|(number, _)| (number.area.as_str(), number.value));
            assert_eq!(found, expected, "{path}");
        }
    }
}
