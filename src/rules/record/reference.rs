//! `record/reference`: A name that leads to no record, or to several.

use crate::lint::{Findings, Rule, Severity};
use crate::model::record::Target;
use crate::model::workspace::Workspace;
use crate::rules::left::Told;
use crate::rules::names;

/// The rule.
pub const RULE: Rule = Rule {
    name: "record/reference",
    severity: Some(Severity::Error),
    summary: "A name that leads to no record, or to several.",
    page: include_str!("../../../docs/rules/record/reference.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let references = workspace.records.iter().flat_map(|record| &record.references);
    let told = Told::of(workspace);
    for reference in references.filter(|reference| !names::is_supersession(&reference.field)) {
        match &reference.target {
            Target::Nothing(_) if told.is_in(reference.span) => {}
            Target::Nothing(nearest) => names::report_missing(findings, reference, nearest),
            Target::Ambiguous(several) => names::report_ambiguous(workspace, findings, reference, several),
            Target::Record(_) | Target::Elsewhere | Target::Pending => {}
        }
    }
}
