//! Statuses that no word of their kind explains, as findings. It does not know which rule asks.

use crate::lint::Findings;
use crate::model::status::nearest;
use crate::model::workspace::Workspace;
use crate::rules::words::{either, quote};

/// States every status that was not recognised, of the kinds whose names are wanted.
pub(crate) fn report(workspace: &Workspace, findings: &mut Findings, wanted: fn(&str) -> bool) {
    for record in &workspace.records {
        let kind = workspace.kind_of(record);
        let Some(found) = record.status.unrecognised().filter(|_| wanted(&kind.name)) else {
            continue;
        };
        if kind.statuses.is_empty() || found.raw.is_empty() {
            continue;
        }
        let help = match nearest(&found.raw, &kind.statuses) {
            Some(word) => format!("did you mean `{word}`?"),
            None => {
                let words: Vec<&str> = kind.statuses.iter().map(|status| status.word.as_str()).collect();
                format!(
                    "use {}, or say in opsrepo.toml which of them it means: [kinds.{}.statuses]",
                    either(&words),
                    kind.name
                )
            }
        };
        findings
            .add(
                found.span,
                format!("{} is no {} status that opsrepo knows", quote(&found.raw), kind.name),
            )
            .help(help);
    }
}
