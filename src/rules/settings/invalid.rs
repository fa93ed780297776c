//! `settings/invalid`: Something in `opsrepo.toml` that opsrepo does not understand.

use crate::lint::{Findings, Rule, Severity};
use crate::model::workspace::Workspace;
use crate::rules::ALL;
use crate::text::similar;
use crate::text::span::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "settings/invalid",
    severity: Some(Severity::Error),
    summary: "Something in `opsrepo.toml` that opsrepo does not understand.",
    page: include_str!("../../../docs/rules/settings/invalid.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let settings = &workspace.settings;
    let Some(place) = settings.place else {
        return;
    };
    for problem in &settings.problems {
        let finding = findings.add(Span::new(place.file, problem.range), problem.message.clone());
        if let Some(help) = &problem.help {
            finding.help(help.clone());
        }
    }
    for (name, level) in &settings.rules {
        if !ALL.iter().any(|rule| rule.name == name) {
            let finding = findings.add(level.key, format!("no rule is called `{name}`"));
            match similar::nearest(name, ALL.iter().map(|rule| rule.name)) {
                Some(nearest) => finding.help(format!("did you mean `{nearest}`?")),
                None => finding.help("`opsrepo explain` lists the rules"),
            };
        } else if Severity::parse(&level.word).is_none() {
            findings
                .add(level.span, format!("`{}` is no level", level.word))
                .help("use `off`, `hint`, `warning` or `error`");
        }
    }
}
