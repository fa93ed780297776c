//! What is printed, read as a newcomer reads it: paths that can be pasted, lists, counts, hints, and titles as plain text.

use crate::cli::{folder, git, opsrepo};
use std::fs;
use tempfile::TempDir;

fn record(number: usize, title: &str, status: &str) -> (String, String) {
    let slug = title.to_lowercase().replace(|c: char| !c.is_alphanumeric(), "-");
    (
        format!("docs/adr/{number:04}-{slug}.md"),
        format!(
            "# {number}. {title}\n\nDate: 2026-01-05\n\n## Status\n\n{status}\n\n## Context\n\nIt is so.\n\n## Decision\n\nWe do.\n"
        ),
    )
}

fn log(records: &[(&str, &str)]) -> TempDir {
    let files: Vec<(String, String)> = records
        .iter()
        .enumerate()
        .map(|(at, (title, status))| record(at + 1, title, status))
        .collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    folder(&files)
}

#[test]
fn all_paths_of_a_command_can_be_pasted() {
    let here = log(&[("Use dashes", "Accepted"), ("Use dots", "Accepted")]);
    git(here.path(), &["init", "-q"]).ends(0);
    fs::write(
        here.path().join("README.md"),
        "See [1. Use dashes](docs/adr/0001-use-dashes.md), ADR-1.\n",
    )
    .unwrap();
    let docs = here.path().join("docs");
    let said = opsrepo(&docs, &["decision", "rename", "1", "Use commas"]).ends(0);
    let real = here.path().canonicalize().unwrap();
    let lines: Vec<&str> = said.out.lines().collect();
    assert_eq!(
        lines,
        [
            format!("changed {}/README.md", real.display()).as_str(),
            "moved adr/0001-use-dashes.md to adr/0001-use-commas.md",
        ]
    );
    let above = here.path().parent().unwrap();
    let name = here.path().file_name().unwrap().to_str().unwrap();
    let said = opsrepo(above, &["-C", name, "decision", "rename", "2", "Use lines"]).ends(0);
    assert_eq!(
        said.out,
        format!("moved {name}/docs/adr/0002-use-dots.md to {name}/docs/adr/0002-use-lines.md\n")
    );
}

#[test]
fn candidates_stand_one_on_a_line() {
    let titles: Vec<String> = (1..=12).map(|n| format!("Log number {n}")).collect();
    let records: Vec<(&str, &str)> = titles.iter().map(|title| (title.as_str(), "Accepted")).collect();
    let here = log(&records);
    let list = "\n  docs/adr/0001-log-number-1.md\n  docs/adr/0002-log-number-2.md\n";
    for (arguments, count) in [
        (&["trace", "log"][..], "12 records answer to `log`"),
        (&["decision", "show", "log"], "12 decisions answer to `log`"),
        (
            &["decision", "new", "More", "--relates", "log"],
            "12 decisions answer to `log`",
        ),
    ] {
        opsrepo(here.path(), arguments).ends(2).says(&[
            count,
            "hint: name one by its path:\n",
            list,
            "\n  and 2 more\n",
        ]);
    }
}

#[test]
fn one_is_counted_as_one() {
    let here = log(&[("Use dashes", "Accepted")]);
    opsrepo(here.path(), &["decision", "stats"])
        .ends(0)
        .says(&["1 decision\n"]);
    opsrepo(here.path(), &["decision", "list", "--status", "rejected"])
        .ends(0)
        .says(&["the only decision does not have: status rejected"]);
    opsrepo(here.path(), &["decision", "search", "nowhere"]).says(&["the only decision does not hold `nowhere`"]);
    opsrepo(here.path(), &["decision", "graph"]).says(&["1 of 1 decision stands alone; --all shows it"]);
    opsrepo(here.path(), &["decision", "export", "--out", "x.json"]).says(&["wrote 1 of 1 decision to x.json"]);
}

