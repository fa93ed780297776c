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
