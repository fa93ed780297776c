//! How records of real repositories came to be: what is known from outside of the history of some, by name.

use crate::corpus::checkout;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// The steps of a decision as the program tells them, oldest first.
fn history(folder: &Path, id: &str) -> Vec<Value> {
    let output = Command::new(env!("CARGO_BIN_EXE_opsrepo"))
        .args(["decision", "history", id, "--format", "json"])
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{id}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// `commit date before>after author` of the steps at which the status became another, or at which the record appeared.
fn turns(steps: &[Value]) -> Vec<String> {
    let word = |status: &Value| match status {
        Value::Null => "-".to_owned(),
        status => status["word"].as_str().unwrap_or("absent").to_owned(),
    };
    let told = steps.iter().map(|step| {
        let (before, after) = (word(&step["status_before"]), word(&step["status_after"]));
        let text = |key: &str, length: usize| step[key].as_str().unwrap()[..length].to_owned();
        let line = format!(
            "{} {} {before}>{after} {}",
            text("commit", 7),
            text("date", 10),
            step["author"].as_str().unwrap()
        );
        (before != after, line)
    });
    told.filter(|(is_turn, _)| *is_turn).map(|(_, line)| line).collect()
}

fn step<'a>(steps: &'a [Value], commit: &str) -> &'a Value {
    let mut found = steps
        .iter()
        .filter(|step| step["commit"].as_str().unwrap().starts_with(commit));
    found.next().unwrap_or_else(|| panic!("no {commit}"))
}

#[test]
fn blueprint_tells_how_it_came_to_its_decisions() {
    let Some(folder) = checkout::folder("operate-first-blueprint") else {
        return;
    };
    assert_eq!(
        turns(&history(&folder, "0021")),
        [
            "dcad67d 2022-08-02 ->accepted Humair Khan",
            "abf165b 2023-04-25 accepted>deprecated Christoph Görn"
        ]
    );
    let third = history(&folder, "0003");
    assert_eq!(
        turns(&third),
        [
            "e16dda2 2020-11-11 ->proposed Christoph Görn",
            "486e9d3 2020-11-18 proposed>accepted Christoph Görn"
        ]
    );
    assert_eq!(step(&third, "486e9d3")["status_after"]["raw"], "approved");
    let twelfth = history(&folder, "0012");
    assert_eq!(
        turns(&twelfth),
        [
            "911afc6 2021-03-25 ->absent Ilana Polonsky",
            "13a13d9 2023-04-25 absent>deprecated Christoph Görn"
        ]
    );
    let moved = step(&twelfth, "1a8c830");
    assert_eq!(moved["request"], 105);
    assert_eq!(moved["author"], "Humair");
    assert_eq!(
        step(&twelfth, "911afc6")["path"],
        "docs/adr/0012-moc-infra-cluster-deployment-methods.md"
    );
    assert_eq!(moved["path"], "adr/0012-moc-infra-cluster-deployment-methods.md");
    assert_eq!(
        (&moved["status_before"]["word"], &moved["status_after"]["word"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(twelfth.len(), 3);
}

#[test]
fn moj_tells_how_it_came_to_its_decisions() {
    let Some(folder) = checkout::folder("moj-cloud-platform") else {
        return;
    };
    let cases = [
        (
            "018",
            [
                "9176930 2020-09-02 ->proposed David Salgado",
                "5c0439a 2020-09-09 proposed>rejected David Salgado",
            ],
        ),
        (
            "021",
            [
                "0611d3c 2021-05-11 ->proposed David Read",
                "1c5c381 2022-09-16 proposed>superseded jakemulley",
            ],
        ),
        (
            "022",
            [
                "fc5ef37 2021-05-27 ->proposed David Read",
                "1433202 2021-06-02 proposed>accepted David Read",
            ],
        ),
    ];
    for (id, wanted) in cases {
        assert_eq!(turns(&history(&folder, id)), wanted, "{id}");
    }
    // 103ff36 put an emoji before a status that stayed what it was.
    let first = history(&folder, "001");
    let decorated = step(&first, "103ff36");
    assert_eq!(decorated["status_before"]["word"], decorated["status_after"]["word"]);
    assert_ne!(decorated["status_before"]["raw"], decorated["status_after"]["raw"]);
    assert_eq!(decorated["request"], 2231, "from the merge that brought it");
    assert_eq!(turns(&first).len(), 1);
}