#[test]
fn what_is_lost_or_taken_is_said_once() {
    let with = |number: usize| {
        let text = format!(
            "---\nid: {number}\nstatus: accepted\ndate: 2026-01-05\n---\n\n# Use {number}\n\n## Decision\n\nWe do.\n"
        );
        (format!("docs/adr/{number:04}-use-{number}.md"), text)
    };
    let files: Vec<(String, String)> = (1..=14).map(with).collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let here = folder(&files);
    let said = opsrepo(
        here.path(),
        &["decision", "export", "--format", "json-adr", "--out", "x.json"],
    )
    .ends(0)
    .says(&[
        "note: `id` of its front matter is lost (14 records: 0001, 0002, ",
        " 0010, and 4 more)\n",
    ]);
    assert_eq!(said.err.matches("front matter is lost").count(), 1, "{}", said.err);
    let there = log(&[("A", "Accepted"), ("B", "Accepted")]);
    let file = here.path().join("x.json");
    let file = file.to_str().unwrap();
    opsrepo(there.path(), &["decision", "import", file]).ends(2).says(&[
        "error: numbers are taken already; nothing was imported\nhint: --renumber gives these",
        "\n  1 (`Use 1`) is the number of docs/adr/0001-a.md\n  2 (`Use 2`)",
    ]);
    opsrepo(there.path(), &["decision", "import", file, "--renumber"])
        .ends(0)
        .says(&["given anew, 2 times:\n  1 becomes 15: Use 1\n  2 becomes 16: Use 2\n"]);
}

#[test]
fn a_title_is_plain_text() {
    let here = log(&[("Record decisions", "Accepted")]);
    let title = "YAML & Terraform <b> in C#, snake_case";
    opsrepo(here.path(), &["decision", "new", title, "--supersedes", "1"]).ends(0);
    let old = fs::read_to_string(here.path().join("docs/adr/0001-record-decisions.md")).unwrap();
    assert!(
        old.contains("[2. YAML & Terraform \\<b\\> in C#, snake_case]("),
        "{old}"
    );
    opsrepo(here.path(), &["decision", "show", "1"])
        .ends(0)
        .says(&["superseded (by 2. YAML & Terraform <b> in C# snake_case)"]);
    opsrepo(here.path(), &["decision", "list"]).ends(0).says(&[title]);
    // What others escaped more than is needed is known all the same.
    let escaped = old.replace(" & ", " \\& ").replace("snake_case]", "snake\\_case]");
    fs::write(here.path().join("docs/adr/0001-record-decisions.md"), escaped).unwrap();
    opsrepo(here.path(), &["decision", "rename", "2", "R & D"]).ends(0);
    let old = fs::read_to_string(here.path().join("docs/adr/0001-record-decisions.md")).unwrap();
    assert!(old.contains("[2. R & D]("), "{old}");
}

#[test]
fn a_title_that_is_there_already_is_told_and_taken() {
    let here = log(&[("Use dashes", "Accepted"), ("Use dots", "Accepted")]);
    let told = "note: decision 0001 has this title already: docs/adr/0001-use-dashes.md";
    let said = opsrepo(here.path(), &["decision", "new", "use  Dashes"])
        .ends(0)
        .says(&[told]);
    assert!(said.out.contains("docs/adr/0003-use-dashes.md"), "{}", said.out);
    opsrepo(here.path(), &["decision", "rename", "2", "Use dashes"])
        .ends(0)
        .says(&[told]);
    let said = opsrepo(here.path(), &["decision", "rename", "3", "Use dashes!"]).ends(0);
    assert_eq!(said.err, "");
}

#[test]
fn hints_belong_to_the_command_that_was_typed() {
    let here = log(&[("Use dashes", "Rejected"), ("Use dots", "Proposed")]);
    opsrepo(here.path(), &["decision", "new", "Use commas", "--supersedes", "1"])
        .ends(2)
        .says(&[
            "is rejected, and a new decision supersedes what is",
            "hint: opsrepo decision propose 0001; then opsrepo decision new \"TITLE\" --supersedes 0001",
        ]);
    opsrepo(here.path(), &["decision", "renumber", "--onto", "main"])
        .ends(2)
        .says(&[
            "--onto compares with another branch, and",
            "hint: `opsrepo decision renumber ID NUMBER` gives",
        ]);
    git(here.path(), &["init", "-q"]).ends(0);
    git(here.path(), &["add", "."]).ends(0);
    git(here.path(), &["commit", "-qm", "x"]).ends(0);
    opsrepo(here.path(), &["decision", "accept", "2", "--at", "HEAD"])
        .ends(2)
        .says(&[
            "cannot write into a commit: this command changes files on disk",
            "hint: leave --at out",
        ]);
    opsrepo(here.path(), &["decision", "trace", "2"])
        .ends(2)
        .says(&["`opsrepo trace 2`"]);
}

#[test]
fn a_misspelt_status_has_one_correction() {
    let here = log(&[("Use dashes", "Imlpemented")]);
    opsrepo(here.path(), &["validate"]).says(&[
        "did you mean `implemented`, which stands for `accepted`?",
        "write `Implemented`",
    ]);
}
