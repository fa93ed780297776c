//! From an alert to its runbook: its annotation as a link like any other, and the record that is meant.

use crate::model::alerts::{Alert, Alerts};
use crate::model::kind_names::RUNBOOK;
use crate::model::links::{Destination, Link, Origin};
use crate::model::own::Own;
use crate::model::published::{self, Pages};
use crate::model::record::RecordId;
use crate::model::targets::{self, is_elsewhere, is_template};
use crate::model::workspace::Workspace;
use crate::text::path::RepoPath;
use crate::text::span::{FileId, Span};
use std::collections::{BTreeMap, HashMap};

/// The field of a runbook that names its alerts.
const ALERTS: &str = "alerts";

/// The links to runbooks that alerts state. A text that is neither an address nor a path is none.
pub(crate) fn links(workspace: &Workspace, alerts: &Alerts) -> Vec<Link> {
    let mut linked = alerts.alerts.iter().filter(|alert| alert.runbook_link().is_some());
    let sites = match linked.next() {
        Some(_) => Sites::new(workspace),
        None => Sites::none(workspace),
    };
    let own = workspace.context.own(&workspace.settings);
    let all = alerts.alerts.iter();
    let stated = all.filter_map(|alert| alert.runbook_link().map(|pair| (alert, pair)));
    stated
        .filter(|(_, pair)| is_elsewhere(&pair.text) || is_path(&pair.text))
        .map(|(_, pair)| Link {
            origin: Origin::Alert,
            field: pair.key.clone(),
            raw: pair.text.clone(),
            span: pair.span,
            target: sites.target(own.as_ref(), (pair.span.file, &pair.text)),
        })
        .collect()
}

/// Leads every alert to its record: what its link leads to, else the runbook that bears its name or names it.
pub(crate) fn records(workspace: &mut Workspace) {
    if workspace.alerts.alerts.is_empty() {
        return;
    }
    let mut alerts = std::mem::take(&mut workspace.alerts.alerts);
    let by_file = by_file(workspace);
    let by_name = by_name(workspace);
    let by_place: HashMap<Span, FileId> = workspace
        .links
        .iter()
        .filter(|link| link.origin == Origin::Alert)
        .filter_map(|link| Some((link.span, link.target.file()?)))
        .collect();
    let linked = |alert: &Alert| {
        let file = by_place.get(&alert.runbook_link()?.span)?;
        by_file.get(file).copied()
    };
    for alert in &mut alerts {
        let named = || by_name.get(&alert.name.to_lowercase()).copied();
        alert.runbook = linked(alert).or_else(named);
    }
    workspace.alerts.alerts = alerts;
}

fn by_file(workspace: &Workspace) -> BTreeMap<FileId, RecordId> {
    let mut found = BTreeMap::new();
    for (id, record) in workspace.iter() {
        found.entry(record.file).or_insert(id);
    }
    found
}

/// Runbooks by their file's name, their title and the alerts that they name, in lower case.
fn by_name(workspace: &Workspace) -> HashMap<String, RecordId> {
    let mut found = HashMap::new();
    for (id, record) in workspace.of_kind(RUNBOOK) {
        let stem = workspace.path_of(record).stem();
        let words = record.words.get(ALERTS).map_or(&[][..], Vec::as_slice);
        let words = words.iter().map(|word| word.text.as_str());
        for name in [stem]
            .into_iter()
            .chain(record.title.value().map(String::as_str))
            .chain(words)
        {
            found.entry(name.to_lowercase()).or_insert(id);
        }
    }
    found
}

/// The runbooks of alerts that fire somewhere: the rules that raised them may be kept in another repository.
pub(crate) struct Guide<'a> {
    workspace: &'a Workspace,
    sites: Sites<'a>,
    by_file: BTreeMap<FileId, RecordId>,
    by_name: HashMap<String, RecordId>,
}

impl<'a> Guide<'a> {
    pub(crate) fn new(workspace: &'a Workspace) -> Self {
        Guide {
            workspace,
            sites: Sites::new(workspace),
            by_file: by_file(workspace),
            by_name: by_name(workspace),
        }
    }

