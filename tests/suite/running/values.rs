//! What the steps are told: hostile values arrive as they are, secret ones are shown nowhere.

use crate::running::pty::Sitting;
use crate::running::{files, printed, run, runbook, step, transcript};

const HOSTILE: [&str; 12] = [
    "; rm -rf .",
    "$(touch stolen)",
    "`touch stolen`",
    "it's \"quoted\" \\ twice",
    "two\nlines\n",
    "--help",
    "* ? [a-z] ~ {a,b}",
    "a && touch stolen || b > stolen & c | d",
    "\u{1b}[31mred\u{7}",
    "$HOME ${IFS} $0 !!",
    "",
    "ünï\u{202e}cödé",
];

#[test]
fn hostile_values_arrive_as_one_argument() {
    let body = [
        step("sh check name=bare", "printf '<%s>' a {{ x }} b > bare"),
        step("bash check name=double", "printf '<%s>' a \"{{ x }}\" b > double"),
        step(
            "bash check name=environment",
            "printf '<%s>' a \"$OPSREPO_INPUT_X\" b > environment",
        ),
    ];
    let here = runbook("- name: x\n", &body.concat());
    for value in HOSTILE {
        run(&here, &["--set", &format!("x={value}")]).ends(0);
        for name in ["bare", "double", "environment"] {
            let arrived = std::fs::read_to_string(here.path().join(name)).unwrap();
            assert_eq!(arrived, format!("<a><{value}><b>"), "{name}");
        }
        let (events, _) = transcript(&here);
        assert_eq!(events[0]["inputs"]["x"], value);
    }
    assert!(!here.path().join("stolen").exists());
    assert!(here.path().join("runbooks/mend.md").exists());
}

#[test]
fn a_secret_is_shown_nowhere() {
    let secret = "s3cr3t'$x";
    let inputs = "- name: token\n  secret: true\n- name: who\n";
    let body = [
        step(
            "bash check name=tell",
            "echo {{ who }} has {{ token }}; printf 's3c'; sleep 0.4; printf \"r3t'\\$x.\\n\"",
        ),
        step("bash check name=trace", "set -x\ntrue \"$OPSREPO_INPUT_TOKEN\"\nexit 3"),
    ];
    let here = runbook(inputs, &body.concat());
    let said = run(&here, &["--set", &format!("token={secret}"), "--set", "who=ada"])
        .ends(1)
        .says(&["│ ada has ***\n│ ***.\n", "--from trace --set token=… --set who=ada\n"]);
    let folder = here.path().join(".opsrepo/runs");
    let mut all = format!("{}{}", said.out, said.err);
    for ending in ["jsonl", "md"] {
        all.push_str(&std::fs::read_to_string(files(&folder, ending).pop().unwrap()).unwrap());
    }
    assert!(!all.contains("s3cr3t"), "{all}");
    let (events, page) = transcript(&here);
    assert_eq!(
        (&events[0]["inputs"]["token"], &events[0]["inputs"]["who"]),
        (&"***".into(), &"ada".into())
    );
    assert!(page.contains("- Input `token`: `***`\n"), "{page}");
    run(
        &here,
        &["--dry-run", "--set", &format!("token={secret}"), "--set", "who=ada"],
    )
    .ends(0)
    .says(&["echo ada has ***;"]);
    // What stands for it in the command that goes on is no value.
    run(&here, &["--set", "token=…", "--set", "who=ada"])
        .ends(2)
        .says(&["nothing was run", "`token` is not set"]);
}

#[test]
fn whoever_sits_there_is_asked_for_what_is_missing() {
    let inputs = "- name: port\n  type: integer\n  description: Where it listens\n- name: token\n  secret: true\n";
    let here = runbook(inputs, &step("sh check", "echo {{ port }} {{ token }}"));
    let mut sitting = Sitting::start(here.path(), &["runbook", "run", "mend"]);
    sitting
        .sees("port (Where it listens): ")
        .types("many\n")
        .sees("`many` is not a whole number")
        .sees("port (Where it listens): ")
        .types("9099\n")
        .sees("token: ")
        .types("hunter2\n")
        .sees("│ 9099 ***\n");
    let (code, screen) = sitting.ends();
    assert_eq!(code, 0, "{screen}");
    assert!(!screen.contains("hunter2"), "{screen}");
    assert!(!printed(&transcript(&here).0).contains("hunter2"));
    run(&here, &[])
        .ends(2)
        .says(&["`port` (Where it listens), `token` are not set", "--set NAME=VALUE"]);
}

#[test]
fn a_dry_run_shows_the_places_of_what_is_not_set() {
    let inputs = "- name: port\n  type: integer\n- name: who\n- name: token\n  secret: true\n";
    let here = runbook(inputs, &step("sh act", "echo {{ who }} {{ port }} \"{{ token }}\""));
    run(&here, &["--dry-run", "--set", "port=1"]).ends(0).says(&[
        "$ echo {{ who }} 1 \"{{ token }}\"\n",
        "note: `who`, `token` are not set",
        "nothing was run",
    ]);
    run(&here, &["--dry-run", "--set", "port=x"])
        .ends(2)
        .says(&["`x` is not a whole number"]);
}
