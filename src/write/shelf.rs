//! The record set that a new record goes into. It makes no record.

use crate::model::glob::Globs;
use crate::model::sets::RecordSet;
use crate::model::workspace::Workspace;
use crate::text::path::RepoPath;
use crate::write::refusal::Refusal;

/// The set of this name, or the only one of the kind; none where the kind has no records yet.
pub(super) fn choose_set<'a>(
    workspace: &'a Workspace,
    kind: usize,
    wanted: Option<&str>,
) -> Result<Option<&'a RecordSet>, Refusal> {
    let sets: Vec<&RecordSet> = workspace.sets.iter().filter(|set| set.kind == kind).collect();
    let names = || sets.iter().map(|set| set.name.as_str()).collect::<Vec<_>>().join(", ");
    if let Some(wanted) = wanted {
        let found = sets.iter().find(|set| set.name == wanted).copied();
        let missing = || {
            Refusal::new(
                format!("there is no record set `{wanted}`"),
                format!("there are: {}", names()),
            )
        };
        return found.map(Some).ok_or_else(missing);
    }
    // Records that were found by content lie in many places: a new one has its own folder.
    let kept: Vec<&RecordSet> = sets.iter().copied().filter(|set| set.having.is_empty()).collect();
    match kept[..] {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        _ => Err(Refusal::new(
            format!(
                "this repository keeps its {} in {} places",
                workspace.kinds[kind].plural,
                kept.len()
            ),
            format!(
                "say which: --set {}",
                kept.iter()
                    .map(|s| s.name.as_str())
                    .collect::<Vec<_>>()
                    .join(" | --set ")
            ),
        )),
    }
}

/// The set of a record that is the first of its kind.
pub(super) fn lone_set(kind: usize, path: &RepoPath) -> RecordSet {
    RecordSet {
        name: String::new(),
        kind,
        folder: path.parent(),
        files: Vec::new(),
        exclude: Vec::new(),
        having: Vec::new(),
        members: Vec::new(),
        schema: None,
        reason: String::new(),
        configured: None,
    }
}

/// Fails where a new file at `path` would be no record of the set.
pub(super) fn fits(set: Option<&RecordSet>, path: &RepoPath) -> Result<(), Refusal> {
    match set.filter(|set| !takes(set, path)) {
        None => Ok(()),
        Some(set) => Err(Refusal::new(
            format!(
                "`{path}` would be no record of the set `{}`, which takes {}",
                set.name,
                set.files.join(", ")
            ),
            "widen `files` of that set in opsrepo.toml, or say another set with --set",
        )),
    }
}

/// Whether a new file at `path` would be a record of the set.
fn takes(set: &RecordSet, path: &RepoPath) -> bool {
    let globs = |patterns: &[String]| Globs::new(patterns.iter().map(String::as_str));
    globs(&set.files).matches(path) && !globs(&set.exclude).matches(path)
}
