//! What the repository's own policies say, as findings. It does not know how they were asked.

use crate::lint::Findings;
use crate::model::verdicts::Weight;
use crate::model::workspace::Workspace;
use crate::text::span::Span;

/// A rule that is written in more places is shown with so many of them.
const SHOWN: usize = 3;

/// States every result of one weight.
pub(crate) fn report(workspace: &Workspace, findings: &mut Findings, weight: Weight) {
    let found = workspace
        .verdicts
        .found
        .iter()
        .filter(|verdict| verdict.weight == weight);
    for verdict in found {
        let place = |span: &Span| {
            let line = workspace.tree.position(*span).line;
            format!("{}:{line}", workspace.tree.path(span.file))
        };
        let mut places: Vec<String> = verdict.written.iter().take(SHOWN).map(place).collect();
        if let Some(more) = verdict.written.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            places.push(format!("{more} more"));
        }
        findings.add(verdict.span, verdict.message.clone()).help(format!(
            "the policy is `{}`, {}",
            verdict.rule,
            places.join(", ")
        ));
    }
}
