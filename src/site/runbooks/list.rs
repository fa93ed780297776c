//! The list of the runbooks: by service where they say one, else by folder; which are fresh, and which alert leads to which.

use crate::model::alerts::coverage::RunbookRow;
use crate::model::kind_names::RUNBOOK;
use crate::model::ownership::{short, stated};
use crate::model::record::RecordId;
use crate::site::chip::{Chip, chip};
use crate::site::facets::{Facets, facets};
use crate::site::frame::{Frame, Room, frame};
use crate::site::plan::{Plan, capital};
use crate::site::review::{Review, review};
use crate::site::runbooks::alerts::{Letter, letters};
use crate::site::urls::href;
use crate::text::path::RepoPath;
use crate::text::plural::some;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Alerts and owners that a line names.
const NAMED: usize = 3;
/// Runbooks for each service below which they stand in one table.
const FEW: usize = 3;

/// The context of `runbooks.html`.
#[derive(Serialize)]
pub(crate) struct Runbooks {
    frame: Frame,
    title: String,
    summary: String,
    /// Runbooks whose review was due, those whose review is not, and those that say nothing of it.
    past: usize,
    fresh: usize,
    /// Alerts that lead somewhere, and those that should and do not.
    led: usize,
    lacking: usize,
    has_alerts: bool,
    has_owner: bool,
    has_status: bool,
    has_review: bool,
    /// True where runbooks stand in one table that says their services.
    has_services: bool,
    /// True where there is nothing to say of them but their names.
    are_names: bool,
    groups: Vec<Group>,
    letters: Vec<Letter>,
}

#[derive(Serialize)]
struct Group {
    label: String,
    /// The page of what the group is called after; may be empty.
    href: String,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    services: Vec<Link>,
    title: String,
    href: String,
    /// Where others have the same title; else empty.
    path: String,
    alerts: String,
    owner: String,
    chip: Option<Chip>,
    review: Option<Review>,
    facets: Facets,
}

#[derive(Clone, Serialize)]
struct Link {
    text: String,
    href: String,
}

/// Makes the list.
pub(crate) fn make(plan: &Plan, kind: usize) -> Runbooks {
    let row = &plan.workspace.kinds[kind];
    let at = plan.addresses.index(kind);
    let title = capital(&row.plural);
    let ids = &plan.by_kind[kind];
    let records = || ids.iter().map(|&id| plan.workspace.record(id));
    let reviews = || records().filter_map(|record| review(plan.workspace, record));
    let counts = plan.catalogue().coverage.counts();
    let ground = Ground::of(plan, kind, &at);
    let has_alerts = ids.iter().any(|&id| !ground.named(id).is_empty());
    // A column for the few would be a column of nothing.
    let has_owner = records().filter(|record| stated(record).next().is_some()).count() * 5 >= ids.len();
    let has_status = records().any(|record| !record.status.is_absent());
    let has_review = reviews().next().is_some();
    let has_services = ground.is_sparse();
    Runbooks {
        frame: frame(plan, &at, Room::Kind(kind), &title),
        title,
        summary: row.summary.clone(),
        past: reviews().filter(|review| review.is_past).count(),
        fresh: reviews().filter(|review| !review.is_past).count(),
        led: counts.led,
        lacking: counts.broken + counts.without,
        are_names: !(has_alerts || has_owner || has_status || has_review || has_services),
        has_alerts,
        has_owner,
        has_status,
        has_review,
        has_services,
        groups: ground.groups(),
        letters: letters(plan, kind, &at),
    }
}

/// What is looked up for every runbook.
struct Ground<'p> {
    plan: &'p Plan<'p>,
    at: &'p RepoPath,
    ids: &'p [RecordId],
    /// The alerts whose rules lead to each.
    alerts: BTreeMap<RecordId, BTreeSet<&'p str>>,
    /// The services of each.
    services: BTreeMap<RecordId, Vec<Link>>,
    /// How many have each title.
    titles: BTreeMap<&'p str, usize>,
}

impl<'p> Ground<'p> {
    fn of(plan: &'p Plan<'p>, kind: usize, at: &'p RepoPath) -> Ground<'p> {
        let workspace = plan.workspace;
        let ids = &plan.by_kind[kind];
        let rules = &workspace.alerts.alerts;
        let rows = &plan.catalogue().coverage.runbooks;
        let names = |row: &RunbookRow| row.alerts.iter().map(|&at| rules[at].name.as_str()).collect();
        let link = |id: &String| match plan.catalogue().service(id) {
            Some(service) => Link::to(workspace.record(service).name(), href(at, &plan.record_at(service))),
            None => Link::to(id, String::new()),
        };
        let mut titles: BTreeMap<&str, usize> = BTreeMap::new();
        for &id in ids {
            *titles.entry(workspace.record(id).name()).or_default() += 1;
        }
        let said = rows.iter().filter(|row| !row.services.is_empty());
        Ground {
            plan,
            at,
            ids,
            alerts: rows.iter().map(|row| (row.record, names(row))).collect(),
            services: said
                .map(|row| (row.record, row.services.iter().map(link).collect()))
                .collect(),
            titles,
        }
    }

    /// The alerts of a runbook: those that it names, and those that lead to it.
    fn named(&self, id: RecordId) -> BTreeSet<&'p str> {
        let words = self.plan.workspace.record(id).words.get("alerts").into_iter().flatten();
        let own = words.map(|word| word.text.trim()).filter(|name| !name.is_empty());
        own.chain(self.alerts.get(&id).into_iter().flatten().copied()).collect()
    }

