//! All alerts by name, and what to read when each fires: whoever is called searches for the name.

use crate::model::alerts::coverage::{AlertRow, Way};
use crate::model::record::RecordId;
use crate::site::frame::{Item, item};
use crate::site::plan::Plan;
use crate::site::prose::sanitise::is_safe;
use crate::site::urls::{Subject, href};
use crate::text::escape::is_absolute;
use crate::text::path::RepoPath;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Alerts of one first letter.
#[derive(Serialize)]
pub(super) struct Letter {
    letter: String,
    anchor: String,
    alerts: Vec<Entry>,
}

/// An alert: all rules of this name.
#[derive(Serialize)]
struct Entry {
    name: String,
    severities: String,
    runbooks: Vec<Item>,
    /// What else there is to read, or that there is nothing.
    notes: Vec<Note>,
}

#[derive(Clone, Serialize, PartialEq, Eq, PartialOrd, Ord)]
struct Note {
    text: String,
    /// Empty where it leads nowhere.
    href: String,
    is_lack: bool,
}

/// What is known of a name.
#[derive(Default)]
struct Known<'a> {
    severities: BTreeSet<&'a str>,
    runbooks: BTreeSet<RecordId>,
    notes: BTreeSet<Note>,
}

/// The alerts from A to Z: those of rules, and those that runbooks name.
pub(super) fn letters(plan: &Plan, kind: usize, at: &RepoPath) -> Vec<Letter> {
    let mut known: BTreeMap<(String, &str), Known> = BTreeMap::new();
    let workspace = plan.workspace;
    for row in &plan.catalogue().coverage.alerts {
        let alert = &workspace.alerts.alerts[row.alert];
        let entry = known
            .entry((alert.name.to_lowercase(), alert.name.as_str()))
            .or_default();
        entry.severities.extend(alert.severity().map(|pair| pair.text.as_str()));
        entry.runbooks.extend(row.way.record());
        entry.notes.extend(note(plan, at, row));
    }
    for &id in &plan.by_kind[kind] {
        let words = workspace.record(id).words.get("alerts");
        for word in words.into_iter().flatten().filter(|word| !word.text.trim().is_empty()) {
            let name = word.text.trim();
            known
                .entry((name.to_lowercase(), name))
                .or_default()
                .runbooks
                .insert(id);
        }
    }
    let mut letters: Vec<Letter> = Vec::new();
    for ((lower, name), found) in known {
        let letter = lower.chars().next().filter(|c| c.is_alphabetic());
        let letter = letter.map_or_else(|| "#".to_owned(), |c| c.to_uppercase().collect());
        let entry = Entry {
            name: name.to_owned(),
            severities: found.severities.into_iter().collect::<Vec<_>>().join(", "),
            runbooks: found.runbooks.iter().map(|&id| item(plan, at, id)).collect(),
            notes: found.notes.into_iter().collect(),
        };
        match letters.last_mut().filter(|last| last.letter == letter) {
            Some(last) => last.alerts.push(entry),
            None => letters.push(Letter {
                anchor: format!("page:alerts-{}", letters.len() + 1),
                letter,
                alerts: vec![entry],
            }),
        }
    }
    letters
}

/// What there is to say of an alert that does not just lead to a record.
fn note(plan: &Plan, at: &RepoPath, row: &AlertRow) -> Option<Note> {
    let said = |text: &str, href: String| {
        Some(Note {
            text: text.to_owned(),
            href,
            is_lack: false,
        })
    };
    let lack = |text: &str| {
        Some(Note {
            text: text.to_owned(),
            href: String::new(),
            is_lack: true,
        })
    };
    match &row.way {
        Way::Linked(_) | Way::Named(_) | Way::Silent => None,
        Way::Page(file) => {
            let page = plan
                .addresses
                .subject(*file)
                .map(|subject: Subject| plan.addresses.of(subject));
            said(
                &plan.title_of(*file),
                page.map(|page| href(at, &page)).unwrap_or_default(),
            )
        }
        Way::Sibling(Some((name, path))) => said(&format!("{path} of {name}"), String::new()),
        Way::Sibling(None) => said("in another repository", String::new()),
        Way::Elsewhere(url) => match is_absolute(url) && is_safe(url) {
            true => said(host(url), url.clone()),
            false => said("elsewhere", String::new()),
        },
        Way::Said => said("in its own words", String::new()),
        Way::Broken(..) => lack("its link leads to nothing"),
        Way::Nothing => lack("no runbook"),
    }
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    host.rsplit('@').next().unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn a_host_is_told_without_what_surrounds_it() {
        assert_eq!(host("https://me:secret@a.example/b?c"), "a.example");
        assert_eq!(host("mailto:x"), "mailto:x");
    }
}
