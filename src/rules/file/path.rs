//! `file/path`: A path that opsrepo leaves aside.

use crate::lint::{Findings, Place, Rule, Severity};
use crate::model::workspace::Workspace;
use crate::text::tree::NoteKind;

/// The rule.
pub const RULE: Rule = Rule {
    name: "file/path",
    severity: Some(Severity::Warning),
    summary: "A path that opsrepo leaves aside.",
    page: include_str!("../../../docs/rules/file/path.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    for note in workspace.tree.notes() {
        let place = Place::Path(note.place.clone());
        match &note.kind {
            NoteKind::PathNotUtf8 => {
                findings
                    .add(place, "the path is not UTF-8, so nothing can refer to the file")
                    .help("rename it, best to letters that every system has");
            }
            NoteKind::LinkNotFollowed(target) => {
                findings
                    .add(
                        place,
                        format!("the symbolic link is not followed: it points at `{target}`"),
                    )
                    .help("point it at a file in this repository, or put a copy in its place");
            }
            // `file/unreadable` states it.
            NoteKind::FolderUnreadable(_) => {}
        }
    }
}
