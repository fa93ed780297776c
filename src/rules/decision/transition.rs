//! `decision/transition`: A status that went where the lifecycle does not let it go.

use crate::lint::{Findings, Rule, Severity};
use crate::model::fact::Fact;
use crate::model::lifecycle::{ABSENT, Lifecycle};
use crate::model::record::Record;
use crate::model::status::Status;
use crate::model::workspace::Workspace;
use crate::rules::words::either;

/// The rule.
pub const RULE: Rule = Rule {
    name: "decision/transition",
    severity: Some(Severity::Warning),
    summary: "A status that went where the lifecycle does not let it go.",
    page: include_str!("../../../docs/rules/decision/transition.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    findings.may_differ();
    let Some(before) = &workspace.before else { return };
    for (id, record) in workspace.iter() {
        let kind = workspace.kind_of(record);
        let Some(old) = before.was[id.index()].map(|old| before.base.record(old)) else {
            continue;
        };
        let (Some(from), Some(to)) = (word(&old.status), word(&record.status)) else {
            continue;
        };
        if is_fine(&kind.lifecycle, from, to) {
            continue;
        }
        let message = match (from, to) {
            (from, ABSENT) => format!("this {} was {from}; now it has no status", kind.name),
            (from, to) if kind.lifecycle.is_course() => {
                format!("this {} was {from}; no steps lead from there to {to}", kind.name)
            }
            (from, to) => format!("this {} was {from}; it cannot become {to} by one step", kind.name),
        };
        findings
            .add(record.status.span().unwrap_or(record.place()), message)
            .help(help(&kind.lifecycle, (from, to), (&kind.name, record)));
    }
}

/// What people decide goes one step at a time. An incident runs through several while nobody merges, and one without a status
/// may be given any.
fn is_fine(lifecycle: &Lifecycle, from: &str, to: &str) -> bool {
    let runs = lifecycle.is_course() && (from == ABSENT || lifecycle.leads(from, to));
    runs || lifecycle.allows(from, to)
}

/// The word of a status; `None` for one that was not understood, of which nothing can be said.
fn word(status: &Fact<Status>) -> Option<&str> {
    match status {
        Fact::Absent => Some(ABSENT),
        Fact::Unrecognised(_) => None,
        Fact::Known(found) => Some(&found.value.word),
    }
}

/// Which verbs lead where the author wants to go, and which lead on from where the record was.
fn help(lifecycle: &Lifecycle, (from, to): (&str, &str), (kind, record): (&str, &Record)) -> String {
    let there: Vec<String> = lifecycle
        .steps
        .iter()
        .filter(|step| step.to == to)
        .map(|step| format!("`{}` leads to {to} from {}", step.verb, from_what(&step.from)))
        .collect();
    let on: Vec<&str> = lifecycle
        .steps
        .iter()
        .filter(|step| step.from.iter().any(|word| word == from))
        .map(|step| step.verb.as_str())
        .collect();
    let there = match there.is_empty() {
        true => String::new(),
        false => format!("{}; ", there.join(", ")),
    };
    match on[..] {
        [] => format!("{there}no step leads on from {from}: write a new {kind} instead"),
        _ => format!(
            "{there}what can follow {from}: `opsrepo {kind} {} {}`",
            on.join("|"),
            record.id
        ),
    }
}

fn from_what(words: &[String]) -> String {
    let named: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .filter(|&word| word != ABSENT)
        .collect();
    match (named.len() == words.len(), named.is_empty()) {
        (true, _) => either(&named),
        (false, true) => "no status".to_owned(),
        (false, false) => format!("{}, or no status", either(&named)),
    }
}
