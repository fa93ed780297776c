//! Thought-out changes as a patch, as `git apply` takes it. It must not know what they are for.

use crate::cli::terminal::{Look, Terminal};
use crate::report::Paint;
use crate::syntax::markup::Markup;
use crate::text::change::FileChange;
use similar::{ChangeTag, TextDiff};
use std::io;

/// A change as a unified patch.
pub(super) fn print(change: &FileChange, terminal: &mut Terminal) -> io::Result<()> {
    let before = change.before.as_deref().unwrap_or("");
    let after = change.after().unwrap_or_default();
    let old = change
        .before
        .as_ref()
        .map_or("/dev/null".to_owned(), |_| format!("a/{}", change.path));
    let mut head = Vec::new();
    if let Some(to) = &change.to {
        head.extend([format!("rename from {}", change.path), format!("rename to {to}")]);
    }
    if !change.edits.is_empty() {
        head.extend([format!("--- {old}"), format!("+++ b/{}", change.path_after())]);
    }
    for line in head {
        let line = terminal.paint(Look::Strong, &line);
        writeln!(terminal.out(), "{line}")?;
    }
    // A patch in a pipe is applied: every byte counts. On a screen nothing of a file may steer it.
    let is_shown = terminal.width().is_some() || terminal.style().paint == Paint::Coloured;
    let diff = TextDiff::from_lines(before, after.as_str());
    for hunk in diff.unified_diff().context_radius(2).iter_hunks() {
        let head = terminal.paint(Look::Faint, &hunk.header().to_string());
        writeln!(terminal.out(), "{head}")?;
        for line in hunk.iter_changes() {
            let (sign, look) = match line.tag() {
                ChangeTag::Delete => ('-', Look::Bad),
                ChangeTag::Insert => ('+', Look::Good),
                ChangeTag::Equal => (' ', Look::Plain),
            };
            let text = format!("{sign}{}", line.value().trim_end_matches('\n'));
            let text = match is_shown {
                true => terminal.paint(look, text.trim_end_matches('\r')),
                false => text,
            };
            writeln!(terminal.out(), "{text}")?;
            if line.missing_newline() {
                writeln!(terminal.out(), "\\ No newline at end of file")?;
            }
        }
    }
    Ok(())
}

/// The sections of the new text in which lines were added or removed, each with how many, in their order. What stands above
/// the first heading is called by that.
pub(super) fn sections((before, after): (&str, &str), markup: Option<&Markup>) -> Vec<(String, usize, usize)> {
    let headings = markup.map_or(&[][..], |markup| &markup.headings);
    let mut counts = vec![(0, 0); headings.len() + 1];
    let mut at = 0;
    for line in TextDiff::from_lines(before, after).iter_all_changes() {
        let place = headings.partition_point(|heading| heading.range.start as usize <= at);
        // A blank line is no change that anybody reads.
        let weight = usize::from(!line.value().trim().is_empty());
        match line.tag() {
            ChangeTag::Delete => counts[place].1 += weight,
            ChangeTag::Insert => counts[place].0 += weight,
            ChangeTag::Equal => {}
        }
        if line.tag() != ChangeTag::Delete {
            at += line.value().len();
        }
    }
    let names = std::iter::once("above the first heading").chain(headings.iter().map(|heading| heading.text.as_str()));
    let found = names.zip(counts).filter(|(_, (added, removed))| added + removed > 0);
    found
        .map(|(name, (added, removed))| (name.to_owned(), added, removed))
        .collect()
}
