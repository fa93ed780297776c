//! Statuses that no word of their kind explains, as findings. It does not know which rule asks.

use crate::lint::{Findings, Fix};
use crate::model::fact::Found;
use crate::model::kind::StatusWord;
use crate::model::status::nearest;
use crate::model::workspace::Workspace;
use crate::rules::fixes;
use crate::rules::words::{either, quote};
use crate::text::similar;

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
            .help(help)
            .fix(fix(workspace, found, &kind.statuses));
    }
}

/// Writes the word that was misspelt, where nothing but that word stands. The wording of a synonym is the author's.
fn fix(workspace: &Workspace, found: &Found<String>, statuses: &[StatusWord]) -> Option<Fix> {
    let spellings = statuses
        .iter()
        .flat_map(|status| std::iter::once(&status.word).chain(&status.spellings));
    let word = similar::certain(&found.raw, spellings.map(String::as_str))?;
    let is_capital = found.raw.starts_with(char::is_uppercase);
    let mut text = word.to_owned();
    if let Some(first) = text.get_mut(..1).filter(|_| is_capital) {
        first.make_ascii_uppercase();
    }
    let title = format!("write `{text}`");
    fixes::replace(workspace, (found.span, &found.raw), text, title)
}
