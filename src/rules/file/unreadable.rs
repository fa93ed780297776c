//! `file/unreadable`: A file or folder that the system does not let opsrepo read.

use crate::lint::{Findings, Place, Rule, Severity};
use crate::model::workspace::Workspace;
use crate::rules::problems;
use crate::syntax::document::ProblemKind;
use crate::text::tree::NoteKind;

/// The rule.
pub const RULE: Rule = Rule {
    name: "file/unreadable",
    severity: Some(Severity::Error),
    summary: "A file or folder that the system does not let opsrepo read.",
    page: include_str!("../../../docs/rules/file/unreadable.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    problems::report(workspace, findings, ProblemKind::Unreadable);
    for note in workspace.tree.notes() {
        if let NoteKind::FolderUnreadable(why) = &note.kind {
            findings.add(
                Place::Path(note.place.clone()),
                format!("the folder could not be listed: {why}"),
            );
        }
    }
}
