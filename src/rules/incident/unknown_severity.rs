//! `incident/unknown-severity`: A severity that is not on the scale.

use crate::lint::{Findings, Rule, Severity};
use crate::model::incidents::severity::Scale;
use crate::model::workspace::Workspace;
use crate::rules::courses;
use crate::rules::words::{either, quote};
use crate::text::similar;

/// The rule.
pub const RULE: Rule = Rule {
    name: "incident/unknown-severity",
    severity: Some(Severity::Warning),
    summary: "A severity that is not on the scale.",
    page: include_str!("../../../docs/rules/incident/unknown-severity.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let scale = Scale::of(&workspace.settings);
    let words = scale.words();
    for (_, record) in courses::all(workspace) {
        let severity = record.texts.get("severity").and_then(|fact| fact.found());
        let Some(severity) = severity.filter(|found| scale.place(&found.value).is_none()) else {
            continue;
        };
        let help = match similar::certain(&severity.value, words.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if scale.is_declared() => format!("use {}", either(&words)),
            None => format!(
                "use {}, or name your own scale in `[incidents] severities` of opsrepo.toml",
                either(&words)
            ),
        };
        let finding = findings.add(severity.span, format!("{} is no severity here", quote(&severity.value)));
        finding.help(help);
        // A line of prose says it in its own words.
        if !scale.is_declared() && !severity.locator.starts_with("front-matter") {
            finding.at_most(Severity::Hint);
        }
    }
}
