//! Statuses that no word of their kind explains, as findings. It does not know which rule asks.

use crate::lint::{Findings, Fix};
use crate::model::fact::Found;
use crate::model::kind::StatusWord;
use crate::model::status::{explained, nearest};
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
        let fix = fix(workspace, found, &kind.statuses);
        // What is offered to be written is what is suggested.
        let near = certain(&found.raw, &kind.statuses).or_else(|| nearest(&found.raw, &kind.statuses));
        let help = match near {
            Some(near) => format!("did you mean {}?", explained(near)),
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
            .fix(fix);
    }
}

/// Writes the word that was misspelt, where nothing but that word stands. The wording of a synonym is the author's.
fn fix(workspace: &Workspace, found: &Found<String>, statuses: &[StatusWord]) -> Option<Fix> {
    let (word, _) = certain(&found.raw, statuses)?;
    let is_capital = found.raw.starts_with(char::is_uppercase);
    let mut text = word.to_owned();
    if let Some(first) = text.get_mut(..1).filter(|_| is_capital) {
        first.make_ascii_uppercase();
    }
    let title = format!("write `{text}`");
    fixes::replace(workspace, (found.span, &found.raw), text, title)
}

/// The spelling that must be meant, and the canonical word that it stands for.
fn certain<'a>(raw: &str, statuses: &'a [StatusWord]) -> Option<(&'a str, &'a str)> {
    let spellings = |status: &'a StatusWord| std::iter::once(&status.word).chain(&status.spellings);
    let found = similar::certain(raw, statuses.iter().flat_map(spellings).map(String::as_str))?;
    let row = statuses.iter().find(|row| spellings(row).any(|known| known == found))?;
    Some((found, &row.word))
}
