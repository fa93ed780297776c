//! From alerts to runbooks and back: the coverage, runbooks that begin with an alert, and reviews.

use crate::cli::{self, Said, folder};
use crate::corpus::checkout;
use crate::workspaces;
use opsrepo::lint;
use opsrepo::model::alerts::coverage::{Coverage, Way};
use opsrepo::model::workspace::Workspace;
use opsrepo::rules;
use std::path::Path;
use std::process::Command;

fn opsrepo(folder: &Path, arguments: &str) -> Said {
    cli::opsrepo(folder, &arguments.split(' ').collect::<Vec<_>>())
}

const RULES: &str = "groups:\n- name: g\n  rules:\n  - alert: Linked\n    expr: up == 0\n    labels: {severity: page, \
    service: web}\n    annotations: {runbook_url: runbooks/one.md}\n  - alert: Named\n    expr: up == 1\n    labels: \
    {severity: page}\n  - alert: Dead\n    expr: up == 2\n    labels: {severity: page}\n    annotations: {runbook_url: \
    runbooks/gone.md}\n  - alert: Bare\n    expr: up == 3\n    for: 5m\n    labels: {severity: page, service: web}\n    \
    annotations:\n      summary: \"{{ $labels.node }} is <down> | `now`\"\n  - alert: Quiet\n    expr: up == 4\n    labels: \
    {severity: info}\n  - alert: Away\n    expr: up == 5\n    annotations: {runbook_url: 'https://wiki.example.org/x'}\n";

const ONE: &str = "# One\n\n## Meaning\n\nx\n\n## Diagnosis\n\ny\n\n## Mitigation\n\nz\n";
const TWO: &str = "---\nalerts: [Named]\nservices: [batch]\n---\n\n# Two\n\nText.\n";

fn cloud() -> Vec<(&'static str, &'static str)> {
    vec![
        ("LICENSE", "A licence.\n"),
        ("rules.yaml", RULES),
        ("runbooks/one.md", ONE),
        ("runbooks/two.md", TWO),
        ("runbooks/three.md", "# Three\n\nText.\n"),
        ("runbooks/README.md", "# Runbooks\n"),
        ("services/web.yaml", "id: web\ntitle: Web\nowner: a\n"),
        ("services/batch.yaml", "id: batch\ntitle: Batch\nowner: a\n"),
        ("services/idle.yaml", "id: idle\ntitle: Idle\nowner: a\n"),
    ]
}

fn name<'w>(workspace: &'w Workspace, way: &Way) -> &'w str {
    way.record().map_or("-", |id| workspace.record(id).id.as_str())
}

#[test]
fn every_alert_leads_somewhere_or_says_so() {
    let found = workspaces::of_files(&cloud());
    let coverage = Coverage::of(&found);
    let ways: Vec<&Way> = coverage.alerts.iter().map(|row| &row.way).collect();
    assert!(
        matches!(ways[0], Way::Linked(_)) && name(&found, ways[0]) == "one",
        "{ways:?}"
    );
    assert!(
        matches!(ways[1], Way::Named(_)) && name(&found, ways[1]) == "two",
        "{ways:?}"
    );
    assert!(
        matches!(ways[2], Way::Broken(raw, None) if raw == "runbooks/gone.md"),
        "{ways:?}"
    );
    assert_eq!(ways[3..5], [&Way::Nothing, &Way::Silent]);
    assert!(matches!(ways[5], Way::Elsewhere(_)), "{ways:?}");
    let services: Vec<&[String]> = coverage.alerts.iter().map(|row| row.services.as_slice()).collect();
    assert_eq!(
        (services[0], services[1]),
        (&["web".to_owned()][..], &["batch".to_owned()][..])
    );
    let counts = coverage.counts();
    assert_eq!((counts.led, counts.broken, counts.without, counts.silent), (3, 1, 1, 1));
    assert_eq!((counts.unled, counts.without_runbook, counts.without_alert), (1, 1, 1));
    assert_eq!(coverage.about(&found, "WEB").alerts.len(), 2);
}

