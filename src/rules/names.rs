//! References between records by name, as findings, and who supersedes whom. It does not know which rule asks.

use crate::lint::Findings;
use crate::model::record::{RecordId, Reference, Target};
use crate::model::workspace::Workspace;
use crate::rules::words::{either, quote};

/// The field that names what a record takes the place of.
pub(crate) const SUPERSEDES: &str = "supersedes";

/// The field that names what takes the place of a record.
pub(crate) const SUPERSEDED_BY: &str = "superseded-by";

/// How many records an ambiguous name lists.
const LISTED: usize = 5;

/// True for the two fields of a supersession.
pub(crate) fn is_supersession(field: &str) -> bool {
    field == SUPERSEDES || field == SUPERSEDED_BY
}

/// Every statement that one record took the place of another: who says it, in which reference, and of whom. Statements
/// of a record about itself are left out.
pub(crate) fn supersessions(workspace: &Workspace) -> impl Iterator<Item = (RecordId, &Reference, RecordId)> {
    workspace.iter().flat_map(|(id, record)| {
        record
            .references
            .iter()
            .filter_map(move |reference| match reference.target {
                Target::Record(other) if other != id && is_supersession(&reference.field) => {
                    Some((id, reference, other))
                }
                _ => None,
            })
    })
}

/// States that a name leads to no record.
pub(crate) fn report_missing(findings: &mut Findings, reference: &Reference, nearest: &[String]) {
    let kind = reference.kind.as_deref().unwrap_or("record");
    let message = format!(
        "`{}` names {}, but there is no such {kind}",
        reference.field,
        quote(&reference.raw)
    );
    let finding = findings.add(reference.span, message);
    if !nearest.is_empty() {
        finding.help(format!("did you mean {}?", either(nearest)));
    }
}

/// States that a name leads to several records.
pub(crate) fn report_ambiguous(
    workspace: &Workspace,
    findings: &mut Findings,
    reference: &Reference,
    several: &[RecordId],
) {
    let message = format!(
        "`{}` names {}, and {} records answer to it",
        reference.field,
        quote(&reference.raw),
        several.len()
    );
    let finding = findings
        .add(reference.span, message)
        .help("name the file instead, which only one of them has");
    for id in several.iter().take(LISTED) {
        finding.related(workspace.record(*id).place(), "this one answers");
    }
}
