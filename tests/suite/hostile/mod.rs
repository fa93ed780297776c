//! The text of a pull request is hostile: a repository of nothing but attacks is rendered, nothing of it runs, and nothing of
//! it comes out as more than text.

mod payloads;
mod repository;

use crate::browser;
use crate::cli::opsrepo;
use crate::site::assert_harmless_page;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// `BASE=FOLDER` of the rendered site; made once.
fn site() -> &'static str {
    static SITE: OnceLock<String> = OnceLock::new();
    SITE.get_or_init(|| {
        let root = tempfile::tempdir().unwrap();
        repository::made(root.path());
        browser::site(root.path(), "/hostile/")
    })
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        assert!(!path.is_symlink(), "{}", path.display());
        match path.is_dir() {
            true => files(&path, out),
            false => out.push(path),
        }
    }
}

/// The text files of the site, by their paths in it.
fn texts() -> BTreeMap<String, String> {
    let (_, folder) = site().split_once('=').unwrap();
    let mut all = Vec::new();
    files(Path::new(folder), &mut all);
    let read = |path: &PathBuf| {
        let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
        Some((name, String::from_utf8(std::fs::read(path).unwrap()).ok()?))
    };
    all.iter().filter_map(read).collect()
}

#[test]
fn attacks_come_out_as_text() {
    let all = texts();
    let count = |ending: &str| all.keys().filter(|path| path.ends_with(ending)).count();
    assert!(count(".html") > 300, "{} pages", count(".html"));
    for (path, text) in &all {
        if path.ends_with(".html") {
            assert_harmless_page(path, text);
            assert!(!text.contains("864199"), "{path}: a record was read as a template");
        }
        if path.ends_with(".svg") {
            let lower = text.to_lowercase();
            for bad in ["<script", "onload", "onbegin", "javascript:", "evil.example"] {
                assert!(!lower.contains(bad), "{path} holds {bad}");
            }
        }
        if path.ends_with(".xml") || path.ends_with(".svg") {
            roxmltree::Document::parse(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        }
        if path.ends_with(".json") {
            serde_json::from_str::<serde_json::Value>(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        }
    }
}

/// Nothing that the programs say to a terminal or a machine is more than text either.
#[test]
fn attacks_do_not_stop_the_checks() {
    let root = tempfile::tempdir().unwrap();
    repository::made(root.path());
    let said = opsrepo(root.path(), &["validate", "--as-of", "2026-11-01"]);
    assert!(said.code == 1 || said.code == 0, "{}", said.err);
    assert!(!said.out.contains('\u{1}'), "a control character reaches the terminal");
}

#[test]
fn nothing_hostile_runs_in_a_browser() {
    if browser::is_there() {
        browser::looks("hostile", &[site().to_owned()]);
    }
}
