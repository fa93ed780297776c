//! `runbook/no-alert`: A runbook that no alert leads to, among runbooks of alerts.

use crate::lint::{Findings, Rule, Severity};
use crate::model::alerts::coverage::is_index;
use crate::model::kind_names::RUNBOOK;
use crate::model::record::RecordId;
use crate::model::workspace::Workspace;
use crate::rules::words::quote;
use crate::text::path::RepoPath;
use std::collections::{BTreeMap, BTreeSet};

/// The rule.
pub const RULE: Rule = Rule {
    name: "runbook/no-alert",
    severity: Some(Severity::Hint),
    summary: "A runbook that no alert leads to, among runbooks of alerts.",
    page: include_str!("../../../docs/rules/runbook/no-alert.md"),
    check,
};

/// A folder with fewer runbooks of alerts says nothing of the others in it.
const ENOUGH: usize = 3;

fn check(workspace: &Workspace, findings: &mut Findings) {
    let alerts = &workspace.alerts.alerts;
    let led: BTreeSet<RecordId> = alerts.iter().filter_map(|alert| alert.runbook).collect();
    if led.len() < ENOUGH {
        return;
    }
    let mut folders: BTreeMap<RepoPath, Vec<RecordId>> = BTreeMap::new();
    for (id, record) in workspace.of_kind(RUNBOOK) {
        // A page about its folder is nobody's runbook.
        if !is_index(workspace.path_of(record)) {
            folders.entry(workspace.path_of(record).parent()).or_default().push(id);
        }
    }
    for runbooks in folders.values() {
        let known = runbooks.iter().filter(|id| led.contains(id)).count();
        if known < ENOUGH || known * 2 <= runbooks.len() {
            continue;
        }
        for id in runbooks.iter().filter(|id| !led.contains(id)) {
            let record = workspace.record(*id);
            findings
                .add(
                    record.place(),
                    format!("no alert leads to the runbook {}", quote(record.name())),
                )
                .help("name it in the annotation `runbook_url` of its alert, or retire it");
        }
    }
}
