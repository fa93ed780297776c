//! Incidents written while they last: by one person in a hurry, and by two on two branches that Git then merges.

use crate::cli::{Said, git, opsrepo};
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// 2026-03-04T14:05Z.
const NOON: i64 = 1_772_633_100;

/// The record of [`burning`].
const RECORD: &str = "incidents/2026-03-04-nobody-can-sign-in/README.md";

/// Runs opsrepo so many minutes after five past two.
#[track_caller]
fn at(folder: &Path, minutes: i64, arguments: &[&str]) -> Said {
    let output = Command::new(env!("CARGO_BIN_EXE_opsrepo"))
        .args(arguments)
        .current_dir(folder)
        .env("SOURCE_DATE_EPOCH", (NOON + minutes * 60).to_string())
        .env("TZ", "UTC")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .output()
        .unwrap();
    Said {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// A repository with one open incident, committed.
fn burning() -> TempDir {
    let here = tempfile::tempdir().unwrap();
    std::fs::write(here.path().join("LICENSE"), "A licence.\n").unwrap();
    git(here.path(), &["init", "-q", "-b", "main"]).ends(0);
    let new = ["incident", "new", "Nobody can sign in", "--at", "-5m"];
    let said = at(here.path(), 0, &new).ends(0);
    assert_eq!(said.out, format!("{RECORD}\nincidents/.gitattributes\n"));
    commit(here.path());
    here
}

fn commit(folder: &Path) {
    git(folder, &["add", "-A"]).ends(0);
    git(folder, &["commit", "-q", "-m", "Change"]).ends(0);
}

fn record(folder: &Path) -> String {
    std::fs::read_to_string(folder.join(RECORD)).unwrap()
}

/// What two people write, each on a branch, after a merge of the branches.
fn merged(ours: &[&[&str]], theirs: &[&[&str]]) -> (TempDir, Said) {
    let here = burning();
    for (branch, minutes, commands) in [("ours", 1, ours), ("theirs", 2, theirs)] {
        git(here.path(), &["checkout", "-q", "-b", branch, "main"]).ends(0);
        for (turn, command) in commands.iter().enumerate() {
            at(here.path(), minutes + 2 * turn as i64, command).ends(0);
        }
        commit(here.path());
    }
    let said = git(here.path(), &["merge", "-q", "--no-edit", "ours"]);
    (here, said)
}

#[test]
fn two_people_log_on_two_branches() {
    let (here, said) = merged(
        &[
            &["incident", "log", "Restarted the gateway", "--kind", "action"],
            &["incident", "log", "No change"],
        ],
        &[
            &["incident", "ack"],
            &["incident", "log", "The certificate has expired"],
        ],
    );
    said.ends(0);
    let text = record(here.path());
    for line in [
        "acknowledged: 2026-03-04T14:07Z",
        "- 2026-03-04T14:00Z Incident declared.",
        "- 2026-03-04T14:06Z action: Restarted the gateway",
        "- 2026-03-04T14:07Z status: Acknowledged.",
        "- 2026-03-04T14:08Z No change",
        "- 2026-03-04T14:09Z The certificate has expired",
    ] {
        assert_eq!(text.matches(&format!("{line}\n")).count(), 1, "{line}\n{text}");
    }
    let found = at(here.path(), 9, &["validate", "--format", "json"]);
    assert!(
        !found.out.contains("syntax/") && !found.out.contains("schema/"),
        "{}",
        found.out
    );
    // What is written next finds its place.
    at(here.path(), 10, &["incident", "resolve"])
        .ends(0)
        .says(&["status: resolved", "status: Resolved."]);
}

#[test]
fn two_people_add_actions_on_two_branches() {
    let add = |text| ["incident", "action", "add", text, "--owner", "team-a"];
    let (here, said) = merged(
        &[&add("Renew it by machine"), &add("Look at its age")],
        &[&add("Write a runbook")],
    );
    said.ends(0);
    let listed = at(here.path(), 9, &["incident", "action", "list"]).ends(0);
    assert_eq!(listed.out.matches("  open  ").count(), 3, "{}", listed.out);
    at(here.path(), 9, &["validate"]).ends(0);
    let add = |text| ["incident", "impact", "add", text, "--at", "14:05"];
    let (here, said) = merged(
        &[&add("identity")],
        &[&add("notebooks"), &["incident", "action", "add", "Say it earlier"]],
    );
    said.ends(0);
    at(here.path(), 9, &["validate"]).ends(0);
    let text = record(here.path());
    for part in [
        "{ service: identity,",
        "{ service: notebooks,",
        "{ text: Say it earlier,",
    ] {
        assert_eq!(text.matches(part).count(), 1, "{text}");
    }
}

#[test]
fn two_people_who_say_another_status_are_told() {
    let (here, said) = merged(&[&["incident", "mitigate"]], &[&["incident", "resolve"]]);
    said.ends(0);
    at(here.path(), 9, &["validate"])
        .ends(1)
        .says(&["syntax/duplicate-key", "`status`"]);
    // Nothing more is written into a record that says two things.
    at(here.path(), 9, &["incident", "log", "x", "--incident", "sign-in"]).ends(0);
}

#[test]
fn attributes_are_only_written_where_nobody_has_any() {
    let here = tempfile::tempdir().unwrap();
    let folder = here.path();
    let new = |title: &str| at(folder, 0, &["incident", "new", title]).ends(0);
    let said = new("Without Git");
    assert_eq!(said.out.lines().count(), 1, "{}", said.out);
    git(folder, &["init", "-q"]).ends(0);
    // A log that is older than its attributes gets them once.
    assert_eq!(new("An old log").out.lines().count(), 2);
    assert_eq!(new("And then").out.lines().count(), 1);
    std::fs::remove_file(folder.join("incidents/.gitattributes")).unwrap();
    std::fs::write(folder.join(".gitattributes"), "*.md -merge\n").unwrap();
    let said = new("Somebody decided otherwise");
    assert_eq!((said.out.lines().count(), said.err.as_str()), (1, ""), "{}", said.out);
    std::fs::remove_dir_all(folder.join("incidents")).unwrap();
    std::fs::remove_file(folder.join(".gitattributes")).unwrap();
    std::fs::create_dir(folder.join("incidents")).unwrap();
    std::fs::write(folder.join("incidents/.gitattributes"), "# mine").unwrap();
    new("A file that is there").says(&["hint: `*/README.md merge=union`"]);
    assert_eq!(
        std::fs::read_to_string(folder.join("incidents/.gitattributes")).unwrap(),
        "# mine"
    );
}

#[test]
fn evidence_is_copied_once_and_never_over_anything() {
    let here = burning();
    let away = tempfile::tempdir().unwrap();
    let file = away.path().join("graph of it.png");
    let path = file.to_str().unwrap();
    std::fs::write(&file, b"\x89PNG\0\xff").unwrap();
    let log = |text: &str, evidence: &str| at(here.path(), 1, &["incident", "log", text, "--evidence", evidence]);
    let folder = Path::new(RECORD).parent().unwrap();
    log("One", path).ends(0).says(&["(evidence/graph-of-it.png)"]);
    log("Again", path).ends(0).says(&["(evidence/graph-of-it.png)"]);
    std::fs::write(&file, b"other").unwrap();
    log("Another", path).ends(0).says(&["(evidence/graph-of-it-2.png)"]);
    let kept = |name: &str| std::fs::read(here.path().join(folder).join("evidence").join(name)).unwrap();
    assert_eq!(kept("graph-of-it.png"), b"\x89PNG\0\xff");
    assert_eq!(kept("graph-of-it-2.png"), b"other");
    // What lies in the repository is linked where it lies.
    std::fs::write(here.path().join("notes.md"), "# Notes\n").unwrap();
    log("Noted", "notes.md").ends(0).says(&["([evidence](../../notes.md))"]);
    log("Seen", "https://grafana.example.org/d/1")
        .ends(0)
        .says(&["([evidence](https://grafana.example.org/d/1))"]);
    for (evidence, complaint) in [
        ("gone.png", "there is no evidence `gone.png`"),
        (away.path().to_str().unwrap(), "is no plain file"),
        ("javascript://x/%0aalert(1)", "is no address that can stand in a link"),
    ] {
        let before = record(here.path());
        log("x", evidence).ends(2).says(&[complaint]);
        assert_eq!(record(here.path()), before);
    }
    let large = std::fs::File::create(away.path().join("large.bin")).unwrap();
    large.set_len(51 * 1024 * 1024).unwrap();
    log("x", away.path().join("large.bin").to_str().unwrap())
        .ends(2)
        .says(&["has 51 MB"]);
    // The evidence is no record, and nobody judges how it is written.
    let evidence = here.path().join(folder).join("evidence");
    let report = "---\nstatus: open\nseverity: sev1\nstarted: 2026-01-01T10:00Z\n---\n# T\n\n[x](gone.md)\n";
    std::fs::write(evidence.join("2026-01-01-other.md"), report).unwrap();
    std::fs::write(evidence.join("payload.json"), "{\"cut\": [").unwrap();
    at(here.path(), 1, &["validate"]).ends(0).says(&["1 record"]);
}

#[test]
fn what_contradicts_is_refused() {
    let here = burning();
    let folder = here.path();
    for (arguments, complaint) in [
        (
            &["incident", "resolve", "--at", "13:00"][..],
            "resolved 2026-03-04T13:00Z would be before",
        ),
        (&["incident", "ack", "--at", "15:00"], "is still ahead"),
        (&["incident", "close"], "no incident waits for this step"),
        (&["incident", "reopen"], "<ID>..."),
        (
            &["incident", "impact", "add", "x", "--at", "13:00"],
            "began before the incident",
        ),
        (&["incident", "impact", "end"], "no impact lasts"),
        (&["incident", "action", "done", "1"], "has no actions"),
        (&["incident", "log", " "], "nothing is said"),
    ] {
        let before = record(folder);
        at(folder, 1, arguments).ends(2).says(&[complaint]);
        assert_eq!(record(folder), before, "{arguments:?}");
    }
    let new = ["incident", "new", "Another"];
    at(folder, 1, &new).ends(0);
    at(folder, 1, &["incident", "log", "x"])
        .ends(2)
        .says(&["2 incidents are open", "2026-03-04-another  Another"]);
}

#[test]
fn a_course_is_written_in_its_order() {
    let here = burning();
    let folder = here.path();
    at(folder, 10, &["incident", "resolve"]).ends(0);
    at(folder, 11, &["incident", "ack", "sign-in"])
        .ends(2)
        .says(&["is resolved, and `ack` leads from open only"]);
    at(folder, 12, &["incident", "reopen", "sign-in"])
        .ends(0)
        .says(&["no more: resolved: 2026-03-04T14:15Z"]);
    at(folder, 13, &["incident", "ack"]).ends(0);
    at(folder, 14, &["incident", "ack"]).ends(0).says(&["it is so already"]);
    at(folder, 15, &["incident", "mitigate", "--at", "-3m"]).ends(0);
    at(folder, 30, &["incident", "resolve"]).ends(0);
    at(folder, 60, &["incident", "close"]).ends(0);
    let text = record(folder);
    let order = [
        "declared:",
        "acknowledged: 2026-03-04T14:18Z",
        "mitigated: 2026-03-04T14:17Z",
        "resolved:",
        "closed:",
    ];
    let places: Vec<usize> = order
        .iter()
        .map(|key| text.find(&format!("\n{key}")).unwrap())
        .collect();
    assert!(places.is_sorted(), "{text}");
    at(folder, 60, &["validate"]).ends(0);
}

#[test]
fn an_old_log_keeps_its_form() {
    let here = tempfile::tempdir().unwrap();
    let folder = here.path();
    let write = |name: &str, text: &str| {
        std::fs::create_dir_all(folder.join("incidents")).unwrap();
        std::fs::write(folder.join("incidents").join(name), text).unwrap();
    };
    let cases = [
        (
            "2026-03-01-headings.md",
            "# T\n\n## Timeline\n\nAll times in UTC\n\n### 2026-03-01 10:00\n\nA\n\n### 10:20\n\nB\n\n## Lessons\n",
            "# T\n\n## Timeline\n\nAll times in UTC\n\n### 2026-03-01 10:00\n\nA\n\n### 10:20\n\nB\n\n### 2026-03-04 13:45\n\n\\- x\n\n## Lessons\n",
        ),
        (
            "2026-03-02-bullets.md",
            "# T\r\n\r\n- **Context**:\r\n  - 2026-03-02 10:00: A\r\n  - 2026-03-05 10:20: B\r\n\r\n- **Resolution**: C",
            "# T\r\n\r\n- **Context**:\r\n  - 2026-03-02 10:00: A\r\n  - 2026-03-04T13:45Z: - x\r\n  - 2026-03-05 10:20: B\r\n\r\n- **Resolution**: C",
        ),
        (
            "2026-03-03-table.md",
            "# T\n\n## Timeline\n\n| At | Who | What |\n|---|---|---|\n| 2026-03-03 10:00 | a | A |",
            "# T\n\n## Timeline\n\n| At | Who | What |\n|---|---|---|\n| 2026-03-03 10:00 | a | A |\n| 2026-03-04T13:45Z |  | - x |",
        ),
        (
            "2026-03-04-nothing.md",
            "\u{feff}# T\n\n## Summary\n\nA\n\n## Actions\n",
            "\u{feff}# T\n\n## Summary\n\nA\n\n## Timeline\n\n- 2026-03-04T13:45Z - x\n\n## Actions\n",
        ),
    ];
    for (name, before, after) in cases {
        write(name, before);
        at(
            folder,
            0,
            &[
                "incident",
                "log",
                "- x",
                "--at",
                "-20m",
                "--incident",
                &format!("incidents/{name}"),
            ],
        )
        .ends(0);
        let text = std::fs::read_to_string(folder.join("incidents").join(name)).unwrap();
        assert_eq!(text, after, "{name}");
    }
    write("2026-03-05-adoc.adoc", "= T\n\n== Timeline\n\n* 2026-03-05 10:00 A\n");
    at(folder, 0, &["incident", "log", "x", "--incident", "adoc"])
        .ends(2)
        .says(&["takes no line safely", "write it by hand"]);
    at(folder, 0, &["incident", "action", "add", "x", "--incident", "headings"])
        .ends(2)
        .says(&["has no front matter"]);
    opsrepo(folder, &["incident", "list"]).ends(0);
}

/// A copy of the example, with its folders.
fn copied(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copied(&entry.path(), &target),
            false => drop(std::fs::copy(entry.path(), target).unwrap()),
        }
    }
}

