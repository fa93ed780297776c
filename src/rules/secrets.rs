//! What the rules about secrets share: which places may be shown, and which files are only there to be tested with. It
//! never gives a value away.

use crate::lint::Place;
use crate::model::workspace::Workspace;
use crate::text::path::RepoPath;
use crate::text::span::{FileId, Range, Span};

/// Folders whose files are made up.
const FIXTURES: [&str; 11] = [
    "__fixtures__",
    "__tests__",
    "example",
    "examples",
    "fixture",
    "fixtures",
    "mocks",
    "test",
    "testdata",
    "testing",
    "tests",
];

/// True for a file that is only there to be tested with, or to be looked at.
pub(crate) fn is_fixture(path: &RepoPath) -> bool {
    let name = path.name();
    let is_sample = ["example", "sample"]
        .iter()
        .any(|word| name.starts_with(word) || name.contains(&format!(".{word}")));
    is_sample || path.parent().parts().any(|part| FIXTURES.contains(&part))
}

/// The place to point at: the bytes, if the line that they stand on, which is shown, holds none of the values; else the
/// file as a whole.
pub(crate) fn place(workspace: &Workspace, span: Span, values: &[Range]) -> Place {
    let text = workspace.tree.text(span.file);
    let start = span.range.start as usize;
    let line_start = text[..start].rfind('\n').map_or(0, |end| end + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |end| start + end);
    let touches = |value: &Range| (value.start as usize) < line_end && (value.end as usize) > line_start;
    match values.iter().any(touches) {
        true => whole(workspace, span.file),
        false => span.into(),
    }
}

/// A file as a whole, of which nothing is shown.
pub(crate) fn whole(workspace: &Workspace, file: FileId) -> Place {
    Place::Path(workspace.tree.path(file).to_string())
}

#[cfg(test)]
mod tests {
    use super::is_fixture;
    use crate::text::path::RepoPath;

    #[test]
    fn fixtures_are_told_by_their_folders() {
        let is = |path| RepoPath::new(path).is_some_and(|path| is_fixture(&path));
        assert!(is("pkg/testdata/key.pem") && is("examples/a/secret.yaml") && is("a/example-x.yaml"));
        assert!(!is("latest/key.pem") && !is("test"));
    }
}
