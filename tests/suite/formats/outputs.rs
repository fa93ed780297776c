//! `--output`: several files in one run, each whole or not at all.

use crate::cli::{opsrepo, repository};
use std::path::Path;
use tempfile::TempDir;

fn broken() -> TempDir {
    repository(&[("README.md", "[x](none.md)\n")])
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn several_formats_in_one_run() {
    let (here, out) = (broken(), tempfile::tempdir().unwrap());
    let path = |name: &str| out.path().join(name).display().to_string();
    let mut arguments = vec!["validate".to_owned(), "--color=always".to_owned()];
    for format in opsrepo::report::FORMATS {
        arguments.push(format!("--output={}={}", format.name, path(format.name)));
    }
    std::fs::write(path("json"), "old").unwrap();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let said = opsrepo(here.path(), &arguments).ends(1).says(&["link/broken"]);
    assert!(said.out.contains("\u{1b}["), "what is printed has colours");
    assert_eq!(
        files(out.path()),
        ["github", "gitlab", "json", "junit", "sarif", "short", "text"]
    );
    for format in opsrepo::report::FORMATS {
        let text = std::fs::read_to_string(path(format.name)).unwrap();
        assert!(text.contains("link/broken") && text.ends_with('\n'), "{}", format.name);
        assert!(!text.contains('\u{1b}'), "{}: a file has no colours", format.name);
    }
}

#[test]
fn a_quiet_run_writes_whole_files() {
    let here = repository(&[
        ("opsrepo.toml", "[rules]\n\"link/broken\" = \"warning\"\n"),
        ("README.md", "[x](none.md)\n"),
    ]);
    let said = opsrepo(here.path(), &["validate", "--quiet", "--output", "short=found.txt"]).ends(0);
    assert_eq!(said.out, "");
    let text = std::fs::read_to_string(here.path().join("found.txt")).unwrap();
    assert!(text.contains("README.md:1:5: warning link/broken: "), "{text}");
}

#[test]
fn what_cannot_be_written_is_said() {
    let here = broken();
    std::fs::write(here.path().join("plain"), "x").unwrap();
    for (output, parts) in [
        (
            "sarif=no/such/a.sarif",
            &["cannot write", "a.sarif: there is no folder", "hint: make it before"][..],
        ),
        (
            "sarif=decisions",
            &["decisions: it is a folder", "--output takes the name of a file"],
        ),
        ("sarif=plain/a", &["there is no folder"]),
        (
            "xml=a",
            &["`xml` is no format; there are text, short, json, sarif, github, gitlab, junit"],
        ),
        ("sarif", &["write a format, `=` and a path"]),
    ] {
        let before = files(here.path());
        opsrepo(here.path(), &["validate", "--output", output])
            .ends(2)
            .says(parts);
        assert_eq!(files(here.path()), before);
    }
    opsrepo(here.path(), &["validate", "--format", "text", "--output", "json=-"])
        .ends(2)
        .says(&["text and json cannot both be printed", "--output json=PATH"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_refused_file_leaves_nothing_half_written_and_the_rest_whole() {
    let here = broken();
    // Nobody can make a file there, not even root.
    let arguments = [
        "validate",
        "--output",
        "json=/proc/a.json",
        "--output",
        "gitlab=good.json",
    ];
    let said = opsrepo(here.path(), &arguments)
        .ends(2)
        .says(&["cannot write /proc/a.json"]);
    assert!(
        said.out.contains("link/broken"),
        "the findings are printed all the same"
    );
    let good = std::fs::read_to_string(here.path().join("good.json")).unwrap();
    assert!(serde_json::from_str::<serde_json::Value>(&good).is_ok());
    assert!(files(here.path()).iter().all(|name| !name.ends_with(".part")));
}

#[test]
fn paths_are_seen_from_the_folder_that_is_named() {
    let (here, other) = (broken(), tempfile::tempdir().unwrap());
    let folder = here.path().display().to_string();
    opsrepo(
        other.path(),
        &["-C", &folder, "validate", "--output", "short=found.txt"],
    )
    .ends(1);
    assert!(here.path().join("found.txt").is_file() && files(other.path()).is_empty());
}
