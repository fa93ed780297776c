//! `validate --fix`: it mends what it says, nothing else, once, and never makes another finding; in small repositories and
//! in real ones.

use crate::cli::{folder, git, opsrepo};
use crate::corpus::{NAMES, checkout};
use std::collections::BTreeMap;
use std::path::Path;

const OLD: &str = "---\r\nstatus: accepted\r\ndate: 2026-01-05\r\n---\r\n\r\n# 3. Use bare metal\r\n\r\nThe first idea.\r\n\r\n[next](0002-use-virtual-machine.md)";
const NEW: &str =
    "---\nstatus: acepted\ndate: 2026-02-05\nsupersedes: 1\n---\n\n# 2. Use virtual machines\n\nThe second idea.\n";

fn faulty() -> tempfile::TempDir {
    folder(&[
        ("decisions/0001-use-bare-metal.md", OLD),
        ("decisions/0002-use-virtual-machines.md", NEW),
    ])
}

fn text(root: &Path, name: &str) -> String {
    std::fs::read_to_string(root.join("decisions").join(name)).unwrap()
}

#[test]
fn what_is_shown_is_what_is_written() {
    let (here, there) = (faulty(), faulty());
    for place in [here.path(), there.path()] {
        git(place, &["init", "-q"]).ends(0);
        // So that Git's own settings for line ends have no say.
        git(place, &["config", "core.autocrlf", "false"]).ends(0);
    }
    let shown = opsrepo(here.path(), &["validate", "--diff"])
        .ends(1)
        .says(&["--fix would mend 4 findings in 2 files"]);
    assert_eq!(
        text(here.path(), "0002-use-virtual-machines.md"),
        NEW,
        "--diff writes nothing"
    );
    std::fs::write(here.path().join("fix.patch"), &shown.out).unwrap();
    git(here.path(), &["apply", "fix.patch"]).ends(0);
    let said = opsrepo(there.path(), &["validate", "--fix"]).ends(0);
    said.says(&["mended 4 findings in 2 files: decision/heading-number 1, decision/one-sided 1"]);
    for name in ["0001-use-bare-metal.md", "0002-use-virtual-machines.md"] {
        assert_eq!(text(here.path(), name), text(there.path(), name));
    }
    let old = OLD
        .replace("# 3.", "# 1.")
        .replace("-machine.md", "-machines.md")
        .replace("2026-01-05\r\n", "2026-01-05\r\nsuperseded-by: 2\r\n");
    assert_eq!(text(there.path(), "0001-use-bare-metal.md"), old);
    assert_eq!(
        text(there.path(), "0002-use-virtual-machines.md"),
        NEW.replace("acepted", "accepted")
    );
    opsrepo(there.path(), &["validate", "--fix"])
        .ends(0)
        .says(&["nothing here can be mended"]);
    opsrepo(there.path(), &["validate", "--diff"]).ends(0);
}

#[test]
fn only_files_on_disk_are_mended() {
    let here = faulty();
    git(here.path(), &["init", "-q"]).ends(0);
    git(here.path(), &["add", "."]).ends(0);
    git(here.path(), &["commit", "-q", "-m", "one"]).ends(0);
    opsrepo(here.path(), &["validate", "--fix", "--at", "HEAD"])
        .ends(2)
        .says(&["commit"]);
    opsrepo(here.path(), &["validate", "--diff", "--at", "HEAD"]).ends(1);
}

const BAD: &str = "---\nstatus: acepted\ndate: 2026-01-05\n---\n\n# Use it\n\nWe do.\n";

/// Two decisions with the same slip in their statuses, and a good one that another says it supersedes.
fn slips() -> tempfile::TempDir {
    let here = folder(&[
        ("decisions/0001-a.md", BAD),
        ("decisions/0002-b.md", &BAD.replace("Use it", "Use that")),
        (
            "decisions/0003-c.md",
            &BAD.replace("acepted", "superseded").replace("Use it", "C"),
        ),
        (
            "decisions/0004-d.md",
            &BAD.replace("acepted", "accepted\nsupersedes: 3").replace("Use it", "D"),
        ),
    ]);
    git(here.path(), &["init", "-q"]).ends(0);
    git(here.path(), &["add", "."]).ends(0);
    git(here.path(), &["commit", "-q", "-m", "one"]).ends(0);
    here
}

/// The files that are not as they were committed.
fn changed(root: &Path) -> Vec<String> {
    let said = git(root, &["diff", "--name-only"]).ends(0);
    said.out.lines().map(str::to_owned).collect()
}

#[test]
fn only_what_is_named_is_mended() {
    let here = slips();
    let root = here.path();
    opsrepo(root, &["validate", "--fix", "decisions/0001-a.md"])
        .ends(0)
        .says(&["mended 1 finding in 1 file: decision/unknown-status 1"]);
    assert_eq!(changed(root), ["decisions/0001-a.md"]);
    // The finding is about this file, and what mends it would be written into another one.
    let said = opsrepo(root, &["validate", "--fix", "decisions/0004-d.md"]).ends(0);
    said.says(&["nothing here can be mended", "decision/one-sided"]);
    assert_eq!(changed(root), ["decisions/0001-a.md"]);
    let both = ["validate", "--fix", "decisions/0003-c.md", "decisions/0004-d.md"];
    opsrepo(root, &both).ends(0).says(&["decision/one-sided 1"]);
    assert_eq!(changed(root), ["decisions/0001-a.md", "decisions/0003-c.md"]);
    let shown = opsrepo(root, &["validate", "--diff", "decisions/0001-a.md"]).ends(0);
    assert_eq!(shown.out, "");
    opsrepo(root, &["validate", "--fix", "decisions"]).ends(0);
    assert_eq!(changed(root).len(), 3);
}

