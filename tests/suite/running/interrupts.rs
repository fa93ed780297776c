//! Steps that are ended: by Ctrl-C, by a signal, by their time, by asking the terminal.

use crate::running::pty::Sitting;
use crate::running::{is_alive, printed, run, runbook, step, story, transcript};
use std::process::Command;
use std::time::{Duration, Instant};

/// Starts processes of every sort, says which, and sleeps.
const BUSY: &str = "sleep 300 &\necho $!\n(sleep 300 & echo $!)\nbash -c 'sleep 300 & echo $!; wait' &\nsleep 0.3\necho ready\nsleep 300";

#[track_caller]
fn all_are_gone(text: &str) {
    let processes: Vec<&str> = text
        .lines()
        .filter(|line| line.bytes().all(|b| b.is_ascii_digit()))
        .collect();
    assert_eq!(processes.len(), 3, "{text}");
    for process in processes {
        assert!(!is_alive(process), "{process} of {text}");
    }
}

#[test]
fn ctrl_c_ends_a_step_with_all_that_it_started() {
    let here = runbook(
        "",
        &[
            step("bash check name=busy", BUSY),
            step("sh check name=next", "touch next"),
        ]
        .concat(),
    );
    let mut sitting = Sitting::start(here.path(), &["runbook", "run", "mend"]);
    sitting.sees("│ ready\n").types("\u{3}");
    let started = Instant::now();
    let (code, screen) = sitting.ends();
    assert_eq!(code, 130, "{screen}");
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    assert!(screen.contains("interrupted during `busy`"), "{screen}");
    assert!(screen.contains("opsrepo runbook run mend --from busy"), "{screen}");
    let (events, page) = transcript(&here);
    assert_eq!(
        story(&events),
        ["run-started", "busy begins", "busy: interrupted", "end: interrupted"]
    );
    assert!(page.contains("**Interrupted** after "), "{page}");
    all_are_gone(&printed(&events));
    assert!(!here.path().join("next").exists());
}

#[test]
fn a_second_ctrl_c_does_not_wait() {
    let stubborn = "trap '' TERM INT\nbash -c 'trap \"\" TERM; echo $$; echo ready; while :; do sleep 1; done'";
    let here = runbook("", &step("bash check name=busy", stubborn));
    let mut sitting = Sitting::start(here.path(), &["runbook", "run", "mend"]);
    sitting
        .sees("│ ready\n")
        .types("\u{3}")
        .sees("once more ends it at once")
        .types("\u{3}");
    let started = Instant::now();
    assert_eq!(sitting.ends().0, 130);
    assert!(started.elapsed() < Duration::from_secs(4), "{:?}", started.elapsed());
    let text = printed(&transcript(&here).0);
    assert!(!is_alive(text.lines().next().unwrap()), "{text}");
}

#[test]
fn ctrl_c_at_a_question_ends_the_run() {
    let here = runbook("", &step("sh act name=mend", "touch mended"));
    let mut sitting = Sitting::start(here.path(), &["runbook", "run", "mend"]);
    sitting.sees("[N]o: ").types("\u{3}");
    let (code, screen) = sitting.ends();
    assert_eq!(code, 130, "{screen}");
    assert!(!here.path().join("mended").exists());
    assert_eq!(story(&transcript(&here).0), ["run-started", "end: interrupted"]);
}

#[test]
fn a_signal_is_like_ctrl_c() {
    let here = runbook("", &step("bash check name=busy", BUSY));
    let mut sitting = Sitting::start(here.path(), &["runbook", "run", "mend"]);
    sitting.sees("│ ready\n");
    let process = sitting.process().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &process])
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(sitting.ends().0, 130);
    all_are_gone(&printed(&transcript(&here).0));
}

#[test]
fn opsrepo_that_is_killed_leaves_all_that_it_wrote() {
    let here = runbook(
        "",
        &step(
            "bash check name=busy",
            "echo $$\necho first\nsleep 1\necho ready\nsleep 300",
        ),
    );
    let mut sitting = Sitting::start(here.path(), &["runbook", "run", "mend"]);
    sitting.sees("│ ready\n");
    std::thread::sleep(Duration::from_millis(600));
    let process = sitting.process().to_string();
    assert!(
        Command::new("kill")
            .args(["-KILL", &process])
            .status()
            .unwrap()
            .success()
    );
    sitting.ends();
    let (events, page) = transcript(&here);
    assert_eq!(story(&events), ["run-started", "busy begins"]);
    let text = printed(&events);
    assert!(text.ends_with("first\nready\n"), "{text}");
    assert!(page.contains("echo first"), "{page}");
    let _ = Command::new("kill")
        .args(["-KILL", "--", &format!("-{}", text.lines().next().unwrap())])
        .status();
}

#[test]
fn a_step_that_never_ends_is_ended_when_its_time_is_over() {
    let here = runbook("", &step("bash check name=endless timeout=1s", "yes"));
    let said = run(&here, &[])
        .ends(1)
        .says(&["stopped at `endless`: took too long and was ended"]);
    assert!(said.out.len() > 200_000, "{}", said.out.len());
    let (events, page) = transcript(&here);
    let left_out = events.iter().find(|event| event["event"] == "output-left-out").unwrap();
    assert!(left_out["bytes"].as_u64().unwrap() > 0);
    let kept: usize = printed(&events).len();
    assert_eq!(kept, 128 * 1024);
    assert!(
        page.len() < 150 * 1024 && page.contains(" bytes are left out …]"),
        "{}",
        page.len()
    );
    let end = events.iter().find(|event| event["event"] == "step-ended").unwrap();
    assert_eq!(
        end["bytes"].as_u64().unwrap(),
        kept as u64 + left_out["bytes"].as_u64().unwrap()
    );
}

#[test]
fn a_step_that_asks_the_terminal_does_not_wait_for_ever() {
    for question in ["read -r answer < /dev/tty", "stty -echo < /dev/tty"] {
        let here = runbook("", &step("bash check name=asks", question));
        let sitting = Sitting::start(here.path(), &["runbook", "run", "mend"]);
        let (code, screen) = sitting.ends();
        assert_eq!(code, 1, "{screen}");
        assert!(screen.contains("stopped at `asks`: asked the terminal"), "{screen}");
        assert_eq!(story(&transcript(&here).0)[2], "asks: asked-terminal");
    }
}

#[test]
fn what_a_step_starts_outlives_it_and_the_run() {
    let here = runbook(
        "",
        &step("bash act name=start", "sleep 300 > /dev/null 2>&1 &\necho $!"),
    );
    run(&here, &["--yes"])
        .ends(0)
        .says(&["ok after ", "; processes that it started still run"]);
    let (events, _) = transcript(&here);
    let text = printed(&events);
    assert!(is_alive(&text), "{text}");
    assert!(Command::new("kill").arg(text.trim()).status().unwrap().success());
}
