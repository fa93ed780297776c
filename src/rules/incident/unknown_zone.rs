//! `incident/unknown-zone`: A time zone that is none, or could be several.

use crate::lint::{Findings, Rule, Severity};
use crate::model::incidents::clock::stated;
use crate::model::workspace::Workspace;
use crate::model::zone::Zone;
use crate::rules::courses;
use crate::rules::words::quote;
use crate::text::similar;

/// The rule.
pub const RULE: Rule = Rule {
    name: "incident/unknown-zone",
    severity: Some(Severity::Warning),
    summary: "A time zone that is none, or could be several.",
    page: include_str!("../../../docs/rules/incident/unknown-zone.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let mut names: Vec<String> = Vec::new();
    for (_, record) in courses::all(workspace) {
        let Some(zone) = stated(record).unrecognised() else {
            continue;
        };
        if names.is_empty() {
            names = Zone::names();
        }
        let help = match similar::certain(&zone.raw, names.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write an area and a place, as `Europe/Amsterdam`, or an offset, as `UTC+2`".to_owned(),
        };
        let message = format!(
            "{} is no time zone, or could be several: nobody can tell when this was",
            quote(&zone.raw)
        );
        findings.add(zone.span, message).help(help);
    }
}
