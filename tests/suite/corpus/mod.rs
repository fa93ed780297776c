//! The real repositories of `../shared/corpora`, read without configuration: every fact as a snapshot, and what is known
//! about them from outside as assertions. Skipped, with a line that says so, where that folder is absent.
//!
//! `SNAPSHOTS=overwrite` rewrites the snapshots. They name files, numbers and words; they copy no prose.

mod alerts;
mod baseline;
mod books;
mod changes;
pub(crate) mod checkout;
mod configs;
mod facts;
mod history;
mod linked;
mod moved;
mod people;
mod pinned;
mod stated;
mod table;

use std::fs;
use std::path::Path;

/// Every repository that lies there.
pub(crate) const NAMES: [&str; 20] = [
    "adr-tools",
    "arachne",
    "brighter",
    "govuk-aws",
    "kube-prometheus",
    "log4brains",
    "madr",
    "moj-cloud-platform",
    "mybinder",
    "opendatahub",
    "operate-first-apps",
    "operate-first-blueprint",
    "operate-first-community",
    "operate-first-operations",
    "operate-first-schema-store",
    "operate-first-service-catalog",
    "operate-first-sre",
    "prometheus-runbooks",
    "stackable",
    "tams",
];

#[test]
fn every_fact_is_as_recorded() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/snapshots/corpus");
    let is_rewriting = std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite");
    let mut failures = Vec::new();
    for name in NAMES {
        let Some(workspace) = checkout::workspace(name) else {
            continue;
        };
        let (path, found) = (folder.join(format!("{name}.txt")), facts::of(&workspace));
        if is_rewriting {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&path, found).unwrap();
            continue;
        }
        let known = fs::read_to_string(&path).unwrap_or_default();
        if known != found {
            failures.push(format!("{name}:\n{}", difference(&known, &found)));
        }
    }
    assert!(
        failures.is_empty(),
        "facts changed (SNAPSHOTS=overwrite cargo test --test suite corpus; then read the diff):\n{}",
        failures.join("\n")
    );
}

/// The lines of one side only, in order, `-` for what was known and `+` for what was found; at most 40 each.
fn difference(known: &str, found: &str) -> String {
    let only = |sign: char, a: &str, b: &str| {
        let other: std::collections::HashSet<&str> = b.lines().collect();
        a.lines()
            .filter(|line| !other.contains(line))
            .map(|line| format!("  {sign} {line}\n"))
            .take(40)
            .collect::<String>()
    };
    only('-', known, found) + &only('+', found, known)
}
