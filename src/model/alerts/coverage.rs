//! Which alert leads to which runbook, which service each of them is about, and what of them stands alone. It judges nothing:
//! what is a gap and what is how people work there is for others to say.

use crate::model::alerts::Alert;
use crate::model::kind_names::{RUNBOOK, SERVICE};
use crate::model::links::{Destination, Link, Origin};
use crate::model::record::{Record, RecordId, Target};
use crate::model::standing::Standing;
use crate::model::targets::is_template;
use crate::model::workspace::Workspace;
use crate::text::path::RepoPath;
use crate::text::span::{FileId, Span};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Labels whose value may be the id of a service, the one that says so first.
const LABELS: [&str; 7] = [
    "service",
    "app",
    "application",
    "component",
    "system",
    "job",
    "namespace",
];

/// Everything together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// The alerts, in the order of the files.
    pub alerts: Vec<AlertRow>,
    /// The runbooks, in the order of the records. A page about its folder is none.
    pub runbooks: Vec<RunbookRow>,
    /// The services that are not over, in the order of the records.
    pub services: Vec<ServiceRow>,
}

/// One alert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertRow {
    /// Index into the alerts of the workspace.
    pub alert: usize,
    /// Where one reads on when it fires.
    pub way: Way,
    /// The services that it is about, by id: as its labels say, else as its runbook does. Sorted.
    pub services: Vec<String>,
}

/// Where one reads on when an alert fires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// Its annotation leads to this record.
    Linked(RecordId),
    /// This runbook bears its name, or names it.
    Named(RecordId),
    /// Its annotation leads to this page, which is no record.
    Page(FileId),
    /// A page of this sibling repository: its path, where the annotation leads to one.
    Sibling(Option<(String, RepoPath)>),
    /// Its annotation leads to another host, which nobody asked.
    Elsewhere(String),
    /// Its annotations speak of it in words, or in a template.
    Said,
    /// Its annotation leads to nothing; a runbook may bear its name all the same.
    Broken(String, Option<RecordId>),
    /// Nothing says anything, and somebody is called.
    Nothing,
    /// Nothing says anything, and nobody is called.
    Silent,
}

/// One runbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunbookRow {
    /// The record.
    pub record: RecordId,
    /// The alerts that lead to it, as indices into the alerts of the workspace.
    pub alerts: Vec<usize>,
    /// The services that it is about, by id, sorted.
    pub services: Vec<String>,
}

/// One service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceRow {
    /// The record.
    pub record: RecordId,
    /// The runbooks that are about it, or to which its alerts lead, in the order of the records.
    pub runbooks: Vec<RecordId>,
    /// The alerts that are about it, as indices into the alerts of the workspace.
    pub alerts: Vec<usize>,
}

/// How many of what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Alerts that lead somewhere.
    pub led: usize,
    /// Alerts whose annotation leads to nothing.
    pub broken: usize,
    /// Alerts that say nothing, though somebody is called.
    pub without: usize,
    /// Alerts that say nothing, and call nobody.
    pub silent: usize,
    /// Runbooks that no alert leads to.
    pub unled: usize,
    /// Services that no runbook is about.
    pub without_runbook: usize,
    /// Services that no alert is about.
    pub without_alert: usize,
}

impl Way {
    /// The record that one reads.
    pub fn record(&self) -> Option<RecordId> {
        match self {
            Way::Linked(id) | Way::Named(id) | Way::Broken(_, Some(id)) => Some(*id),
            _ => None,
        }
    }

    /// True where there is something to read, as far as that is known.
    pub fn leads(&self) -> bool {
        !matches!(self, Way::Broken(..) | Way::Nothing | Way::Silent)
    }
}

