//! `link/external`: A link to another host that does not answer well.

use crate::lint::{Findings, Rule, Severity};
use crate::model::external::{self, Outcome};
use crate::model::workspace::Workspace;

/// The rule.
pub const RULE: Rule = Rule {
    name: "link/external",
    severity: Some(Severity::Warning),
    summary: "A link to another host that does not answer well.",
    page: include_str!("../../../docs/rules/link/external.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let Some(answers) = &workspace.external else { return };
    let accepted = &workspace.settings.external.accept;
    for link in &workspace.links {
        let Some(answer) = external::address(link).and_then(|url| answers.get(url)) else {
            continue;
        };
        let (message, help) = match &answer.outcome {
            Outcome::Status(status) if (200..400).contains(status) || accepted.contains(status) => continue,
            Outcome::Status(status) => (
                format!("the address answers {status}{}", meaning(*status)),
                match status {
                    404 | 410 => "look for where the page has gone, or take the link away",
                    _ => "see whether a browser gets there; `[external] accept` lists what says nothing",
                },
            ),
            Outcome::Silent(why) => (
                format!("the address does not answer: {why}"),
                "see whether a browser gets there; `[external] exclude` lists what cannot be reached from here",
            ),
        };
        findings.add(link.span, message).help(help);
    }
}

/// What a status says, for those who do not know the numbers.
fn meaning(status: u16) -> &'static str {
    match status {
        400 => " (bad request)",
        404 => " (not found)",
        405 => " (method not allowed)",
        410 => " (gone for good)",
        451 => " (unavailable for legal reasons)",
        500..=599 => " (the server fails)",
        _ => "",
    }
}
