//! `incident/time-order`: An incident whose times contradict each other.

use crate::lint::{Findings, Rule, Severity};
use crate::model::fact::Found;
use crate::model::record::Record;
use crate::model::time::Moment;
use crate::model::workspace::Workspace;

/// The rule.
pub const RULE: Rule = Rule {
    name: "incident/time-order",
    severity: Some(Severity::Error),
    summary: "An incident whose times contradict each other.",
    page: include_str!("../../../docs/rules/incident/time-order.md"),
    check,
};

/// For each time, the times that cannot come after it, the nearest first. An incident may be declared or acknowledged
/// after its repair, but nobody repairs, declares or resolves what nobody has noticed.
const ORDER: &[(&str, &[&str])] = &[
    ("detected", &["started"]),
    ("acknowledged", &["detected", "started"]),
    ("declared", &["detected", "started"]),
    ("mitigated", &["detected", "started"]),
    ("repaired", &["detected", "started"]),
    (
        "resolved",
        &[
            "mitigated",
            "repaired",
            "declared",
            "acknowledged",
            "detected",
            "started",
        ],
    ),
    (
        "closed",
        &["resolved", "mitigated", "repaired", "declared", "detected", "started"],
    ),
];

fn check(workspace: &Workspace, findings: &mut Findings) {
    for record in &workspace.records {
        for (field, before) in ORDER {
            let Some(later) = time(record, field) else {
                continue;
            };
            let contradicted = before
                .iter()
                .filter_map(|name| Some((*name, time(record, name)?)))
                .find(|(_, earlier)| comes_after(&earlier.value, &later.value));
            if let Some((name, earlier)) = contradicted {
                findings
                    .add(
                        later.span,
                        format!("{field} {} is before {name} {}", later.value, earlier.value),
                    )
                    .related(earlier.span, format!("{name} here"))
                    .help(help((name, &earlier.value), &later.value));
            }
        }
    }
}

fn time<'a>(record: &'a Record, field: &str) -> Option<&'a Found<Moment>> {
    record.times.get(field)?.found()
}

/// True when `earlier` lies after `later`; where one is only a date, only dates are compared.
fn comes_after(earlier: &Moment, later: &Moment) -> bool {
    match earlier.is_date || later.is_date {
        true => earlier.date() > later.date(),
        false => earlier.minutes_until(later) < 0,
    }
}

fn help((name, earlier): (&str, &Moment), later: &Moment) -> &'static str {
    let (a, b) = (earlier.date(), later.date());
    if a.year() != b.year() && (a.month(), a.day()) <= (b.month(), b.day()) {
        return "one of the two years is a slip";
    }
    match name {
        "declared" | "acknowledged" => {
            "one of the two is a slip: look at the timeline; what was over before anybody called it an incident says so in \
             words, without this time"
        }
        _ => "one of the two is a slip: look at the timeline",
    }
}