/// The example of a cloud, of which some is on fire by the day of these tests.
fn cloud() -> TempDir {
    let here = tempfile::tempdir().unwrap();
    copied(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/cloud"),
        here.path(),
    );
    here
}

#[test]
fn what_is_new_follows_the_schema_of_its_set() {
    let here = cloud();
    let errors = |said: &Said| said.out.matches("error[").count();
    let before = errors(&at(here.path(), 0, &["validate"]));
    for kind in ["incident", "runbook", "decision"] {
        at(here.path(), 0, &[kind, "new", "Something new", "--people", "ada"]).ends(0);
        at(here.path(), 0, &[kind, "new", "Nothing is known of it"]).ends(0);
    }
    let after = at(here.path(), 0, &["validate"]);
    assert_eq!(errors(&after), before, "{}", after.out);
}

#[test]
fn what_was_never_real_is_not_closed_by_itself() {
    let here = burning();
    let folder = here.path();
    at(folder, 1, &["incident", "dismiss"]).ends(0);
    let before = record(folder);
    for (arguments, complaint) in [
        (&["incident", "close"][..], "no incident waits for this step"),
        (&["incident", "impact", "add", "dns"], "no incident is open"),
        (&["incident", "impact", "end"], "no incident is open"),
        (&["incident", "action", "add", "x"], "no incident is open"),
    ] {
        at(folder, 2, arguments).ends(2).says(&[complaint]);
        assert_eq!(record(folder), before, "{arguments:?}");
    }
    at(folder, 3, &["incident", "close", "sign-in"]).ends(0);
    at(folder, 4, &["incident", "close"]).ends(2);
}

