//! How a record came to be, as a user asks for it: on repositories that are made up here, with hostile messages, in
//! shallow clones, without Git. What the real repositories tell stands in `corpus/history.rs`.

use serde_json::Value;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// Runs a program here: exit code, output, errors.
fn run(folder: &Path, program: &str, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .output()
        .unwrap();
    (
        output.status.code().unwrap_or(-1),
        String::from_utf8_lossy(&output.stdout).into_owned(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )
}

#[track_caller]
fn opsrepo(folder: &Path, arguments: &[&str]) -> String {
    let (code, out, err) = run(folder, env!("CARGO_BIN_EXE_opsrepo"), arguments);
    assert_eq!(code, 0, "{arguments:?}\n{out}\n{err}");
    out
}

#[track_caller]
fn refused(folder: &Path, arguments: &[&str]) -> String {
    let (code, _, err) = run(folder, env!("CARGO_BIN_EXE_opsrepo"), arguments);
    assert_eq!(code, 2, "{arguments:?}\n{err}");
    err
}

#[track_caller]
fn git(folder: &Path, arguments: &[&str]) {
    let identity = [
        "-c",
        "user.name=Ada",
        "-c",
        "user.email=ada@example.org",
        "-c",
        "commit.gpgsign=false",
    ];
    let (code, _, err) = run(folder, "git", &[&identity[..], arguments].concat());
    assert_eq!(code, 0, "{arguments:?}: {err}");
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn record(status: &str, context: &str) -> String {
    format!(
        "# 1. Use Git\n\n## Status\n\n{status}\n\n## Context\n\n{context}\n\n## Decision\n\nGit it is.\n\nFor good.\n"
    )
}

/// A message with everything in it that could do harm.
const HOSTILE: &str = "<script>alert(1)</script> \u{1b}[31mred {{ 7*7 }} (#4)\n\nReviewed-by: <img src=x onerror=alert(2)> <r@x>\n\
     Co-authored-by: Bo \u{202e}evil <javascript:alert(3)>\nSigned-off-by: Ada <ada@example.org>\nSigned-off-by: Di <d@x>\n";

/// One decision: proposed, accepted on a branch that was merged, moved, decorated, superseded.
fn repository() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let step = |message: &str, date: &str| {
        git(here, &["add", "-A"]);
        git(here, &["commit", "-q", "--date", date, "-m", message]);
    };
    git(here, &["init", "-q", "-b", "main"]);
    git(
        here,
        &["remote", "add", "origin", "https://user:secret@github.com/o/r.git"],
    );
    write(here, "LICENSE", "Apache License\n");
    write(here, "docs/adr/0001-use-git.md", &record("Proposed", "We need one."));
    step("Propose Git", "2024-01-01T10:00:00+02:00");
    git(here, &["checkout", "-q", "-b", "accept"]);
    write(here, "docs/adr/0001-use-git.md", &record("Accepted", "We need one."));
    step(HOSTILE.replace(" (#4)", "").as_str(), "2024-01-02T10:00:00Z");
    git(here, &["checkout", "-q", "main"]);
    git(
        here,
        &[
            "merge",
            "-q",
            "--no-ff",
            "-m",
            "Merge pull request #7 from o/accept\n\nReviewed-by: Cy <c@x>",
            "accept",
        ],
    );
    std::fs::create_dir_all(here.join("adr")).unwrap();
    git(here, &["mv", "docs/adr/0001-use-git.md", "adr/0001-use-git.md"]);
    step(HOSTILE, "2024-01-03T10:00:00Z");
    write(here, "adr/0001-use-git.md", &record("✅ Accepted", "We need one."));
    step("Decorate", "2024-01-04T10:00:00Z");
    folder
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    let arguments = [arguments, &["--format", "json"]].concat();
    serde_json::from_str(&opsrepo(folder, &arguments)).unwrap()
}

/// `before>after request path people` of each step.
fn told(history: &Value) -> Vec<String> {
    let word = |status: &Value| match status {
        Value::Null => "none".to_owned(),
        status => status["word"].as_str().unwrap_or("absent").to_owned(),
    };
    let names = |names: &Value| {
        let names = names.as_array().unwrap().iter();
        names.map(|name| name.as_str().unwrap()).collect::<Vec<_>>().join(",")
    };
    let steps = history.as_array().unwrap().iter();
    steps
        .map(|step| {
            format!(
                "{}>{} {} {} with [{}] by [{}]",
                word(&step["status_before"]),
                word(&step["status_after"]),
                step["request"],
                step["path"].as_str().unwrap(),
                names(&step["coauthors"]),
                names(&step["reviewers"])
            )
        })
        .collect()
}

#[test]
fn a_history_has_its_people_and_requests() {
    let folder = repository();
    let here = folder.path();
    let evil = "Bo \u{202e}evil";
    let wanted = [
        "none>proposed null docs/adr/0001-use-git.md with [] by []".to_owned(),
        format!("proposed>accepted 7 docs/adr/0001-use-git.md with [{evil}] by [<img src=x onerror=alert(2)>,Cy,Di]")
            .replace("<img src=x onerror=alert(2)>", "img src=x onerror=alert(2)"),
        format!("accepted>accepted 4 adr/0001-use-git.md with [{evil}] by [img src=x onerror=alert(2),Di]"),
        "accepted>accepted null adr/0001-use-git.md with [] by []".to_owned(),
    ];
    let history = json(here, &["decision", "history", "1"]);
    assert_eq!(told(&history), wanted);
    assert_eq!(history[1]["status_after"]["raw"], "Accepted");
    assert_eq!(history[3]["status_after"]["raw"], "✅ Accepted");
    assert_eq!(history[0]["date"], "2024-01-01T10:00:00+02:00");
    let all = json(here, &["decision", "history"]);
    assert_eq!((&all[0]["id"], &all[0]["history"]), (&Value::from("0001"), &history));
    assert_eq!(json(here, &["trace", "adr/0001-use-git.md"])["history"], history);
    write(here, "adr/0001-use-git.md", &record("Deprecated", "We need one."));
    for history in [
        json(here, &["decision", "history", "1"]),
        json(here, &["decision", "history"])[0]["history"].clone(),
    ] {
        let last = &history[4];
        assert_eq!(
            (&last["commit"], &last["summary"]),
            (&Value::Null, &Value::from("not committed"))
        );
        assert_eq!(last["status_before"]["word"], "accepted");
        assert_eq!(last["status_after"]["word"], "deprecated");
    }
    assert_eq!(
        json(here, &["decision", "history", "1", "--at", "HEAD"]),
        history,
        "a commit has nothing uncommitted"
    );
}

#[test]
fn a_timeline_draws_the_changes_of_status() {
    let folder = repository();
    let text = opsrepo(folder.path(), &["decision", "history", "1"]);
    for part in [
        "● 2024-01-01   proposed   Ada",
        "● 2024-01-02   proposed → accepted   Ada, with Bo",
        "https://github.com/o/r/pull/7",
        "· 2024-01-03   moved from docs/adr/0001-use-git.md   Ada",
        "· 2024-01-04   changed   Ada",
        ", accepted since 2024-01-02",
    ] {
        assert!(text.contains(part), "`{part}` is missing in:\n{text}");
    }
    assert!(
        !text.contains(['\u{1b}', '\u{202e}']),
        "a message steers the terminal:\n{text}"
    );
    assert!(!text.contains("secret"));
}

#[test]
fn sections_are_blamed() {
    let folder = repository();
    let here = folder.path();
    write(here, "adr/0001-use-git.md", &record("✅ Accepted", "We need two."));
    let blame = json(here, &["decision", "blame", "1"]);
    let rows: Vec<String> = blame
        .as_array()
        .unwrap()
        .iter()
        .map(|row| format!("{} {} {}", row["section"], row["request"], row["summary"]))
        .collect();
    assert_eq!(
        rows,
        [
            "\"1. Use Git\" null \"Propose Git\"",
            "\"Status\" null \"Decorate\"",
            "\"Context\" null \"not committed\"",
            "\"Decision\" null \"Propose Git\""
        ]
    );
}

#[test]
fn what_is_unknown_is_said() {
    let folder = repository();
    let clone = tempfile::tempdir().unwrap();
    let url = format!("file://{}", folder.path().display());
    git(clone.path(), &["clone", "-q", "--depth", "1", &url, "."]);
    for arguments in [
        &["decision", "history", "1"][..],
        &["decision", "history"],
        &["trace", "1"],
    ] {
        let (code, out, err) = run(clone.path(), env!("CARGO_BIN_EXE_opsrepo"), arguments);
        assert!(
            err.contains("shallow") && err.contains("hint: git fetch --unshallow"),
            "{err}"
        );
        assert!(
            code == 0 && out.contains("older steps are not in this shallow clone"),
            "{out}"
        );
        assert!(!out.contains("added") && !out.contains("not in the history"), "{out}");
    }
    assert_eq!(
        told(&json(clone.path(), &["decision", "history", "1"])),
        Vec::<String>::new()
    );
    let whole = told(&json(folder.path(), &["decision", "history", "1"]));
    git(clone.path(), &["fetch", "-q", "--depth", "3", "origin"]);
    let held = told(&json(clone.path(), &["decision", "history", "1"]));
    assert!(!held.is_empty() && held.len() < whole.len(), "{held:?}");
    assert!(whole.ends_with(&held), "{held:?} are not the last of {whole:?}");
    let (code, out, err) = run(clone.path(), env!("CARGO_BIN_EXE_opsrepo"), &["decision", "blame", "1"]);
    assert!(
        code == 0 && out.contains("unknown") && err.contains("git fetch --unshallow"),
        "{out}{err}"
    );
    let outside = tempfile::tempdir().unwrap();
    write(outside.path(), "adr/0001-use-git.md", &record("Accepted", "x"));
    for arguments in [&["decision", "history", "1"], &["decision", "blame", "1"]] {
        assert!(refused(outside.path(), arguments).contains("in no Git repository"));
    }
    git(outside.path(), &["init", "-q", "-b", "main"]);
    assert!(refused(outside.path(), &["decision", "history", "1"]).contains("no commits yet"));
    git(outside.path(), &["commit", "-q", "--allow-empty", "-m", "x"]);
    let history = json(outside.path(), &["decision", "history", "1"]);
    assert_eq!(told(&history), ["none>accepted null adr/0001-use-git.md with [] by []"]);
    let elsewhere = tempfile::tempdir().unwrap();
    write(elsewhere.path(), "adr/0001-use-git.md", &record("Accepted", "x"));
    let more = record("Accepted", "As in [the first](0001-use-git.md).").replace("1. Use", "2. Keep");
    write(elsewhere.path(), "adr/0002-keep-git.md", &more);
    let (code, out, err) = run(elsewhere.path(), env!("CARGO_BIN_EXE_opsrepo"), &["trace", "1"]);
    assert!(code == 0 && err.contains("in no Git repository"), "{out}{err}");
    assert!(
        out.contains("referred to by") && out.contains("adr/0002-keep-git.md"),
        "{out}"
    );
    assert!(refused(folder.path(), &["trace", "9999"]).contains("there is no record `9999`"));
}

#[test]
fn a_sidecar_has_its_share_of_the_history() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    git(here, &["init", "-q", "-b", "main"]);
    let step = |path: &str, text: &str| {
        write(here, path, text);
        git(here, &["add", "-A"]);
        git(here, &["commit", "-q", "-m", path]);
    };
    write(here, "keps/0001-x/kep.yaml", "title: X\nstatus: provisional\n");
    step("keps/0001-x/README.md", "# X\n\nText.\n");
    step("keps/0001-x/kep.yaml", "title: X\nstatus: implemented\n");
    write(
        here,
        "opsrepo.toml",
        "[sets.keps]\nkind = \"decision\"\nfiles = [\"keps/*/README.md\"]\n",
    );
    assert_eq!(
        told(&json(here, &["decision", "history", "x"])),
        [
            "none>proposed null keps/0001-x/README.md with [] by []",
            "proposed>accepted null keps/0001-x/README.md with [] by []",
        ]
    );
}