#[test]
fn the_numbers_are_those_of_the_rules() {
    for name in [
        "kube-prometheus",
        "operate-first-apps",
        "moj-cloud-platform",
        "govuk-aws",
    ] {
        let Some(found) = checkout::workspace(name) else {
            continue;
        };
        let counts = Coverage::of(&found).counts();
        let report = lint::run::run(&found, rules::ALL);
        let of = |rule: &str| report.findings.iter().filter(|finding| finding.rule == rule).count();
        assert_eq!(counts.broken, of("alert/dead-runbook"), "{name}");
        if of("alert/no-runbook") > 0 {
            assert_eq!(counts.without, of("alert/no-runbook"), "{name}");
        }
    }
}

#[test]
fn the_coverage_is_told_in_every_form() {
    let here = folder(&cloud());
    opsrepo(here.path(), "runbook coverage").ends(0).says(&[
        "6 alerts: 3 to a runbook, 1 to nothing, 1 without one, 1 without one, which call nobody",
        "✗ runbooks/gone.md",
        "alerts without a runbook: Bare",
        "runbooks that no alert leads to: three",
        "services without a runbook: idle\n",
    ]);
    opsrepo(here.path(), "runbook coverage --service web --gaps")
        .ends(0)
        .says(&["alerts without a runbook: Bare"]);
    opsrepo(here.path(), "runbook coverage --service wep").ends(2);
    let csv = opsrepo(here.path(), "runbook coverage --format csv").ends(0).out;
    assert_eq!(csv.lines().count(), 1 + 6 + 1 + 1, "{csv}");
    let value: serde_json::Value =
        serde_json::from_str(&opsrepo(here.path(), "runbook coverage --format json").ends(0).out).unwrap();
    let schema: serde_json::Value = serde_json::from_str(&opsrepo(here.path(), "schema coverage").ends(0).out).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert!(validator.is_valid(&value), "{value:#}");
    assert_eq!(value["counts"]["broken"], 1);
    let svg = opsrepo(here.path(), "runbook coverage --format svg").ends(0).out;
    let picture = roxmltree::Document::parse(&svg).unwrap();
    assert!(picture.descendants().any(|node| node.has_tag_name("title")));
    assert_eq!(
        picture
            .descendants()
            .filter(|node| node.attribute("class") == Some("bad"))
            .count(),
        3,
        "{svg}"
    );
    let empty = folder(&[("README.md", "# Nothing\n")]);
    for form in ["table", "json", "csv", "svg"] {
        opsrepo(empty.path(), &format!("runbook coverage --format {form}")).ends(0);
    }
}

#[test]
fn similar_incidents_follow_their_schema() {
    let here = folder(&[
        (
            "incidents/2026-03-01-a.md",
            "---\nseverity: sev1\nservices: [web]\n---\n\n# Web certificate ended\n",
        ),
        (
            "incidents/2026-03-02-b.md",
            "---\nseverity: sev1\nservices: [web]\nresolved: 2026-03-02\n---\n\n# Certificate ended\n",
        ),
    ]);
    let value: serde_json::Value = serde_json::from_str(
        &opsrepo(here.path(), "incident similar 2026-03-01-a --format json")
            .ends(0)
            .out,
    )
    .unwrap();
    let schema: serde_json::Value = serde_json::from_str(&opsrepo(here.path(), "schema similar").ends(0).out).unwrap();
    assert!(
        jsonschema::validator_for(&schema).unwrap().is_valid(&value),
        "{value:#}"
    );
    assert_eq!(value["similar"][0]["id"], "2026-03-02-b", "{value:#}");
    assert_eq!(value["similar"][0]["shared"]["services"], serde_json::json!(["web"]));
}

