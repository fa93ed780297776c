//! `decision/frozen`: The text of a record whose status freezes it was changed.

use crate::lint::{Findings, Rule, Severity};
use crate::model::kind::Kind;
use crate::model::workspace::Workspace;
use crate::rules::passages;
use crate::rules::wording::{self, Change};
use crate::rules::words::quote;
use crate::text::span::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "decision/frozen",
    severity: Some(Severity::Warning),
    summary: "The text of a record whose status freezes it was changed.",
    page: include_str!("../../../docs/rules/decision/frozen.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    findings.may_differ();
    let Some(before) = &workspace.before else { return };
    for (id, record) in workspace.iter() {
        let kind = workspace.kind_of(record);
        let Some(old) = before.was[id.index()].map(|old| before.base.record(old)) else {
            continue;
        };
        let Some(status) = old
            .status
            .value()
            .filter(|status| kind.lifecycle.is_frozen(&status.word))
        else {
            continue;
        };
        let text = before.base.tree.text(old.file);
        if text == workspace.tree.text(record.file) {
            continue;
        }
        let was = passages::read(&before.base, old);
        let is = passages::read(workspace, record);
        let (place, what) = match wording::change(&was, &is, &remarks(kind)) {
            None => continue,
            Some(Change::Added(passage)) => (Some(passage), "this was added".to_owned()),
            Some(Change::Rewritten(old, Some(passage))) => {
                (Some(passage), format!("it said here: {}", quote(old.range.of(text))))
            }
            Some(Change::Rewritten(old, None)) => (None, format!("it no longer says {}", quote(old.range.of(text)))),
        };
        let place = place.map_or(record.place(), |passage| Span::new(record.file, passage.range));
        findings
            .add(place, format!("this {} was {} already; {what}", kind.name, status.word))
            .help(format!(
                "write a new {0} that supersedes or amends it; or add a paragraph that begins with `Amendment` and the date; \
                 or say why this may be: opsrepo: allow decision/frozen -- reason",
                kind.name
            ));
    }
}

/// The words with which people say that a record is over.
fn remarks(kind: &Kind) -> Vec<String> {
    let over = kind.statuses.iter().filter(|status| status.is_final);
    over.flat_map(|status| std::iter::once(&status.word).chain(&status.spellings))
        .cloned()
        .collect()
}
