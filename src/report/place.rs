//! Where a finding is, for those who look at the Git repository as a whole: forges and their CI.
//!
//! opsrepo may work in a folder of a repository, and its paths begin there; a forge's begin at the top.

use crate::lint::Diagnostic;
use crate::model::settings;
use crate::model::workspace::Workspace;
use crate::text::source::Source;
use crate::text::span::Span;

/// A path as the top of the Git repository sees it. What is about the repository as a whole is put to its settings,
/// whether or not they are there: forges take no finding without a file.
pub(super) fn from_top(workspace: &Workspace, path: &str) -> String {
    let path = match path.trim_start_matches('/') {
        "" | "." => settings::FILE,
        path => path,
    };
    match workspace.context.folder.as_str() {
        "" => path.to_owned(),
        folder => format!("{folder}/{path}"),
    }
}

/// The path of a finding as the top of the Git repository sees it.
pub(super) fn of(workspace: &Workspace, finding: &Diagnostic) -> String {
    from_top(workspace, finding.place.path(workspace))
}

/// The text in which a span lies; a file that is no text has none.
pub(super) fn source(workspace: &Workspace, span: Span) -> Option<&Source> {
    workspace.tree.file(span.file).source()
}

/// The line at which a finding begins; the first where it has no position.
pub(super) fn line(workspace: &Workspace, finding: &Diagnostic) -> u32 {
    let position = finding.place.span().and_then(|span| {
        let source = source(workspace, span)?;
        Some(source.position(span.range.start))
    });
    position.map_or(1, |position| position.line)
}

#[cfg(test)]
mod tests {
    use crate::report::place::{from_top, line};
    use crate::report::text::tests::{finding, workspace};
    use crate::text::path::RepoPath;
    use crate::text::span::Range;

    #[test]
    fn paths_begin_at_the_top_of_the_repository() {
        let mut workspace = workspace(&[("a.md", "x\ny\n")]);
        assert_eq!(from_top(&workspace, "a.md"), "a.md");
        assert_eq!(from_top(&workspace, "."), "opsrepo.toml");
        workspace.context.folder = RepoPath::new("ops/cloud").unwrap();
        assert_eq!(from_top(&workspace, "a.md"), "ops/cloud/a.md");
        assert_eq!(line(&workspace, &finding(0, Range::at(2), "x")), 2);
    }
}
