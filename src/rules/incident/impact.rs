//! `incident/impact`: A stretch of impact that cannot have been, or cannot be read.

use crate::lint::{Findings, Rule, Severity};
use crate::model::fact::Found;
use crate::model::incidents::clock::Clock;
use crate::model::incidents::lists::{Effect, Impact, impacts, unlisted};
use crate::model::record::Record;
use crate::model::workspace::Workspace;
use crate::rules::courses::{self, said, time};
use crate::rules::words::{either, quote};
use crate::text::similar;

/// The rule.
pub const RULE: Rule = Rule {
    name: "incident/impact",
    severity: Some(Severity::Error),
    summary: "A stretch of impact that cannot have been, or cannot be read.",
    page: include_str!("../../../docs/rules/incident/impact.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    for (_, record) in courses::all(workspace) {
        let is_judged = courses::has_schema(workspace, record);
        if let Some(place) = unlisted(workspace, record, "impacts").filter(|_| !is_judged) {
            findings
                .add(place, "`impacts` is no list: nothing of it is counted")
                .help("give each stretch an item with its `service`, `effect` and `started`")
                .at_most(Severity::Warning);
        }
        let impacts = impacts(workspace, record);
        if impacts.is_empty() {
            continue;
        }
        let clock = Clock::of(workspace, record);
        for impact in impacts {
            if !is_judged {
                check_words(&impact, findings);
            }
            check_impact(record, (&impact, &clock), findings);
        }
    }
}

/// Whether each value says what it is there for.
fn check_words(impact: &Impact, findings: &mut Findings) {
    let effects = Effect::ALL.map(Effect::word);
    if let Some(found) = impact.effect.unrecognised() {
        let help = match similar::nearest(&found.raw, effects) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("use {}", either(&effects)),
        };
        unread((found, "effect"), &help, findings);
    }
    let times = [(&impact.started, "start"), (&impact.ended, "end")];
    for (time, what) in times {
        if let Some(found) = time.unrecognised() {
            unread((found, what), "write a time such as `2026-03-04T14:05+01:00`", findings);
        }
    }
    if let Some(found) = impact.fraction.unrecognised() {
        unread(
            (found, "fraction"),
            "write the share that was hurt as a number from 0 to 1: `0.05` are five of a hundred",
            findings,
        );
    }
}

fn unread((found, what): (&Found<String>, &str), help: &str, findings: &mut Findings) {
    findings
        .add(found.span, format!("{} is no {what} of an impact", quote(&found.raw)))
        .help(help)
        .at_most(Severity::Warning);
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
    check_end(record, (impact, clock), &service, findings);
}

/// What still hurts is not over.
fn check_end(record: &Record, (impact, clock): (&Impact, &Clock), service: &str, findings: &mut Findings) {
    let last = ["resolved", "closed"]
        .iter()
        .find_map(|name| Some((name, time(record, name)?)));
    if let (Some(start), Some((name, last))) = (impact.started.found(), last)
        && clock.contradicts(&start.value, &last.value)
    {
        let began = quote(&said(start));
        let message = format!("{service} was hurt from {began} on, after the incident was {name}");
        let finding = findings.add(start.span, message);
        finding
            .related(last.span, format!("{name} here"))
            .help("one of the two is a slip, or it is another incident")
            .at_most(Severity::Warning);
        return;
    }
    let end = impact.ended.found();
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
