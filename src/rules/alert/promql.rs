//! `alert/promql`: A rule of Prometheus whose expression does not parse.

use crate::lint::{Findings, Rule, Severity};
use crate::model::alerts::{Expression, Language};
use crate::model::workspace::Workspace;
use crate::rules::words::quote;
use crate::syntax::promql::{self, Problem};
use rayon::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    name: "alert/promql",
    severity: Some(Severity::Error),
    summary: "An alerting or recording rule whose expression is no PromQL.",
    page: include_str!("../../../docs/rules/alert/promql.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let (alerts, recordings) = (&workspace.alerts.alerts, &workspace.alerts.recordings);
    let alerts = alerts.iter().map(|alert| ("alert", &alert.name, &alert.expression));
    let recordings = recordings
        .iter()
        .map(|recording| ("recording rule", &recording.name, &recording.expression));
    let asked: Vec<(&str, &String, &Expression)> = alerts
        .chain(recordings)
        .filter_map(|(what, name, expression)| Some((what, name, expression.as_ref()?)))
        .filter(|(_, _, expression)| expression.language == Language::PromQl)
        .collect();
    let found: Vec<Option<Problem>> = asked
        .par_iter()
        .map(|(_, _, expression)| promql::problem(&expression.text))
        .collect();
    for ((what, name, expression), problem) in asked.into_iter().zip(found) {
        let Some(problem) = problem else { continue };
        let message = format!(
            "the query of the {what} {} is no PromQL: {}",
            quote(name),
            problem.message
        );
        let finding = findings.add(expression.span(problem.range), message);
        if let Some(meant) = problem.meant {
            finding.help(format!("did you mean `{meant}`?"));
        }
    }
}
