//! `alert/severity`: An alert whose severity nothing listens to.

use crate::lint::{Findings, Fix, Rule, Severity};
use crate::model::alerts::Pair;
use crate::model::workspace::Workspace;
use crate::rules::fixes;
use crate::rules::words::{either, quote};
use crate::text::similar;

/// The rule.
pub const RULE: Rule = Rule {
    name: "alert/severity",
    severity: Some(Severity::Warning),
    summary: "An alert whose severity is misspelt, or not one of those agreed on.",
    page: include_str!("../../../docs/rules/alert/severity.md"),
    check,
};

/// What nearly everybody uses: where nothing is agreed on, only a slip in one of these is a finding.
const USUAL: [&str; 3] = ["critical", "warning", "info"];

/// Other words that people use, and that look like one of the usual ones to a machine.
const OTHERS: [&str; 4] = ["infos", "warn", "crit", "informational"];

fn check(workspace: &Workspace, findings: &mut Findings) {
    let agreed: Vec<&str> = workspace.settings.severities.iter().map(String::as_str).collect();
    for alert in &workspace.alerts.alerts {
        let Some(label) = alert.severity().filter(|label| !label.text.contains(['{', '$'])) else {
            continue;
        };
        let word = label.text.as_str();
        let known = if agreed.is_empty() { &USUAL[..] } else { &agreed };
        let near = similar::certain(word, known.iter().copied());
        let (message, help) = match (agreed.is_empty(), near) {
            (false, _) if agreed.contains(&word) => continue,
            (false, near) => (
                format!("the severity {} is none of those in `opsrepo.toml`", quote(word)),
                near.map_or_else(
                    || format!("use {}", either(&agreed)),
                    |near| format!("did you mean `{near}`?"),
                ),
            ),
            (true, Some(near)) if is_slip(word, near) => (
                format!("the severity {} is misspelt", quote(word)),
                format!("did you mean `{near}`?"),
            ),
            (true, _) => continue,
        };
        let finding = findings.add(label.span, message).help(help);
        finding.fix(near.and_then(|near| fix(workspace, label, near)));
    }
}

/// True for a slip of the hand. Another case is a habit.
fn is_slip(word: &str, near: &str) -> bool {
    !word.eq_ignore_ascii_case(near) && !OTHERS.contains(&word) && word.len().abs_diff(near.len()) <= 1
}

fn fix(workspace: &Workspace, label: &Pair, near: &str) -> Option<Fix> {
    let title = format!("write {}", quote(near));
    fixes::replace(workspace, (label.span, &label.text), near.to_owned(), title)
}