#[test]
fn a_service_is_hurt_in_one_way_at_a_time() {
    let here = burning();
    let folder = here.path();
    let add = |minutes, more: &[&str]| {
        let words = [&["incident", "impact", "add", "identity"], more].concat();
        at(folder, minutes, &words)
    };
    add(0, &["--effect", "degraded"]).ends(0);
    let before = record(folder);
    add(1, &["--effect", "degraded"]).ends(2).says(&[
        "identity is hurt already",
        "impact end identity",
        "--effect WORD",
    ]);
    assert_eq!(record(folder), before);
    add(5, &[])
        .ends(0)
        .says(&["effect: degraded", "ended: 2026-03-04T14:10Z", "effect: outage"]);
    let both = ["incident", "resolve"];
    let said = at(folder, 10, &both).ends(0);
    assert_eq!(said.err.matches("still counts as hurt").count(), 1, "{}", said.err);
    let hint = said
        .err
        .lines()
        .find_map(|line| line.split("hurt: opsrepo ").nth(1))
        .unwrap();
    at(folder, 11, &hint.split(' ').collect::<Vec<_>>()).ends(0);
    assert_eq!(record(folder).matches("ended: 2026-03-04T14:15Z").count(), 1);
    at(folder, 12, &["validate"]).ends(0);
    // What two people wrote at the same time ends together.
    let item = "  - { service: dns, effect: outage, started: 2026-03-04T14:06Z }\n";
    let text = record(folder);
    let place = text.find("\nimpacts:").unwrap() + 1;
    let place = place + text[place..].find('\n').unwrap() + 1;
    let (head, tail) = text.split_at(place);
    std::fs::write(folder.join(RECORD), format!("{head}{item}{item}{tail}")).unwrap();
    at(folder, 13, &["incident", "impact", "end", "dns"]).ends(0);
    assert_eq!(record(folder).matches("ended: 2026-03-04T14:15Z").count(), 3);
}

