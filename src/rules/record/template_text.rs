//! `record/template-text`: A record in which the words of the blank form still stand.

use crate::lint::{Findings, Rule, Severity};
use crate::model::workspace::Workspace;
use crate::rules::placeholders;
use crate::rules::words::quote;
use crate::text::plural::counted;
use crate::text::span::{Range, Span};

/// The rule.
pub const RULE: Rule = Rule {
    name: "record/template-text",
    severity: Some(Severity::Warning),
    summary: "A record in which the words of the blank form still stand.",
    page: include_str!("../../../docs/rules/record/template-text.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    for record in &workspace.records {
        let document = workspace.document(record.file);
        let Some(markup) = &document.markup else {
            continue;
        };
        let text = workspace.tree.text(record.file);
        // Code and comments may hold braces of their own.
        let fences = markup.fences.iter().map(|fence| fence.range);
        let mut silent: Vec<Range> = fences.chain(markup.comments.iter().copied()).collect();
        silent.sort_unstable();
        let found = placeholders::find(text, &silent);
        let Some(first) = found.first() else {
            continue;
        };
        let more = match found.len() {
            1 => String::new(),
            n => format!(", and {} more", counted(n - 1, "placeholder")),
        };
        findings
            .add(
                Span::new(record.file, *first),
                format!("{} was left over from the blank form{more}", quote(first.of(text))),
            )
            .help("write what it asks for, or take the line out");
    }
}
