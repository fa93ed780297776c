//! `decision/removed`: A record that was deleted or renumbered while others refer to it.

use crate::lint::{Findings, Rule, Severity};
use crate::model::workspace::Workspace;
use crate::rules::left;
use crate::rules::words::quote;

/// The rule.
pub const RULE: Rule = Rule {
    name: "decision/removed",
    severity: Some(Severity::Error),
    summary: "A record that was deleted or renumbered while others refer to it.",
    page: include_str!("../../../docs/rules/decision/removed.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    findings.may_differ();
    let Some(before) = workspace.before.as_deref() else {
        return;
    };
    for (old, (became, places)) in left::of(workspace, before) {
        let Some((first, rest)) = places.split_first() else {
            continue;
        };
        let record = before.base.record(old);
        let path = before.base.path_of(record);
        let kind = &before.base.kind_of(record).name;
        let message = match became {
            Some(new) => {
                let new = workspace.record(new);
                format!(
                    "{kind} {} is {} now, `{}`, and this still means the old one",
                    record.id,
                    new.id,
                    workspace.path_of(new)
                )
            }
            None => format!(
                "{kind} {}, {}, was removed, and this still refers to it",
                record.id,
                quote(record.name())
            ),
        };
        let help = match became {
            Some(new) => format!("name {} here", workspace.record(new).id),
            None => {
                format!("bring `{path}` back and give it a status that says it is over, or take out what refers to it")
            }
        };
        let finding = findings.add(*first, message).help(help);
        for place in rest.iter().take(left::LISTED) {
            finding.related(*place, "and this");
        }
    }
}