#[test]
fn a_runbook_begins_with_its_alert() {
    let here = folder(&cloud());
    opsrepo(here.path(), "runbook new --alert Bare --as-of 2026-06-01")
        .ends(0)
        .says(&["runbooks/bare.md"]);
    let text = std::fs::read_to_string(here.path().join("runbooks/bare.md")).unwrap();
    for part in [
        "alerts:\n  - Bare\n",
        "  - web\n",
        "# Bare\n",
        "`node` is \\<down\\> \\| 'now'",
        "Bare fires with severity page when this holds for 5m:",
        "```promql\nup == 3\n```",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    opsrepo(here.path(), "runbook new --alert Bare").ends(2);
    opsrepo(here.path(), "runbook new Other --alert Linked").ends(2);
    opsrepo(here.path(), "runbook new --alert Linkt --dry-run")
        .ends(0)
        .says(&["did you mean `Linked`?"]);
    opsrepo(here.path(), "runbook new --alert Dead")
        .ends(0)
        .says(&["leads to nothing", "point it to runbooks/dead.md"]);
    opsrepo(here.path(), "runbook list --alert bare")
        .ends(0)
        .says(&["bare"]);
    opsrepo(here.path(), "runbook list --alert nosuch").ends(2);
}

fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command
        .current_dir(folder)
        .args(["-c", "user.name=A", "-c", "user.email=a@example.org"])
        .args(arguments);
    assert!(command.output().unwrap().status.success(), "{arguments:?}");
}

const OLD: &str = "---\nlast_reviewed_on: '2026-01-05'  # by hand\nreview_in: 6 months\n---\r\n# Disk\r\n\r\n## Mitigation\r\n\r\nRemove logs.\r\n";

#[test]
fn a_review_sets_the_date_and_says_why() {
    let here = folder(&[
        ("LICENSE", "A licence.\n"),
        ("runbooks/disk.md", OLD),
        (
            "runbooks/next.md",
            "---\nreviewed: 2026-01-01\nnext_review: 2026-03-02\n---\n\n# Next\n\nText.\n",
        ),
        (
            "runbooks/never.md",
            "---\nreview-every: 1 year\n---\n\n# Never\n\nText.\n",
        ),
        (
            "runbooks/stated.md",
            "---\nreview-by: 2026-05-01\n---\n\n# Stated\n\nText.\n",
        ),
        ("opsrepo.toml", "[rules]\n\"runbook/review-bumped\" = \"warning\"\n"),
    ]);
    git(here.path(), &["init", "--quiet"]);
    git(here.path(), &["add", "."]);
    git(here.path(), &["commit", "--quiet", "--message=Begin"]);
    let path = here.path().join("runbooks/disk.md");
    std::fs::write(&path, OLD.replace("logs.", "old logs.\r\nGrow it.")).unwrap();
    git(here.path(), &["commit", "--quiet", "--all", "--message=Grow it too"]);
    let run = |arguments: &str| opsrepo(here.path(), &format!("{arguments} --as-of 2026-08-01"));

    run("runbook list --stale")
        .ends(0)
        .says(&["disk", "27 days late", "never reviewed", "next", "stated"]);
    run("runbook review disk")
        .ends(0)
        .says(&["Grow it too (A)", "Mitigation  +2 -1", "+Grow it."]);
    assert!(
        std::fs::read_to_string(&path).unwrap().contains("2026-01-05"),
        "nothing is written without a reason"
    );

    run("runbook review disk --because Tried.").ends(0);
    let text = std::fs::read_to_string(&path).unwrap();
    let wanted = OLD
        .replace("2026-01-05", "2026-08-01")
        .replace("6 months\n", "6 months\nreview_note: Tried.\n");
    assert_eq!(text, wanted.replace("logs.", "old logs.\r\nGrow it."));
    git(here.path(), &["commit", "--quiet", "--all", "--message=Review"]);
    let said = run("validate --format short").out;
    assert!(!said.contains("review-bumped"), "{said}");

    run("runbook review next --because Tried.").ends(0);
    let next = std::fs::read_to_string(here.path().join("runbooks/next.md")).unwrap();
    assert!(
        next.contains("reviewed: 2026-08-01\nnext_review: 2026-09-30\n"),
        "{next}"
    );
    run("runbook review stated --because Tried.").ends(2);
    run("runbook review stated --because Tried. --next 2027-01-01").ends(0);
    for wrong in [
        "runbook review disk --because Again. --on 2026-07-01",
        "runbook review disk --because Again. --on 2026-08-02",
        "runbook review disk --on 2026-08-01",
        "runbook review disk --because Again. --next 2026-07-01",
        "runbook review disk --because Again. --next 2026-08-01",
        "runbook review nosuch",
        "runbook review disk --because Again. --at HEAD",
    ] {
        run(wrong).ends(2);
    }
    run("runbook review disk --because Tried.")
        .ends(0)
        .says(&["nothing is to be done"]);
}

