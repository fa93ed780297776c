//! Baselines of real repositories: what is known stays known when lines move, and what is new is found.

use crate::corpus::{NAMES, checkout};
use crate::workspaces::AS_OF;
use opsrepo::lint::baseline::{Baseline, leave_out};
use opsrepo::lint::key::Key;
use opsrepo::lint::{Report, Severity, run};
use opsrepo::model::workspace::Workspace;
use opsrepo::text::history::History;
use opsrepo::text::path::RepoPath;
use opsrepo::text::tree::{File, Tree};
use opsrepo::{kinds, rules};
use std::collections::{BTreeMap, HashSet};
use std::process::Command;

/// What is found in these files that is not known, and how many entries are found no more.
fn rest(workspace: &Workspace, files: Vec<File>, baseline: &Baseline) -> (Workspace, Report, usize) {
    let context = workspace.context.clone();
    let after = Workspace::build(Tree::new(files), kinds::all(), context, History::NotAsked);
    let mut report = run::run(&after, rules::ALL);
    let gone = baseline.stale(&report).len();
    leave_out(&mut report, &baseline.keys());
    (after, report, gone)
}

/// The files, with a line more above the first link of each that was found wanting: before the last heading that stands
/// there, for within a list or a table one more line can change what the next ones mean.
fn with_lines_moved(workspace: &Workspace, report: &Report) -> (Vec<File>, usize) {
    let mut first: BTreeMap<u32, u32> = BTreeMap::new();
    for found in report.findings.iter().filter(|found| found.rule.starts_with("link/")) {
        let Some(span) = found.place.span() else { continue };
        let start = first.entry(span.file.0).or_insert(span.range.start);
        *start = (*start).min(span.range.start);
    }
    let mut files = workspace.tree.files().to_vec();
    let mut moved = 0;
    for (file, start) in &first {
        let file = &mut files[*file as usize];
        let Some(source) = file.source() else { continue };
        let (text, end) = (source.text(), source.line_end());
        let Some(heading) = text[..*start as usize].rfind(&format!("{end}{end}#")) else {
            continue;
        };
        let (before, after) = text.split_at(heading + 2 * end.len());
        *file = File::text(file.path.clone(), format!("{before}One line more.{end}{end}{after}"));
        moved += 1;
    }
    (files, moved)
}

#[test]
fn every_repository_can_begin_today() {
    let (mut seen, mut all_moved) = (0, 0);
    for name in NAMES {
        let Some(workspace) = checkout::workspace(name) else {
            continue;
        };
        let report = run::run(&workspace, rules::ALL);
        let baseline = Baseline::of(&workspace, &report);
        let keys: HashSet<Key> = baseline.keys();
        assert_eq!(
            keys.len(),
            report.findings.len(),
            "{name}: each finding has a key of its own"
        );

        let (_, again, gone) = rest(&workspace, workspace.tree.files().to_vec(), &baseline);
        assert_eq!((again.findings.len(), gone), (0, 0), "{name}");
        assert_eq!(again.known, Some(report.findings.len()), "{name}");

        let mut files = workspace.tree.files().to_vec();
        let path = RepoPath::new("one-new-fault.md").unwrap();
        files.push(File::text(path.clone(), "# A fault\n\n[It](leads-to/nowhere.md).\n"));
        let (after, new, gone) = rest(&workspace, files, &baseline);
        // A hint may be right beside it: that no navigation has the page.
        let faults = new.findings.iter().filter(|found| found.severity > Severity::Hint);
        let found: Vec<(&str, &str)> = faults.map(|found| (found.rule, found.place.path(&after))).collect();
        assert_eq!((found, gone), (vec![("link/broken", path.as_str())], 0), "{name}");

        let (files, moved) = with_lines_moved(&workspace, &report);
        let (after, new, gone) = rest(&workspace, files, &baseline);
        let found: Vec<String> = new
            .findings
            .iter()
            .map(|found| format!("{} {}: {}", found.rule, found.place.path(&after), found.message))
            .collect();
        assert!(
            found.is_empty() && gone == 0,
            "{name}: {moved} moved, {gone} gone, {found:#?}"
        );
        (seen, all_moved) = (seen + 1, all_moved + moved);
    }
    assert!(seen == 0 || all_moved > 20, "{all_moved} files moved");
}

#[test]
fn no_change_brings_nothing() {
    for name in NAMES {
        let Some(folder) = checkout::folder(name) else { continue };
        let summary = |base: &str| -> serde_json::Value {
            let output = Command::new(env!("CARGO_BIN_EXE_opsrepo"))
                .args(["validate", "--as-of", AS_OF, "--format", "json", "--base", base])
                .current_dir(&folder)
                .output()
                .unwrap();
            let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
            report["summary"].clone()
        };
        let count = |summary: &serde_json::Value| -> u64 {
            let counts = ["errors", "warnings", "hints"].map(|level| summary[level].as_u64().unwrap());
            counts.iter().sum()
        };
        let (all, new) = (summary("none"), summary("HEAD"));
        assert_eq!(
            (count(&new), new["known"].as_u64()),
            (0, Some(count(&all))),
            "{name}: {new}"
        );
    }
}
