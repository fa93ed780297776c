//! `repository/licence`: A repository that does not say what others may do with it.

use crate::lint::{Findings, Place, Rule, Severity};
use crate::model::workspace::Workspace;
use crate::text::path::RepoPath;

/// The rule.
pub const RULE: Rule = Rule {
    name: "repository/licence",
    severity: Some(Severity::Warning),
    summary: "A repository that does not say what others may do with it.",
    page: include_str!("../../../docs/rules/repository/licence.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let files = workspace.tree.files();
    if files.is_empty() || files.iter().any(|file| is_licence(&file.path)) {
        return;
    }
    findings
        .add(Place::Path(".".to_owned()), "the repository has no licence")
        .help("put the text of a licence into `LICENSE`; without one, nobody else may use what stands here");
}

/// A licence by its name at the root, or a file in `LICENSES/` as REUSE has them.
fn is_licence(path: &RepoPath) -> bool {
    let mut parts = path.parts();
    let (Some(first), below) = (parts.next(), parts.next()) else {
        return false;
    };
    if below.is_some() {
        return first == "LICENSES";
    }
    let name = first.to_ascii_lowercase();
    ["licen", "copying", "unlicen"]
        .iter()
        .any(|start| name.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::is_licence;
    use crate::text::path::RepoPath;

    #[test]
    fn knows_licences_by_their_names() {
        let is = |path| RepoPath::new(path).is_some_and(|path| is_licence(&path));
        for path in [
            "LICENSE",
            "licence.md",
            "COPYING.LESSER",
            "UNLICENSE",
            "LICENSES/MIT.txt",
        ] {
            assert!(is(path), "{path}");
        }
        for path in ["vendor/LICENSE", "README.md", "my-LICENSE"] {
            assert!(!is(path), "{path}");
        }
    }
}
