//! `validate --fix` and `--diff`: findings are mended until none is left that states how.
//!
//! A round of fixes counts only if no rule finds more in any file afterwards than before; a rule whose fixes fail that is
//! left out, and the user is told. Nothing is written before all rounds are done.

use crate::cli::terminal::Terminal;
use crate::kinds;
use crate::lint::mend::{self, Mending};
use crate::lint::{Diagnostic, Report};
use crate::model::workspace::Workspace;
use crate::report::line::counted;
use crate::text::change::Changes;
use crate::text::edit::{Edit, apply};
use crate::text::span::Range;
use crate::text::tree::Tree;
use anyhow::Context;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Rounds of fixes: one may make room for another, but not for ever.
const ROUNDS: usize = 8;

/// A repository and what was found in it.
pub(super) struct Checked {
    pub(super) workspace: Workspace,
    pub(super) report: Report,
}

/// What was mended.
#[derive(Default)]
pub(super) struct Mended {
    /// What would be written.
    pub(super) changes: Changes,
    /// How many findings of each rule.
    pub(super) rules: BTreeMap<&'static str, usize>,
    /// Rules whose fixes would have led to other findings.
    pub(super) spared: BTreeSet<&'static str>,
}

/// Checks a repository that was read anew.
pub(super) type Check<'a> = &'a mut dyn FnMut(Workspace) -> anyhow::Result<Checked>;

/// Whether a finding is to be mended: one that is known, or that nobody asked about, stays.
pub(super) type IsAsked<'a> = &'a dyn Fn(&Workspace, &Diagnostic) -> bool;

/// Mends what can be mended; what is left over is found in the workspace that comes back.
pub(super) fn mend(first: Checked, is_asked: IsAsked<'_>, check: Check<'_>) -> anyhow::Result<(Checked, Mended)> {
    let before = first.workspace.tree.clone();
    let mut now = first;
    let mut mended = Mended::default();
    for _ in 0..ROUNDS {
        let findings = now.report.findings.iter();
        let findings = findings.filter(|found| is_asked(&now.workspace, found));
        let mending = mend::of(findings.filter(|found| !mended.spared.contains(found.rule)));
        if mending.edits.is_empty() {
            break;
        }
        match try_round(&now, &mending, check)? {
            Some(next) => {
                now = next;
                for (rule, count) in mending.rules {
                    *mended.rules.entry(rule).or_default() += count;
                }
            }
            None => spare_culprits(&now, (&mending, &mut mended), is_asked, check)?,
        }
    }
    mended.changes = changes(&before, &now.workspace.tree);
    Ok((now, mended))
}

/// Says what was mended, or would be, and what was left alone.
pub(super) fn tell(mended: &Mended, verb: &str, terminal: &mut Terminal) {
    let count: usize = mended.rules.values().sum();
    if count == 0 {
        terminal.note("nothing here can be mended by itself");
    } else {
        let files = counted(mended.changes.files().len(), "file");
        let rules = mended.rules.iter().map(|(rule, count)| format!("{rule} {count}"));
        let rules: Vec<String> = rules.collect();
        let findings = counted(count, "finding");
        terminal.note(&format!("{verb} {findings} in {files}: {}", rules.join(", ")));
    }
    for rule in &mended.spared {
        terminal.note(&format!(
            "{rule} is left as it is: its fixes would lead to other findings"
        ));
    }
}

/// The repository after a round of fixes; `None` where a rule finds more in some file than before.
fn try_round(now: &Checked, mending: &Mending, check: Check<'_>) -> anyhow::Result<Option<Checked>> {
    let mut texts = Vec::new();
    for (&file, edits) in &mending.edits {
        let tree = &now.workspace.tree;
        let after = apply(tree.text(file), edits)
            .map_err(|error| anyhow::anyhow!("{error:?}"))
            .with_context(|| format!("a fix does not fit {}", tree.path(file)))?;
        texts.push((file, after));
    }
    let tree = now.workspace.tree.with_texts(texts);
    let next = check(now.workspace.renewed(tree, &kinds::all()))?;
    let (old, new) = (counts(now), counts(&next));
    let is_worse = new
        .iter()
        .any(|(place, count)| *count > old.get(place).copied().unwrap_or(0));
    Ok((!is_worse).then_some(next))
}

/// Finds which rules' fixes are to blame for a round that failed; if none is alone, all are.
fn spare_culprits(
    now: &Checked,
    (mending, mended): (&Mending, &mut Mended),
    is_asked: IsAsked<'_>,
    check: Check<'_>,
) -> anyhow::Result<()> {
    let mut culprits = BTreeSet::new();
    for &rule in mending.rules.keys() {
        let findings = now.report.findings.iter();
        let of_rule = findings.filter(|found| found.rule == rule && is_asked(&now.workspace, found));
        let alone = mend::of(of_rule);
        if try_round(now, &alone, check)?.is_none() {
            culprits.insert(rule);
        }
    }
    if culprits.is_empty() {
        culprits.extend(mending.rules.keys());
    }
    mended.spared.extend(culprits);
    Ok(())
}

/// How often each rule finds something in each file.
fn counts(checked: &Checked) -> HashMap<(&'static str, &str), usize> {
    let mut counts = HashMap::new();
    for found in &checked.report.findings {
        *counts.entry(place(found, &checked.workspace)).or_default() += 1;
    }
    counts
}

fn place<'a>(found: &'a Diagnostic, workspace: &'a Workspace) -> (&'static str, &'a str) {
    (found.rule, found.place.path(workspace))
}

/// What leads from one state of the files to another of the same files.
fn changes(before: &Tree, after: &Tree) -> Changes {
    let mut changes = Changes::default();
    for (id, file) in before.iter() {
        let (old, new) = (before.text(id), after.text(id));
        if old != new {
            changes.edit(&file.path, old, difference(old, new));
        }
    }
    changes
}

/// The one edit from a text to another: all but what both begin and end with.
fn difference(old: &str, new: &str) -> Edit {
    let same = |pairs: &mut dyn Iterator<Item = (char, char)>| -> usize {
        let same = pairs.take_while(|(a, b)| a == b);
        same.map(|(c, _)| c.len_utf8()).sum()
    };
    let start = same(&mut old.chars().zip(new.chars()));
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let end = same(&mut old_rest.chars().rev().zip(new_rest.chars().rev()));
    Edit {
        range: Range::new(start, old.len() - end),
        text: new_rest[..new_rest.len() - end].to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::difference;
    use crate::text::edit::apply;

    #[test]
    fn the_difference_leads_from_one_to_the_other() {
        for (old, new, wanted) in [
            ("abc", "abc", ""),
            ("a-c", "a--c", "-"),
            ("aé", "aè", "è"),
            ("aa", "a", ""),
            ("", "x", "x"),
            ("1. x", "12. x", "2"),
        ] {
            let edit = difference(old, new);
            assert_eq!(edit.text, wanted, "{old} {new}");
            assert_eq!(apply(old, &[edit]).as_deref(), Ok(new));
        }
    }
}
