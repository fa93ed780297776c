//! `record/stale-index`: An index of records that does not say what the records say.

use crate::lint::{Findings, Rule, Severity};
use crate::model::glob::Globs;
use crate::model::workspace::Workspace;
use crate::rules::fixes;
use crate::text::search::Needle;
use crate::text::span::FileId;
use crate::write::index;
use rayon::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    name: "record/stale-index",
    severity: Some(Severity::Error),
    summary: "An index of records that does not say what the records say.",
    page: include_str!("../../../docs/rules/record/stale-index.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let mark = Needle::new(index::MARK);
    let excluded = Globs::of(&workspace.settings.exclude);
    let ids: Vec<FileId> = workspace.tree.iter().map(|(id, _)| id).collect();
    let marked: Vec<FileId> = ids
        .into_par_iter()
        .filter(|&id| workspace.document(id).markup.is_some() && mark.is_in(workspace.tree.text(id)))
        .filter(|&id| !excluded.matches(workspace.tree.path(id)))
        .collect();
    for id in marked {
        for kind in &workspace.kinds {
            match index::stale(workspace, kind, id) {
                Ok(stale) => {
                    for (mark, changes) in stale {
                        findings
                            .add(mark, format!("this index of the {} is out of date", kind.plural))
                            .help(format!("`opsrepo {} index` writes it anew", kind.name))
                            .fix(fixes::of_changes(
                                workspace,
                                &changes,
                                "bring the index up to date".to_owned(),
                            ));
                    }
                }
                Err(torn) => {
                    findings.add(torn.span, torn.what).help(torn.help);
                }
            }
        }
    }
}
