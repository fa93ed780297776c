//! Alerts and their runbooks as a user meets them: sibling repositories on the disk, templates, hostile rules.

use crate::cli::{folder, git, opsrepo};
use crate::workspaces;
use opsrepo::lint;
use opsrepo::model::workspace::Workspace;
use opsrepo::rules;
use std::path::Path;

/// `rule message` of every finding.
fn findings(workspace: &Workspace) -> Vec<String> {
    let report = lint::run::run(workspace, rules::ALL);
    let line = |finding: &lint::Diagnostic| format!("{} {}", finding.rule, finding.message);
    report.findings.iter().map(line).collect()
}

fn rule(name: &str, annotation: &str) -> String {
    format!(
        "groups:\n- name: g\n  rules:\n  - alert: {name}\n    expr: up == 0\n    annotations:\n      runbook_url: {annotation}\n"
    )
}

fn alone(name: &str, annotation: &str) -> Vec<String> {
    findings(&workspaces::of_files(&[
        ("LICENSE", "A licence.\n"),
        ("mkdocs.yml", "site_url: https://docs.example.org/ops/\n"),
        ("docs/runbooks/index.md", "# Runbooks\n"),
        ("docs/runbooks/disk.md", "# Disk\n\n## Logs\n\nRemove them.\n"),
        ("alerts.yaml", &rule(name, annotation)),
    ]))
}

#[test]
fn a_link_may_be_an_address_of_the_site_or_a_path() {
    for well in [
        "https://docs.example.org/ops/runbooks/disk/",
        "https://docs.example.org/ops/runbooks/Disk",
        "https://docs.example.org/other/x",
        "https://docs.example.org/ops/elsewhere/x",
        "docs/runbooks/disk.md",
        "docs/runbooks/disk.md#logs",
        "\"{{ $labels.runbook }}\"",
        "ask the team",
        "https://wiki.example.org/x",
    ] {
        assert_eq!(alone("X", well), [""; 0], "{well}");
    }
    for (dead, expected) in [
        (
            "https://docs.example.org/ops/runbooks/disc/",
            "alert/dead-runbook `runbook_url` leads to `docs/runbooks/disc`, which does not exist",
        ),
        (
            "docs/runbooks/dish.md",
            "alert/dead-runbook `runbook_url` leads to `docs/runbooks/dish.md`, which does not exist",
        ),
        (
            "docs/runbooks/disk.md#lags",
            "link/anchor no heading or anchor `#lags` in `docs/runbooks/disk.md`",
        ),
    ] {
        assert_eq!(alone("X", dead), [expected]);
    }
}

const SETTINGS: &str = "[siblings]\nbooks = { path = \"../books\", url = \"https://git.example.org/o/books\", site = \"https://books.example.org\" }\n";

/// A folder with this repository in `ops` and a sibling in `books`.
fn beside(alerts: &str, page: &str) -> tempfile::TempDir {
    folder(&[
        ("ops/LICENSE", "A licence.\n"),
        ("ops/opsrepo.toml", SETTINGS),
        ("ops/alerts.yaml", alerts),
        ("ops/page.md", page),
        ("books/content/disk/DiskFull.md", "# Disk full\n\n## Logs\n"),
    ])
}

fn validate(here: &Path) -> crate::cli::Said {
    opsrepo(&here.join("ops"), &["validate", "--as-of", "2026-08-21"])
}

#[test]
fn links_into_a_sibling_are_looked_at() {
    let both = rule("A", "https://books.example.org/disk/diskfull") + &rule("B", "x").replacen("groups:\n", "", 1);
    let here = beside(
        &both.replace(
            " x\n",
            " https://git.example.org/o/books/blob/main/content/disk/DiskFull.md#logs\n",
        ),
        "[a](https://git.example.org/o/books/tree/main/content)\n",
    );
    validate(here.path()).ends(0).says(&["nothing"]);
    let here = beside(
        &rule("A", "https://books.example.org/disk/diskful"),
        "[a](https://git.example.org/o/books/blob/main/content/none.md)\n\
         [b](https://books.example.org/disk/diskfull#lags)\n",
    );
    validate(here.path()).ends(1).says(&[
        "`runbook_url` leads to `disk/diskful` of the sibling repository `books`, which does not exist",
        "did you mean `diskfull`?",
        "the link leads to `content/none.md` of the sibling repository `books`, which does not exist",
        "no heading or anchor `#lags` in `content/disk/DiskFull.md` of the sibling repository `books`",
    ]);
}

#[test]
fn a_sibling_may_be_absent() {
    let here = beside(&rule("A", "https://books.example.org/disk/none"), "# Page\n");
    std::fs::remove_dir_all(here.path().join("books")).unwrap();
    validate(here.path())
        .ends(0)
        .says(&["links into the sibling `books` are not checked: there is no folder ../books"]);
}

#[test]
fn a_page_of_a_sibling_bears_the_name_of_an_alert() {
    let alerts = rule("A", "https://books.example.org/disk/diskfull")
        + "  - alert: DiskFull\n    expr: x > 1\n  - alert: DiskOdd\n    expr: y > 1\n";
    let here = beside(&alerts, "# Page\n");
    let said = validate(here.path())
        .ends(0)
        .says(&["the alert `DiskOdd` has no runbook"]);
    assert!(!said.out.contains("`DiskFull` has no"), "{}", said.out);
}

