//! `decision/supersession`: A record that supersedes nothing that exists, or itself.

use crate::lint::{Findings, Rule, Severity};
use crate::model::record::Target;
use crate::model::workspace::Workspace;
use crate::rules::left::Told;
use crate::rules::names;

/// The rule.
pub const RULE: Rule = Rule {
    name: "decision/supersession",
    severity: Some(Severity::Error),
    summary: "A record that supersedes nothing that exists, or itself.",
    page: include_str!("../../../docs/rules/decision/supersession.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let told = Told::of(workspace);
    for (id, record) in workspace.iter() {
        for reference in &record.references {
            if !names::is_supersession(&reference.field) {
                continue;
            }
            match &reference.target {
                Target::Nothing(_) if told.is_in(reference.span) => {}
                Target::Nothing(nearest) => names::report_missing(findings, reference, nearest),
                Target::Ambiguous(several) => names::report_ambiguous(workspace, findings, reference, several),
                Target::Record(target) if *target == id => {
                    findings
                        .add(reference.span, format!("`{}` names this very record", reference.field))
                        .help("name the other record, or take the line out");
                }
                Target::Record(_) | Target::Elsewhere | Target::Pending => {}
            }
        }
    }
}
