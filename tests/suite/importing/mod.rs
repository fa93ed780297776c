//! Incidents of other places: each format as its programs write it, taken twice, grown, and meant badly.

mod hostile;
mod layouts;

use crate::cli::{Said, folder, opsrepo};
use std::path::Path;
use tempfile::TempDir;

const SETTINGS: (&str, &str) = (
    "opsrepo.toml",
    // Nobody here has reviewed what happened years ago elsewhere.
    "[cloud]\nname = \"Example\"\ntimezone = \"Europe/Amsterdam\"\n\n[rules]\n\"incident/not-reviewed\" = \"off\"\n",
);

/// A repository that knows its zone.
fn home(files: &[(&str, &str)]) -> TempDir {
    folder(&[&[SETTINGS], files].concat())
}

/// The file of this name beside this one.
fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/suite/importing")
        .join(name);
    path.to_str().unwrap().to_owned()
}

fn text(here: &TempDir, path: &str) -> String {
    let path = here.path().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[track_caller]
fn import(here: &TempDir, arguments: &[&str]) -> Said {
    opsrepo(here.path(), &[&["incident", "import"], arguments].concat())
}

/// Nothing to complain about but what is asked of every repository.
#[track_caller]
fn is_clean(here: &TempDir) {
    let said = opsrepo(here.path(), &["validate"]).ends(0);
    assert!(
        said.out.contains("nothing to complain about"),
        "{}{}",
        said.out,
        said.err
    );
}

#[test]
fn issues_of_github_become_records() {
    let here = home(&[]);
    let said = import(&here, &[&fixture("gh.json")]).ends(0);
    said.says(&[
        "incidents/2022-03-04-notebooks-do-not-start/README.md\n",
        "incidents/2022-03-05-notebooks-do-not-start/README.md\n",
        "1 left out: issues without the label `incident`",
        "2 incidents: 2 new, 0 grown, 0 as before",
        "it states no severity: `sev3` is written",
    ]);
    let expected = "---
status: resolved
severity: sev1
services:
  - smaug
  - jupyterhub
owner: ada
started: 2022-03-04T14:00+01:00
declared: 2022-03-04T14:00+01:00
resolved: 2022-03-04T19:00+01:00
tags:
  - kind/bug
source: github:operate-first/operations#7
---

# Notebooks do not start

## Summary

Hello users,

notebooks do not start. [The plan](https://github.com/operate-first/operations/blob/main/docs/plan.md), and #12.

## Impact

Everybody who starts a notebook.

## Timeline

- 2022-03-04T14:00+01:00 status: Reported by grace. ([evidence](https://github.com/operate-first/operations/issues/7))
- 2022-03-04T15:05+01:00 update: The disk is full. ([evidence](https://github.com/operate-first/operations/issues/7#issuecomment-1))
- 2022-03-04T19:00+01:00 status: Issue closed.

## Links

- https://status.example.org/x

## Source

<https://github.com/operate-first/operations/issues/7>
";
    assert_eq!(
        text(&here, "incidents/2022-03-04-notebooks-do-not-start/README.md"),
        expected
    );
    is_clean(&here);
}

#[test]
fn the_rest_api_and_the_form_of_opsrepo() {
    let here = home(&[]);
    import(&here, &[&fixture("rest.json")])
        .ends(0)
        .says(&["1 left out: pull requests", "1 incident: 1 new"]);
    let record = text(&here, "incidents/2026-01-05-logins-fail-for-some/README.md");
    for line in [
        "status: resolved\n",
        "severity: sev2\n",
        "  - identity\n",
        "started: 2026-01-05T04:12+01:00\n",
        "declared: 2026-01-05T05:00+01:00\n",
        "resolved: 2026-01-05T07:30+01:00\n",
        "detected-by: alert\n",
        "source: github:example/ops#3\n",
        "# Logins fail for some\n",
        "## Summary\n\nMembers of two institutes cannot sign in.\n",
        "status: Issue closed as not planned.\n",
    ] {
        assert!(record.contains(line), "{line}{record}");
    }
    is_clean(&here);
}

#[test]
fn the_forms_of_the_starter_and_of_operate_first_map_onto_the_record() {
    let labels = |form: &str| -> Vec<String> {
        let lines = form.lines().filter_map(|line| line.trim().strip_prefix("label: "));
        lines.map(str::to_owned).collect()
    };
    let own = include_str!("../../../examples/starter/.github/ISSUE_TEMPLATE/incident.yml");
    let theirs =
        "label: Clusters Affected\nlabel: Users Affected\nlabel: Incident Description\nlabel: Relevant Links\n";
    for form in [own, theirs] {
        let labels = labels(form);
        assert!(labels.len() > 3);
        let body: Vec<String> = labels
            .iter()
            .map(|label| {
                let value = match label.as_str() {
                    "Since when?" => "2026-01-05T03:12+00:00",
                    "How bad is it?" => "sev2 - one service is down",
                    "How was it noticed?" => "by an alert",
                    _ => "some words",
                };
                format!("### {label}\\n\\n{value}")
            })
            .collect();
        let dump = format!(
            "[{{\"number\": 1, \"title\": \"x\", \"state\": \"OPEN\", \"createdAt\": \"2026-01-05T05:00:00Z\", \"labels\": \
             [{{\"name\": \"incident\"}}], \"url\": \"https://github.com/o/r/issues/1\", \"body\": \"{}\"}}]",
            body.join("\\n\\n")
        );
        let here = home(&[("dump.json", &dump)]);
        import(&here, &["dump.json"]).ends(0);
        let record = text(&here, "incidents/2026-01-05-x/README.md");
        for label in &labels {
            assert!(
                !record.contains(&format!("## {label}")),
                "{label} is kept as text only:\n{record}"
            );
        }
    }
}

#[test]
fn issues_of_gitlab_become_records() {
    let here = home(&[("services/dns/catalog-info.yaml", SERVICE)]);
    import(&here, &[&fixture("glab.json")])
        .ends(0)
        .says(&["1 left out: issues without the label `incident`", "2 incidents: 2 new"]);
    let record = text(&here, "incidents/2026-02-01-dns-answers-nothing/README.md");
    for line in [
        "severity: sev1\n",
        "services:\n  - dns\n",
        "owner: linus\n",
        "started: 2026-02-01T22:10+01:00\n",
        "resolved: 2026-02-02T00:40+01:00\n",
        "  - team::net\n",
        "source: gitlab:cloud/net/ops#12\n",
        "## Impact\n\nNo names resolve.\n",
        "[the graph](https://gitlab.example.org/uploads/ab/graph.png)",
        "[the page](https://gitlab.example.org/cloud/net/ops/-/blob/HEAD/docs/dns.md)",
        "- 2026-02-02T00:00+01:00 update: Restored the old zone. ([evidence](https://gitlab.example.org/cloud/net/ops/-/issues/12#note_71))\n",
        "**Root cause**",
    ] {
        assert!(record.contains(line), "{line}\n{record}");
    }
    assert!(!record.contains("assigned to"), "{record}");
    let other = text(&here, "incidents/2026-02-03-disk-nearly-full/README.md");
    assert!(other.contains("status: open\nseverity: sev4\n"), "{other}");
    is_clean(&here);
}

const SERVICE: &str = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: dns\nspec:\n  type: service\n  \
                       lifecycle: production\n  owner: team-net\n";

#[test]
fn pages_of_statuspage_become_records() {
    let here = home(&[]);
    import(&here, &[&fixture("incidents.json"), &fixture("maintenances.json")])
        .ends(0)
        .says(&["1 left out: maintenances that are still ahead", "3 incidents: 3 new"]);
    let record = text(&here, "incidents/2026-03-01-elevated-errors-of-the-api/README.md");
    for line in [
        "severity: sev2\n",
        "started: 2026-03-01T11:00+01:00\ndeclared: 2026-03-01T11:05+01:00\nmitigated: 2026-03-01T12:45+01:00\nresolved: \
         2026-03-01T13:30+01:00\n",
        "  - service: api\n    effect: outage\n    started: 2026-03-01T11:05+01:00\n    ended: 2026-03-01T12:45+01:00\n",
        "  - service: api\n    effect: degraded\n    started: 2026-03-01T12:45+01:00\n    ended: 2026-03-01T13:30+01:00\n",
        "  - service: web-site\n    effect: degraded\n    started: 2026-03-01T11:00+01:00\n    ended: 2026-03-01T13:30+01:00\n",
        "source: statuspage:p31zjtct2jer\n",
        "- 2026-03-01T11:05+01:00 update: investigating: We look into errors.\n- 2026-03-01T12:00+01:00 update: identified: Found \
         it.\n- 2026-03-01T12:45+01:00 update: monitoring: A fix is out.\n- 2026-03-01T13:30+01:00 update: resolved: This is over.\n",
    ] {
        assert!(record.contains(line), "{line}\n{record}");
    }
    let work = text(&here, "incidents/2026-03-01-disks-are-replaced/README.md");
    assert!(work.contains("effect: maintenance\n"), "{work}");
    is_clean(&here);
}

#[test]
fn lists_of_outages_become_records() {
    let here = home(&[]);
    import(&here, &[&fixture("outages.yaml"), &fixture("cstate.md")])
        .ends(0)
        .says(&["4 incidents: 4 new"]);
    let record = text(&here, "incidents/2023-07-25-storage-writes-hang/README.md");
    for line in [
        "status: resolved\nseverity: sev1\nservices:\n  - storage\n  - api\nstarted: 2023-07-25T12:10+02:00\nresolved: \
         2023-07-25T16:40+02:00\n",
        "source: outages:2023-07\n",
        "A switch lost its mind.\n\n**Timeline**\nnobody wrote one\n",
        "<https://wiki.example.org/outage/7>\n",
    ] {
        assert!(record.contains(line), "{line}\n{record}");
    }
    let slow = text(&here, "incidents/2023-09-01-slow-logins/README.md");
    assert!(
        slow.contains("status: open\n") && slow.contains("- 2023-09-01T10:30+02:00 update: We restart it.\n"),
        "{slow}"
    );
    let page = text(&here, "incidents/2023-08-16-images-do-not-load/README.md");
    assert!(
        page.contains("resolved: 2023-08-16T18:00+02:00\n") && page.contains("We look into it."),
        "{page}"
    );
    is_clean(&here);
}

#[test]
fn a_second_time_changes_nothing() {
    let here = home(&[]);
    let all: Vec<String> = [
        "gh.json",
        "rest.json",
        "glab.json",
        "incidents.json",
        "maintenances.json",
        "outages.yaml",
    ]
    .map(fixture)
    .to_vec();
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    import(&here, &all)
        .ends(0)
        .says(&["11 incidents: 11 new, 0 grown, 0 as before"]);
    is_clean(&here);
    let before = snapshot(here.path());
    let said = import(&here, &all).ends(0);
    assert_eq!(said.out, "", "nothing is written");
    said.says(&["11 incidents: 0 new, 0 grown, 11 as before"]);
    assert_eq!(snapshot(here.path()), before);
}

/// All files with their texts.
fn snapshot(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => open.push(path),
                false => found.push((
                    path.display().to_string(),
                    std::fs::read_to_string(&path).unwrap_or_default(),
                )),
            }
        }
    }
    found.sort();
    found
}

/// An issue as `gh` prints it.
fn issue(state: &str, closed: &str, comments: &[(&str, &str)]) -> String {
    let comments: Vec<String> = comments
        .iter()
        .enumerate()
        .map(|(at, (time, body))| {
            format!(
                "{{\"body\": \"{body}\", \"createdAt\": \"{time}\", \"url\": \"https://github.com/o/r/issues/1#issuecomment-{at}\"}}"
            )
        })
        .collect();
    format!(
        "[{{\"number\": 1, \"title\": \"Logins fail\", \"state\": \"{state}\", \"createdAt\": \"2026-03-04T13:00:00Z\", \
         \"closedAt\": {closed}, \"labels\": [{{\"name\": \"incident\"}}, {{\"name\": \"sev2\"}}], \
         \"url\": \"https://github.com/o/r/issues/1\", \"body\": \"They do.\", \"comments\": [{}]}}]",
        comments.join(", ")
    )
}

#[test]
fn a_record_grows_and_keeps_what_people_wrote() {
    let early = [
        ("2026-03-04T13:10:00Z", "We look."),
        ("2026-03-04T13:20:00Z", "Wrong line."),
    ];
    let late = [early[0], early[1], ("2026-03-04T14:30:00Z", "It was the certificate.")];
    let here = home(&[("one.json", &issue("OPEN", "null", &early))]);
    import(&here, &["one.json"]).ends(0);
    let path = "incidents/2026-03-04-logins-fail/README.md";
    // Somebody writes into it, and takes a line out.
    let mut lines: Vec<String> = text(&here, path).lines().map(str::to_owned).collect();
    lines.retain(|line| !line.contains("We look."));
    let at = lines.iter().position(|line| line.contains("Wrong line.")).unwrap();
    lines.insert(
        at + 1,
        "- 2026-03-04T15:00+01:00 action: Renewed it by hand.".to_owned(),
    );
    lines.push("\n## What went well\n\nAda was awake.".to_owned());
    let own = lines
        .join("\n")
        .replace("severity: sev2", "severity: sev1 # worse than they thought");
    std::fs::write(here.path().join(path), &own).unwrap();
    std::fs::write(
        here.path().join("one.json"),
        issue("CLOSED", "\"2026-03-04T15:00:00Z\"", &late),
    )
    .unwrap();
    let trial = import(&here, &["one.json", "--dry-run"]).ends(0);
    assert!(
        trial.out.contains("+status: resolved") && trial.out.contains("-status: open"),
        "{}",
        trial.out
    );
    assert_eq!(text(&here, path), own, "nothing is written");
    import(&here, &["one.json"])
        .ends(0)
        .says(&["changed incidents/2026-03-04-logins-fail/README.md", "0 new, 1 grown"]);
    let grown = text(&here, path);
    let expected = own
        .replace("status: open", "status: resolved")
        .replace("declared: 2026-03-04T14:00+01:00\n", "declared: 2026-03-04T14:00+01:00\nresolved: 2026-03-04T16:00+01:00\n")
        .replace(
            "Renewed it by hand.\n",
            "Renewed it by hand.\n- 2026-03-04T15:30+01:00 update: It was the certificate. \
             ([evidence](https://github.com/o/r/issues/1#issuecomment-2))\n- 2026-03-04T16:00+01:00 status: Issue closed.\n",
        );
    assert_eq!(grown, expected);
    is_clean(&here);
    import(&here, &["one.json"]).ends(0).says(&["1 as before"]);
    // Opened again there: what is over here stays so, and is spoken of.
    std::fs::write(here.path().join("one.json"), issue("OPEN", "null", &late)).unwrap();
    import(&here, &["one.json"])
        .ends(0)
        .says(&["it is open there, and was over here: it stays so here", "1 as before"]);
    assert_eq!(text(&here, path), grown);
}

#[test]
fn stretches_end_with_their_incident() {
    let page = |status: &str, over: &str, updates: &str| {
        format!(
            "{{\"page\": {{}}, \"incidents\": [{{\"id\": \"a1\", \"name\": \"Slow\", \"status\": \"{status}\", \"impact\": \"minor\", \
             \"created_at\": \"2026-03-01T10:00:00Z\", \"started_at\": \"2026-03-01T10:00:00Z\", \"resolved_at\": {over}, \
             \"shortlink\": \"https://stspg.io/a1\", \"components\": [], \"incident_updates\": [{updates}]}}]}}"
        )
    };
    let update = |status: &str, hour: u8, state: &str| {
        format!(
            "{{\"status\": \"{status}\", \"body\": \"x.\", \"created_at\": \"2026-03-01T{hour}:00:00Z\", \
             \"affected_components\": [{{\"name\": \"API\", \"new_status\": \"{state}\"}}]}}"
        )
    };
    let first = update("investigating", 10, "degraded_performance");
    let here = home(&[("page.json", &page("investigating", "null", &first))]);
    import(&here, &["page.json"]).ends(0);
    let worse = update("identified", 11, "major_outage");
    let last = update("resolved", 12, "operational");
    let all = format!("{last}, {worse}, {first}");
    std::fs::write(
        here.path().join("page.json"),
        page("resolved", "\"2026-03-01T12:00:00Z\"", &all),
    )
    .unwrap();
    import(&here, &["page.json"]).ends(0).says(&["1 grown"]);
    let record = text(&here, "incidents/2026-03-01-slow/README.md");
    let expected = "impacts:\n  - service: api\n    effect: degraded\n    started: 2026-03-01T11:00+01:00\n    ended: \
                    2026-03-01T12:00+01:00\n  - { service: api, effect: outage, started: 2026-03-01T12:00+01:00, ended: \
                    2026-03-01T13:00+01:00 }\nsource:";
    assert!(record.contains(expected), "{record}");
    is_clean(&here);
    import(&here, &["page.json"]).ends(0).says(&["1 as before"]);
}

#[test]
fn saved_notifications_become_records() {
    let here = home(&[]);
    import(&here, &[&fixture("notifications.json")])
        .ends(0)
        .says(&["2 incidents: 2 new, 0 grown, 0 as before"]);
    let files = snapshot(here.path());
    let record = files
        .iter()
        .find(|(path, text)| path.contains("/incidents/") && text.contains("DiskFull"))
        .unwrap();
    for part in [
        "status: resolved\n",
        "started: 2026-03-04T14:05+01:00 #",
        "resolved: 2026-03-04T15:06+01:00\n",
        "a4c9b0e1f2d3c4b5",
    ] {
        assert!(record.1.contains(part), "{part}\n{}", record.1);
    }
    assert!(
        files
            .iter()
            .any(|(_, text)| text.contains("status: open\n") && text.contains("LoginsFail"))
    );
    let said = opsrepo(here.path(), &["validate"]).ends(0);
    assert!(!said.out.contains("error"), "{}", said.out);
    import(&here, &[&fixture("notifications.json")])
        .ends(0)
        .says(&["2 incidents: 0 new, 0 grown, 2 as before"]);
    assert_eq!(snapshot(here.path()), files);
}

#[test]
fn what_ends_before_it_begins_is_left_out_with_its_place() {
    let here = home(&[(
        "outages.yaml",
        "- title: Backwards\n  start: 2026-03-04T12:10Z\n  end: 2026-03-04T11:40Z\n- title: Strange\n  start: 2026-03-05T10:00Z\n  \
         end: 2026-03-05T11:00Z\n  severity: catastrophic\n",
    )]);
    import(&here, &["outages.yaml"]).ends(1).says(&[
        "outages.yaml:1:",
        "it ends (2026-03-04T11:40Z) before it begins (2026-03-04T12:10Z)",
        "it states `catastrophic`, which is no word of the scale",
    ]);
    let strange = text(&here, "incidents/2026-03-05-strange/README.md");
    assert!(strange.contains(" # no word of the scale there\n"), "{strange}");
    assert!(!here.path().join("incidents/2026-03-04-backwards").exists());
}