    /// True where at least half of the runbooks say their services.
    fn is_by_service(&self) -> bool {
        let said = self.ids.iter().filter(|id| self.services.contains_key(id)).count();
        said > 0 && said * 2 >= self.ids.len()
    }

    /// True where they say them, and a heading for each service would stand above a line or two.
    fn is_sparse(&self) -> bool {
        let named: BTreeSet<&str> = self
            .services
            .values()
            .flatten()
            .map(|link| link.text.as_str())
            .collect();
        self.is_by_service() && self.ids.len() < named.len() * FEW
    }

    fn groups(&self) -> Vec<Group> {
        let is_by_service = self.is_by_service();
        let is_sparse = self.is_sparse();
        let mut keyed: Vec<(String, String, RecordId)> = Vec::new();
        for &id in self.ids {
            let title = self.plan.workspace.record(id).name().to_lowercase();
            match self.services.get(&id).filter(|_| is_by_service && !is_sparse) {
                Some(links) => keyed.extend(links.iter().map(|link| (link.text.clone(), title.clone(), id))),
                None if is_by_service => keyed.push((String::new(), title, id)),
                None => keyed.push((folder(self.plan, id), title, id)),
            }
        }
        let labels: BTreeSet<&str> = keyed.iter().map(|(label, ..)| label.as_str()).collect();
        // A heading for each line says nothing.
        if !is_by_service && (labels.len() < 2 || labels.len() * 2 > self.ids.len()) {
            keyed.iter_mut().for_each(|(label, ..)| label.clear());
        }
        // What lies in no folder stands first, as it does in the folder.
        let is_late = |label: &str| is_by_service && label.is_empty();
        keyed.sort_by(|a, b| (is_late(&a.0), &a.0, &a.1, a.2).cmp(&(is_late(&b.0), &b.0, &b.1, b.2)));
        self.under(keyed)
    }

    /// Lines under the headings that they say, in their order.
    fn under(&self, keyed: Vec<(String, String, RecordId)>) -> Vec<Group> {
        let links = self.services.values().flatten();
        let pages: BTreeMap<&str, &str> = links.map(|link| (link.text.as_str(), link.href.as_str())).collect();
        let mut groups: Vec<Group> = Vec::new();
        for (label, _, id) in keyed {
            let row = self.line(id);
            match groups.last_mut().filter(|group| group.label == label) {
                Some(group) => group.rows.push(row),
                None => groups.push(Group {
                    href: pages
                        .get(label.as_str())
                        .map_or_else(String::new, |page| (*page).to_owned()),
                    rows: vec![row],
                    label,
                }),
            }
        }
        if let [_, .., last] = groups.as_mut_slice()
            && last.label.is_empty()
        {
            last.label = "Others".to_owned();
        }
        groups
    }

    fn line(&self, id: RecordId) -> Row {
        let plan = self.plan;
        let record = plan.workspace.record(id);
        let is_alone = self.titles.get(record.name()).is_none_or(|count| *count < 2);
        Row {
            services: self.services.get(&id).cloned().unwrap_or_default(),
            title: record.name().to_owned(),
            href: href(self.at, &plan.record_at(id)),
            path: match is_alone {
                true => String::new(),
                false => plan.workspace.path_of(record).to_string(),
            },
            alerts: some(self.named(id), NAMED),
            owner: some(stated(record).map(|owner| short(owner.name)), NAMED),
            chip: chip(&record.status, plan.workspace.kind_of(record)),
            review: review(plan.workspace, record),
            facets: facets(plan, id),
        }
    }
}

impl Link {
    fn to(text: &str, href: String) -> Link {
        Link {
            text: text.to_owned(),
            href,
        }
    }
}

/// The folder below its set's in which a runbook lies.
fn folder(plan: &Plan, id: RecordId) -> String {
    let record = plan.workspace.record(id);
    let set = &plan.workspace.set_of(record).folder;
    let parent = plan.workspace.path_of(record).parent();
    parent.parts().nth(set.parts().count()).unwrap_or_default().to_owned()
}

/// True for the kind that this list is for.
pub(crate) fn is_here(plan: &Plan, kind: usize) -> bool {
    plan.workspace.kinds[kind].name == RUNBOOK && !plan.by_kind[kind].is_empty()
}
