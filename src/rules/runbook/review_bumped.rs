//! `runbook/review-bumped`: A review date that was set by a commit that changed nothing else in the page.

use crate::lint::{Findings, Rule, Severity};
use crate::model::workspace::Workspace;
use crate::rules::words;
use crate::text::plural::counted;
use std::collections::BTreeMap;

/// The rule.
pub const RULE: Rule = Rule {
    name: "runbook/review-bumped",
    severity: None,
    summary: "A review date that was set while nothing else in the page changed.",
    page: include_str!("../../../docs/rules/runbook/review-bumped.md"),
    check,
};

/// Whether the settings switch it on: what it judges is read from the history for it alone.
pub(crate) fn is_wanted(workspace: &Workspace) -> bool {
    let level = workspace.settings.rules.get(RULE.name);
    level.and_then(|level| Severity::parse(&level.word)).flatten().is_some()
}

fn check(workspace: &Workspace, findings: &mut Findings) {
    let commits = workspace.history.log().map_or(&[][..], |log| &log.commits);
    let mut pages: BTreeMap<u32, usize> = BTreeMap::new();
    for bump in &workspace.bumps {
        *pages.entry(bump.commit).or_insert(0) += 1;
    }
    for bump in &workspace.bumps {
        let record = workspace.record(bump.record);
        let (Some(reviewed), Some(commit)) = (record.reviewed(), commits.get(bump.commit as usize)) else {
            continue;
        };
        let others = workspace
            .bumps
            .iter()
            .filter(|other| other.commit == bump.commit)
            .count()
            - 1;
        let more = match others {
            0 => String::new(),
            n => format!("; it did so in {} more", counted(n, "page")),
        };
        findings
            .add(
                reviewed.span,
                format!(
                    "the date was set from {} in {}, and nothing else in the page with it{more}",
                    words::quote(&bump.before),
                    words::commit(commit)
                ),
            )
            .help(
                "if every step was tried and still holds, say so beside the date, as `opsrepo runbook review ID --because \
                 TEXT` does, or allow it here",
            );
    }
}
