//! What a change takes away from the words around a status: a condition, a day, a link. It takes nothing away itself.

use crate::model::kind::StatusWord;
use crate::model::record::Record;
use crate::model::workspace::Workspace;
use crate::text::change::Changes;
use crate::text::span::Span;
use crate::write::wording::{kept, stand};

/// The statuses of which a change drops more than the word: where they stood, and what is dropped; in order of the records.
pub fn qualifiers(workspace: &Workspace, changes: &Changes) -> Vec<(Span, String)> {
    let mut lost = Vec::new();
    for change in changes.files() {
        let (Some(file), Ok(after)) = (workspace.tree.find(&change.path), change.after()) else {
            continue;
        };
        for (_, record) in workspace.iter().filter(|(_, record)| record.file == file) {
            if let Some((span, said)) = said(workspace, record).filter(|(_, said)| !after.contains(said)) {
                lost.push((span, said));
            }
        }
    }
    lost
}

/// What stands behind the status of a record and goes with it.
fn said(workspace: &Workspace, record: &Record) -> Option<(Span, String)> {
    let span = record.status.span()?;
    let said = dropped(workspace.tree.slice(span), &workspace.kind_of(record).statuses)?;
    Some((span, said))
}

/// What stands behind a status and goes with it: all but amendments, comments, days and full stops.
fn dropped(text: &str, words: &[StatusWord]) -> Option<String> {
    let stand = stand(text, words);
    if stand.separator.is_some() && stand.has_day {
        return None;
    }
    let rest = &text[stand.word.end as usize..stand.end];
    let said = rest.split("<!--").next().unwrap_or(rest);
    let closers = |c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`' | ']' | '}' | '"' | '\'' | '.' | ',');
    let (lasting, _) = kept(rest);
    let said = match lasting.is_empty() {
        true => said.trim_matches(closers),
        // What stays stands in the same words: only what comes before it is looked at.
        false => said.split(&*lasting).next().unwrap_or("").trim_matches(closers),
    };
    let letters: String = said.chars().filter(|c| c.is_alphabetic()).collect();
    let is_said = !letters.is_empty() && !matches!(letters.as_str(), "on" | "by");
    is_said.then(|| said.to_owned())
}

#[cfg(test)]
mod tests {
    use super::dropped;
    use crate::model::kind::StatusWord;

    #[test]
    fn what_goes_is_known() {
        let cases = [
            (
                "Proposed (until May, see [2](0002-c2.md))",
                Some("(until May, see [2](0002-c2.md))"),
            ),
            ("Accepted, no longer relevant.", Some("no longer relevant")),
            ("Superseded by [2](a.md)", Some("by [2](a.md)")),
            ("accepted, amended by [A](a.md)", None),
            ("accepted (for now), amended by [A](a.md)", Some("(for now)")),
            ("Proposed on 2020-01-02", None),
            ("**Proposed**. <!-- or not -->", None),
            ("Submitted, 2017-01-26; Approved 2017-02-22", None),
        ];
        let words = [
            StatusWord::living("proposed", &["submitted"]),
            StatusWord::living("accepted", &["approved"]),
            StatusWord::finished("superseded", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(dropped(text, &words).as_deref(), expected, "{text}");
        }
    }
}
