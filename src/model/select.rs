//! Choosing records by what they say, and the order in which they are shown.

use crate::model::kind_names::SERVICE;
use crate::model::lifecycle::ABSENT;
use crate::model::record::{Record, RecordId, Reference, Target};
use crate::model::standing;
use crate::model::time::{Date, Moment};
use crate::model::workspace::Workspace;
use crate::text::fold::fold;
use crate::text::similar;
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// Which records are wanted. Every condition must hold; of several values of one condition any.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    /// Names of kinds; empty for all.
    pub kinds: Vec<String>,
    /// Canonical status words, [`standing::UNRECOGNISED`] and [`ABSENT`].
    pub statuses: Vec<String>,
    /// The first day; a record without date is none that is wanted.
    pub since: Option<Date>,
    /// The last day.
    pub until: Option<Date>,
    /// Whole tags; case and accents do not count.
    pub tags: Vec<String>,
    /// Parts of names of people in any role; case and accents do not count.
    pub people: Vec<String>,
    /// Ids of services that the record refers to, or is.
    pub services: Vec<String>,
    /// Names of alerts that the record names, or that lead to it; case does not count.
    pub alerts: Vec<String>,
    /// Only what should have been read again by now, or never was though it says how often.
    pub is_stale: bool,
    /// The name of the record set.
    pub set: Option<String>,
}

/// A value that no record has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// What sort of value: `tag`, `person`, `service`, `alert`.
    pub sort: &'static str,
    /// As it was asked for.
    pub value: String,
    /// A value that records have and that comes nearest.
    pub near: Option<String>,
}

/// An order of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// By number, then id.
    Number,
    /// By date, earliest first.
    Date,
    /// In the order of a life.
    Status,
    /// By title; case and accents do not count.
    Title,
    /// By last commit, earliest first.
    Changed,
}

impl Selection {
    /// The records that are wanted, in the workspace's order.
    pub fn of(&self, workspace: &Workspace) -> Vec<RecordId> {
        let led = self.led(workspace);
        let wanted = workspace.iter().filter(|(id, record)| {
            let is_led = led.as_ref().is_none_or(|led| led.contains(id));
            is_led && self.holds(workspace, record)
        });
        wanted.map(|(id, _)| id).collect()
    }

    /// The records among which is chosen: those of the kinds.
    pub fn candidates<'a>(&'a self, workspace: &'a Workspace) -> impl Iterator<Item = &'a Record> {
        workspace
            .records
            .iter()
            .filter(|record| self.is_of_kind(workspace, record))
    }

    /// The first value that no record among the candidates has, and what may be meant.
    pub fn unknown(&self, workspace: &Workspace) -> Option<Unknown> {
        let candidates: Vec<&Record> = self.candidates(workspace).collect();
        let tags = || {
            candidates
                .iter()
                .flat_map(|record| record.list("tags"))
                .map(|tag| tag.text.as_str())
        };
        let people = || {
            candidates
                .iter()
                .flat_map(|record| &record.people)
                .map(|person| person.name.as_str())
        };
        let services = || {
            let named = candidates.iter().flat_map(|record| service_names(workspace, record));
            named.chain(workspace.of_kind(SERVICE).map(|(_, service)| service.id.as_str()))
        };
        let lacks = |wanted: &&String, is_one: &dyn Fn(&str) -> bool| !is_one(&fold(wanted));
        let tag = self
            .tags
            .iter()
            .find(|tag| lacks(tag, &|tag| tags().any(|known| fold(known) == tag)));
        if let Some(tag) = tag {
            return Some(unknown("tag", tag, tags().collect()));
        }
        let is_named = |part: &str| people().any(|name| fold(name).contains(part));
        if let Some(person) = self.people.iter().find(|person| lacks(person, &is_named)) {
            let words = people().chain(people().flat_map(str::split_whitespace));
            return Some(unknown("person", person, words.collect()));
        }
        let is_service = |id: &str| services().any(|known| fold(known) == id);
        if let Some(service) = self.services.iter().find(|service| lacks(service, &is_service)) {
            return Some(unknown("service", service, services().collect()));
        }
        let alerts = || {
            let named = candidates.iter().flat_map(|record| record.list("alerts"));
            let rules = workspace.alerts.alerts.iter().map(|alert| alert.name.as_str());
            named.map(|word| word.text.as_str()).chain(rules)
        };
        let is_alert = |name: &str| alerts().any(|known| fold(known) == name);
        let alert = self.alerts.iter().find(|alert| lacks(alert, &is_alert))?;
        Some(unknown("alert", alert, alerts().collect()))
    }

