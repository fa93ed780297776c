//! `owner/pattern`: A line of `CODEOWNERS` that matches no file.

use crate::lint::{Findings, Rule, Severity};
use crate::model::owners::code::Line;
use crate::model::patterns::Manner;
use crate::model::workspace::Workspace;
use crate::rules::words::quote;
use crate::text::path::RepoPath;

/// The rule.
pub const RULE: Rule = Rule {
    name: "owner/pattern",
    severity: Some(Severity::Warning),
    summary: "A line of CODEOWNERS that matches no file.",
    page: include_str!("../../../docs/rules/owner/pattern.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let Some(code) = &workspace.owners.code else {
        return;
    };
    for line in code.idle(workspace.tree.files().iter().map(|file| &file.path)) {
        // What cannot be read has a finding already; the inside of a submodule is not known.
        let is_unread = code.problems.iter().any(|problem| problem.span == line.span);
        let place = RepoPath::new(line.pattern.trim_matches('/'));
        let is_folder = place.as_ref().is_some_and(|place| workspace.tree.is_folder(place));
        if is_unread || place.is_some_and(|place| workspace.tree.is_opaque(&place)) {
            continue;
        }
        let finding = findings.add(line.span, format!("no file matches {}", quote(&line.pattern)));
        finding.help(
            match is_folder && code.manner == Manner::GitLab && !line.pattern.ends_with('/') {
                true => format!(
                    "GitLab takes it for a file; for the folder, write {}",
                    quote(&format!("{}/", line.pattern))
                ),
                false => help(line),
            },
        );
    }
}

fn help(line: &Line) -> String {
    match line.owners.as_slice() {
        [] => "mend the pattern, or take the line out".to_owned(),
        owners => {
            let names: Vec<String> = owners.iter().take(3).map(|name| quote(&name.text)).collect();
            format!(
                "mend the pattern, or take the line out: {} own nothing by it",
                names.join(", ")
            )
        }
    }
}
