//! `syntax/heading`: A heading that is none, because of the space in it.

use crate::lint::{Findings, Rule, Severity};
use crate::model::workspace::Workspace;
use crate::text::span::{FileId, Span};

/// The rule.
pub const RULE: Rule = Rule {
    name: "syntax/heading",
    severity: Some(Severity::Warning),
    summary: "A heading that is none, because of the space in it.",
    page: include_str!("../../../docs/rules/syntax/heading.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    for (at, document) in workspace.documents.iter().enumerate() {
        let file = FileId(at as u32);
        for range in document.markup.iter().flat_map(|markup| &markup.odd_spaces) {
            let text = range.of(workspace.tree.text(file));
            let odd = text.chars().find(|c| !matches!(c, ' ' | '\t')).unwrap_or(' ');
            let name = match odd {
                '\u{a0}' => "a no-break space",
                '\u{200b}' => "a zero-width space",
                '\u{3000}' => "an ideographic space",
                _ => "a character",
            };
            let message = format!(
                "{name} (U+{:04X}) stands where a heading needs a plain space: this is shown as text",
                u32::from(odd)
            );
            findings
                .add(Span::new(file, *range), message)
                .help("type the space anew; opsrepo reads it as a heading all the same");
        }
    }
}
