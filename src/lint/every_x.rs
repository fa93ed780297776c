//! A rule for tests of this room, which finds every `x`, and files to find it in. It must not know what is tested.

use crate::lint::{Findings, Rule, Severity};
use crate::model::time::Date;
use crate::model::workspace::{Context, Workspace};
use crate::text::history::History;
use crate::text::path::RepoPath;
use crate::text::span::{Range, Span};
use crate::text::tree::{File, Tree};

/// The rule; its messages tell where the `x` stands, so that what must not hang on the place can be seen.
pub(super) const EVERY_X: Rule = Rule {
    name: "test/every-x",
    severity: Some(Severity::Error),
    summary: "",
    page: "",
    check,
};

/// As a rule looks for them.
pub(super) fn check(workspace: &Workspace, findings: &mut Findings) {
    for (file, _) in workspace.tree.iter() {
        for (at, _) in workspace.tree.text(file).match_indices('x') {
            findings.add(Span::new(file, Range::new(at, at + 1)), format!("an x at {at}"));
        }
    }
}

/// These files, each a path and a text.
pub(super) fn workspace(files: &[(&str, &str)]) -> Workspace {
    let file = |(path, text): &(&str, &str)| File::text(RepoPath::new(path).unwrap(), *text);
    let context = Context::on(Date::new(2026, 1, 1).unwrap());
    let tree = Tree::new(files.iter().map(file).collect());
    Workspace::build(tree, Vec::new(), context, History::NotAsked)
}