#[test]
fn the_site_tells_it_harmlessly_and_always_the_same() {
    let folder = repository();
    let here = folder.path();
    let mut pages = Vec::new();
    for out in ["one", "two"] {
        opsrepo(here, &["render", "--out", out, "--as-of", "2026-01-01"]);
        pages.push(std::fs::read_to_string(here.join(out).join("decisions/0001-use-git.html")).unwrap());
    }
    assert_eq!(pages[0], pages[1]);
    let (_, page) = pages[0].split_once("id=\"page:history\"").unwrap();
    for part in [
        "<span class=\"chip busy\" title=\"Proposed\">proposed</span>",
        "<a href=\"https://github.com/o/r/pull/7\">#7</a>",
        "<a href=\"https://github.com/o/r/pull/4\">#4</a>",
        "moved from docs/adr/0001-use-git.md",
        "signed off by Di",
        "&lt;script&gt;alert(1)",
        "{{ 7*7 }}",
    ] {
        assert!(page.contains(part), "`{part}` is missing in:\n{page}");
    }
    assert!(
        !page.contains("<script") && !page.contains("<img") && !page.contains("href=\"javascript:"),
        "{page}"
    );
}

#[test]
fn machine_output_follows_its_schema() {
    let folder = repository();
    let schema = serde_json::from_str(&opsrepo(folder.path(), &["schema", "history"])).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    for arguments in [
        &["decision", "history", "1"][..],
        &["decision", "history"],
        &["runbook", "history"],
    ] {
        let value = json(folder.path(), arguments);
        let errors: Vec<String> = schema
            .iter_errors(&value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{arguments:?}: {errors:#?}");
    }
    assert!(!schema.is_valid(&serde_json::json!([{"commit": "x"}])));
}

#[test]
fn moves_that_are_not_committed_are_followed_for_one_and_for_all() {
    let folder = repository();
    let here = folder.path();
    let two =
        record("Accepted", "We need to know what happened to the other one.").replace("# 1. Use Git", "# 2. Tell");
    write(here, "adr/0002-tell.md", &two);
    git(here, &["add", "-A"]);
    git(here, &["commit", "-q", "-m", "Tell"]);
    let committed = json(here, &["decision", "history", "1"]);
    std::fs::rename(here.join("adr/0001-use-git.md"), here.join("adr/0001-use-two.md")).unwrap();
    let one = json(here, &["decision", "history", "1"]);
    let (before, last) = one.as_array().unwrap().split_at(4);
    assert_eq!(before, committed.as_array().unwrap());
    assert_eq!(last[0]["path"], "adr/0001-use-two.md");
    let all = json(here, &["decision", "history"]);
    assert_eq!((&all[0]["id"], &all[0]["history"]), (&Value::from("0001"), &one));
    assert_eq!(all[1]["history"].as_array().unwrap().len(), 1);
}
