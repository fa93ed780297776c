//! What was found before and is known: a list of findings by their keys, and what a report becomes when they are left out.
//! How such a list is written into a file is not told here.

use crate::lint::Report;
use crate::lint::key::Key;
use crate::model::workspace::Workspace;
use std::collections::HashSet;

/// Findings that are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// Sorted by path, rule, key.
    pub entries: Vec<Entry>,
}

/// One of them. Only the key counts; the rest is for people.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Where it was found.
    pub path: String,
    /// Which rule found it.
    pub rule: String,
    /// What it is known by.
    pub key: Key,
    /// What was said.
    pub message: String,
}

impl Baseline {
    /// Everything that a run found.
    pub fn of(workspace: &Workspace, report: &Report) -> Baseline {
        let mut entries: Vec<Entry> = report
            .findings
            .iter()
            .map(|found| Entry {
                path: found.place.path(workspace).to_owned(),
                rule: found.rule.to_owned(),
                key: found.key,
                message: found.message.clone(),
            })
            .collect();
        entries.sort();
        Baseline { entries }
    }

    /// The keys.
    pub fn keys(&self) -> HashSet<Key> {
        self.entries.iter().map(|entry| entry.key).collect()
    }

    /// The entries that a run did not find and would have, if they were still there.
    pub fn stale<'a>(&'a self, report: &Report) -> Vec<&'a Entry> {
        let found: HashSet<Key> = report.findings.iter().map(|found| found.key).collect();
        let is_gone = |entry: &&Entry| !found.contains(&entry.key) && !report.open.contains(entry.rule.as_str());
        self.entries.iter().filter(is_gone).collect()
    }
}

/// Leaves out what is known, and counts it.
pub fn leave_out(report: &mut Report, known: &HashSet<Key>) {
    let before = report.findings.len();
    report.findings.retain(|found| !known.contains(&found.key));
    *report.known.get_or_insert(0) += before - report.findings.len();
}
