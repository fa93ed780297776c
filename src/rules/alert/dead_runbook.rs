//! `alert/dead-runbook`: An alert whose runbook link leads to nothing.

use crate::lint::{Findings, Rule, Severity};
use crate::model::links::{Destination, Origin};
use crate::model::workspace::Workspace;
use crate::rules::fixes;
use crate::rules::moves::Moves;
use crate::rules::suggest::Suggestions;
use crate::rules::words::{self, quote};

/// The rule.
pub const RULE: Rule = Rule {
    name: "alert/dead-runbook",
    severity: Some(Severity::Error),
    summary: "An alert whose runbook link leads to nothing.",
    page: include_str!("../../../docs/rules/alert/dead-runbook.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let mut suggestions = Suggestions::new(workspace);
    let mut moves = Moves::new(workspace);
    for link in workspace.links.iter().filter(|link| link.origin == Origin::Alert) {
        let field = &link.field;
        let message = match &link.target {
            Destination::Missing(path) if path.as_str() == link.raw => {
                format!("`{field}` leads to {}, which does not exist", quote(&link.raw))
            }
            Destination::Missing(path) => format!("`{field}` leads to `{path}`, which does not exist"),
            Destination::Outside => format!("`{field}` {} leaves the repository", quote(&link.raw)),
            Destination::Sibling(found) if !found.is_there => format!(
                "`{field}` leads to {} of the sibling repository `{}`, which does not exist",
                quote(&found.wanted),
                found.name
            ),
            _ => continue,
        };
        // What has moved is another rule's.
        if moves.of(link).is_some() {
            continue;
        }
        let finding = findings.add(link.span, message);
        if let Destination::Sibling(found) = &link.target {
            match &found.meant {
                Some(meant) => finding.help(format!("did you mean `{meant}`?")),
                None => finding.help(format!(
                    "write the page in `{}`, or take the annotation away",
                    found.name
                )),
            };
        } else if let Some(suggestion) = suggestions.of(link) {
            finding.help(suggestion.help);
            finding.fix(suggestion.target.and_then(|to| fixes::redirect(workspace, link, &to)));
        } else if let Some(commit) = moves.deletion(link) {
            finding.help(format!("it was deleted in {}", words::commit(commit)));
        } else {
            finding.help("whoever is woken by the alert follows this link: point it to a page that exists");
        }
    }
}