impl Coverage {
    /// Of everything in a repository; siblings are looked at before, by whoever can read them.
    pub fn of(workspace: &Workspace) -> Coverage {
        let ground = Ground::of(workspace);
        let all = workspace.alerts.alerts.iter().enumerate();
        let alerts: Vec<AlertRow> = all.map(|(at, alert)| ground.alert(at, alert)).collect();
        let mut led: BTreeMap<RecordId, Vec<usize>> = BTreeMap::new();
        let mut about: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for row in &alerts {
            if let Some(id) = row.way.record() {
                led.entry(id).or_default().push(row.alert);
            }
            for service in &row.services {
                about.entry(service.to_lowercase()).or_default().push(row.alert);
            }
        }
        let is_kept = |record: &Record| Standing::of(workspace.kind_of(record), &record.status) != Standing::Over;
        let runbooks = workspace.of_kind(RUNBOOK).filter(|(id, record)| {
            let is_used = led.contains_key(id);
            is_used || (is_kept(record) && !is_index(workspace.path_of(record)))
        });
        let runbooks: Vec<RunbookRow> = runbooks
            .map(|(id, _)| RunbookRow {
                record: id,
                alerts: led.get(&id).cloned().unwrap_or_default(),
                services: ground.services_of(id),
            })
            .collect();
        let mut read: BTreeMap<String, BTreeSet<RecordId>> = BTreeMap::new();
        let by_alert = alerts.iter().filter_map(|row| Some((row.way.record()?, &row.services)));
        for (record, services) in by_alert.chain(runbooks.iter().map(|row| (row.record, &row.services))) {
            for service in services {
                read.entry(service.to_lowercase()).or_default().insert(record);
            }
        }
        let services = workspace.of_kind(SERVICE).filter(|(_, record)| is_kept(record));
        let services = services.map(|(id, record)| ServiceRow {
            record: id,
            runbooks: read.remove(&record.id.to_lowercase()).into_iter().flatten().collect(),
            alerts: about.get(&record.id.to_lowercase()).cloned().unwrap_or_default(),
        });
        Coverage {
            services: services.collect(),
            alerts,
            runbooks,
        }
    }

    /// The counts.
    pub fn counts(&self) -> Counts {
        let ways = |is_meant: fn(&Way) -> bool| self.alerts.iter().filter(|row| is_meant(&row.way)).count();
        Counts {
            led: ways(Way::leads),
            broken: ways(|way| matches!(way, Way::Broken(..))),
            without: ways(|way| *way == Way::Nothing),
            silent: ways(|way| *way == Way::Silent),
            unled: self.runbooks.iter().filter(|row| row.alerts.is_empty()).count(),
            without_runbook: self.services.iter().filter(|row| row.runbooks.is_empty()).count(),
            without_alert: self.services.iter().filter(|row| row.alerts.is_empty()).count(),
        }
    }

    /// What of it is about one service, by its id; case does not count.
    pub fn about(mut self, workspace: &Workspace, service: &str) -> Coverage {
        let is_it = |known: &String| known.eq_ignore_ascii_case(service);
        self.alerts.retain(|row| row.services.iter().any(is_it));
        self.runbooks.retain(|row| row.services.iter().any(is_it));
        self.services
            .retain(|row| workspace.record(row.record).id.eq_ignore_ascii_case(service));
        self
    }

    /// The services that anything of it is about, sorted.
    pub fn service_names(&self, workspace: &Workspace) -> BTreeSet<String> {
        let alerts = self.alerts.iter().flat_map(|row| row.services.iter().cloned());
        let runbooks = self.runbooks.iter().flat_map(|row| row.services.iter().cloned());
        let records = self.services.iter().map(|row| workspace.record(row.record).id.clone());
        alerts.chain(runbooks).chain(records).collect()
    }
}

/// The services that the labels of an alert name, by id, sorted.
pub fn services_of(workspace: &Workspace, alert: &Alert) -> Vec<String> {
    Ground::of(workspace).stated(alert)
}

/// A page about its folder is nobody's runbook.
pub fn is_index(path: &RepoPath) -> bool {
    ["readme", "index", "_index"].contains(&path.stem().to_ascii_lowercase().as_str())
}

