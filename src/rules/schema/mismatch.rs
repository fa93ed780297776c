//! `schema/mismatch`: A value that does not follow its schema.

use crate::lint::{Findings, Rule, Severity};
use crate::model::workspace::Workspace;
use crate::model::schemas::{self, Plan, Source, Subject};
use crate::syntax::schema::Schema;
use crate::text::span::{Range, Span};

/// The rule.
pub const RULE: Rule = Rule {
    name: "schema/mismatch",
    severity: Some(Severity::Error),
    summary: "A value that does not follow its schema.",
    page: include_str!("../../../docs/rules/schema/mismatch.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    for (source, subjects) in Plan::new(workspace).subjects {
        // `schema/invalid` says why one cannot be used.
        let Some(Ok(schema)) = source.compile(workspace) else {
            continue;
        };
        let help = match source {
            Source::Kind(kind) => {
                let name = &workspace.kinds[kind].name;
                format!("`opsrepo schema {name}` prints what may stand here")
            }
            Source::File(file) => format!("`{}` says what may stand here", workspace.tree.path(file)),
        };
        for subject in subjects {
            report(workspace, findings, &schema, (subject, source, &help));
        }
    }
}

fn report(
    workspace: &Workspace,
    findings: &mut Findings,
    schema: &Schema,
    (subject, source, help): (Subject, Source, &str),
) {
    let document = workspace.document(subject.file);
    let is_completed = match source {
        Source::File(file) => {
            schemas::values_of_chart(&workspace.tree, workspace.tree.path(file)) == Some(subject.file)
        }
        Source::Kind(_) => false,
    };
    // What could not be read cannot be judged.
    if !document.problems.is_empty() {
        return;
    }
    if document.data.is_empty() && document.markup.is_some() {
        let start = Span::new(subject.file, Range::at(0));
        findings
            .add(start, "there is no front matter, but a schema describes it")
            .help(help);
    }
    for node in subject.nodes(workspace) {
        // A chart's own values are completed by those of its users.
        let all = schema.check(node).into_iter();
        for mismatch in all.filter(|mismatch| !(is_completed && mismatch.is_missing)) {
            findings
                .add(Span::new(subject.file, mismatch.range), mismatch.message)
                .help(help);
        }
    }
}
