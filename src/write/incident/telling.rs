//! What alerts tell of an incident: its name, how bad it is, which services it is about, which runbooks help. All texts of
//! alerts come from outside; what leaves here is one line of bounded length without anything that steers.

use crate::model::alerts::join::Guide;
use crate::model::incidents::notification::FiredAlert;
use crate::model::incidents::severity::Scale;
use crate::model::kind_names::SERVICE;
use crate::model::record::{Record, RecordId, Target};
use crate::model::workspace::Workspace;
use crate::text::escape::steers;
use crate::text::fold::fold;
use std::collections::BTreeSet;

/// The longest name of an alert, of a place and of a summary, in characters.
const NAME: usize = 80;
const SUMMARY: usize = 200;

/// Services and runbooks that a record names at most because of alerts.
const MOST: usize = 20;

/// Labels that say which service an alert is about, the surest first.
const SERVICES: [&str; 9] = [
    "service",
    "app",
    "app_kubernetes_io_name",
    "application",
    "component",
    "deployment",
    "statefulset",
    "job",
    "namespace",
];

/// Labels that say where it fires, the nearest first.
const PLACES: [&str; 9] = [
    "instance",
    "pod",
    "node",
    "host",
    "hostname",
    "device",
    "deployment",
    "job",
    "namespace",
];

/// What people write into the label `severity` besides the words that incidents have, by its place in a scale of four: worst
/// first.
const SEVERITIES: [(&str, usize); 14] = [
    ("critical", 0),
    ("crit", 0),
    ("page", 0),
    ("emergency", 0),
    ("disaster", 0),
    ("fatal", 0),
    ("error", 1),
    ("high", 1),
    ("warning", 2),
    ("warn", 2),
    ("ticket", 2),
    ("info", 3),
    ("notice", 3),
    ("low", 3),
];

/// The place in the scale of an alert that says nothing of it, or something that nobody knows.
const UNSAID: usize = 1;

/// A text on one line of at most so many characters, without what steers a terminal or a reader.
pub(super) fn one_line(text: &str, most: usize) -> String {
    // A text of megabytes is not walked for its first words.
    let shown = text.chars().take(most * 8).filter(|&c| !steers(c));
    let shown: String = shown.collect();
    let line = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

/// What an alert is called. It stands in headings and in data, which generators of sites may take for a template: of what
/// begins a tag or a command of one, nothing is left.
pub(super) fn name(alert: &FiredAlert) -> String {
    let tame: String = alert
        .name()
        .chars()
        .take(NAME * 8)
        .filter(|c| !"<>{}".contains(*c))
        .collect();
    match one_line(&tame, NAME) {
        name if name.is_empty() => "An alert without a name".to_owned(),
        name => name,
    }
}

/// Where an alert fires, where a label says it.
pub(super) fn place(alert: &FiredAlert) -> Option<String> {
    let stated = PLACES.iter().filter_map(|label| alert.labels.get(*label));
    stated
        .map(|place| one_line(place, NAME))
        .find(|place| !place.is_empty())
}

/// What an alert says of itself.
pub(super) fn summary(alert: &FiredAlert) -> Option<String> {
    let stated = ["summary", "message", "description"].iter();
    let stated = stated.filter_map(|key| alert.annotations.get(*key));
    stated.map(|text| one_line(text, SUMMARY)).find(|text| !text.is_empty())
}

/// The names of alerts, each once, in the order of the alphabet.
pub(super) fn names<'a>(alerts: impl Iterator<Item = &'a FiredAlert>) -> Vec<String> {
    let names: BTreeSet<String> = alerts.map(name).collect();
    names.into_iter().collect()
}

/// A heading: `LoginProbeFailing on identity`.
pub(super) fn title(names: &[String], services: &[String]) -> String {
    let what = counted(names, "alert");
    match services {
        [] => what,
        services => format!("{what} on {}", counted(services, "service")),
    }
}

fn counted(names: &[String], noun: &str) -> String {
    match names {
        [] => format!("An {noun}"),
        [one] => one.clone(),
        [one, other] => format!("{one} and {other}"),
        [one, rest @ ..] => format!("{one} and {} other {noun}s", rest.len()),
    }
}

/// The word of a scale for the worst of some alerts, and where it comes from.
pub(super) fn severity<'a>(alerts: impl Iterator<Item = &'a FiredAlert>, scale: Scale<'_>) -> (String, &'static str) {
    let words = scale.words();
    let last = words.len().saturating_sub(1);
    let place = |alert: &FiredAlert| {
        let label = alert.labels.get("severity").map_or("", |label| label.trim());
        let known = || SEVERITIES.iter().find(|(word, _)| word.eq_ignore_ascii_case(label));
        match scale
            .place(label)
            .or_else(|| known().map(|(_, place)| last.min(*place)))
        {
            Some(place) => (place, Told::Stated),
            None if label.is_empty() => (last.min(UNSAID), Told::Unstated),
            None => (last.min(UNSAID), Told::Strange),
        }
    };
    let (worst, told) = alerts.map(place).min().unwrap_or((UNSAID, Told::Unstated));
    let word = words.get(worst).or(words.last());
    (word.map_or(String::new(), |word| (*word).to_owned()), told.remark())
}

