//! `secret/rule-ignored`: A file that `.sops.yaml` wants encrypted and that is not.

use crate::lint::{Findings, Rule, Severity};
use crate::model::cluster::{sealed, sops};
use crate::model::workspace::Workspace;
use crate::rules::secrets;
use crate::text::path::RepoPath;
use crate::text::span::{FileId, Span};
use crate::text::tree::Content;

/// The rule.
pub const RULE: Rule = Rule {
    name: "secret/rule-ignored",
    severity: Some(Severity::Warning),
    summary: "A file that `.sops.yaml` wants encrypted and that is not.",
    page: include_str!("../../../docs/rules/secret/rule-ignored.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let settings = workspace.tree.iter().filter(|(_, file)| sops::is_settings(&file.path));
    for (file, entry) in settings {
        if let Some(root) = workspace.document(file).data.first() {
            check_settings(
                workspace,
                findings,
                (file, &entry.path.parent(), sops::creation_rules(root)),
            );
        }
    }
}

fn check_settings(
    workspace: &Workspace,
    findings: &mut Findings,
    (settings, folder, rules): (FileId, &RepoPath, Vec<sops::CreationRule>),
) {
    let mut sealed = vec![0usize; rules.len()];
    let mut open: Vec<Vec<FileId>> = vec![Vec::new(); rules.len()];
    for (file, entry) in workspace.tree.below(folder).filter(|_| !rules.is_empty()) {
        let relative = entry.path.relative_to(folder);
        // The nearest settings above a file count.
        let is_nearer = entry.path.parent() != *folder && has_settings_between(workspace, &entry.path, folder);
        let Some(rule) = rules
            .iter()
            .position(|rule| rule.path.is_in(&relative))
            .filter(|_| !is_nearer)
        else {
            continue;
        };
        match is_sealed(workspace, file) {
            Some(true) => sealed[rule] += 1,
            Some(false) => open[rule].push(file),
            None => {}
        }
    }
    for ((rule, sealed), open) in rules.iter().zip(sealed).zip(open) {
        // An expression may be as wide as `.*`: what it is for is shown by what is sealed, or by a name.
        for file in open
            .iter()
            .filter(|file| sealed > open.len() || says_so(workspace.tree.path(**file)))
        {
            findings
                .add(
                    secrets::whole(workspace, *file),
                    "sops is told to encrypt this file, and it is not encrypted",
                )
                .related(Span::new(settings, rule.range), "this expression is for its path")
                .help("encrypt it (`sops encrypt --in-place`), or narrow the expression");
        }
    }
}

fn has_settings_between(workspace: &Workspace, path: &RepoPath, folder: &RepoPath) -> bool {
    let mut above = path.parent();
    while above != *folder && !above.as_str().is_empty() {
        if above
            .join(".sops.yaml")
            .is_some_and(|settings| workspace.tree.find(&settings).is_some())
        {
            return true;
        }
        above = above.parent();
    }
    false
}

/// Whether a file is sealed; `None` for what is not read, holds nothing, or is no file for sops.
fn is_sealed(workspace: &Workspace, file: FileId) -> Option<bool> {
    let entry = workspace.tree.file(file);
    let Content::Text(source) = &entry.content else {
        return None;
    };
    let text = source.text();
    let document = workspace.document(file);
    let holds_values = document.data.iter().any(|root| !root.entries().is_empty());
    let name = entry.path.name();
    if sops::is_settings(&entry.path) || name.eq_ignore_ascii_case("readme.md") || name.starts_with("kustomization.") {
        return None;
    }
    let by_value = document.data.iter().any(sops::is_sealed) || sops::exposed_lines(text).is_some();
    if by_value || text.starts_with(sealed::VAULT) {
        return Some(true);
    }
    holds_values.then_some(false)
}

/// True for a name by which a file says that it is secret.
fn says_so(path: &RepoPath) -> bool {
    let name = path.name().to_ascii_lowercase();
    [".enc.", ".sops.", "secrets.", "secret."]
        .iter()
        .any(|part| name.contains(part))
}

#[cfg(test)]
mod tests {
    use super::says_so;
    use crate::text::path::RepoPath;

    #[test]
    fn names_say_what_is_secret() {
        let says = |path| RepoPath::new(path).is_some_and(|path| says_so(&path));
        assert!(says("a/db.enc.yaml") && says("secrets.yaml") && says("x.sops.json"));
        assert!(!says("a/secretary.yaml") && !says("secrets/values.yaml"));
    }
}
