//! One incident in a list: what it is called, how bad it was, how long it took, whom it hurt.

use crate::model::incidents::measure::{Measure, Taken};
use crate::model::incidents::severity::Scale;
use crate::model::record::{Record, RecordId, Target};
use crate::model::workspace::Workspace;
use crate::site::chip::{Chip, chip};
use crate::site::facets::{Facets, facets};
use crate::site::plan::Plan;
use crate::site::urls::{Subject, href};
use crate::site::words::took;
use crate::text::path::RepoPath;
use serde::Serialize;

/// Services that a line names; more are counted.
const NAMED: usize = 3;
/// Letters of a severity that is no single word.
const LONGEST: usize = 24;

/// Bytes in front of a day that only lead to it.
const LEAD: usize = 16;
/// Letters that are a name.
const LEAST: usize = 5;

/// A line of a list.
#[derive(Clone, Serialize)]
pub(crate) struct Line {
    title: String,
    href: String,
    date: String,
    /// The day of the month; empty where it has no date.
    day: String,
    weight: Option<Weight>,
    chip: Option<Chip>,
    took: String,
    services: Vec<Pointer>,
    /// How many services more there are.
    more: usize,
    /// What it can be picked by.
    facets: Facets,
}

/// A severity.
#[derive(Clone, Serialize)]
pub(crate) struct Weight {
    /// As the record has it.
    pub word: String,
    /// Its colour: `sev1` … `sev4`, `blank` for one that is not on the scale.
    pub class: &'static str,
}

/// Something that may have a page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Pointer {
    /// What it is called.
    pub text: String,
    /// Its page; empty where it has none.
    pub href: String,
}

/// The line of an incident in the list at an address.
pub(crate) fn line(plan: &Plan, at: &RepoPath, id: RecordId) -> Line {
    let record = plan.workspace.record(id);
    let date = record.date.value().map(ToString::to_string).unwrap_or_default();
    let mut services = services(plan, at, record);
    let more = services.len().saturating_sub(NAMED);
    services.truncate(NAMED);
    Line {
        title: short(record.name(), &date).to_owned(),
        href: href(at, &plan.record_at(id)),
        day: date.get(8..).unwrap_or_default().to_owned(),
        date,
        weight: weight(plan.workspace, record),
        chip: chip(&record.status, plan.workspace.kind_of(record)),
        took: minutes(plan.workspace, record).map(took).unwrap_or_default(),
        services,
        more,
        facets: facets(plan, id),
    }
}

impl Line {
    pub(crate) fn has_weight(&self) -> bool {
        self.weight.is_some()
    }

    pub(crate) fn has_chip(&self) -> bool {
        self.chip.is_some()
    }

    pub(crate) fn has_length(&self) -> bool {
        !self.took.is_empty()
    }

    pub(crate) fn has_services(&self) -> bool {
        !self.services.is_empty()
    }
}

/// A name without the day that the list says already, and without what leads to it: `Incident on 2024-07-25 - No logs`.
fn short<'n>(name: &'n str, date: &str) -> &'n str {
    let Some(at) = name.find(date).filter(|at| !date.is_empty() && *at <= LEAD) else {
        return name;
    };
    let rest = name[at + date.len()..].trim_start_matches(|c: char| c.is_whitespace() || "-–—:,.|)".contains(c));
    if rest.chars().count() < LEAST { name } else { rest }
}

/// How long an incident took: from its times, else as it says itself.
pub(crate) fn minutes(workspace: &Workspace, record: &Record) -> Option<i64> {
    match Measure::Resolve.of(workspace, record, None) {
        Taken::Minutes(minutes) => Some(minutes),
        Taken::Backwards => None,
        Taken::Unknown => ["time-to-resolve", "time-to-repair"]
            .iter()
            .find_map(|field| record.durations.get(field)?.value())
            .map(|length| length.minutes),
    }
}

/// The severity of an incident that says one.
pub(crate) fn weight(workspace: &Workspace, record: &Record) -> Option<Weight> {
    let word = record.text("severity")?.trim();
    let short: String = word.chars().take(LONGEST).collect();
    (!word.is_empty()).then(|| Weight {
        class: class(Scale::of(&workspace.settings).place(word)),
        word: if short.len() < word.len() {
            format!("{short}…")
        } else {
            short
        },
    })
}

/// The colour of a place on the scale.
pub(crate) fn class(place: Option<usize>) -> &'static str {
    match place {
        Some(0) => "sev1",
        Some(1) => "sev2",
        Some(2) => "sev3",
        Some(_) => "sev4",
        None => "blank",
    }
}

/// The services that an incident names, each once.
pub(crate) fn services(plan: &Plan, at: &RepoPath, record: &Record) -> Vec<Pointer> {
    let mut found: Vec<Pointer> = Vec::new();
    for reference in record.refers_once("services") {
        let pointer = match reference.target {
            Target::Record(id) => Pointer {
                text: plan.name(Subject::Record(id)),
                href: href(at, &plan.record_at(id)),
            },
            _ => Pointer {
                text: reference.raw.clone(),
                href: String::new(),
            },
        };
        if !found.contains(&pointer) {
            found.push(pointer);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn a_name_need_not_say_its_day() {
        let day = "2024-07-25";
        for (name, shown) in [
            ("Incident on 2024-07-25 - No logs", "No logs"),
            ("2024-07-25, NGINX crash", "NGINX crash"),
            ("2024-07-25", "2024-07-25"),
            ("Incident on 2024-07-24 - No logs", "Incident on 2024-07-24 - No logs"),
            (
                "No logs since the upgrade of 2024-07-25 at noon",
                "No logs since the upgrade of 2024-07-25 at noon",
            ),
        ] {
            assert_eq!(short(name, day), shown);
        }
        assert_eq!(short("x", ""), "x");
    }
}
