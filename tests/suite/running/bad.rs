//! Bad states: no place for the transcript, no room for it, output that is no text, no shell.

use crate::running::{files, printed, run, runbook, said, step, story, transcript};
use std::process::Command;

#[test]
fn without_a_place_for_the_transcript_nothing_is_run() {
    let here = runbook("", &step("sh check", "touch ran"));
    std::fs::write(here.path().join(".opsrepo"), "").unwrap();
    run(&here, &[]).ends(2).says(&[
        "error: nothing was run: there is no place for the transcript: ",
        ".opsrepo/runs",
    ]);
    assert!(!here.path().join("ran").exists());
    // A folder that leads out of the repository is none.
    let other = tempfile::tempdir().unwrap();
    std::fs::remove_file(here.path().join(".opsrepo")).unwrap();
    std::os::unix::fs::symlink(other.path(), here.path().join(".opsrepo")).unwrap();
    run(&here, &[]).ends(2).says(&["nothing was run", "leads out of"]);
    assert!(!here.path().join("ran").exists());
    assert_eq!(std::fs::read_dir(other.path()).unwrap().count(), 0);
}

/// opsrepo where no file may be longer than so many KiB: to a program that writes, this is a full disk.
fn cramped(here: &tempfile::TempDir, kibibytes: usize) -> crate::cli::Said {
    let script = format!(
        "trap '' XFSZ; ulimit -f {kibibytes}; exec '{}' runbook run mend --yes",
        env!("CARGO_BIN_EXE_opsrepo")
    );
    said(Command::new("bash").args(["-c", &script]), here.path())
}

#[test]
fn a_full_disk_before_the_run_stops_it() {
    let here = runbook("", &step("sh check", "touch ran"));
    std::fs::create_dir_all(here.path().join(".opsrepo/runs")).unwrap();
    cramped(&here, 0)
        .ends(2)
        .says(&["nothing was run: there is no place for the transcript"]);
    assert!(!here.path().join("ran").exists());
    // Nothing half written stays.
    assert_eq!(std::fs::read_dir(here.path().join(".opsrepo/runs")).unwrap().count(), 0);
}

#[test]
fn a_disk_that_fills_up_ends_the_run_behind_the_step() {
    let body = [
        step("sh act name=first", "seq 2000\ntouch first"),
        step("sh act name=second", "touch second"),
    ];
    let here = runbook("", &body.concat());
    std::fs::create_dir_all(here.path().join(".opsrepo/runs")).unwrap();
    let said = cramped(&here, 2).ends(2).says(&[
        "│ 2000\nok after ",
        "error: the transcript cannot be written: ",
        "to go on: opsrepo runbook run mend --from second",
    ]);
    assert_eq!(said.out.matches("│ ").count(), 2000);
    assert!(here.path().join("first").exists() && !here.path().join("second").exists());
    // Every line of it is whole.
    let (events, _) = transcript(&here);
    assert_eq!(events[0]["event"], "run-started");
}

#[test]
fn output_that_is_no_text_is_shown_safely_and_kept() {
    let here = runbook(
        "",
        &step(
            "bash check",
            r"printf '\x1b[2J\x1b]0;title\x07\xff\xfe\0end\n::error::x\n10%%\r20%%\r\n'",
        ),
    );
    let said = run(&here, &[])
        .ends(0)
        .says(&["│ ␛[2J␛]0;title␇\u{fffd}\u{fffd}␀end\n│ ::error::x\n│ 10%\n│ 20%\n"]);
    assert!(!said.out.contains(['\u{1b}', '\u{7}', '\0', '\r']));
    let (events, page) = transcript(&here);
    let output = events.iter().find(|event| event["event"] == "output").unwrap();
    assert!(output["base64"].as_str().unwrap().starts_with("G1sySht"), "{output}");
    assert!(page.contains("␛[2J") && !page.contains('\u{1b}'), "{page}");
}

#[test]
fn output_cannot_leave_its_fence() {
    let here = runbook("", &step("bash check", "printf '```\\n# Not a heading\\n`````\\n'"));
    run(&here, &[]).ends(0);
    let (events, page) = transcript(&here);
    assert_eq!(printed(&events), "```\n# Not a heading\n`````\n");
    assert!(
        page.contains("\n``````text\n```\n# Not a heading\n`````\n``````\n"),
        "{page}"
    );
}

#[test]
fn a_shell_that_is_not_there_is_told() {
    let here = runbook("", &step("bash check name=look", "true"));
    let tools = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_opsrepo"));
    command.args(["runbook", "run", "mend"]).env("PATH", tools.path());
    said(&mut command, here.path())
        .ends(2)
        .says(&["`bash`, which runs `look`, cannot be started"]);
    assert_eq!(
        story(&transcript(&here).0),
        ["run-started", "look begins", "look: not-started", "end: stopped"]
    );
}

#[test]
fn a_runbook_that_is_not_certain_is_not_run() {
    let here = runbook("", "Only words.\n");
    run(&here, &[])
        .ends(2)
        .says(&["runbooks/mend.md has no steps", "```sh check"]);
    let here = runbook(
        "",
        &[step("sh check name=a", "touch ran"), step("sh check name=a", "true")].concat(),
    );
    run(&here, &[])
        .ends(2)
        .says(&["nothing was run", "runbooks/mend.md:", "`opsrepo runbook check`"]);
    let here = runbook("", &step("sh check name=a needs=b", "touch ran"));
    run(&here, &[]).ends(2).says(&["nothing was run"]);
    assert!(!here.path().join("ran").exists());
    run(&here, &["--at", "HEAD"]).ends(2);
    assert!(files(&here.path().join(".opsrepo/runs"), "md").is_empty());
}

#[test]
fn nothing_is_run_before_a_step_that_cannot_be_read() {
    let first = step("sh act name=first", "touch ran");
    for (last, message) in [
        (
            "if true; then\n  echo {{ who }}\nfi fi",
            "runbooks/mend.md:15:1: `last`: sh cannot read this",
        ),
        (
            "cat <<END\nopen",
            "runbooks/mend.md:12:13: `last`: sh does not find its end",
        ),
        ("true; }", "runbooks/mend.md:13:7: `last`: sh cannot read this"),
    ] {
        let here = runbook(
            "- name: who\n",
            &[first.clone(), step("sh check name=last", last)].concat(),
        );
        for arguments in [&["--yes", "--set", "who=ada"][..], &["--dry-run"]] {
            let said = run(&here, arguments).ends(2).says(&["nothing was run", message]);
            assert!(!said.err.contains("eval"), "{}", said.err);
        }
        assert!(!here.path().join("ran").exists() && !here.path().join(".opsrepo").exists());
        // What is not run may be as it is.
        run(&here, &["--yes", "--step", "first", "--set", "who=ada"]).ends(0);
    }
}