/// What is looked up for every alert.
struct Ground<'w> {
    workspace: &'w Workspace,
    links: HashMap<Span, &'w Link>,
    /// Ids of services by their lower-case spelling.
    services: HashMap<String, String>,
    /// The services of a runbook that name it themselves.
    naming: BTreeMap<RecordId, Vec<String>>,
}

impl<'w> Ground<'w> {
    fn of(workspace: &'w Workspace) -> Ground<'w> {
        let links = workspace.links.iter().filter(|link| link.origin == Origin::Alert);
        let services = workspace.of_kind(SERVICE);
        let mut naming: BTreeMap<RecordId, Vec<String>> = BTreeMap::new();
        for (_, service) in workspace.of_kind(SERVICE) {
            for reference in service.refers(&format!("{RUNBOOK}s")) {
                if let Target::Record(id) = reference.target {
                    naming.entry(id).or_default().push(service.id.clone());
                }
            }
        }
        Ground {
            workspace,
            links: links.map(|link| (link.span, link)).collect(),
            services: services
                .map(|(_, record)| (record.id.to_lowercase(), record.id.clone()))
                .collect(),
            naming,
        }
    }

    fn alert(&self, at: usize, alert: &Alert) -> AlertRow {
        let way = self.way(alert);
        let stated = self.stated(alert);
        let services = match way.record().filter(|_| stated.is_empty()) {
            Some(id) => self.services_of(id),
            None => stated,
        };
        AlertRow {
            alert: at,
            way,
            services,
        }
    }

    fn way(&self, alert: &Alert) -> Way {
        let link = alert.runbook_link().and_then(|pair| self.links.get(&pair.span));
        match link.map(|link| (&link.target, &link.raw)) {
            Some((Destination::Missing(_) | Destination::Outside, raw)) => Way::Broken(raw.clone(), alert.runbook),
            Some((Destination::Sibling(found), raw)) if !found.is_there => Way::Broken(raw.clone(), alert.runbook),
            Some((Destination::Sibling(found), _)) => {
                Way::Sibling(found.path.clone().map(|path| (found.name.clone(), path)))
            }
            Some((target, raw)) => match (target.file(), alert.runbook) {
                (Some(file), Some(id)) if self.workspace.record(id).file == file => Way::Linked(id),
                (Some(file), _) => Way::Page(file),
                (None, Some(id)) => Way::Named(id),
                (None, None) if *target == Destination::Unknown => Way::Said,
                (None, None) => Way::Elsewhere(raw.clone()),
            },
            None => match alert.runbook {
                Some(id) => Way::Named(id),
                None if alert.has_page_elsewhere => Way::Sibling(None),
                None if alert.points_somewhere() => Way::Said,
                None if alert.calls() => Way::Nothing,
                None => Way::Silent,
            },
        }
    }

    /// The services that the labels of an alert name. `service` says so by itself, any other label where there is a service
    /// of that id.
    fn stated(&self, alert: &Alert) -> Vec<String> {
        let labels = alert.labels.iter().filter(|label| !is_template(&label.text));
        let mut found: BTreeSet<String> = BTreeSet::new();
        for label in labels {
            let known = self.services.get(&label.text.to_lowercase());
            match known.filter(|_| LABELS.contains(&label.key.as_str())) {
                Some(id) => found.insert(id.clone()),
                None => label.key == SERVICE && !label.text.is_empty() && found.insert(label.text.clone()),
            };
        }
        found.into_iter().collect()
    }

    /// The services that a runbook names, or that name it.
    fn services_of(&self, id: RecordId) -> Vec<String> {
        let named = self.workspace.record(id).refers("services");
        let named = named.map(|reference| match reference.target {
            Target::Record(id) => self.workspace.record(id).id.clone(),
            _ => reference.raw.clone(),
        });
        let naming = self.naming.get(&id).into_iter().flatten().cloned();
        let all: BTreeSet<String> = named.chain(naming).collect();
        all.into_iter().collect()
    }
}
