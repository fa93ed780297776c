//! `link/broken`: A link or an image that leads to nothing.

use crate::lint::{Findings, Rule, Severity};
use crate::model::links::{Destination, Origin};
use crate::model::targets::is_elsewhere;
use crate::model::workspace::Workspace;
use crate::rules::fixes;
use crate::rules::left::Told;
use crate::rules::moves::Moves;
use crate::rules::suggest::Suggestions;
use crate::rules::words::{self, quote};

/// The rule.
pub const RULE: Rule = Rule {
    name: "link/broken",
    severity: Some(Severity::Error),
    summary: "A link or an image that leads to nothing.",
    page: include_str!("../../../docs/rules/link/broken.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let mut suggestions = Suggestions::new(workspace);
    let mut moves = Moves::new(workspace);
    let told = Told::of(workspace);
    let own = workspace.own();
    for link in &workspace.links {
        let what = match link.origin {
            Origin::Text => "the link",
            Origin::Image => "the image",
            Origin::Alert | Origin::Kustomization | Origin::ArgoApplication => continue,
        };
        let message = match &link.target {
            Destination::Missing(path) if path.as_str() == link.raw => {
                format!("{what} leads to {}, which does not exist", quote(&link.raw))
            }
            Destination::Missing(path) => {
                format!("{what} {} leads to `{path}`, which does not exist", quote(&link.raw))
            }
            Destination::Outside => format!("{what} {} leaves the repository", quote(&link.raw)),
            Destination::Sibling(found) if !found.is_there => format!(
                "{what} leads to `{}` of the sibling repository `{}`, which does not exist",
                found.wanted, found.name
            ),
            _ => continue,
        };
        // A site may answer with pages and redirects that are not kept here: what it never had is not known.
        let is_address = is_elsewhere(&link.raw) && matches!(link.target, Destination::Missing(_));
        if is_address && own.as_ref().is_none_or(|own| own.shown(&link.raw).is_none()) {
            continue;
        }
        // What has moved is another rule's, and so is a record that was removed.
        if moves.of(link).is_some() || told.is_in(link.span) {
            continue;
        }
        let finding = findings.add(link.span, message);
        if let Some(suggestion) = suggestions.of(link) {
            finding.help(suggestion.help);
            finding.fix(suggestion.target.and_then(|to| fixes::redirect(workspace, link, &to)));
        } else if let Some(commit) = moves.deletion(link) {
            finding.help(format!("it was deleted in {}", words::commit(commit)));
        }
    }
}