/// How an alert tells how bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Told {
    /// By a word that is known.
    Stated,
    /// By one that nobody knows.
    Strange,
    /// Not at all.
    Unstated,
}

impl Told {
    /// For whoever reads the draft: what was guessed must not look as if a machine had said it.
    fn remark(self) -> &'static str {
        match self {
            Told::Stated => "as the alert has it; put it right",
            Told::Strange => "the alert has a word of its own for it; put it right",
            Told::Unstated => "the alert states none; put it right",
        }
    }
}

/// The runbooks of some alerts, each once.
pub(super) fn runbooks<'a>(workspace: &Workspace, alerts: impl Iterator<Item = &'a FiredAlert>) -> Vec<RecordId> {
    let guide = Guide::new(workspace);
    let mut found = Vec::new();
    for alert in alerts {
        let runbook = guide.runbook(alert.name(), alert.runbook_link());
        found.extend(runbook.filter(|id| !found.contains(id)));
        if found.len() == MOST {
            break;
        }
    }
    found
}

/// The ids of the services that some alerts are about: those that a label names, else those that the runbooks are for.
pub(super) fn services<'a>(
    workspace: &Workspace,
    alerts: impl Iterator<Item = &'a FiredAlert>,
    runbooks: &[RecordId],
) -> Vec<String> {
    let known: Vec<(RecordId, &Record)> = workspace.of_kind(SERVICE).collect();
    let mut found: Vec<String> = Vec::new();
    for alert in alerts {
        let stated = SERVICES.iter().filter_map(|label| alert.labels.get(*label));
        let service = stated.map(|value| fold(value.trim())).find_map(|value| {
            let is_called = |record: &&(RecordId, &Record)| {
                fold(&record.1.id) == value || record.1.title.value().is_some_and(|title| fold(title) == value)
            };
            known.iter().find(is_called)
        });
        found.extend(
            service
                .map(|(_, record)| record.id.clone())
                .filter(|id| !found.contains(id)),
        );
        if found.len() == MOST {
            break;
        }
    }
    if found.is_empty() {
        let references = runbooks.iter().flat_map(|id| &workspace.record(*id).references);
        for reference in references.filter(|reference| &*reference.field == "services") {
            if let Target::Record(id) = reference.target {
                let id = &workspace.record(id).id;
                found.extend(Some(id.clone()).filter(|id| !found.contains(id)));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Scale, one_line, severity, title};
    use crate::model::incidents::notification::{FiredAlert, State};
    use crate::model::settings::Settings;

    fn alert(severity: &str) -> FiredAlert {
        FiredAlert {
            state: State::Firing,
            labels: [("severity".to_owned(), severity.to_owned())].into(),
            annotations: [].into(),
            started: 0,
            ended: None,
            generator_url: String::new(),
            fingerprint: "a".to_owned(),
        }
    }

    #[test]
    fn texts_are_tame() {
        assert_eq!(one_line("a\u{1b}[2J\r\n b\u{202e}\tc", 80), "a[2J b c");
        assert_eq!(one_line("éééé", 3), "ééé…");
        assert_eq!(one_line(&"x".repeat(9_000_000), 4), "xxxx…");
    }

    #[test]
    fn the_worst_severity_counts() {
        let mut settings = Settings::default();
        let of = |labels: &[&str], settings: &Settings| {
            let alerts: Vec<FiredAlert> = labels.iter().map(|label| alert(label)).collect();
            severity(alerts.iter(), Scale::of(settings)).0
        };
        for (labels, expected) in [
            (&["critical"][..], "sev1"),
            (&["Warning", "info"], "sev3"),
            (&["info", "SEV2"], "sev2"),
            (&["rainbow"], "sev2"),
            (&[""], "sev2"),
        ] {
            assert_eq!(of(labels, &settings), expected, "{labels:?}");
        }
        settings.incidents.severities = ["red", "amber"].map(str::to_owned).to_vec();
        for (labels, expected) in [(&["info"][..], "amber"), (&["page"], "red"), (&["Amber"], "amber")] {
            assert_eq!(of(labels, &settings), expected, "{labels:?}");
        }
    }

    #[test]
    fn what_no_alert_states_is_not_put_into_its_mouth() {
        let settings = Settings::default();
        for (labels, expected) in [
            (&["critical"][..], "as the alert has it"),
            (&["", "high"], "as the alert has it"),
            (&["rainbow", "info"], "a word of its own"),
            (&["", "info"], "the alert states none"),
            (&[], "the alert states none"),
        ] {
            let alerts: Vec<FiredAlert> = labels.iter().map(|label| alert(label)).collect();
            let (_, remark) = severity(alerts.iter(), Scale::of(&settings));
            assert!(remark.contains(expected), "{labels:?}: {remark}");
        }
    }

    #[test]
    fn titles_say_what_and_where() {
        let texts = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(title(&texts(&["Down"]), &texts(&["dns"])), "Down on dns");
        assert_eq!(title(&texts(&["A", "B"]), &[]), "A and B");
        assert_eq!(
            title(&texts(&["A", "B", "C"]), &texts(&["x", "y", "z"])),
            "A and 2 other alerts on x and 2 other services"
        );
    }
}