#[test]
fn a_review_outside_of_git_is_one_too() {
    let here = folder(&[("runbooks/disk.md", OLD)]);
    opsrepo(here.path(), "runbook review disk --as-of 2026-08-01")
        .ends(0)
        .says(&["reviewed 2026-01-05"]);
    opsrepo(here.path(), "runbook review disk --because Tried. --as-of 2026-08-01")
        .ends(0)
        .says(&["disk.md"]);
}

#[test]
fn a_day_for_the_next_review_may_be_new() {
    let here = folder(&[("runbooks/disk.md", "# Disk\n\nText.\n")]);
    let run = |arguments: &str| opsrepo(here.path(), &format!("{arguments} --as-of 2026-08-01"));
    run("runbook review disk --because Tried. --next 2027-01-01").ends(0);
    let text = std::fs::read_to_string(here.path().join("runbooks/disk.md")).unwrap();
    assert!(
        text.contains("reviewed: 2026-08-01\n") && text.contains("review-by: 2027-01-01\n"),
        "{text}"
    );
    run("validate").ends(0);
}

#[test]
fn a_new_runbook_was_never_reviewed() {
    let here = folder(&[("LICENSE", "A licence.\n")]);
    opsrepo(here.path(), "runbook new Disk").ends(0);
    opsrepo(here.path(), "validate").ends(0);
    opsrepo(here.path(), "runbook list --stale")
        .ends(0)
        .says(&["never reviewed"]);
}

#[test]
fn rules_that_are_torn_are_told() {
    let torn = "groups:\n- name: g\n  rules: [\n";
    let here = folder(&[("rules.yaml", torn), ("chart.yaml", "{{- if .x }}\nexpr: {{ .y }\n")]);
    let said = opsrepo(here.path(), "runbook coverage")
        .ends(1)
        .says(&["rules.yaml:", "cannot be read"]);
    assert!(
        !said.err.contains("no alert rules") && !said.err.contains("chart.yaml"),
        "{}",
        said.err
    );
    let here = folder(&[("good.yaml", RULES), ("rules.yaml", torn)]);
    opsrepo(here.path(), "runbook coverage").ends(0).says(&["rules.yaml:"]);
}

#[test]
fn nothing_is_cut_for_programs_and_nothing_missing_is_said() {
    let query = "sum(rate(http_requests_total{code=~\"5..\"}[5m])) / sum(rate(http_requests_total[5m])) > 0.01";
    let rules = format!(
        "groups:\n- name: g\n  rules:\n  - alert: One\n    expr: {query}\n    labels: {{service: web}}\n    annotations: \
         {{runbook_url: runbooks/one.md}}\n"
    );
    let one = format!("---\nservices: [web]\n---\n\n{ONE}");
    let here = folder(&[
        ("rules.yaml", &rules),
        ("runbooks/one.md", &one),
        ("services/web.yaml", "id: web\ntitle: Front page\nowner: a\n"),
    ]);
    let sheet = opsrepo(here.path(), "runbook coverage --format csv").ends(0).out;
    assert!(sheet.contains("http_requests_total[5m])) > 0.01"), "{sheet}");
    opsrepo(here.path(), "runbook coverage --gaps")
        .ends(0)
        .says(&["nothing is missing\n"]);
    cli::opsrepo(here.path(), &["runbook", "coverage", "--service", "front page"])
        .ends(2)
        .says(&["did you mean `web`?"]);
}