    /// The records that the alerts lead to, or that name them; `None` where no alert is asked for.
    fn led(&self, workspace: &Workspace) -> Option<BTreeSet<RecordId>> {
        if self.alerts.is_empty() {
            return None;
        }
        let wanted: Vec<String> = self.alerts.iter().map(|alert| fold(alert)).collect();
        let is_meant = |name: &str| wanted.contains(&fold(name));
        let rules = workspace.alerts.alerts.iter().filter(|alert| is_meant(&alert.name));
        let naming = workspace
            .iter()
            .filter(|(_, record)| record.list("alerts").iter().any(|word| is_meant(&word.text)));
        Some(
            rules
                .filter_map(|alert| alert.runbook)
                .chain(naming.map(|(id, _)| id))
                .collect(),
        )
    }

    /// The conditions besides the kinds, for people: `status accepted, tag storage`.
    pub fn conditions(&self) -> String {
        let list =
            |word: &str, values: &[String]| (!values.is_empty()).then(|| format!("{word} {}", values.join(" or ")));
        let day = |word: &str, day: Option<Date>| day.map(|day| format!("{word} {day}"));
        let parts = [
            list("status", &self.statuses),
            day("since", self.since),
            day("until", self.until),
            list("tag", &self.tags),
            list("person", &self.people),
            list("service", &self.services),
            list("alert", &self.alerts),
            self.is_stale.then(|| "stale".to_owned()),
            self.set.as_ref().map(|set| format!("set {set}")),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    fn is_of_kind(&self, workspace: &Workspace, record: &Record) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&workspace.kind_of(record).name)
    }

    fn holds(&self, workspace: &Workspace, record: &Record) -> bool {
        let any = |wanted: &[String], holds: &dyn Fn(&str) -> bool| {
            wanted.is_empty() || wanted.iter().any(|wanted| holds(&fold(wanted)))
        };
        let word = standing::word(&record.status).unwrap_or(ABSENT);
        let date = record.date.value();
        self.is_of_kind(workspace, record)
            && (self.statuses.is_empty() || self.statuses.iter().any(|wanted| wanted == word))
            && self.since.is_none_or(|since| date.is_some_and(|date| *date >= since))
            && self.until.is_none_or(|until| date.is_some_and(|date| *date <= until))
            && self
                .set
                .as_ref()
                .is_none_or(|set| workspace.set_of(record).name == *set)
            && (!self.is_stale || record.is_stale(workspace.context.as_of))
            && any(&self.tags, &|tag| {
                record.list("tags").iter().any(|known| fold(&known.text) == tag)
            })
            && any(&self.people, &|part| {
                record.people.iter().any(|person| fold(&person.name).contains(part))
            })
            && any(&self.services, &|id| {
                service_names(workspace, record).any(|known| fold(known) == id)
            })
    }
}

/// The services that a record names, as written and as they are called; itself where it is one.
fn service_names<'a>(workspace: &'a Workspace, record: &'a Record) -> impl Iterator<Item = &'a str> {
    let is_service = |record: &Record| workspace.kind_of(record).name == SERVICE;
    let own = Some(record.id.as_str()).filter(|_| is_service(record));
    let named = move |reference: &'a Reference| {
        let target = match reference.target {
            Target::Record(id) => Some(workspace.record(id)).filter(|target| is_service(target)),
            _ => None,
        };
        let is_asked = target.is_some() || reference.kind.as_deref() == Some("service");
        let raw = is_asked.then_some(reference.raw.as_str());
        raw.into_iter().chain(target.map(|target| target.id.as_str()))
    };
    own.into_iter().chain(record.references.iter().flat_map(named))
}

