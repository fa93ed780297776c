//! `incident/time-order`: An incident whose times contradict each other.

use crate::lint::{Findings, Rule, Severity};
use crate::model::incidents::clock::{Clock, is_latent};
use crate::model::incidents::order::{ORDER, is_free_when_latent};
use crate::model::record::Record;
use crate::model::time::Moment;
use crate::model::workspace::Workspace;
use crate::rules::courses::time;

/// The rule.
pub const RULE: Rule = Rule {
    name: "incident/time-order",
    severity: Some(Severity::Error),
    summary: "An incident whose times contradict each other.",
    page: include_str!("../../../docs/rules/incident/time-order.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    for record in &workspace.records {
        // Two times make an order; most records have none.
        if record.times.iter().nth(1).is_some() {
            check_record(workspace, record, findings);
        }
    }
}

fn check_record(workspace: &Workspace, record: &Record, findings: &mut Findings) {
    let clock = Clock::of(workspace, record);
    let is_latent = is_latent(workspace, record);
    for (field, before) in ORDER {
        let Some(later) = time(record, field) else {
            continue;
        };
        let may_precede = |name: &str| is_latent && is_free_when_latent(name, field);
        let contradicted = before
            .iter()
            .filter(|name| !may_precede(name))
            .filter_map(|name| Some((*name, time(record, name)?)))
            .find(|(_, earlier)| clock.contradicts(&earlier.value, &later.value));
        if let Some((name, earlier)) = contradicted {
            findings
                .add(
                    later.span,
                    format!("{field} {} is before {name} {}", later.value, earlier.value),
                )
                .related(earlier.span, format!("{name} here"))
                .help(help((name, &earlier.value), (field, &later.value)));
        }
    }
}

fn help((name, earlier): (&str, &Moment), (field, later): (&str, &Moment)) -> &'static str {
    let (a, b) = (earlier.date(), later.date());
    if a.year() != b.year() && (a.month(), a.day()) <= (b.month(), b.day()) {
        return "one of the two years is a slip";
    }
    match is_free_when_latent(name, field) {
        true => {
            "one of the two is a slip: look at the timeline; what nobody noticed while it lasted says `latent: true` in its \
             front matter"
        }
        false => "one of the two is a slip: look at the timeline",
    }
}
