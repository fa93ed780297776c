//! The commands in README and guide do what the text shows. Each fence marked `console` is run.
//!
//! The README's run at the root of the project. A page of the guide runs in a folder of its own, in which the files of its
//! fences marked `tree` stand, committed; they have the `-- path --` marks of the rules' pages. The files of a fence marked
//! `tree BRANCH` are committed to that branch, which begins at the first commit; the last branch is the one that is checked
//! out. A page that begins with `<!-- clock: 2026-03-04T14:05:00Z -->` is run at that moment, in UTC where the repository
//! says no zone. `[..]` in an output stands for anything. `TRYCMD=overwrite cargo test transcripts` writes what is printed into the
//! pages.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a helper of a test may fail as the test does"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn the_readme_is_true() {
    run(&root().join("README.md"));
}

#[test]
fn the_guide_is_true() {
    let mut pages: Vec<PathBuf> = fs::read_dir(root().join("docs/guide"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect();
    pages.sort();
    assert!(!pages.is_empty(), "there is no guide");
    for page in pages {
        let ground = tempfile::tempdir().unwrap();
        let copy = ground.path().join(page.file_name().unwrap());
        let folder = copy.with_extension("in");
        fs::copy(&page, &copy).unwrap();
        fs::create_dir(&folder).unwrap();
        unpack(&fs::read_to_string(&page).unwrap(), &folder);
        run(&copy);
        if std::env::var("TRYCMD").is_ok_and(|value| value == "overwrite") {
            fs::copy(&copy, &page).unwrap();
        }
    }
}

fn run(page: &Path) {
    let cases = trycmd::TestCases::new();
    cases.register_bin("opsrepo", Path::new(env!("CARGO_BIN_EXE_opsrepo")));
    // The CI that runs this test has no say in what the page shows.
    cases.env("GITHUB_BASE_REF", "");
    if let Some(seconds) = clock(&fs::read_to_string(page).unwrap()) {
        cases.env("SOURCE_DATE_EPOCH", seconds.to_string());
    }
    cases.env("TZ", "UTC");
    cases.case(page);
    cases.run();
}

/// The moment at which a page is run, in seconds since 1970, where it says one.
fn clock(page: &str) -> Option<i64> {
    let time = page.strip_prefix("<!-- clock: ")?.split(" -->").next()?;
    let moment = opsrepo::model::time::Moment::parse(time);
    Some(
        moment
            .and_then(|moment| moment.unix_seconds())
            .expect("a clock shows a time with its offset"),
    )
}

/// Commits the files of the page's trees, as somebody did in the winter of 2026.
fn unpack(page: &str, folder: &Path) {
    let trees = trees(page);
    if trees.is_empty() {
        return;
    }
    git(folder, &["init", "--quiet", "--initial-branch=main"]);
    for (_, path, text) in trees.iter().filter(|(branch, ..)| branch.is_empty()) {
        write(&folder.join(path), text);
    }
    git(folder, &["add", "."]);
    git(folder, &["commit", "--quiet", "--message=Begin"]);
    git(folder, &["tag", "begin"]);
    let mut branches: Vec<&str> = trees.iter().map(|(branch, ..)| branch.as_str()).collect();
    branches.retain(|branch| !branch.is_empty());
    branches.dedup();
    for branch in branches {
        git(folder, &["checkout", "--quiet", "-B", branch, "begin"]);
        for (_, path, text) in trees.iter().filter(|(known, ..)| known == branch) {
            write(&folder.join(path), text);
        }
        git(folder, &["add", "."]);
        git(folder, &["commit", "--quiet", "--message=Change"]);
    }
    git(folder, &["tag", "--delete", "begin"]);
}

/// Branch (empty for the first commit), path and text of every file of a page.
fn trees(page: &str) -> Vec<(String, String, String)> {
    let mut files: Vec<(String, String, String)> = Vec::new();
    let mut branch: Option<&str> = None;
    let mut is_open = false;
    // The marks that opened the fence that a line stands in: fences of fewer marks belong to its text.
    let mut fence: Option<usize> = None;
    for line in page.lines() {
        let info = line.trim_start_matches('`');
        let marks = line.len() - info.len();
        let is_end = fence.is_some_and(|open| marks >= open && info.trim().is_empty());
        if is_end || (fence.is_none() && marks >= 3) {
            let tree = info
                .strip_prefix("tree")
                .filter(|rest| rest.is_empty() || rest.starts_with(' '));
            branch = tree.map(str::trim).filter(|_| !is_end);
            fence = (!is_end).then_some(marks);
            is_open = false;
            continue;
        }
        let Some(branch) = branch else { continue };
        if let Some(path) = line.strip_prefix("-- ").and_then(|line| line.strip_suffix(" --")) {
            files.push((branch.to_owned(), path.to_owned(), String::new()));
            is_open = true;
        } else if let Some((_, _, text)) = files.last_mut().filter(|_| is_open) {
            text.push_str(line);
            text.push('\n');
        }
    }
    files
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn git(folder: &Path, arguments: &[&str]) {
    let status = Command::new("git")
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .envs(["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_NAME"), "Ada")))
        .envs(["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_EMAIL"), "ada@example.org")))
        .envs(["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_DATE"), "2026-01-05T12:00:00+00:00")))
        .stdout(std::process::Stdio::null())
        .status();
    assert!(status.unwrap().success(), "git {arguments:?}");
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
