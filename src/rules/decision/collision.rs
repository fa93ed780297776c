//! `decision/collision`: A number that two branches take for different records.

use crate::lint::{Findings, Rule, Severity};
use crate::model::workspace::Workspace;

/// The rule.
pub const RULE: Rule = Rule {
    name: "decision/collision",
    severity: Some(Severity::Error),
    summary: "A number that two branches take for different records.",
    page: include_str!("../../../docs/rules/decision/collision.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    findings.may_differ();
    let Some(before) = &workspace.before else { return };
    for collision in &before.collisions {
        let record = workspace.record(collision.record);
        let width = record.number.as_ref().map_or(1, |number| usize::from(number.digits));
        findings
            .add(
                record.place(),
                format!(
                    "number {} is taken by `{}` here and by `{}` on {}",
                    record.id,
                    workspace.path_of(record).name(),
                    collision.other,
                    before.revision
                ),
            )
            .help(format!(
                "`opsrepo {} renumber {} --onto {}` gives this one the next free number, {:0width$}, and changes what refers to it",
                workspace.kind_of(record).name,
                record.id,
                before.revision,
                collision.highest + 1,
            ));
    }
}
