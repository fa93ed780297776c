//! `link/moved`: A link that led somewhere until its target or its page was moved, as the history knows.

use crate::lint::{Findings, Rule, Severity};
use crate::model::links::{Destination, Origin};
use crate::model::workspace::Workspace;
use crate::rules::moves::Moves;
use crate::rules::{fixes, words};
use crate::text::history::History;

/// The rule.
pub const RULE: Rule = Rule {
    name: "link/moved",
    severity: Some(Severity::Error),
    summary: "A link that broke when a file moved, as the history tells.",
    page: include_str!("../../../docs/rules/link/moved.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    findings.known_as("link/broken");
    if matches!(workspace.history, History::Unknown(_)) {
        findings.may_differ();
    }
    let mut moves = Moves::new(workspace);
    for link in &workspace.links {
        let (Destination::Missing(missing), Some(found)) = (&link.target, moves.of(link)) else {
            continue;
        };
        let what = match link.origin {
            Origin::Alert => "the runbook link",
            Origin::Image => "the image",
            _ => "the link",
        };
        let (to, commit) = (&found.to, words::commit(found.commit));
        let message = match found.page {
            None => format!("{what} leads to `{missing}`, which is now `{to}` (moved in {commit})"),
            Some(page) => format!("{what} meant `{to}` before this page moved from `{page}` ({commit})"),
        };
        let finding = findings.add(link.span, message);
        finding.fix(fixes::redirect(workspace, link, &found.to));
    }
}