#[test]
fn templates_are_read_by_their_lines() {
    let template = "{{- if .Values.alerts }}\ngroups:\n- name: g\n  rules:\n  - alert: Down\n    expr: up{a=\"{{ .x }}\"} ==\n    annotations:\n      {{- with .y }}\n      runbook_url: https://git.example.org/o/ops/blob/main/none.md\n      {{- end }}\n{{- end }}\n";
    let workspace = workspaces::of_files(&[("chart/templates/rules.yaml", template)]);
    let alerts = &workspace.alerts.alerts;
    assert_eq!(alerts.len(), 1);
    let link = alerts[0].runbook_link().unwrap();
    assert_eq!(
        workspace.tree.slice(link.span),
        "https://git.example.org/o/ops/blob/main/none.md"
    );
}

#[test]
fn hostile_rules_end() {
    let deep = format!("{}x{}", "(".repeat(50_000), ")".repeat(50_000));
    let long = "x + ".repeat(50_000) + "x";
    let nested = (0..40).fold("groups: []".to_owned(), |inner, at| {
        let inner: String = inner.lines().map(|line| format!("  {line}\n")).collect();
        format!("# groups rules alert:\nk{at}: |\n{inner}")
    });
    for text in [
        rule("A", "x").replace("up == 0", &deep),
        rule("A", "x").replace("up == 0", &long),
        nested,
    ] {
        let workspace = workspaces::of_files(&[("LICENSE", "A licence.\n"), ("a.yaml", &text)]);
        assert_eq!(findings(&workspace), [""; 0]);
    }
}

#[test]
fn severities_are_those_agreed_on() {
    let of = |settings: &str, word: &str| {
        let alerts = format!("groups:\n- rules:\n  - alert: A\n    expr: up\n    labels: {{severity: {word}}}\n");
        findings(&workspaces::of_files(&[
            ("LICENSE", "A licence.\n"),
            ("opsrepo.toml", settings),
            ("a.yaml", &alerts),
        ]))
    };
    for word in [
        "critical",
        "page",
        "warn",
        "Critical",
        "none",
        "high",
        "'{{ $x }}'",
        "p1",
        "information",
        "error",
    ] {
        assert_eq!(of("", word), [""; 0], "{word}");
    }
    assert_eq!(
        of("", "warnning"),
        ["alert/severity the severity `warnning` is misspelt"]
    );
    let agreed = "[alerts]\nseverities = [\"page\", \"ticket\"]\n";
    assert_eq!(of(agreed, "ticket"), [""; 0]);
    assert_eq!(
        of(agreed, "critical"),
        ["alert/severity the severity `critical` is none of those in `opsrepo.toml`"]
    );
}

#[test]
fn a_runbook_shows_its_alerts() {
    let alerts = rule("A", "runbooks/disk.md") + "  - alert: disk\n    expr: x > 1\n";
    let here = folder(&[
        ("alerts.yaml", &alerts),
        ("runbooks/disk.md", "# The disk\n\nRemove logs.\n"),
    ]);
    opsrepo(here.path(), &["runbook", "show", "disk"]).ends(0).says(&[
        "alert  A (alerts.yaml:4:12)     in its runbook_url",
        "alert  disk (alerts.yaml:8:12)  by its name",
    ]);
    opsrepo(here.path(), &["validate"]).ends(0).says(&["nothing"]);
}

#[test]
fn the_stated_address_of_the_repository_is_its_own() {
    let there = "https://git.example.org/o/ops/blob/main/runbooks";
    let rules = [
        rule("Dead", &format!("{there}/gone.md")),
        rule("Live", &format!("{there}/disk.md")),
    ];
    let page = format!("# Disk\n\n[gone]({there}/gone.md), [here]({there}/disk.md)\n");
    let here = folder(&[
        ("LICENSE", "A licence.\n"),
        (
            "opsrepo.toml",
            "[site]\nrepository = \"https://git.example.org/o/ops\"\n",
        ),
        ("dead.yaml", &rules[0]),
        ("live.yaml", &rules[1]),
        ("runbooks/disk.md", &page),
    ]);
    git(here.path(), &["init", "-q", "-b", "main"]).ends(0);
    git(here.path(), &["config", "user.name", "Ada"]).ends(0);
    git(here.path(), &["config", "user.email", "ada@example.org"]).ends(0);
    git(here.path(), &["add", "-A"]).ends(0);
    git(here.path(), &["commit", "-qm", "Begin"]).ends(0);
    for origin in [None, Some("git@mirror.example.org:o/ops.git")] {
        if let Some(origin) = origin {
            git(here.path(), &["remote", "add", "origin", origin]).ends(0);
        }
        let workspace = workspaces::of_folder(here.path());
        let found: Vec<String> = findings(&workspace)
            .into_iter()
            .filter(|line| line.starts_with("alert/dead") || line.starts_with("link/"))
            .collect();
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.iter().all(|line| line.contains("gone.md")), "{found:?}");
        let said = opsrepo(here.path(), &["runbook", "coverage", "--format", "csv"])
            .ends(0)
            .out;
        assert!(said.contains("alert,Live,,linked,disk,"), "{said}");
    }
}
