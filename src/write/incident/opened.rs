//! The draft of an incident that alerts open: its place and its first text. What the alerts did is written by whoever extends
//! it.

use crate::model::kind::Kind;
use crate::model::sets::RecordSet;
use crate::model::time::Moment;
use crate::model::workspace::Workspace;
use crate::text::path::RepoPath;
use crate::text::template::{Templates, slug};
use crate::write::naming::Naming;
use crate::write::refusal::Refusal;
use crate::write::shelf::fits;
use serde::Serialize;

/// What a draft says.
#[derive(Serialize)]
pub(super) struct Opening<'a> {
    pub(super) title: &'a str,
    pub(super) severity: &'a str,
    /// Where the severity comes from; empty where somebody said it.
    pub(super) remark: &'a str,
    pub(super) services: &'a [String],
    pub(super) runbooks: &'a [String],
    /// To the minute, with its offset.
    pub(super) started: &'a str,
    /// The id of the incident that the same group raised before; empty for none.
    pub(super) relates: &'a str,
    pub(super) source: &'a str,
    pub(super) alerts: &'a [String],
    pub(super) fingerprints: &'a [String],
    /// The entries of the timeline, sorted, as Markdown.
    pub(super) lines: &'a [String],
}

/// The text of a draft.
pub(super) fn text(opening: &Opening<'_>) -> Result<String, Refusal> {
    const NAME: &str = "alert.md";
    let mut templates = Templates::new();
    let filled = templates
        .add(NAME, include_str!("alert.md"))
        .and_then(|()| templates.fill(NAME, opening));
    filled.map_err(|error| Refusal::new(error.to_string(), "nothing was written"))
}

/// The path of a new incident that began at a moment: a folder, or a single file where the set takes only those.
pub(super) fn path(
    workspace: &Workspace,
    (row, set): (&Kind, Option<&RecordSet>),
    (title, started): (&str, &Moment),
    is_taken: &dyn Fn(&RepoPath) -> bool,
) -> Result<RepoPath, Refusal> {
    let naming = Naming::of(workspace, row, (set, None), &[]);
    let slug = slug(title);
    let path = |naming: &Naming, slug: &str| naming.path(slug, started.date()).and_then(in_markdown);
    let as_folder = path(&naming, &slug).filter(|path| fits(set, path).is_ok());
    let naming = match as_folder {
        Some(_) => naming,
        None => naming.as_files(),
    };
    let is_free = |path: &RepoPath| {
        let taken =
            |path: &RepoPath| workspace.tree.find(path).is_some() || workspace.tree.is_folder(path) || is_taken(path);
        !(taken(path) || is_own_folder(path) && taken(&path.parent()))
    };
    let others = (2..1000).map(|n| path(&naming, &format!("{slug}-{n}")));
    let mut paths = std::iter::once(path(&naming, &slug)).chain(others).flatten();
    let path = paths.find(is_free);
    let path = path.ok_or_else(|| Refusal::new("no file name could be made", "nothing was written"))?;
    fits(set, &path)?;
    Ok(path)
}

fn is_own_folder(path: &RepoPath) -> bool {
    path.stem().eq_ignore_ascii_case("readme")
}

/// A draft has front matter, in which all that is known of its alerts stands.
fn in_markdown(path: RepoPath) -> Option<RepoPath> {
    match path.extension() {
        Some("md") => Some(path),
        _ => path.parent().join(&format!("{}.md", path.stem())),
    }
}
