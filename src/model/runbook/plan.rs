//! The plan of a runbook: its inputs, its steps and their order, and all that is wrong with them, from its page alone.

use crate::model::record::Record;
use crate::model::runbook::{Plan, inputs, needs, steps, uses};
use crate::model::workspace::Workspace;
use crate::syntax::document::{Document, Format};
use crate::text::span::FileId;

/// The plan of a record. One whose page has no steps and no inputs has an empty one.
pub fn plan(workspace: &Workspace, record: &Record) -> Plan {
    of(
        record.file,
        workspace.tree.text(record.file),
        workspace.document(record.file),
    )
}

/// The plan of a page.
pub(crate) fn of(file: FileId, text: &str, document: &Document) -> Plan {
    let mut plan = Plan::default();
    let Some(markup) = document.markup.as_ref().filter(|_| document.format == Format::Markdown) else {
        return plan;
    };
    if let Some(front) = document.data.first().filter(|_| document.front_matter.is_some()) {
        inputs::read(front, (file, text), &mut plan);
    }
    steps::read((file, text), markup, &mut plan);
    needs::settle(&mut plan);
    uses::check(&mut plan);
    plan.problems.sort_by_key(|problem| (problem.span, problem.about));
    plan
}
