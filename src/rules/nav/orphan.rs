//! `nav/orphan`: A page of a book that stands in no navigation.

use crate::lint::{Findings, Rule, Severity};
use crate::model::workspace::Workspace;
use crate::text::span::{Range, Span};

/// The rule.
pub const RULE: Rule = Rule {
    name: "nav/orphan",
    severity: Some(Severity::Hint),
    summary: "A page of a book that stands in no navigation.",
    page: include_str!("../../../docs/rules/nav/orphan.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    for book in &workspace.books {
        let navigation = workspace.tree.path(book.file);
        for &page in &book.unlisted {
            findings
                .add(
                    Span::new(page, Range::at(0)),
                    format!("no entry of `{navigation}` leads to this page"),
                )
                .help("add an entry, or leave the page out as the book's settings can");
        }
    }
}
