//! What is written into a log is written as that log writes it: its areas, its tables, its keys, its signs, its names.

use crate::cli::{folder, git, opsrepo, repository};
use crate::workspaces::of_files;
use opsrepo::model::record::RecordId;
use opsrepo::model::to_adr::convert;
use std::fs;
use tempfile::TempDir;

fn read(here: &TempDir, path: &str) -> String {
    fs::read_to_string(here.path().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A record whose facts stand in a table.
fn table(status: &str, date: &str) -> String {
    format!(
        "# Hub - X\n\n|                |            |\n| -------------- | ---------- |\n| Date           | {date} |\n\
         | Scope          | All        |\n| Status         | {status:10} |\n| Superseded by: | N/A        |\n\
         | Tickets        |            |\n\n## What\n\nText.\n\n## Why\n\nText.\n"
    )
}

fn areas() -> TempDir {
    folder(&[
        ("adr/HUB-ADR-0001-log.md", &table("Accepted", "2020-01-01")),
        ("adr/HUB-ADR-0002-more.md", &table("Accepted", "2020-01-02")),
        ("adr/auto/HUB-ADR-Auto-0001-ml.md", &table("Accepted", "2020-01-03")),
        ("adr/operator/HUB-ADR-Op-0001-crd.md", &table("Accepted", "2020-01-04")),
        ("adr/operator/HUB-ADR-Op-0007-cert.md", &table("Proposed", "2020-01-05")),
    ])
}

#[test]
fn an_area_is_told_and_can_be_chosen() {
    let here = areas();
    let said = opsrepo(here.path(), &["decision", "new", "Use dots"]).ends(0);
    said.says(&[
        "it is counted in operator/HUB-ADR-Op, as the last record is (HUB-ADR-Op-0007-cert.md)",
        "--area NAME counts it in another: HUB-ADR, auto/HUB-ADR-Auto",
    ]);
    let text = read(&here, "adr/operator/HUB-ADR-Op-0008-use-dots.md");
    for row in [
        "\n| Date           | 2",
        "\n| Scope          |            |\n| Status         | Proposed   |\n| Superseded by: | N/A        |\n",
        "\n| Tickets        |            |\n",
    ] {
        assert!(text.contains(row), "{row} in {text}");
    }
    for (area, path) in [
        ("auto", "adr/auto/HUB-ADR-Auto-0002-use-dots.md"),
        ("adr", "adr/HUB-ADR-0003-use-dots.md"),
        ("OP", "adr/operator/HUB-ADR-Op-0009-use-dots.md"),
    ] {
        opsrepo(here.path(), &["decision", "new", "Use dots", "--area", area])
            .ends(0)
            .says(&[path]);
        assert!(here.path().join(path).is_file(), "{path}");
    }
    opsrepo(here.path(), &["decision", "new", "Use dots", "--area", "opp"])
        .ends(2)
        .says(&["there is no area `opp`", "operator/HUB-ADR-Op"]);
    opsrepo(here.path(), &["validate"])
        .ends(0)
        .says(&["nothing to complain about"]);
}

#[test]
fn columns_keep_their_width() {
    let here = areas();
    let path = "adr/operator/HUB-ADR-Op-0007-cert.md";
    let before = table("Proposed", "2020-01-05");
    opsrepo(here.path(), &["decision", "accept", path, "--decider", "Ada"]).ends(0);
    let row = "| Status         | Accepted   |\n| Deciders       | Ada        |\n";
    let wanted = before.replace("| Status         | Proposed   |\n", row);
    assert_eq!(read(&here, path), wanted);
    opsrepo(here.path(), &["decision", "deprecate", path, "--decider", "Bo"]).ends(0);
    let wanted = wanted.replace("Accepted  ", "Deprecated").replace("Ada    ", "Ada, Bo");
    assert_eq!(read(&here, path), wanted);
    // Too long for the column: this row alone grows.
    opsrepo(
        here.path(),
        &["decision", "deprecate", path, "--decider", "Grace Hopper"],
    )
    .ends(0);
    let wanted = wanted.replace("Ada, Bo    |", "Ada, Bo, Grace Hopper |");
    assert_eq!(read(&here, path), wanted);
}

#[test]
fn rows_that_stay_of_a_table_are_a_table() {
    let workspace = of_files(&[
        ("adr/0001-x.md", table("Accepted", "2020-01-01").as_str()),
        (
            "adr/0002-y.md",
            "# 2. Y\n\n| Fact | Value |\n|---|---|\n| Status | Accepted |\n| Date | 2020-01-01 |\n| Cost | 3 |\n",
        ),
    ]);
    let preamble = |at: u32| {
        let found = convert(&workspace, &[RecordId(at)]);
        let adr = found[0].adr.clone().unwrap();
        adr.custom_sections[0].1.clone()
    };
    let first = preamble(0);
    assert!(
        first.starts_with("|  |  |\n|---|---|\n| Scope          | All        |\n"),
        "{first}"
    );
    assert_eq!(preamble(1), "| Fact | Value |\n|---|---|\n| Cost | 3 |");
}

#[test]
fn people_are_called_as_the_log_calls_them() {
    let record = "---\nstatus: accepted\nDECIDERS\n---\n\n# First\n\n## Context\n\nText.\n";
    let form = "---\n# status: x\n# decision-makers: {all}\n---\n\n# {title}\n";
    let by_form = [
        ("decisions/0001-first.md", record.replace("DECIDERS\n", "")),
        ("decisions/adr-template.md", form.to_owned()),
    ];
    let by_record = [
        ("decisions/0001-first.md", record.replace("DECIDERS", "deciders: [Bo]")),
        (
            "decisions/0002-second.md",
            record.replace("DECIDERS", "approvers: [Bo]"),
        ),
    ];
    for (files, new, key) in [
        (by_form, "decisions/0002-use-dots.md", "decision-makers"),
        (by_record, "decisions/0003-use-dots.md", "approvers"),
    ] {
        let files = files.each_ref().map(|(path, text)| (*path, text.as_str()));
        let here = folder(&files);
        opsrepo(here.path(), &["decision", "new", "Use dots", "--decider", "Ada"]).ends(0);
        let text = read(&here, new);
        assert!(text.contains(&format!("\n{key}:\n  - Ada\n")), "{text}");
        assert!(!text.contains("\ndeciders:"), "{text}");
        opsrepo(here.path(), &["decision", "accept", "use-dots", "--decider", "Cy"]).ends(0);
        let text = read(&here, new);
        assert!(text.contains(&format!("\n{key}:\n  - Ada\n  - Cy\n")), "{text}");
    }
}

#[test]
fn a_first_status_has_the_sign_of_the_log() {
    let record = |title: &str, status: &str| format!("# {title}\n\n## Status\n\n{status}\n\n## Context\n\nText.\n");
    let here = folder(&[
        ("adr/0001-x.md", &record("1. X", "✅ Accepted")),
        ("adr/0002-y.md", &record("2. Y", "✅ Accepted")),
        ("adr/0003-z.md", &record("3. Z", "🤔 Proposed")),
        ("adr/0004-q.md", "# 4. Q\n\nText.\n"),
        ("adr/0005-r.md", "# 5. R\n\nText.\n"),
    ]);
    opsrepo(here.path(), &["decision", "accept", "4"]).ends(0);
    assert_eq!(
        read(&here, "adr/0004-q.md"),
        "# 4. Q\n\nText.\n\n## Status\n\n✅ Accepted\n"
    );
    // Nobody here has said this yet.
    opsrepo(here.path(), &["decision", "deprecate", "5"]).ends(0);
    assert_eq!(
        read(&here, "adr/0005-r.md"),
        "# 5. R\n\nText.\n\n## Status\n\nDeprecated\n"
    );
}

#[test]
fn a_new_number_keeps_what_stands_before_it() {
    let cases = [
        ("ADR007-x", "ADR007: X", "ADR012: X"),
        ("ADR-007-x", "ADR-7: X", "ADR-12: X"),
        ("ADRx-007-x", "ADRx-007: X", "ADRx-012: X"),
        ("ADR_007_x", "Adr007 - X", "Adr012 - X"),
        ("007-x", "ADR #7: X", "ADR #12: X"),
        (
            "HUB-ADR-Op-007-x",
            "Hub - HUB-ADR-Op-007 - X",
            "Hub - HUB-ADR-Op-012 - X",
        ),
        ("HUB-ADR-Op-007-x", "HUB-ADR-007: X", "HUB-ADR-012: X"),
    ];
    for (file, before, after) in cases {
        let old = format!("adr/{file}.md");
        let record = format!("---\ntitle: \"{before}\"\nstatus: accepted\n---\n\n# {before}\n\nText.\n");
        let page = format!("# Notes\n\nSee [{before}](../{old}) and ADRq-007.\n");
        let here = folder(&[(&old, &record), ("docs/notes.md", &page)]);
        opsrepo(here.path(), &["decision", "renumber", &old, "12"]).ends(0);
        let new = old.replace("007", "012");
        assert_eq!(read(&here, &new), record.replace(before, after), "{file}");
        let wanted = format!("# Notes\n\nSee [{after}](../{new}) and ADRq-007.\n");
        assert_eq!(read(&here, "docs/notes.md"), wanted, "{file}");
    }
}

#[test]
fn a_move_that_is_not_committed_is_followed() {
    let here = repository(&[("decisions/0002-second.md", "# 2. Second\n\nOther.\n")]);
    for (verb, value, path) in [
        ("rename", "Use dots", "0001-use-dots"),
        ("renumber", "5", "0005-use-dots"),
    ] {
        opsrepo(here.path(), &["decision", verb, "1", value]).ends(0);
        for command in [&["decision", "history", path][..], &["trace", path]] {
            opsrepo(here.path(), command)
                .ends(0)
                .says(&["1 commit by 1 person", "Begin", "uncommitted  changed"]);
        }
        // The second time the first move is in the index.
        git(here.path(), &["add", "-A"]).ends(0);
    }
}

#[test]
fn a_relation_is_no_qualifier() {
    let second = ("adr/0002-second.md", "# 2. Second\n");
    let cases = [
        ("Accepted\n\nAmends [2. Second](0002-second.md)", vec![]),
        ("accepted, amended by [2. Second](0002-second.md)", vec![]),
        ("Superseded by ADR2", vec![]),
        (
            "Accepted for now\n\nAmends [2. Second](0002-second.md)",
            vec!["for now"],
        ),
        ("Rejected (see [2. Second](0002-second.md))", vec!["see 2. Second"]),
        (
            "Accepted\n\nAmends [2. Second](0002-second.md) in its last point",
            vec!["Amends 2. Second in its last point"],
        ),
    ];
    for (status, wanted) in cases {
        let first = format!("# 1. X\n\n## Status\n\n{status}\n\n## Context\n\nText.\n");
        let workspace = of_files(&[("adr/0001-x.md", &first), second]);
        let found = workspace.record(RecordId(0)).status.value().unwrap();
        assert_eq!(found.qualifiers, wanted, "{status}");
    }
}
