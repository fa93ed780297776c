//! Who answers for what in the corpora, and how their review dates were set. The code must not know any of it.

use crate::corpus::checkout::{folder, workspace};
use opsrepo::model::workspace::Workspace;
use opsrepo::text::path::RepoPath;
use std::fs;
use std::process::Command;

fn owners(workspace: &Workspace, path: &str) -> Vec<String> {
    let file = workspace.tree.find(&RepoPath::new(path).unwrap()).expect(path);
    let all = workspace.owners_of(file).into_iter();
    all.map(|owner| owner.name.to_owned()).collect()
}

#[test]
fn the_nearest_list_answers() {
    if let Some(apps) = workspace("operate-first-apps") {
        assert_eq!(apps.owners.lists.len(), 11);
        assert!(apps.owners.lists.iter().all(|list| list.problems.is_empty()));
        assert_eq!(owners(&apps, "prow/OWNERS"), ["codificat", "goern", "harshad16"]);
        assert_eq!(owners(&apps, "docs/_toc.yml").len(), 9);
    }
    if let Some(community) = workspace("operate-first-community") {
        assert_eq!(owners(&community, "sig-operations/README.md"), ["sig-operations-leads"]);
        let aliases = community.owners.aliases.as_ref().unwrap();
        assert_eq!(aliases.groups.len(), 10);
    }
}

#[test]
fn the_last_line_of_code_owners_answers() {
    let Some(hub) = workspace("opendatahub") else { return };
    assert_eq!(owners(&hub, "README.md"), ["@opendatahub-io/architects"]);
    // The folder of all other lines was removed.
    let code = hub.owners.code.as_ref().unwrap();
    let idle = code.idle(hub.tree.files().iter().map(|file| &file.path)).len();
    assert_eq!((code.lines.len(), idle), (12, 11));
}

/// Of 105 pages with a date, 51 were given it by a commit that changed that one line of the page; each was looked at with
/// `git show --numstat`.
#[test]
fn half_of_the_review_dates_of_moj_were_set_alone() {
    let Some(folder) = folder("moj-cloud-platform") else {
        return;
    };
    let copy = tempfile::tempdir().unwrap();
    let status = Command::new("git")
        .args(["clone", "--quiet", "--no-hardlinks"])
        .args([folder.as_path(), copy.path()])
        .status();
    assert!(status.unwrap().success());
    let count = || {
        let output = Command::new(env!("CARGO_BIN_EXE_opsrepo"))
            .current_dir(copy.path())
            .args(["validate", "--format", "json", "--as-of", "2026-08-21"])
            .output()
            .unwrap();
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let findings = report["findings"].as_array().unwrap().iter();
        let of = |name: &str| findings.clone().filter(|finding| finding["rule"] == name).count();
        (of("runbook/review-overdue"), of("runbook/review-bumped"))
    };
    assert_eq!(count(), (71, 0), "the history is read only where somebody asks");
    fs::write(
        copy.path().join("opsrepo.toml"),
        "[rules]\n\"runbook/review-bumped\" = \"hint\"\n",
    )
    .unwrap();
    assert_eq!(count(), (71, 51));
}