fn unknown(sort: &'static str, value: &str, known: Vec<&str>) -> Unknown {
    Unknown {
        sort,
        value: value.to_owned(),
        near: similar::nearest(value, known).map(str::to_owned),
    }
}

/// The first and last day that a text means: a date, a month (`2026-03`) or a year.
pub fn days(text: &str) -> Option<(Date, Date)> {
    let text = text.trim();
    if let Some(date) = Date::parse(text) {
        return Some((date, date));
    }
    let (year, month) = match text.split_once('-') {
        Some((year, month)) => (year, Some(month.parse::<i8>().ok()?)),
        None => (text, None),
    };
    let year: i16 = year.parse().ok().filter(|_| year.len() == 4)?;
    let (first, last) = month.map_or((1, 12), |month| (month, month));
    let end = (28..=31).rev().find_map(|day| Date::new(year, last, day))?;
    Some((Date::new(year, first, 1)?, end))
}

/// Puts records into an order; those of which it is not known stand last, either way. Equal ones keep their order.
pub fn sort(workspace: &Workspace, ids: &mut [RecordId], order: Order) {
    arrange(workspace, ids, (order, |ordering| ordering));
}

/// The same from the end.
pub fn sort_reversed(workspace: &Workspace, ids: &mut [RecordId], order: Order) {
    arrange(workspace, ids, (order, Ordering::reverse));
}

fn arrange(workspace: &Workspace, ids: &mut [RecordId], (order, turn): (Order, fn(Ordering) -> Ordering)) {
    match order {
        Order::Number => by(ids, turn, |id| {
            let record = workspace.record(id);
            record
                .number
                .as_ref()
                .map(|number| (number.value, number.letter, record.id.clone()))
        }),
        Order::Date => by(ids, turn, |id| workspace.record(id).date.value().copied()),
        Order::Status => by(ids, turn, |id| {
            let record = workspace.record(id);
            let word = &record.status.value()?.word;
            workspace
                .kind_of(record)
                .statuses
                .iter()
                .position(|row| row.word == *word)
        }),
        Order::Title => by(ids, turn, |id| Some(fold(workspace.record(id).name()))),
        Order::Changed => by(ids, turn, |id| {
            let path = workspace.path_of(workspace.record(id));
            let commit = workspace.history.log()?.changed(path)?;
            let zero = Moment::parse("1970-01-01T00:00:00Z")?;
            Some(zero.minutes_until(&Moment::parse(&commit.date)?))
        }),
    }
}

fn by<K: Ord>(ids: &mut [RecordId], turn: fn(Ordering) -> Ordering, key: impl Fn(RecordId) -> Option<K>) {
    let mut keyed: Vec<(Option<K>, RecordId)> = ids.iter().map(|&id| (key(id), id)).collect();
    keyed.sort_by(|(a, _), (b, _)| match (a, b) {
        (Some(a), Some(b)) => turn(a.cmp(b)),
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
    for (place, (_, id)) in ids.iter_mut().zip(keyed) {
        *place = id;
    }
}

#[cfg(test)]
mod tests {
    use super::{by, days};
    use crate::model::record::RecordId;
    use std::cmp::Ordering;

    #[test]
    fn days_months_and_years() {
        let shown = |text: &str| days(text).map(|(first, last)| format!("{first} {last}"));
        for (text, expected) in [
            ("2026-03-04", Some("2026-03-04 2026-03-04")),
            ("2024-02", Some("2024-02-01 2024-02-29")),
            ("2026", Some("2026-01-01 2026-12-31")),
            ("26", None),
            ("2026-13", None),
            ("soon", None),
        ] {
            assert_eq!(shown(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn what_is_not_known_stands_last() {
        let key = |id: RecordId| (id.0 != 1).then_some(id.0 / 2);
        let order = |turn| {
            let mut ids = [0, 1, 2, 3, 4].map(RecordId);
            by(&mut ids, turn, key);
            ids.map(|id| id.0)
        };
        assert_eq!(order(|ordering| ordering), [0, 2, 3, 4, 1]);
        assert_eq!(order(Ordering::reverse), [4, 2, 3, 0, 1]);
    }
}
