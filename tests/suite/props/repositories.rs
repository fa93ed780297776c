//! Files that a repository has beside its records: whatever stands in them, they are read, every place lies in its file on
//! the bounds of characters, and all rules come to an end.

use crate::props::generators;
use crate::workspaces;
use opsrepo::lint;
use opsrepo::lint::Place;
use opsrepo::model::workspace::Workspace;
use opsrepo::policy::files::Files;
use opsrepo::policy::{run, trial};
use opsrepo::rules;
use opsrepo::text::path::RepoPath;
use opsrepo::text::span::Span;
use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_oneof, proptest};

/// Files that some reader looks for by name.
const NAMED: [&str; 20] = [
    ".github/CODEOWNERS",
    "OWNERS",
    "adr/OWNERS",
    "OWNERS_ALIASES",
    "_toc.yml",
    "mkdocs.yml",
    "book/book.toml",
    "book/src/SUMMARY.md",
    "docs/antora.yml",
    "docs/modules/ROOT/nav.adoc",
    "docs/modules/ROOT/pages/é.adoc",
    ".sops.yaml",
    "a.enc.yaml",
    "a.env",
    "a.ini",
    "chart/Chart.yaml",
    "chart/templates/rules.yaml",
    "k8s/kustomization.yaml",
    "policy/p.rego",
    "policy/p_test.rego",
];

/// Bytes as they are, and what nearly is a text of some sort.
fn text() -> impl Strategy<Value = String> {
    let bytes =
        prop::collection::vec(any::<u8>(), 0..80).prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    prop_oneof![
        bytes,
        "\\PC{0,80}",
        "[-#@*/:\\[\\]{}\"'`^!&|<>=%\\\\ a\t\né]{0,80}",
        generators::yaml(),
        generators::owners(),
        generators::navigation(),
        generators::secrets(),
        generators::template(),
        generators::rego(),
    ]
}

/// A repository in which the files lie beside a record that they may name.
fn repository(files: &[(&str, &str)]) -> Workspace {
    let record = ("adr/0001-x.md", "# 1. X\n\n## Status\n\nAccepted\n");
    let page = ("docs/a.md", "# A\n");
    workspaces::of_files(&[&[record, page], files].concat())
}

#[track_caller]
fn lies_in_its_file(workspace: &Workspace, span: Span, what: &str) {
    let text = workspace.tree.text(span.file);
    let fits = span.range.start <= span.range.end && text.get(span.range.as_usize()).is_some();
    assert!(
        fits,
        "{what} at {:?} of {}:\n{text}",
        span.range,
        workspace.tree.path(span.file)
    );
}

fn is_judged(workspace: &Workspace) {
    let owners = &workspace.owners;
    for line in owners.code.iter().flat_map(|code| &code.lines) {
        lies_in_its_file(workspace, line.span, "a pattern");
        for name in &line.owners {
            lies_in_its_file(workspace, name.span, "an owner");
        }
    }
    let parts = owners.lists.iter().flat_map(|list| &list.parts);
    for name in parts.flat_map(|part| part.approvers.iter().chain(&part.reviewers).chain(&part.emeritus)) {
        lies_in_its_file(workspace, name.span, "a name in OWNERS");
    }
    for (group, names) in owners.aliases.iter().flat_map(|aliases| aliases.groups.values()) {
        for name in names.iter().chain([group]) {
            lies_in_its_file(workspace, name.span, "a name in OWNERS_ALIASES");
        }
    }
    let code = owners.code.iter().flat_map(|code| &code.problems);
    let lists = owners.lists.iter().flat_map(|list| &list.problems);
    let aliases = owners.aliases.iter().flat_map(|aliases| &aliases.problems);
    for problem in code.chain(lists).chain(aliases) {
        lies_in_its_file(workspace, problem.span, "a problem");
    }
    for entry in workspace.books.iter().flat_map(|book| &book.entries) {
        lies_in_its_file(workspace, entry.span, "an entry");
    }
    for link in &workspace.links {
        lies_in_its_file(workspace, link.span, "a link");
    }
    for finding in lint::run::run(workspace, rules::ALL).findings {
        if let Place::Span(span) = finding.place {
            lies_in_its_file(workspace, span, finding.rule);
        }
        for related in &finding.related {
            lies_in_its_file(workspace, related.span, finding.rule);
        }
        if let Some(fix) = &finding.fix {
            for edit in &fix.edits {
                lies_in_its_file(workspace, Span::new(fix.file, edit.range), finding.rule);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_stands_in_a_file_with_a_name(texts in prop::collection::vec(text(), NAMED.len())) {
        let files: Vec<(&str, &str)> = NAMED.into_iter().zip(texts.iter().map(String::as_str)).collect();
        is_judged(&repository(&files));
    }

    #[test]
    fn owners_are_read(code in generators::owners(), list in generators::owners(), aliases in generators::owners()) {
        for place in ["CODEOWNERS", ".github/CODEOWNERS", ".gitlab/CODEOWNERS", "docs/CODEOWNERS"] {
            is_judged(&repository(&[(place, &code), ("adr/OWNERS", &list), ("OWNERS_ALIASES", &aliases)]));
        }
    }

    #[test]
    fn navigation_is_read(toc in generators::navigation(), nav in generators::navigation(), antora in generators::navigation()) {
        is_judged(&repository(&[
            ("_toc.yml", &toc),
            ("mkdocs.yml", &format!("nav:\n{nav}")),
            ("book/book.toml", "[book]\n"),
            ("book/src/SUMMARY.md", &toc),
            ("x/antora.yml", &antora),
            ("x/modules/ROOT/nav.adoc", &nav),
            ("x/modules/ROOT/pages/é.adoc", &nav),
        ]));
    }

    #[test]
    fn what_is_encrypted_is_read(text in generators::secrets(), told in generators::secrets()) {
        is_judged(&repository(&[
            (".sops.yaml", &told),
            ("a.yaml", &text),
            ("b.enc.json", &text),
            ("c.env", &text),
            ("d.ini", &text),
        ]));
    }

    #[test]
    fn templates_are_read(text in generators::template(), values in generators::yaml()) {
        is_judged(&repository(&[
            ("chart/Chart.yaml", &values),
            ("chart/values.yaml", &values),
            ("chart/templates/a.yaml", &text),
            ("b.yaml.j2", &text),
            ("c.yaml", &text),
        ]));
    }

    #[test]
    fn policies_are_asked(policy in generators::rego(), tests in generators::rego(), document in generators::yaml()) {
        let (policy, tests) = (format!("package main\n{policy}"), format!("package main\n{tests}"));
        let mut workspace = repository(&[
            ("opsrepo.toml", "[policies]\n"),
            ("policy/p.rego", &policy),
            ("policy/p_test.rego", &tests),
            ("policy/data.yaml", &document),
            ("a.yaml", &document),
        ]);
        let folder = RepoPath::new("policy").unwrap();
        workspace.verdicts = run::judge(&workspace, &[]);
        for fault in &workspace.verdicts.faults {
            lies_in_its_file(&workspace, fault.span, &fault.message);
        }
        if let Some(files) = Files::named(&workspace, &[folder]) {
            let trials = trial::run(&workspace, &files);
            for trial in &trials.trials {
                lies_in_its_file(&workspace, trial.span, &trial.name);
            }
        }
        is_judged(&workspace);
    }
}
