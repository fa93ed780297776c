//! `argo/unknown-revision`: An Argo CD application that follows a branch or tag which does not exist.

use crate::lint::{Findings, Rule, Severity};
use crate::model::cluster::argo;
use crate::model::workspace::Workspace;
use crate::rules::words::quote;
use crate::text::similar;
use crate::text::span::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "argo/unknown-revision",
    severity: Some(Severity::Warning),
    summary: "An Argo CD application that follows a branch or tag that is not there.",
    page: include_str!("../../../docs/rules/argo/unknown-revision.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let Some(known) = &workspace.revisions else { return };
    for object in workspace
        .objects
        .iter()
        .filter(|object| object.kind.starts_with("Application"))
    {
        let Some(node) = object.node(&workspace.documents) else {
            continue;
        };
        for revision in argo::revisions(node, workspace.context.origin.as_deref()) {
            let Some(written) = revision.as_str() else { continue };
            let name = written
                .trim_start_matches("refs/heads/")
                .trim_start_matches("refs/tags/");
            if !is_name(name) || known.binary_search_by(|one| one.as_str().cmp(name)).is_ok() {
                continue;
            }
            let message = format!("no branch or tag of this repository is called {}", quote(name));
            let finding = findings.add(Span::new(object.file, revision.range), message);
            if let Some(near) = similar::nearest(name, known.iter().map(String::as_str)) {
                finding.help(format!("did you mean `{near}`?"));
            }
        }
    }
}

/// True for what names a branch or a tag: not `HEAD`, no commit, no range of versions.
fn is_name(text: &str) -> bool {
    let is_commit = text.len() >= 7 && text.chars().all(|c| c.is_ascii_hexdigit());
    let is_range = text.contains(['*', '^', '~', '>', '<', '=', ' ', '|']);
    text != "HEAD" && !text.is_empty() && !is_commit && !is_range
}

#[cfg(test)]
mod tests {
    use super::is_name;

    #[test]
    fn heads_commits_and_ranges_are_no_names() {
        assert!(is_name("main") && is_name("v1.2.3") && is_name("feature/x"));
        for other in ["HEAD", "5e388de9", "1.*", ">= 1.2", "^2", ""] {
            assert!(!is_name(other), "{other}");
        }
    }
}