#[test]
fn an_incident_may_be_written_down_afterwards() {
    let here = tempfile::tempdir().unwrap();
    let folder = here.path();
    std::fs::write(folder.join("LICENSE"), "A licence.\n").unwrap();
    at(
        folder,
        0,
        &["incident", "new", "It is over", "--at", "-60m", "--severity", "SEV2"],
    )
    .ends(0);
    at(folder, 0, &["incident", "resolve", "--at", "-20m"]).ends(0);
    let path = folder.join("incidents/2026-03-04-it-is-over/README.md");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(
        text.contains("declared: 2026-03-04T13:05Z") && text.contains("severity: sev2"),
        "{text}"
    );
    at(folder, 1, &["validate"]).ends(0);
    for (arguments, complaint) in [
        (
            &["incident", "reopen", "over", "--at", "-40m"][..],
            "is before it was resolved",
        ),
        (
            &["incident", "reopen", "over", "--as-of", "2026-03-09"],
            "is still ahead",
        ),
        (
            &["incident", "new", "x", "--severity", "sev9"],
            "`sev9` is no severity here",
        ),
        (
            &["incident", "new", "x", "--status", "resolved"],
            "opsrepo incident resolve --at TIME",
        ),
        (
            &["incident", "new", "--from-alert", "x.json", "--at", "-5m"],
            "cannot be used with",
        ),
        (&["incident", "new", "x", "--at", "5m"], "`-5m`"),
    ] {
        at(folder, 2, arguments).ends(2).says(&[complaint]);
    }
    at(folder, 3, &["incident", "reopen", "over"]).ends(0);
    at(folder, 3, &["incident", "log", "x", "--at", "2025-03-04 12:00"])
        .ends(0)
        .says(&["more than a day before the incident"]);
    // Where a record stands whose front matter is torn nobody knows.
    std::fs::write(&path, text.replacen("severity: sev2", "severity: [sev2", 1)).unwrap();
    let said = at(folder, 4, &["incident", "ack", "over"]).ends(2);
    assert!(
        !said.err.contains("has no status") && said.err.contains("mend that first"),
        "{}",
        said.err
    );
}

#[test]
fn an_action_is_done_once() {
    let here = burning();
    let folder = here.path();
    at(folder, 0, &["incident", "action", "add", "Renew it"]).ends(0);
    at(folder, 1, &["incident", "action", "done", "1"]).ends(0);
    at(folder, 1, &["incident", "new", "Another"]).ends(0);
    at(
        folder,
        1,
        &["incident", "action", "add", "Renew it", "--incident", "another"],
    )
    .ends(0);
    at(folder, 1, &["incident", "resolve", "another"]).ends(0);
    at(folder, 2, &["incident", "action", "done", "1"])
        .ends(0)
        .says(&["it is done already in incidents/2026-03-04-nobody-can-sign-in/README.md"]);
    let said = at(folder, 2, &["incident", "action", "done", "7"]).ends(2);
    assert!(
        said.err.contains("has no action 7") && !said.err.contains("another"),
        "{}",
        said.err
    );
}
