//! What a site tells of the past: records that are there no more, and how much was found in the months before.

use crate::site::values;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

#[track_caller]
fn run(folder: &Path, program: &str, arguments: &[&str], date: &str) -> String {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .env("GIT_AUTHOR_DATE", date)
        .env("GIT_COMMITTER_DATE", date)
        .output()
        .unwrap();
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {err}");
    err
}

fn commit(folder: &Path, files: &[(&str, &str)], date: &str) {
    for (path, text) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        match text.is_empty() {
            true => std::fs::remove_file(path).unwrap(),
            false => std::fs::write(path, text).unwrap(),
        }
    }
    run(folder, "git", &["add", "-A"], date);
    let identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"];
    let commit = ["-c", "commit.gpgsign=false", "commit", "-qm", "A <b>change</b>"];
    run(folder, "git", &[&identity[..], &commit].concat(), date);
}

const DECISION: &str = "# A choice\n\nStatus: accepted\n\nDate: 2026-01-01\n\n## Decision\n\nYes, we do.\n";

/// A cloud of three months: a broken link in the second, a record and a note removed in the third.
fn cloud() -> TempDir {
    let folder = TempDir::new().unwrap();
    let at = folder.path();
    run(at, "git", &["init", "-q", "-b", "main"], "2026-01-01T00:00:00Z");
    let other = DECISION.replace("Yes, we do.", "No, we never did any of that, for reasons of its own.");
    let first = [
        ("decisions/0001-a.md", DECISION),
        ("decisions/0002-b.md", &other),
        ("decisions/notes.txt", "x"),
    ];
    commit(at, &first, "2026-01-10T10:00:00Z");
    commit(
        at,
        &[("decisions/0003-c.md", &format!("{DECISION}\n[gone](nothing.md)\n"))],
        "2026-02-10T10:00:00Z",
    );
    commit(
        at,
        &[("decisions/0002-b.md", ""), ("decisions/notes.txt", "")],
        "2026-03-10T10:00:00Z",
    );
    folder
}

fn page(folder: &Path, arguments: &[&str], path: &str) -> (String, String) {
    let site = TempDir::new().unwrap();
    let out = site.path().join("site");
    let out = out.to_str().unwrap();
    let all = [&["--as-of", "2026-04-02", "render", "--out", out], arguments].concat();
    let err = run(folder, env!("CARGO_BIN_EXE_opsrepo"), &all, "2026-04-02T00:00:00Z");
    (
        std::fs::read_to_string(site.path().join("site").join(path)).unwrap(),
        err,
    )
}

#[test]
fn a_record_that_was_removed_is_told_among_the_changes() {
    let folder = cloud();
    let (changes, _) = page(folder.path(), &[], "changes/index.html");
    assert!(
        changes.contains("decision deleted</span> <span class=\"path\">decisions/<wbr>0002-b.md</span>"),
        "{changes}"
    );
    assert!(!changes.contains("notes.txt") && !changes.contains("<b>"), "{changes}");
    assert!(values(&changes, "href").any(|to| to == "../decisions/0003-c.html"));
    let (home, _) = page(folder.path(), &[], "index.html");
    assert!(home.contains("decisions/0002-b.md deleted"), "{home}");
}

#[test]
fn the_trend_is_drawn_where_it_is_asked_for() {
    let folder = cloud();
    let (checks, err) = page(folder.path(), &["-v", "--trend", "6"], "checks/index.html");
    let (_, table) = checks.split_once("class=\"figures\"").unwrap();
    let (table, _) = table.split_once("</table>").unwrap();
    let months = ["2026-01", "2026-02", "2026-03", "2026-04"];
    assert!(
        months.iter().filter(|month| table.contains(**month)).count() >= 3,
        "{table}"
    );
    assert!(
        !table.contains("2025-12"),
        "before the first commit nothing was found: {table}"
    );
    assert!(err.contains("findings at the end of 2026-02"), "{err}");
    let (checks, _) = page(folder.path(), &[], "checks/index.html");
    assert!(!checks.contains("How it went"), "{checks}");
}
