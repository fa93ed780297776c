//! What a team may answer to a finding: "we know, and your advice would make it worse". Help that looks at the neighbours.

use crate::workspaces;
use opsrepo::lint::{self, Diagnostic};
use opsrepo::model::workspace::Workspace;
use opsrepo::rules;

/// The findings of one rule.
fn of_rule(workspace: &Workspace, rule: &str) -> Vec<Diagnostic> {
    let report = lint::run::run(workspace, rules::ALL);
    let mut findings = report.findings;
    findings.retain(|finding| finding.rule == rule);
    findings
}

#[test]
fn a_heading_that_was_taken_over_is_not_only_renumbered() {
    let copied = "# 29 Audit the clusters\n\nStatus: accepted\n";
    for (second, help) in [
        (copied, "this heading was taken over from `029-audit.md`"),
        ("# 29 Guard the root user\n\nStatus: accepted\n", "people cite what"),
    ] {
        let workspace = workspaces::of_files(&[("adr/029-audit.md", copied), ("adr/030-root-user.md", second)]);
        let found = of_rule(&workspace, "decision/heading-number");
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].help.as_ref().unwrap().starts_with(help), "{found:?}");
        assert_eq!(found[0].fix.is_none(), second == copied);
    }
}

#[test]
fn the_other_end_of_a_relation_is_asked_for_in_the_records_dialect() {
    let old = "# 1. Use DNS\n\nDate: 2026-01-05\n\n## Status\n\nSuperseded by [2. Use Route53](0002-use-route53.md)\n\n## Context\n\nx\n";
    let new = "# 2. Use Route53\n\nDate: 2026-02-05\n\n## Status\n\nAccepted\n\n## Context\n\nx\n";
    let workspace = workspaces::of_files(&[("doc/adr/0001-use-dns.md", old), ("doc/adr/0002-use-route53.md", new)]);
    let found = of_rule(&workspace, "decision/one-sided");
    assert_eq!(found.len(), 1, "{found:?}");
    let order = "add `Supersedes [1. Use DNS](0001-use-dns.md)` to `doc/adr/0002-use-route53.md`";
    assert_eq!(
        found[0].help.as_deref(),
        Some(format!("readers arrive at either of them: {order}").as_str())
    );
    assert_eq!(found[0].fix.as_ref().unwrap().title, order);
}

#[test]
fn a_folder_that_is_laid_over_another_repositorys_is_used_and_may_name_its_files() {
    let kfdef = "apiVersion: kfdef.apps.kubeflow.org/v1\nkind: KfDef\nspec:\n  applications:\n    \
                 - { name: db, kustomizeConfig: { repoRef: { name: theirs, path: db } } }\n    \
                 - { name: db, kustomizeConfig: { repoRef: { name: ours, path: more/db } } }\n  repos:\n    \
                 - { name: theirs, uri: https://git.example.org/b/manifests/tarball/v1 }\n    \
                 - { name: ours, uri: https://git.example.org/a/ops/tarball/main }\n";
    let files = [
        ("kfdef.yaml", kfdef),
        ("more/db/base/kustomization.yaml", "resources: [service.yaml]\n"),
        ("lone/base/kustomization.yaml", "resources: [service.yaml]\n"),
        ("web/base/kustomization.yaml", "resources: []\n"),
        ("web/overlay/kustomization.yaml", "resources: [../base]\n"),
    ];
    let workspace = workspaces::of_files_from("https://git.example.org/a/ops.git", &files);
    let unused = of_rule(&workspace, "kustomize/unused");
    assert_eq!(unused.len(), 1, "{unused:?}");
    let missing = of_rule(&workspace, "kustomize/missing-reference");
    let helps: Vec<Option<&str>> = missing.iter().map(|finding| finding.help.as_deref()).collect();
    let over = "a KfDef lays this folder over one of `https://git.example.org/b/manifests`: leave the entry if the file is there";
    assert_eq!(helps, [None, Some(over)]);
}

#[test]
fn hours_of_support_are_no_contradiction() {
    let page = |repaired: &str, taken: &str| {
        format!(
            "# Incident on 2026-03-04: identity down\n\n- **Key events**\n  - First detected 2026-03-04 12:15\n  - Repaired \
             {repaired}\n- **Time to repair**: {taken}\n- **Impact**: Nobody could log in.\n"
        )
    };
    for (repaired, taken, count) in [
        ("2026-03-05 10:00", "21h 45m", 0),
        ("2026-03-05 10:00", "4h 45m", 0),
        ("2026-03-05 10:00", "2h 45m", 1),
        ("2026-03-05 10:00", "21h 15m", 1),
        ("2026-03-05 10:00", "23h 45m", 1),
        ("2026-03-04 15:15", "1h", 1),
    ] {
        let text = page(repaired, taken);
        let workspace = workspaces::of_files(&[("incidents/2026-03-04-identity-down.md", &text)]);
        let found = of_rule(&workspace, "incident/duration");
        assert_eq!(found.len(), count, "{repaired} {taken}: {found:?}");
    }
}

#[test]
fn who_is_cited_by_name_may_share_a_number() {
    let page = |id: &str| format!("---\n{id}status: accepted\ndate: 2026-01-05\n---\n\n# A\n\nBecause.\n");
    for (first, second, count) in [
        ("id: 0001-a\n", "id: 0001-b\n", 0),
        ("id: 0001-a\n", "", 0),
        ("", "", 1),
        ("id: 1\n", "id: 1\n", 1),
    ] {
        let files = [
            ("adr/0001-a.md", page(first)),
            ("adr/0001-b.md", page(second)),
            ("adr/0002-c.md", page(&first.replace("0001-a", "0002-c"))),
        ];
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let found = of_rule(&workspaces::of_files(&files), "decision/duplicate-number");
        assert_eq!(found.len(), count, "{first:?} {second:?}: {found:?}");
    }
}
