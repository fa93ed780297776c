//! Which steps are run, in which order, and where a run stops.

use crate::running::pty::Sitting;
use crate::running::{run, runbook, step, story, transcript};

/// Three steps that leave marks.
fn three() -> tempfile::TempDir {
    let body = [
        step("sh check name=look", "touch looked; echo seen"),
        step("sh act name=mend needs=look", "touch mended"),
        step("sh verify name=see needs=mend", "test -e mended"),
    ];
    runbook("", &body.concat())
}

fn marks(here: &tempfile::TempDir) -> Vec<&'static str> {
    let marks = ["looked", "mended"];
    marks
        .into_iter()
        .filter(|name| here.path().join(name).exists())
        .collect()
}

#[test]
fn a_dry_run_runs_nothing() {
    let here = three();
    run(&here, &["--dry-run"]).ends(0).says(&[
        "[1/3] check look\n  $ touch looked; echo seen\n",
        "[2/3] act mend\n  $ touch mended\n",
        "note: nothing was run",
    ]);
    assert!(marks(&here).is_empty());
    assert!(!here.path().join(".opsrepo").exists());
}

#[test]
fn without_a_terminal_a_run_stops_before_the_first_act() {
    let here = three();
    run(&here, &[]).ends(2).says(&[
        "│ seen\n",
        "error: stopped before `mend`, which changes something: nobody sits at a terminal to be asked",
        "hint: run it at a terminal, or allow every act beforehand with --yes",
        "hint: to go on: opsrepo runbook run mend --from mend",
    ]);
    assert_eq!(marks(&here), ["looked"]);
    let (events, page) = transcript(&here);
    assert_eq!(
        story(&events),
        ["run-started", "look begins", "look: ok", "end: stopped"]
    );
    assert_eq!(events[0]["by"], "Ada <ada@example.org>");
    assert_eq!(events[0]["changed"], false);
    assert!(page.contains("opsrepo runbook run mend --from mend\n"), "{page}");
    assert!(!marks(&here).contains(&"mended"));
}

