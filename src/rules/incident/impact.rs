//! `incident/impact`: A stretch of impact that cannot have been.

use crate::lint::{Findings, Rule, Severity};
use crate::model::incidents::clock::Clock;
use crate::model::incidents::lists::{Effect, Impact, impacts};
use crate::model::record::Record;
use crate::model::workspace::Workspace;
use crate::rules::courses::{self, said, time};
use crate::rules::words::quote;

/// The rule.
pub const RULE: Rule = Rule {
    name: "incident/impact",
    severity: Some(Severity::Error),
    summary: "A stretch of impact that ends before it begins, or lies outside its incident.",
    page: include_str!("../../../docs/rules/incident/impact.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    for (_, record) in courses::all(workspace) {
        let impacts = impacts(workspace, record);
        if impacts.is_empty() {
            continue;
        }
        let clock = Clock::of(workspace, record);
        for impact in impacts {
            check_impact(record, (&impact, &clock), findings);
        }
    }
}

fn check_impact(record: &Record, (impact, clock): (&Impact, &Clock), findings: &mut Findings) {
    let (start, end) = (impact.started.found(), impact.ended.found());
    let service = impact
        .service
        .value()
        .map_or("a service".to_owned(), |name| quote(name));
    if let (Some(start), Some(end)) = (start, end)
        && clock.contradicts(&start.value, &end.value)
    {
        let message = format!("the impact on {service} ends before it begins");
        let finding = findings.add(end.span, message).related(start.span, "it begins here");
        finding.help("one of the two is a slip: look at the timeline");
        return;
    }
    // Announced work and a risk may begin before anybody is hurt, and last longer.
    if matches!(impact.effect.value(), Some(Effect::AtRisk | Effect::Maintenance)) {
        return;
    }
    if let (Some(start), Some(first)) = (start, time(record, "started"))
        && clock.contradicts(&first.value, &start.value)
    {
        findings
            .add(
                start.span,
                format!(
                    "{service} was hurt at {}, before the incident started",
                    quote(&said(start))
                ),
            )
            .related(first.span, "started here")
            .help("an incident starts when its first service is hurt")
            .at_most(Severity::Warning);
    }
    let last = ["resolved", "closed"]
        .iter()
        .find_map(|name| Some((name, time(record, name)?)));
    if let (Some(end), Some((name, last))) = (end, last)
        && clock.contradicts(&end.value, &last.value)
    {
        findings
            .add(
                end.span,
                format!(
                    "{service} was hurt until {}, after the incident was {name}",
                    quote(&said(end))
                ),
            )
            .related(last.span, format!("{name} here"))
            .help("what still hurts is not over: one of the two is a slip")
            .at_most(Severity::Warning);
    }
}
