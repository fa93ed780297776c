//! What is said to people who typed something that is almost right, or who look at a log that is strange: what was meant, and
//! never a guess.

use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

fn log(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn record(title: &str, status: &str, rest: &str) -> String {
    format!("# {title}\n\nDate: 2026-01-05\n\n## Status\n\n{status}\n\n## Context\n\n{rest}\n")
}

/// Exit code, and everything that is said.
fn opsrepo(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_opsrepo"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("GITHUB_ACTIONS")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .output()
        .unwrap();
    let all = [output.stdout, output.stderr].concat();
    (
        output.status.code().unwrap_or(-1),
        String::from_utf8_lossy(&all).into_owned(),
    )
}

fn three() -> TempDir {
    log(&[
        ("adr/0007-use-git.md", &record("7. Use Git", "Accepted", "x")),
        ("adr/0008-hoist-it.md", &record("8. Hoist it", "Accepted", "x")),
        ("adr/0031-go-on.md", &record("31. Go on", "Accepted", "x")),
        (
            "adr/0033-stop.md",
            &record("33. Stop", "Superseded by [8. Hst](0008-hsit.md)", "x"),
        ),
        ("adr/0034-rest.md", &record("34. Rest", "Superseded by ADR-0032", "x")),
    ])
}

#[test]
fn the_nearest_are_offered() {
    let here = three();
    for (arguments, near) in [
        (&["decision", "show", "0008-hsit"][..], "did you mean `0008`?"),
        (&["decision", "show", "use-gti"], "did you mean `0007`?"),
        (&["decision", "show", "032"], "did you mean `0031` or `0033`?"),
        (
            &["decision", "new", "X", "--supersedes", "0008-hsit"],
            "did you mean `0008`?",
        ),
        (&["decision", "supersede", "7", "--by", "55"], "did you mean `0034`"),
    ] {
        let (code, said) = opsrepo(here.path(), arguments);
        assert!(code == 2 && said.contains(near), "{arguments:?}\n{said}");
    }
    let (_, said) = opsrepo(here.path(), &["validate"]);
    assert!(said.contains("help: did you mean `0008`?"), "{said}");
    assert!(said.contains("help: did you mean `0031` or `0033`?"), "{said}");
}

#[test]
fn titles_with_their_numbers_and_days_are_names() {
    let here = three();
    let (code, said) = opsrepo(here.path(), &["decision", "show", "007. Use Git"]);
    assert!(code == 0 && said.contains("adr/0007-use-git.md"), "{said}");
    let dated = log(&[
        ("adr/20200927-use-git.md", "# Use Git\n\n- Status: accepted\n"),
        ("adr/20201002-keep-it.md", "# Keep it\n\n- Status: accepted\n"),
    ]);
    let (code, said) = opsrepo(dated.path(), &["decision", "show", "2020-09-27"]);
    assert!(code == 0 && said.contains("adr/20200927-use-git.md"), "{said}");
    let (code, said) = opsrepo(dated.path(), &["decision", "renumber", "20200927", "next"]);
    assert!(code == 2 && said.contains("is named by its day"), "{said}");
}

#[test]
fn a_day_that_is_typed_has_one_spelling() {
    let here = three();
    for day in ["05/06/2026", "2026-1-5", "20260105"] {
        let (code, said) = opsrepo(here.path(), &["decision", "deprecate", "7", "--on", day]);
        assert!(code == 2 && said.contains("write one as 2026-08-21"), "{day}: {said}");
    }
    let (code, said) = opsrepo(here.path(), &["decision", "deprecate", "7", "--on", "2026-01-05"]);
    assert_eq!(code, 0, "{said}");
}

#[test]
fn nothing_to_draw_is_said() {
    let here = log(&[("adr/0001-use-git.md", &record("1. Use Git", "Accepted", "x"))]);
    let (code, said) = opsrepo(here.path(), &["decision", "graph"]);
    assert!(code == 0 && said.contains("note: there is nothing to draw"), "{said}");
}

#[test]
fn settings_that_are_wrong_are_no_secret() {
    let here = three();
    std::fs::write(
        here.path().join("opsrepo.toml"),
        "[ruels]\nx = 1\n\n[cluod]\nname = \"x\"\n",
    )
    .unwrap();
    for arguments in [&["decision", "list"][..], &["decision", "new", "Say it", "--dry-run"]] {
        let (code, said) = opsrepo(here.path(), arguments);
        let note = "note: 2 things in opsrepo.toml are wrong and left out";
        assert!(code == 0 && said.contains(note), "{said}");
        assert!(said.contains("hint: `opsrepo validate` says what and where"), "{said}");
    }
    let (_, said) = opsrepo(here.path(), &["validate"]);
    assert!(!said.contains("are wrong and left out"), "{said}");
}

#[test]
fn a_line_that_says_only_a_supersession_is_read() {
    let outcome = |line: &str| format!("# Use it\n\n## Decision Outcome\n\n* Option 1\n\n{line}\n");
    let old = "---\nstatus: superseded by ADR-0002\n---\n\n# Do it\n";
    let cases = [
        (
            "Supersede [ADR0001](0001-do-it.md)\nDeprecate [Note 9](https://example.org/9)",
            true,
        ),
        ("**Supersedes** [ADR0001](0001-do-it.md).", true),
        (
            "This is how it was when the older record\nsupersedes [ADR0001](0001-do-it.md)\nin the end.",
            false,
        ),
        (
            "Superseding [ADR0001](0001-do-it.md) is what we leave to others.",
            false,
        ),
    ];
    for (line, is_read) in cases {
        let here = log(&[
            ("docs/adr/0001-do-it.md", old),
            ("docs/adr/0002-use-it.md", &outcome(line)),
        ]);
        let (_, said) = opsrepo(here.path(), &["validate"]);
        assert_eq!(!said.contains("decision/one-sided"), is_read, "{line}\n{said}");
    }
}

#[test]
fn equal_numbers_are_told_apart_by_their_areas() {
    let here = log(&[
        ("adr/ODH-ADR-0002-all.md", &record("All", "Accepted", "x")),
        (
            "adr/operator/ODH-ADR-Operator-0001-auth.md",
            &record("Auth", "Accepted", "x"),
        ),
        ("adr/auto-ml/ODH-ADR-0001-automl.md", &record("AutoML", "Accepted", "x")),
    ]);
    let (_, listed) = opsrepo(here.path(), &["decision", "list"]);
    let names: Vec<&str> = listed.lines().filter_map(|line| line.split("  ").next()).collect();
    for name in ["0002", "Operator-0001", "auto-ml-0001"] {
        assert!(names.contains(&name), "{name}\n{listed}");
        let (code, said) = opsrepo(here.path(), &["decision", "show", name]);
        assert_eq!(code, 0, "{said}");
    }
    let (_, said) = opsrepo(here.path(), &["decision", "show", "1"]);
    assert!(
        said.contains("adr/operator/ODH-ADR-Operator-0001-auth.md  (Operator-0001)"),
        "{said}"
    );
}

#[test]
fn a_status_behind_an_odd_space_is_the_status() {
    let text = "# 1. Use Git\n\n##\u{a0}Status\n\nProposed\n\n## Context\n\nx\n";
    let here = log(&[("adr/0001-use-git.md", text)]);
    let (_, said) = opsrepo(here.path(), &["decision", "list"]);
    assert!(said.contains("proposed"), "{said}");
    let (_, said) = opsrepo(here.path(), &["validate"]);
    assert!(said.contains("a no-break space (U+00A0)"), "{said}");
    let (code, said) = opsrepo(here.path(), &["decision", "accept", "1"]);
    assert_eq!(code, 0, "{said}");
    let after = std::fs::read_to_string(here.path().join("adr/0001-use-git.md")).unwrap();
    assert_eq!(after, text.replace("Proposed", "Accepted"));
}

#[test]
fn days_from_git_are_labelled() {
    let here = log(&[("adr/0001-use-git.md", "# 1. Use Git\n\n## Status\n\nAccepted\n")]);
    let git = |arguments: &[&str]| {
        let done = Command::new("git")
            .args(["-c", "user.name=Ada", "-c", "user.email=ada@example.org"])
            .args(arguments)
            .current_dir(here.path())
            .output()
            .unwrap();
        assert!(done.status.success());
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-qm", "x", "--date", "2026-01-05T10:00:00Z"]);
    let (_, said) = opsrepo(here.path(), &["decision", "list"]);
    assert!(said.contains("2026-01-05 (git)"), "{said}");
}

#[test]
fn an_index_that_is_out_of_date_now_is_named() {
    let here = log(&[("adr/0001-use-git.md", &record("1. Use Git", "Proposed", "x"))]);
    let (code, said) = opsrepo(here.path(), &["decision", "index", "--init", "adr/README.md"]);
    assert_eq!(code, 0, "{said}");
    let hint = "hint: `opsrepo decision index` writes it anew";
    for arguments in [&["decision", "new", "Keep it"][..], &["decision", "accept", "1"]] {
        let (code, said) = opsrepo(here.path(), arguments);
        let note = "note: the index in adr/README.md is out of date now";
        assert!(
            code == 0 && said.contains(note) && said.contains(hint),
            "{arguments:?}\n{said}"
        );
        opsrepo(here.path(), &["decision", "index"]);
        let (_, said) = opsrepo(here.path(), &[arguments, &["--dry-run"]].concat());
        assert!(!said.contains("out of date"), "{arguments:?}\n{said}");
    }
}

#[test]
fn a_new_record_has_the_sections_of_the_newest() {
    let own = |number: u32| {
        format!("# {number}. Say {number}\n\n## Status\n\nAccepted\n\n## What\n\nx\n\n## Why\n\nx\n\n## Goals\n\nx\n")
    };
    let here = log(&[
        ("adr/0001-say.md", &own(1)),
        ("adr/0002-say.md", &own(2)),
        ("adr/0003-say.md", &own(3).replace("## Goals", "## Aims")),
    ]);
    let (code, said) = opsrepo(here.path(), &["decision", "new", "Go on", "--as-of", "2026-03-04"]);
    assert!(
        code == 0 && said.contains("the sections that the newest records have"),
        "{said}"
    );
    let text = std::fs::read_to_string(here.path().join("adr/0004-go-on.md")).unwrap();
    let asks = "<!-- Two or three sentences. -->";
    let sections = ["What", "Why", "Goals"].map(|name| format!("\n## {name}\n\n{asks}\n"));
    assert!(text.ends_with(&sections.concat()), "{text}");
    let (_, said) = opsrepo(here.path(), &["validate"]);
    assert!(!said.contains("record/empty"), "{said}");
    assert!(
        text.contains("## Status\n\nProposed\n") || text.contains("## Status\n\nDraft\n"),
        "{text}"
    );
    assert!(!text.contains("## Context"), "{text}");
    let (_, said) = opsrepo(here.path(), &["decision", "new", "Go far", "--template", "nygard"]);
    assert!(!said.contains("newest records have"), "{said}");
    let text = std::fs::read_to_string(here.path().join("adr/0005-go-far.md")).unwrap();
    assert!(text.contains("## Context"), "{text}");
}

#[test]
fn enhancement_proposals_are_found_with_their_sidecars() {
    let data = "title: Sidecars\nkep-number: 753\nstatus: implementable\ncreation-date: 2026-01-05\n";
    let here = log(&[
        (
            "keps/sig-a/0753-sidecars/README.md",
            "# KEP-0753: Sidecars\n\n## Summary\n\nx\n",
        ),
        ("keps/sig-a/0753-sidecars/kep.yaml", data),
        (
            "keps/sig-b/0801-more/README.md",
            "# KEP-0801: More\n\n## Summary\n\nx\n",
        ),
        (
            "keps/sig-b/0801-more/kep.yaml",
            &data.replace("753", "801").replace("Sidecars", "More"),
        ),
    ]);
    let (_, said) = opsrepo(here.path(), &["decision", "list"]);
    assert_eq!(said.matches("accepted").count(), 2, "{said}");
    let (code, said) = opsrepo(here.path(), &["decision", "renumber", "753", "900"]);
    assert_eq!(code, 0, "{said}");
    let moved = std::fs::read_to_string(here.path().join("keps/sig-a/0900-sidecars/kep.yaml"));
    assert_eq!(moved.unwrap_or(said), data.replace("753", "900"));
}

#[test]
fn standards_are_found_in_a_folder_of_any_name() {
    let text =
        "---\ntitle: Names of flavors\ntype: Standard\nstatus: Stable\ntrack: IaaS\n---\n\n## Introduction\n\nText.\n";
    let here = log(&[
        (
            "Standards/scs-0001-v1-standards.md",
            &text.replace("flavors", "standards"),
        ),
        ("Standards/scs-0100-v2-flavors.md", text),
        ("Standards/scs-0100-v3-flavors.md", text),
        ("Standards/overview.md", "# What there is\n\nText.\n"),
    ]);
    let (_, said) = opsrepo(here.path(), &["decision", "list"]);
    assert!(said.contains("0001") && said.contains("0100"), "{said}");
    assert!(
        !said.contains("overview") && said.contains("Names of flavors"),
        "{said}"
    );
    let (code, said) = opsrepo(here.path(), &["validate"]);
    assert_eq!(code, 0, "two versions are no two records of one number: {said}");
}