    /// The runbook of an alert of this name: what the link that it brings leads to, else what the rule of its name says
    /// here, else the runbook that bears its name or names it.
    pub(crate) fn runbook(&self, name: &str, link: Option<&str>) -> Option<RecordId> {
        let linked = link.and_then(|link| self.linked(link));
        let rules = || self.workspace.alerts.alerts.iter();
        let ruled = || {
            rules()
                .filter(|alert| alert.name == name)
                .find_map(|alert| alert.runbook)
        };
        let named = || self.by_name.get(&name.to_lowercase()).copied();
        linked.or_else(ruled).or_else(named)
    }

    fn linked(&self, link: &str) -> Option<RecordId> {
        // The link stands in no file; a path is meant from the root.
        let file = self.workspace.tree.iter().next()?.0;
        if !is_elsewhere(link) && !is_path(link) {
            return None;
        }
        let own = self.workspace.context.own(&self.workspace.settings);
        let target = self.sites.target(own.as_ref(), (file, link));
        self.by_file.get(&target.file()?).copied()
    }
}

/// True for what reads as the path of a page.
fn is_path(text: &str) -> bool {
    let path = text.split(['#', '?']).next().unwrap_or_default();
    let is_page = [".md", ".adoc", ".html", ".markdown"]
        .iter()
        .any(|ending| path.ends_with(ending));
    is_page && !text.contains(char::is_whitespace)
}

/// The sites that this repository publishes, and the pages that they show.
struct Sites<'a> {
    workspace: &'a Workspace,
    sites: Vec<String>,
    pages: Option<Pages>,
}

impl<'a> Sites<'a> {
    fn none(workspace: &'a Workspace) -> Self {
        Sites {
            workspace,
            sites: Vec::new(),
            pages: None,
        }
    }

    fn new(workspace: &'a Workspace) -> Self {
        let (tree, documents) = (&workspace.tree, &workspace.documents);
        let mut sites = published::sites(tree, documents);
        sites.extend(workspace.settings.site.base_url.clone());
        let pages = (!sites.is_empty()).then(|| Pages::new(tree));
        Sites {
            workspace,
            sites,
            pages,
        }
    }

    fn target(&self, own: Option<&Own>, (file, text): (FileId, &str)) -> Destination {
        if is_template(text) {
            return Destination::Unknown;
        }
        let (tree, documents) = (&self.workspace.tree, &self.workspace.documents);
        if is_elsewhere(text) {
            let found = targets::destination((tree, documents), (file, own), text);
            return match found {
                Destination::External => self.published(text).unwrap_or(Destination::External),
                found => found,
            };
        }
        // A path is meant from the root, or from the file.
        let from_root = format!("/{}", text.trim_start_matches('/'));
        match targets::destination((tree, documents), (file, own), &from_root) {
            Destination::Unknown | Destination::Missing(_) => {
                targets::destination((tree, documents), (file, own), text)
            }
            found => found,
        }
    }

    /// The page that a site of this repository shows at an address. Where no folder of such pages is here, another
    /// repository may publish there too.
    fn published(&self, url: &str) -> Option<Destination> {
        let pages = self.pages.as_ref()?;
        let address = self.sites.iter().find_map(|site| published::below(url, site))?;
        if let Some(file) = pages.find(address) {
            return Some(Destination::Rendered(file));
        }
        let (folder, name) = address.rsplit_once('/')?;
        let index = pages.find(folder)?;
        let folder: RepoPath = self.workspace.tree.path(index).parent();
        Some(Destination::Missing(folder.join(name)?))
    }
}

#[cfg(test)]
mod tests {
    use super::is_path;

    #[test]
    fn tells_paths_from_prose() {
        assert!(is_path("docs/x.md#a") && is_path("x.html"));
        assert!(!is_path("see the wiki.md") && !is_path("TBD") && !is_path("docs/x"));
    }
}
