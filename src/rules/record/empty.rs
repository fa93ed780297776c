//! `record/empty`: A record that says nothing under its headings.

use crate::lint::{Findings, Rule, Severity};
use crate::model::record::Record;
use crate::model::workspace::Workspace;
use crate::syntax::markup::Markup;
use crate::text::span::Range;

/// The rule.
pub const RULE: Rule = Rule {
    name: "record/empty",
    severity: Some(Severity::Warning),
    summary: "A record that says nothing under its headings.",
    page: include_str!("../../../docs/rules/record/empty.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    for record in &workspace.records {
        let Some(markup) = &workspace.document(record.file).markup else {
            continue;
        };
        if !is_begun(workspace, record, markup) && !says_something(workspace.tree.text(record.file), markup) {
            findings
                .add(record.place(), "nothing is written under the headings")
                .help("write two or three sentences: what it is about, and what follows from it");
        }
    }
}

/// True for a blank form that somebody has just begun: its guidance still stands in it, and its status is the one with
/// which a record of the kind begins.
fn is_begun(workspace: &Workspace, record: &Record, markup: &Markup) -> bool {
    let first = &workspace.kind_of(record).form.status;
    let is_first = match record.status.value() {
        Some(status) => status.word == *first,
        None => first.is_empty() && record.status.is_absent(),
    };
    is_first && !markup.comments.is_empty()
}

/// True when a letter or a digit stands outside of headings and comments.
fn says_something(text: &str, markup: &Markup) -> bool {
    let headings = markup.headings.iter().map(|heading| heading.range);
    let mut silent: Vec<Range> = headings.chain(markup.comments.iter().copied()).collect();
    silent.sort_unstable();
    let mut from = markup.body.start;
    for range in silent {
        if range.start > from
            && speaks(
                Range {
                    start: from,
                    end: range.start,
                }
                .of(text),
            )
        {
            return true;
        }
        from = from.max(range.end);
    }
    from < markup.body.end
        && speaks(
            Range {
                start: from,
                end: markup.body.end,
            }
            .of(text),
        )
}

fn speaks(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}
