//! `settings/no-match`: A glob in `opsrepo.toml` that matches no file.

use crate::lint::{Findings, Rule, Severity};
use crate::model::glob;
use crate::model::settings::Glob;
use crate::model::workspace::Workspace;
use crate::text::path::RepoPath;

/// The rule.
pub const RULE: Rule = Rule {
    name: "settings/no-match",
    severity: Some(Severity::Warning),
    summary: "A glob in `opsrepo.toml` that matches no file.",
    page: include_str!("../../../docs/rules/settings/no-match.md"),
    check,
};

/// Only `files`: an `exclude` may look ahead. What a set leaves out afterwards does not count: a set whose only file is its
/// README is empty, not misspelt.
fn check(workspace: &Workspace, findings: &mut Findings) {
    let settings = &workspace.settings;
    // Of a torn file, what is left may be half of what was meant.
    if settings.is_torn {
        return;
    }
    let of_sets = settings.sets.iter().filter(|set| set.is_enabled).map(|set| &set.files);
    let of_schemas = settings.schemas.iter().map(|schema| &schema.files);
    let of_overrides = settings.overrides.iter().map(|found| &found.files);
    let of_allow = settings.allow.iter().map(|found| &found.files);
    let all = of_sets.chain(of_schemas).chain(of_overrides).chain(of_allow);
    let globs: Vec<&Glob> = all.flatten().collect();
    let paths = workspace.tree.files().iter().map(|file| &file.path);
    for glob in glob::without_match(&globs, paths) {
        let folder = RepoPath::new(&glob.pattern).filter(|path| workspace.tree.is_folder(path));
        findings
            .add(glob.span, "this glob matches no file")
            .help(match folder.as_ref().map(RepoPath::as_str) {
                Some("") => "for all files, write `**`".to_owned(),
                Some(folder) => format!(
                    "it is a folder: for the files in it write `{folder}/*`, with those further down `{folder}/**`"
                ),
                None => "globs start at the root of the repository; `*` does not cross a `/`, `**` does".to_owned(),
            });
    }
}