#[test]
fn what_is_known_is_mended_only_where_it_is_told() {
    let here = slips();
    let root = here.path();
    opsrepo(root, &["validate", "--write-baseline"]).ends(0);
    std::fs::write(root.join("decisions/0005-e.md"), BAD.replace("Use it", "E")).unwrap();
    git(root, &["add", "."]).ends(0);
    let baseline = ["--baseline", "opsrepo-baseline.json"];
    let with = |arguments: &[&str]| opsrepo(root, &[&["validate"], &baseline[..], arguments].concat());
    with(&["--diff"])
        .ends(1)
        .says(&["--fix would mend 1 finding in 1 file"]);
    with(&["--fix"])
        .ends(0)
        .says(&["mended 1 finding in 1 file: decision/unknown-status 1", "3 known"]);
    assert_eq!(changed(root), ["decisions/0005-e.md"]);
    with(&["--fix", "--known"])
        .ends(0)
        .says(&["mended 3 findings in 3 files: decision/one-sided 1, decision/unknown-status 2"]);
    with(&[]).ends(0).says(&["3 known before and gone"]);
}

#[test]
fn what_is_mended_is_not_written_down_as_known() {
    let here = slips();
    opsrepo(here.path(), &["validate", "--fix", "--write-baseline"])
        .ends(0)
        .says(&["mended 3 findings in 3 files", "0 findings known from now on"]);
    // What cannot be written is told before anything is mended.
    let here = slips();
    opsrepo(here.path(), &["validate", "--fix", "--write-baseline=no/x.json"])
        .ends(2)
        .says(&["cannot write no/x.json: there is no folder no"]);
    assert_eq!(changed(here.path()), [""; 0]);
}

#[test]
fn a_change_mends_what_it_brought() {
    let here = slips();
    let root = here.path();
    git(root, &["branch", "-M", "main"]).ends(0);
    git(root, &["checkout", "-qb", "topic"]).ends(0);
    std::fs::write(root.join("decisions/0005-e.md"), BAD.replace("Use it", "E")).unwrap();
    git(root, &["add", "."]).ends(0);
    git(root, &["commit", "-q", "-m", "two"]).ends(0);
    opsrepo(root, &["validate", "--fix", "--base", "main"])
        .ends(0)
        .says(&["mended 1 finding in 1 file: decision/unknown-status 1", "3 known"]);
    assert_eq!(changed(root), ["decisions/0005-e.md"]);
    opsrepo(root, &["validate", "--fix", "--base", "main", "--known"])
        .ends(0)
        .says(&["mended 3 findings in 3 files"]);
}

#[test]
fn what_lies_outside_is_read_once_and_told_once() {
    let here = slips();
    let root = here.path();
    let sibling = "[siblings]\nbooks = { path = \"../no-books\", url = \"https://git.example.org/o/books\" }\n[kubernetes]\nschemas = \"books:schemas\"\n";
    std::fs::write(root.join("opsrepo.toml"), sibling).unwrap();
    std::fs::write(
        root.join("page.md"),
        "[a](https://git.example.org/o/books/blob/main/a.md)\n",
    )
    .unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_opsrepo"))
        .args(["validate", "--fix"])
        .current_dir(root)
        .env("GITHUB_BASE_REF", "stable")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("mended 3 findings"), "{said}");
    for note in [
        "links into the sibling `books` are not checked",
        "no schemas are taken from `books:schemas`",
        "changes are not checked: GITHUB_BASE_REF",
    ] {
        assert_eq!(said.matches(note).count(), 1, "{said}");
    }
}

/// How often each rule finds something in each file.
fn counts(root: &Path) -> BTreeMap<(String, String), usize> {
    let said = opsrepo(root, &["validate", "--as-of", "2026-08-21", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let mut counts = BTreeMap::new();
    for finding in report["findings"].as_array().unwrap() {
        let word = |key: &str| finding[key].as_str().unwrap().to_owned();
        *counts.entry((word("rule"), word("path"))).or_default() += 1;
    }
    counts
}

#[test]
fn real_repositories_only_get_better() {
    let mut mended = 0;
    for name in NAMES {
        let Some(source) = checkout::folder(name) else { continue };
        let shown = opsrepo(&source, &["validate", "--as-of", "2026-08-21", "--diff"]);
        if shown.out.is_empty() {
            continue;
        }
        let copy = tempfile::tempdir().unwrap();
        let root = copy.path().join(name);
        git(
            copy.path(),
            &["clone", "-q", "--local", &source.display().to_string(), name],
        )
        .ends(0);
        // The addresses of the corpus, not those of the copy.
        git(&root, &["remote", "remove", "origin"]).ends(0);
        let before = counts(&root);
        opsrepo(&root, &["validate", "--as-of", "2026-08-21", "--fix"]);
        let after = counts(&root);
        for (place, count) in &after {
            assert!(*count <= before.get(place).copied().unwrap_or(0), "{name}: {place:?}");
        }
        let sum = |counts: &BTreeMap<_, usize>| counts.values().sum::<usize>();
        mended += sum(&before) - sum(&after);
        git(&root, &["commit", "-q", "-a", "-m", "mended"]);
        opsrepo(&root, &["validate", "--as-of", "2026-08-21", "--fix"]);
        assert_eq!(
            git(&root, &["status", "--porcelain"]).ends(0).out,
            "",
            "{name}: a second run changes nothing"
        );
    }
    assert!(mended > 20 || checkout::folder(NAMES[0]).is_none(), "{mended}");
}
