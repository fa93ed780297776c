//! A run for an incident: its transcript is evidence, and what it did stands in the timeline.

use crate::cli::{git, opsrepo};
use crate::running::{files, run, runbook, said, step, story, transcript_in};
use std::process::Command;
use tempfile::TempDir;

const INCIDENT: &str = "---\nstatus: open\nseverity: sev2\nstarted: 2026-03-04T14:00+01:00\ndetected: 2026-03-04T14:01+01:00\n\
                        declared: 2026-03-04T14:01+01:00\n---\n\n# Logins fail\n\n## Timeline\n\n- 2026-03-04T14:01+01:00 Seen.\n";

fn cloud(path: &str) -> TempDir {
    let body = [
        step("sh check name=look", "echo seen"),
        step("sh act name=mend", "echo mended"),
        step("sh verify name=see", "test -e well"),
    ];
    let here = runbook("", &body.concat());
    let file = here.path().join(path);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, INCIDENT).unwrap();
    std::fs::write(
        here.path().join("opsrepo.toml"),
        "[cloud]\ntimezone = \"Europe/Amsterdam\"\n",
    )
    .unwrap();
    git(here.path(), &["add", "-A"]).ends(0);
    git(here.path(), &["commit", "-qm", "More"]).ends(0);
    here
}

fn run_at(here: &TempDir, arguments: &[&str]) -> crate::cli::Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_opsrepo"));
    command
        .args(["runbook", "run", "mend", "--incident", "logins"])
        .args(arguments);
    // 2026-03-04T14:05:12+01:00.
    said(command.env("SOURCE_DATE_EPOCH", "1772629512"), here.path())
}

#[test]
fn the_timeline_tells_what_was_done_and_where_it_can_be_seen() {
    for (path, evidence, link) in [
        (
            "incidents/2026-03-04-logins-fail/README.md",
            "incidents/2026-03-04-logins-fail/evidence",
            "evidence",
        ),
        (
            "incidents/2026-03-04-logins-fail.md",
            "incidents/2026-03-04-logins-fail/evidence",
            "2026-03-04-logins-fail/evidence",
        ),
    ] {
        let here = cloud(path);
        run_at(&here, &["--yes"])
            .ends(1)
            .says(&["--from see --incident 2026-03-04-logins-fail\n"]);
        let name = "run-20260304T130512Z-mend.md";
        let text = std::fs::read_to_string(here.path().join(path)).unwrap();
        let expected = format!(
            "{INCIDENT}- 2026-03-04T14:05+01:00 action: Ran `mend`, step `mend`: ok after 0.0 s ([evidence]({link}/{name}))\n\
             - 2026-03-04T14:05+01:00 Ran `mend`, stopped at `see`: exit code 1 ([evidence]({link}/{name}))\n"
        );
        assert_eq!(text.replace("after 0.1 s", "after 0.0 s"), expected);
        let folder = here.path().join(evidence);
        assert!(folder.join(name).exists());
        let (events, page) = transcript_in(&folder);
        assert_eq!(events[0]["incident"], "2026-03-04-logins-fail");
        assert_eq!(events[0]["at"], "2026-03-04T13:05:12Z");
        assert!(page.contains("- Incident: `2026-03-04-logins-fail`\n"), "{page}");
        assert!(!here.path().join(".opsrepo").exists());
        // A second run in the same second takes no other's place.
        std::fs::write(here.path().join("well"), "").unwrap();
        run_at(&here, &["--yes"]).ends(0);
        assert_eq!(files(&folder, "md").len(), 2);
        // Transcripts are evidence, and nothing of it is a finding.
        let said = opsrepo(here.path(), &["validate", "--as-of", "2026-03-04"]);
        assert!(
            !format!("{}{}", said.out, said.err).contains("evidence/run-"),
            "{}",
            said.out
        );
        opsrepo(here.path(), &["incident", "list"])
            .ends(0)
            .says(&["2026-03-04-logins-fail"]);
        assert_eq!(
            opsrepo(here.path(), &["incident", "list"])
                .out
                .matches("Logins fail")
                .count(),
            1
        );
    }
}

#[test]
fn one_act_is_one_line_and_what_was_not_run_is_none() {
    let here = cloud("incidents/2026-03-04-logins-fail/README.md");
    let lines = || {
        let text = std::fs::read_to_string(here.path().join("incidents/2026-03-04-logins-fail/README.md")).unwrap();
        text.lines().filter(|line| line.contains("Ran `mend`")).count()
    };
    run_at(&here, &["--step", "mend"]).ends(2);
    run_at(&here, &["--dry-run"]).ends(0);
    assert_eq!(lines(), 0);
    run_at(&here, &["--step", "mend", "--yes"]).ends(0);
    assert_eq!(lines(), 1);
    run_at(&here, &["--step", "look"]).ends(0);
    assert_eq!(lines(), 2);
}

#[test]
fn a_record_that_cannot_take_the_line_loses_nothing() {
    let here = cloud("incidents/2026-03-04-logins-fail/README.md");
    let path = here.path().join("runbooks/mend.md");
    let text = std::fs::read_to_string(&path).unwrap();
    // The step itself does away with the incident.
    std::fs::write(
        &path,
        text.replace("echo mended", "rm incidents/*/README.md; touch well"),
    )
    .unwrap();
    run_at(&here, &["--yes"]).ends(2).says(&[
        "error: Ran `mend`, step `mend`: ok after ",
        "the timeline does not have this line",
        "is no record any more",
    ]);
    let (events, _) = transcript_in(&here.path().join("incidents/2026-03-04-logins-fail/evidence"));
    assert_eq!(story(&events).last().unwrap(), "end: ok");
}

#[test]
fn an_open_incident_is_pointed_at() {
    let here = cloud("incidents/2026-03-04-logins-fail/README.md");
    run(&here, &["--step", "look"])
        .ends(0)
        .says(&["hint: the incident 2026-03-04-logins-fail is open: with `--incident 2026-03-04-logins-fail`"]);
    run(&here, &["--incident", "nothing"]).ends(2);
}