#[test]
fn what_is_allowed_beforehand_is_written_down() {
    let here = three();
    run(&here, &["--yes"]).ends(0).says(&["all 3 steps ended well"]);
    let (events, page) = transcript(&here);
    let allowed = |step: &str| {
        let found = events
            .iter()
            .find(|event| event["event"] == "step-started" && event["step"] == step);
        found.unwrap()["allowed"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        (allowed("look"), allowed("mend")),
        ("not-asked".to_owned(), "beforehand".to_owned())
    );
    assert!(page.contains("allowed beforehand by `--yes`"), "{page}");
    // Git and opsrepo leave transcripts alone.
    crate::cli::git(here.path(), &["status", "--porcelain"]).ends(0);
    let status = crate::cli::git(here.path(), &["status", "--porcelain"]).out;
    assert!(!status.contains(".opsrepo"), "{status}");
    // A second run takes no other's place.
    run(&here, &["--step", "look"]).ends(0);
    assert_eq!(crate::running::files(&here.path().join(".opsrepo/runs"), "md").len(), 2);
}

#[test]
fn a_run_stops_at_the_first_failure_and_goes_on_from_there() {
    let body = [
        step("sh check name=look", "echo once >> looked"),
        step("bash check name=fails", "test -e ready; false | true\necho well"),
        step("sh verify name=see needs=fails", "echo end"),
    ];
    let here = runbook(
        "- name: who\n  default: x\n- name: what\n",
        &(body.concat() + &step("sh check", "echo {{ who }} {{ what }}")),
    );
    run(&here, &["--set", "what=it's"]).ends(1).says(&[
        "error: stopped at `fails`: exit code 1\n",
        "hint: to go on: opsrepo runbook run mend --from fails --set 'what=it'\\''s'\n",
    ]);
    assert_eq!(story(&transcript(&here).0).last().unwrap(), "end: failed");
    // The line that was printed works, and does not begin again.
    std::fs::write(here.path().join("ready"), "").unwrap();
    let text = std::fs::read_to_string(here.path().join("runbooks/mend.md")).unwrap();
    std::fs::write(here.path().join("runbooks/mend.md"), text.replace("; false | true", "")).unwrap();
    let (events, _) = transcript(&here);
    let line = events.last().unwrap()["resume"].as_str().unwrap().to_owned();
    let line = line.replacen("opsrepo", env!("CARGO_BIN_EXE_opsrepo"), 1);
    crate::running::said(std::process::Command::new("bash").args(["-c", &line]), here.path())
        .ends(0)
        .says(&["all 3 steps ended well", "│ x it's\n"]);
    assert_eq!(std::fs::read_to_string(here.path().join("looked")).unwrap(), "once\n");
    assert_eq!(transcript(&here).0[0]["changed"], true);
}

#[test]
fn one_step_alone_says_what_it_leaves_out() {
    let here = three();
    run(&here, &["--step", "see"]).ends(1).says(&[
        "note: it needs `mend`, not run now",
        "stopped at `see`: exit code 1",
        "opsrepo runbook run mend --step see\n",
    ]);
    run(&here, &["--step", "sea"])
        .ends(2)
        .says(&["the runbook has no step `sea`", "did you mean `see`?"]);
}

#[test]
fn an_act_is_run_declined_or_left_out() {
    let here = three();
    let mut sitting = Sitting::start(here.path(), &["runbook", "run", "mend"]);
    sitting.sees("[N]o: ").types("perhaps\n").sees("[N]o: ").types("\n");
    let (code, screen) = sitting.ends();
    assert_eq!((code, marks(&here)), (1, vec!["looked"]), "{screen}");
    assert!(screen.contains("ended before `mend`, which was declined"), "{screen}");
    assert!(screen.contains("opsrepo runbook run mend --from mend"), "{screen}");
    assert_eq!(story(&transcript(&here).0).last().unwrap(), "end: declined");

    let mut sitting = Sitting::start(here.path(), &["runbook", "run", "mend", "--from", "mend"]);
    sitting.sees("it needs `look`, not run now").sees("[N]o: ").types("s\n");
    let (code, screen) = sitting.ends();
    assert_eq!((code, marks(&here)), (2, vec!["looked"]), "{screen}");
    assert!(
        screen.contains("stopped before `see`: it needs `mend`, which was left out"),
        "{screen}"
    );

    let mut sitting = Sitting::start(here.path(), &["runbook", "run", "mend"]);
    sitting.sees("[N]o: ").types("y\n");
    let (code, screen) = sitting.ends();
    assert_eq!((code, marks(&here)), (0, vec!["looked", "mended"]), "{screen}");
    let (events, page) = transcript(&here);
    assert_eq!(
        story(&events),
        [
            "run-started",
            "look begins",
            "look: ok",
            "mend begins",
            "mend: ok",
            "see begins",
            "see: ok",
            "end: ok"
        ]
    );
    assert!(
        page.contains("## 2/3 act: mend\n\n```sh\ntouch mended\n```\n\nStarted at "),
        "{page}"
    );
    assert!(page.contains(", allowed by the user.\n"), "{page}");
}

#[test]
fn keys_that_were_pressed_before_are_no_answer() {
    let here = runbook(
        "",
        &[
            step("sh check", "echo waits; sleep 1"),
            step("sh act name=mend", "touch mended"),
        ]
        .concat(),
    );
    let mut sitting = Sitting::start(here.path(), &["runbook", "run", "mend"]);
    sitting.sees("waits\n").types("y\n").sees("[N]o: ");
    std::thread::sleep(std::time::Duration::from_millis(500));
    assert!(marks(&here).is_empty(), "{}", sitting.screen());
    sitting.types("n\n");
    assert_eq!(sitting.ends().0, 1);
    assert!(marks(&here).is_empty());
}

#[test]
fn steps_run_at_the_root_with_an_empty_input() {
    let here = runbook(
        "",
        &step("sh check", "pwd; cat; echo end of input; env | grep ^BASH_ENV || true"),
    );
    let root = here.path().canonicalize().unwrap();
    let folder = root.join("runbooks");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_opsrepo"));
    command.args(["runbook", "run", "mend"]).env("BASH_ENV", "/nowhere");
    crate::running::said(&mut command, &folder)
        .ends(0)
        .says(&[&format!("│ {}\n│ end of input\nok after ", root.display())]);
}

#[test]
fn a_slip_in_the_last_line_leaves_nothing_half_done() {
    for shell in ["sh", "bash"] {
        let here = runbook(
            "",
            &step(
                &format!("{shell} check name=look"),
                "touch looked\nif true; then echo x",
            ),
        );
        run(&here, &[]).ends(2).says(&["nothing was run", "`look`"]);
        assert!(marks(&here).is_empty());
        for (text, said) in [
            ("# only a comment", "ok after"),
            ("echo one \\", "│ one\nok"),
            ("cat <<'END'\n}\nEND", "│ }\nok"),
            ("if true\nthen echo $0 | wc -l\nfi\nno-such-program-here", "line 4"),
        ] {
            let here = runbook("", &step(&format!("{shell} check"), text));
            let found = run(&here, &[]);
            // The first line of a script of dash has the number 1 as well, in other words.
            let all = format!("{}{}", found.out, found.err).replace(": 4: ", ": line 4: ");
            assert!(all.contains(said), "{shell} {text}\n{all}");
        }
    }
}
