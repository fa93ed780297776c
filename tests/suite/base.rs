//! `validate --base`: what a branch may change in its records, seen by the program in real repositories.

use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// A repository with a licence and the records of a small log, on `main`.
pub(crate) struct Log {
    pub(crate) folder: TempDir,
}

/// What a run said: exit code, results, and what it said about the run.
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

const FIRST: &str = "\
# 1. Keep volumes on disks

Date: 2026-01-05

## Status

Accepted

## Context

Disks are the fastest that we can buy. See [the shop](https://shop.example.org/old) and [the room](room.md).

## Decision

We will keep volumes on disks.
";

const SECOND: &str = "\
# 2. Buy a status page

Date: 2026-01-12

## Status

Proposed

Amends [1. Keep volumes on disks](0001-keep-volumes-on-disks.md)

## Context

Nobody knows when we are down.
";

const THIRD: &str =
    "# 3. Use one cluster\n\nDate: 2026-02-01\n\n## Status\n\nProposed\n\n## Context\n\nOne is enough for us.\n";

const ROOM: &str = "# The room\n\nIt is cold.\n";

impl Log {
    pub(crate) fn new() -> Log {
        let log = Log {
            folder: tempfile::tempdir().unwrap(),
        };
        log.git(&["init", "-q", "-b", "main"]);
        log.write("LICENSE", "A licence.\n");
        log.write("adr/0001-keep-volumes-on-disks.md", FIRST);
        log.write("adr/0002-buy-a-status-page.md", SECOND);
        log.write("adr/room.md", ROOM);
        log.commit("Begin");
        log
    }

    /// The same with a branch `topic` on which HEAD stands.
    pub(crate) fn on_topic() -> Log {
        let log = Log::new();
        log.git(&["checkout", "-qb", "topic"]);
        log
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(crate) fn edit(&self, path: &str, pairs: &[(&str, &str)]) {
        let whole = self.folder.path().join(path);
        let text = std::fs::read_to_string(&whole).unwrap();
        let text = pairs.iter().fold(text, |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replace(from, to)
        });
        std::fs::write(whole, text).unwrap();
    }

    pub(crate) fn git(&self, arguments: &[&str]) {
        let output = run(self.folder.path(), "git", arguments, &[]);
        assert!(
            output.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }

    pub(crate) fn commit(&self, subject: &str) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-qm", subject]);
    }

    pub(crate) fn validate(&self, arguments: &[&str]) -> Said {
        validate(self.folder.path(), arguments, &[])
    }
}

fn run(folder: &Path, program: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let identity = [
        "GIT_AUTHOR_NAME",
        "GIT_COMMITTER_NAME",
        "GIT_AUTHOR_EMAIL",
        "GIT_COMMITTER_EMAIL",
    ];
    Command::new(program)
        .args(arguments)
        .current_dir(folder)
        // Nothing of the CI that runs this test.
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .envs(identity.map(|name| (name, "ada@example.org")))
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

fn validate(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Said {
    let all = [&["validate", "--as-of", "2026-03-01"], arguments].concat();
    let output = run(folder, env!("CARGO_BIN_EXE_opsrepo"), &all, variables);
    Said {
        code: output.status.code(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

impl Said {
    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> Said {
        assert_eq!(self.code, Some(code), "out:\n{}\nerr:\n{}", self.out, self.err);
        self
    }

    #[track_caller]
    pub(crate) fn says(self, parts: &[&str]) -> Said {
        let all = format!("{}{}", self.out, self.err);
        for part in parts {
            assert!(all.contains(part), "`{part}` is missing in:\n{all}");
        }
        self
    }

    #[track_caller]
    pub(crate) fn keeps_silent_about(self, parts: &[&str]) -> Said {
        let all = format!("{}{}", self.out, self.err);
        for part in parts {
            assert!(!all.contains(part), "`{part}` is said in:\n{all}");
        }
        self
    }

    /// The rules that found something, in order, each once in a row.
    pub(crate) fn rules(&self) -> Vec<String> {
        let heads = self.out.lines().filter(|line| line.contains("]: "));
        let name = |line: &str| line.split(['[', ']']).nth(1).unwrap_or_default().to_owned();
        let mut rules: Vec<String> = heads.map(name).collect();
        rules.dedup();
        rules
    }
}

#[test]
fn two_branches_take_the_next_number() {
    let log = Log::on_topic();
    log.write("adr/0003-use-one-cluster.md", THIRD);
    log.commit("Ours");
    log.git(&["checkout", "-q", "main"]);
    log.write(
        "adr/0003-use-two-clusters.md",
        &THIRD.replace("Use one cluster", "Use two clusters"),
    );
    log.commit("Theirs");
    log.git(&["checkout", "-q", "topic"]);
    log.validate(&[]).ends(0).keeps_silent_about(&["decision/collision"]);
    log.validate(&["--base", "main"]).ends(1).says(&[
        "error[decision/collision]: number 0003 is taken by `0003-use-one-cluster.md` here and by \
         `adr/0003-use-two-clusters.md` on main",
        "opsrepo decision renumber 0003 --onto main",
        "next free number, 0004",
        "changes since main (",
    ]);
    log.git(&["mv", "adr/0003-use-one-cluster.md", "adr/0004-use-one-cluster.md"]);
    log.edit("adr/0004-use-one-cluster.md", &[("# 3.", "# 4.")]);
    log.validate(&["--base", "main"])
        .ends(0)
        .says(&["nothing to complain about"]);
    log.git(&["checkout", "-qf", "topic"]);
    log.git(&["merge", "-q", "--no-edit", "main"]);
    let said = log.validate(&["--base", "main"]).ends(1);
    assert_eq!(
        said.rules(),
        ["decision/duplicate-number"],
        "after the merge both are here"
    );
}

#[test]
fn an_accepted_text_stands_still() {
    let log = Log::on_topic();
    let path = "adr/0001-keep-volumes-on-disks.md";
    log.edit(path, &[("are the fastest", "were the cheapest")]);
    log.validate(&[]).ends(0).keeps_silent_about(&["frozen"]);
    log.validate(&["--base", "main"]).ends(0).says(&[
        "warning[decision/frozen]: this decision was accepted already; it said here: `Disks are the fastest",
        "adr/0001-keep-volumes-on-disks.md:11:1",
        "help:",
    ]);
    // What is only proposed may still change.
    log.git(&["checkout", "-q", "."]);
    log.edit("adr/0002-buy-a-status-page.md", &[("Nobody knows", "Everybody knows")]);
    log.validate(&["--base", "main"])
        .ends(0)
        .says(&["nothing to complain about"]);
}

#[test]
fn what_has_to_change_may_change() {
    let path = "adr/0001-keep-volumes-on-disks.md";
    let cases: [&[(&str, &str)]; 7] = [
        &[("Accepted", "✅ Accepted")],
        &[(
            "Accepted",
            "Deprecated\n\nAmended by [2. Buy a status page](0002-buy-a-status-page.md)",
        )],
        &[("2026-01-05", "2026-01-06")],
        &[
            ("shop.example.org/old", "shop.example.org/new"),
            ("(room.md)", "(./room.md)"),
        ],
        &[("on disks.\n", "on disks.\n\n## Amendments\n\nNot all of them.\n")],
        &[("on disks.\n", "on disks.\n\nNote, 2026-02-01: not all of them.\n")],
        &[("\n", " \n")],
    ];
    let log = Log::on_topic();
    for pairs in cases {
        log.edit(path, pairs);
        let said = log.validate(&["--base", "main"]).ends(0);
        assert!(!said.out.contains("decision/frozen"), "{pairs:?}\n{}", said.out);
        log.git(&["checkout", "-q", "."]);
    }
}

#[test]
fn a_file_allows_with_a_reason() {
    let log = Log::on_topic();
    let path = "adr/0001-keep-volumes-on-disks.md";
    log.edit(path, &[("are the fastest", "were the cheapest")]);
    log.edit(path, &[("# 1. ", "<!-- opsrepo: allow decision/frozen -->\n# 1. ")]);
    log.validate(&["--base", "main"]).ends(0).says(&[
        "warning[decision/frozen]",
        "does not count without a reason",
        "opsrepo: allow decision/frozen -->",
    ]);
    log.edit(
        path,
        &[("decision/frozen -->", "decision/frozen -- the price was a secret -->")],
    );
    log.validate(&["--base", "main"])
        .ends(0)
        .says(&["nothing to complain about"]);
    // It holds for every rule, also without a base.
    log.edit(path, &[("(room.md)", "(nowhere.md)")]);
    log.validate(&[]).ends(1).says(&["link/broken"]);
    log.edit(
        path,
        &[("allow decision/frozen --", "allow decision/frozen, link/broken --")],
    );
    log.validate(&[]).ends(0).keeps_silent_about(&["link/broken"]);
}

#[test]
fn a_status_goes_where_it_may() {
    let log = Log::on_topic();
    log.edit("adr/0001-keep-volumes-on-disks.md", &[("Accepted", "Proposed")]);
    log.edit("adr/0002-buy-a-status-page.md", &[("Proposed", "Rejected")]);
    let said = log.validate(&["--base", "main"]).ends(0).says(&[
        "warning[decision/transition]: this decision was accepted; it cannot become proposed by one step",
        "`propose` leads to proposed from",
        "opsrepo decision deprecate|supersede 0001",
    ]);
    assert_eq!(said.rules(), ["decision/transition"]);
    log.edit("adr/0001-keep-volumes-on-disks.md", &[("Proposed", "Blessed")]);
    log.validate(&["--base", "main"])
        .ends(0)
        .keeps_silent_about(&["decision/transition"]);
}

#[test]
fn a_record_that_others_need_is_not_removed() {
    let log = Log::on_topic();
    log.git(&["rm", "-q", "adr/0001-keep-volumes-on-disks.md"]);
    log.validate(&["--base", "main"]).ends(1).says(&[
        "error[decision/removed]: decision 0001, `Keep volumes on disks`, was removed, and this still refers to it",
        "adr/0002-buy-a-status-page.md:9:",
        "bring `adr/0001-keep-volumes-on-disks.md` back",
    ]);
    // The same links lead to nothing, which is no second news; without a base it is the only one.
    let said = log.validate(&["--base", "main"]).says(&["1 error"]);
    assert!(
        !said.out.contains("link/broken") && !said.out.contains("record/reference"),
        "{}",
        said.out
    );
    log.validate(&[]).ends(1).says(&["error[link/broken]"]);
    log.git(&["checkout", "-q", "HEAD", "."]);
    log.git(&[
        "mv",
        "adr/0001-keep-volumes-on-disks.md",
        "adr/0005-keep-volumes-on-disks.md",
    ]);
    log.edit("adr/0005-keep-volumes-on-disks.md", &[("# 1.", "# 5.")]);
    let said = log.validate(&["--base", "main"]).ends(1).says(&[
        "error[decision/removed]: decision 0001 is 0005 now, `adr/0005-keep-volumes-on-disks.md`",
        "help: name 0005 here",
    ]);
    assert!(!said.out.contains("decision/frozen"), "{}", said.out);
    log.edit(
        "adr/0002-buy-a-status-page.md",
        &[("[1. Keep volumes on disks](0001", "[5. Keep volumes on disks](0005")],
    );
    log.validate(&["--base", "main"])
        .ends(0)
        .says(&["nothing to complain about"]);
}

#[test]
fn a_moved_record_is_no_new_one() {
    let log = Log::on_topic();
    log.git(&["mv", "adr", "decisions"]);
    log.validate(&["--base", "main"])
        .ends(0)
        .says(&["nothing to complain about"]);
    log.git(&[
        "mv",
        "decisions/0001-keep-volumes-on-disks.md",
        "decisions/0001-disks.md",
    ]);
    log.edit(
        "decisions/0002-buy-a-status-page.md",
        &[("0001-keep-volumes-on-disks", "0001-disks")],
    );
    log.edit("decisions/0001-disks.md", &[("fastest", "cheapest")]);
    let said = log.validate(&["--base", "main"]).ends(0);
    assert_eq!(said.rules(), ["decision/frozen"], "{}", said.out);
}

#[test]
fn what_was_changed_elsewhere_is_not_ours() {
    let log = Log::on_topic();
    log.write("adr/0003-use-one-cluster.md", THIRD);
    log.commit("Ours");
    log.git(&["checkout", "-q", "main"]);
    log.edit("adr/0001-keep-volumes-on-disks.md", &[("fastest", "cheapest")]);
    log.commit("Theirs");
    log.git(&["checkout", "-q", "--detach", "topic"]);
    log.validate(&["--base", "main"])
        .ends(0)
        .says(&["nothing to complain about"]);
    log.validate(&["--at", "main", "--base", "topic"])
        .ends(0)
        .says(&["decision/frozen", "changes since topic"]);
    log.validate(&["--at", "main", "--base", "main~1"])
        .ends(0)
        .says(&["decision/frozen", "changes since main~1"]);
}

#[test]
fn a_base_that_is_not_there() {
    let log = Log::on_topic();
    log.validate(&["--base", "mian"]).ends(2).says(&[
        "error: cannot compare with mian: there is no commit mian",
        "there is: main",
    ]);
    log.git(&["checkout", "-q", "--orphan", "other"]);
    log.commit("Other");
    log.validate(&["--base", "main"])
        .ends(2)
        .says(&["cannot compare with main: the two histories have no commit in common"]);
    log.validate(&["--base", "none"])
        .ends(0)
        .keeps_silent_about(&["changes since"]);
    std::fs::remove_dir_all(log.folder.path().join(".git")).unwrap();
    log.validate(&["--base", "main"])
        .ends(2)
        .says(&["--base needs a Git repository"]);
}

#[test]
fn a_shallow_clone_says_how_to_fetch() {
    let log = Log::on_topic();
    log.write("adr/0003-use-one-cluster.md", THIRD);
    log.commit("Ours");
    log.git(&["checkout", "-q", "main"]);
    log.write("adr/room.md", "# The room\n\nIt is hot.\n");
    log.commit("Theirs");
    let url = format!("file://{}", log.folder.path().display());
    let there = tempfile::tempdir().unwrap();
    let clone = there.path().join("clone");
    let made = [
        "clone",
        "-q",
        "--depth",
        "1",
        "--no-single-branch",
        "-b",
        "topic",
        &url,
        "clone",
    ];
    assert!(run(there.path(), "git", &made, &[]).status.success());
    validate(&clone, &["--base", "main"], &[]).ends(2).says(&[
        "cannot compare with main: the clone is shallow",
        "git fetch --unshallow",
        "fetch-depth: 0",
    ]);
    let ci = [("GITHUB_BASE_REF", "main")];
    validate(&clone, &[], &ci).ends(0).says(&[
        "note: changes are not checked: GITHUB_BASE_REF names main, but the clone is shallow",
        "fetch-depth: 0",
    ]);
    validate(&clone, &["--base", "none"], &ci)
        .ends(0)
        .keeps_silent_about(&["note:"]);
    assert!(
        run(&clone, "git", &["fetch", "-q", "--unshallow"], &[])
            .status
            .success()
    );
    validate(&clone, &[], &ci)
        .ends(0)
        .says(&["changes since origin/main ("]);
}

#[test]
fn ci_says_where_a_change_goes() {
    let log = Log::on_topic();
    log.edit("adr/0001-keep-volumes-on-disks.md", &[("fastest", "cheapest")]);
    log.commit("Ours");
    let base = String::from_utf8(run(log.folder.path(), "git", &["rev-parse", "main"], &[]).stdout).unwrap();
    let here = log.folder.path();
    for variables in [
        [("GITHUB_BASE_REF", "main")],
        [("CI_MERGE_REQUEST_DIFF_BASE_SHA", base.trim())],
        [("SYSTEM_PULLREQUEST_TARGETBRANCH", "refs/heads/main")],
    ] {
        validate(here, &[], &variables)
            .ends(0)
            .says(&["decision/frozen", "changes since"]);
        validate(here, &["--base", "none"], &variables)
            .ends(0)
            .keeps_silent_about(&["decision/frozen"]);
    }
    let gitlab = [
        ("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "stable"),
        ("CI_MERGE_REQUEST_DIFF_BASE_SHA", base.trim()),
    ];
    validate(here, &[], &gitlab).ends(0).says(&["decision/frozen"]);
    validate(here, &[], &[("GITHUB_BASE_REF", "stable")])
        .ends(0)
        .says(&["note: changes are not checked: GITHUB_BASE_REF names stable, but there is no commit stable"])
        .keeps_silent_about(&["decision/frozen"]);
}

#[test]
fn a_bare_repository_compares_commits() {
    let log = Log::on_topic();
    log.edit("adr/0001-keep-volumes-on-disks.md", &[("fastest", "cheapest")]);
    log.commit("Ours");
    let there = tempfile::tempdir().unwrap();
    let url = log.folder.path().display().to_string();
    assert!(
        run(there.path(), "git", &["clone", "-q", "--bare", &url, "bare"], &[])
            .status
            .success()
    );
    validate(&there.path().join("bare"), &["--at", "topic", "--base", "main"], &[])
        .ends(0)
        .says(&["decision/frozen"]);
}

#[test]
fn a_folder_that_was_not_there_has_no_past() {
    let log = Log::on_topic();
    log.write("cloud/opsrepo.toml", "[cloud]\nname = \"Blue\"\n");
    log.write(
        "cloud/decisions/0001-use-one-cluster.md",
        &THIRD.replace("# 3.", "# 1."),
    );
    log.write("cloud/LICENSE", "A licence.\n");
    validate(&log.folder.path().join("cloud"), &["--base", "main"], &[])
        .ends(0)
        .says(&["changes since main"]);
}

#[test]
fn machines_are_told_what_was_compared() {
    let log = Log::on_topic();
    log.edit("adr/0001-keep-volumes-on-disks.md", &[("fastest", "cheapest")]);
    let read = |said: Said| serde_json::from_str::<serde_json::Value>(&said.out).unwrap();
    let with = read(log.validate(&["--base", "main", "--format", "json"]));
    assert_eq!(with["summary"]["base"]["revision"], "main");
    assert_eq!(with["summary"]["base"]["commit"].as_str().map(str::len), Some(40));
    assert_eq!(with["findings"][0]["rule"], "decision/frozen");
    let without = read(log.validate(&["--format", "json"]));
    assert!(without["summary"].get("base").is_none(), "{without}");
}
