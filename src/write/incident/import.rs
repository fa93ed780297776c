//! Incidents of other places as records: new ones in a folder each, and those that are here already grown by what happened
//! since. A source that is in a record is that record, so that the same dump can be taken again.

use crate::model::incidents::import::draft::{Draft, Stretch};
use crate::model::incidents::notification::Notification;
use crate::model::kind_names::SERVICE;
use crate::model::record::RecordId;
use crate::model::workspace::Workspace;
use crate::text::change::Changes;
use crate::text::path::RepoPath;
use crate::text::template::slug;
use crate::write::import_note::Note;
use crate::write::incident::growth;
use crate::write::incident::import_request::Request;
use crate::write::incident::imported::{self, Facts, Hurt, stamp};
use crate::write::incident::notified;
use crate::write::refusal::Refusal;
use crate::write::shelf::choose_set;
use std::collections::{BTreeMap, BTreeSet};

/// The file of a record that is a folder.
const FILE: &str = "README.md";

/// What other places tell.
#[derive(Clone, Copy, Debug)]
pub struct Told<'t> {
    /// Whole incidents.
    pub drafts: &'t [Draft],
    /// Notifications of Alertmanager, each about a moment of one.
    pub notifications: &'t [Notification],
}

/// What is to be done.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// New files and edits.
    pub changes: Changes,
    /// How many records are new.
    pub new: usize,
    /// How many are here already and grow.
    pub grown: usize,
    /// How many are here already and stay.
    pub same: usize,
    /// What one should know.
    pub notes: Vec<Note>,
}

/// Thinks out the import of some incidents.
pub fn import(workspace: &Workspace, told: Told<'_>, request: &Request) -> Result<Import, Refusal> {
    let kind = workspace.kinds.iter().position(|row| row.name == request.kind);
    let kind =
        kind.ok_or_else(|| Refusal::new(format!("there is no kind `{}`", request.kind), "see `opsrepo sets`"))?;
    let known = known(workspace, &request.kind);
    let services = Services::of(workspace);
    let mut import = Import::default();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut new: Vec<(RepoPath, String)> = Vec::new();
    let mut shelf: Option<Shelf<'_>> = None;
    for draft in told.drafts {
        if !seen.insert(&draft.source) {
            import.notes.push(Note::of(
                "it stands in what was read twice: the first is taken",
                &draft.source,
            ));
            continue;
        }
        let facts = facts(draft, (&services, request));
        if let Some(&id) = known.get(draft.source.as_str()) {
            let changes = growth::grow(workspace, id, &facts, &mut import.notes);
            match changes.is_empty() {
                true => import.same += 1,
                false => import.grown += 1,
            }
            import.changes.merge(changes);
            continue;
        }
        if shelf.is_none() {
            shelf = Some(Shelf::of(workspace, kind, request.set.as_deref())?);
        }
        let Some(path) = shelf.as_mut().and_then(|shelf| shelf.place(&facts)) else {
            import.notes.push(Note::of(
                "no file name could be made for it; it was left out",
                &draft.source,
            ));
            continue;
        };
        note(&mut import.notes, (&path, &facts));
        import.new += 1;
        new.push((path, imported::text(&facts)));
    }
    new.sort();
    let taken: BTreeSet<RepoPath> = new.iter().map(|(path, _)| path.clone()).collect();
    for (path, text) in new {
        import.changes.create(path, text);
    }
    let groups = notified::notified(workspace, told.notifications, (request, &taken), &mut import.notes)?;
    import.changes.merge(groups.changes);
    import.new += groups.new;
    import.grown += groups.grown;
    import.same += groups.same;
    Ok(import)
}

/// The records that came from somewhere, by what they came from.
fn known<'w>(workspace: &'w Workspace, kind: &'w str) -> BTreeMap<&'w str, RecordId> {
    let mut known = BTreeMap::new();
    for (id, record) in workspace.of_kind(kind) {
        for word in record.list("source") {
            known.entry(word.text.as_str()).or_insert(id);
        }
    }
    known
}

fn facts<'d>(draft: &'d Draft, (services, request): (&Services, &'d Request)) -> Facts<'d> {
    let mut ids: Vec<String> = Vec::new();
    let mut strangers: Vec<String> = Vec::new();
    for name in &draft.services {
        match services.find(name) {
            Some(id) if !ids.contains(&id) => ids.push(id),
            Some(_) => {}
            None => strangers.push(name.clone()),
        }
    }
    let zone = &request.zone;
    let hurt = |stretch: &Stretch| {
        Some(Hurt {
            service: services.find(&stretch.service)?,
            effect: stretch.effect.word(),
            started: stamp(&stretch.started, zone),
            ended: stretch.ended.as_ref().map(|ended| stamp(ended, zone)),
        })
    };
    let impacts = draft.impacts.iter().filter_map(hurt);
    Facts {
        draft,
        severity: draft.severity.clone().unwrap_or_else(|| request.severity.clone()),
        services: ids,
        strangers,
        impacts: impacts
            .filter(|hurt| hurt.ended.as_ref() != Some(&hurt.started))
            .collect(),
        zone,
    }
}

fn note(notes: &mut Vec<Note>, (path, facts): (&RepoPath, &Facts<'_>)) {
    if facts.draft.severity.is_none() {
        let said = match &facts.draft.strange_severity {
            Some(word) => format!("it states `{}`, which is no word of the scale", one_line(word)),
            None => "it states no severity".to_owned(),
        };
        let what = format!("{said}: `{}` is written, --severity takes another", facts.severity);
        notes.push(Note::on(path, what, ""));
    }
    for name in &facts.strangers {
        let what = "what it affected is no service here: the name is kept in the text";
        notes.push(Note::on(path, what, one_line(name)));
    }
}

fn one_line(name: &str) -> String {
    let line = name.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().filter(|c| !c.is_control()).take(60).collect()
}

/// The services here, by every name that people may write.
struct Services {
    /// `None` where a name could be several.
    by_name: BTreeMap<String, Option<String>>,
    is_empty: bool,
}

impl Services {
    fn of(workspace: &Workspace) -> Self {
        let mut by_name: BTreeMap<String, Option<String>> = BTreeMap::new();
        let mut is_empty = true;
        for (_, record) in workspace.of_kind(SERVICE) {
            is_empty = false;
            for name in [slug(&record.id), slug(record.name())] {
                let known = by_name.entry(name).or_insert_with(|| Some(record.id.clone()));
                if known.as_ref().is_some_and(|id| *id != record.id) {
                    *known = None;
                }
            }
        }
        Services { by_name, is_empty }
    }

    /// The id of the service that is called so; any name is one where no services are kept.
    fn find(&self, name: &str) -> Option<String> {
        let name = slug(name);
        match self.is_empty {
            true => Some(name).filter(|name| name != "untitled"),
            false => self.by_name.get(&name).cloned().flatten(),
        }
    }
}

/// Where new records go, and the names that are taken.
struct Shelf<'w> {
    workspace: &'w Workspace,
    folder: RepoPath,
    /// How often a name was asked for.
    counts: BTreeMap<String, usize>,
    taken: BTreeSet<RepoPath>,
}

impl<'w> Shelf<'w> {
    fn of(workspace: &'w Workspace, kind: usize, wanted: Option<&str>) -> Result<Self, Refusal> {
        let set = choose_set(workspace, kind, wanted)?;
        let own = || RepoPath::new(&workspace.kinds[kind].form.folder).unwrap_or_else(RepoPath::root);
        // The folder of a set with one record may be that record's.
        let is_home = |folder: &RepoPath| {
            let names = &workspace.kinds[kind].habitat.folders;
            names
                .iter()
                .any(|name| folder.name().eq_ignore_ascii_case(name.trim_start_matches('/')))
        };
        let folder = set.map(|set| {
            let mut folder = set.folder.clone();
            let mut outer = folder.clone();
            while !outer.as_str().is_empty() && !is_home(&outer) {
                outer = outer.parent();
            }
            if is_home(&outer) {
                folder = outer;
            }
            folder
        });
        Ok(Shelf {
            workspace,
            folder: folder.unwrap_or_else(own),
            counts: BTreeMap::new(),
            taken: BTreeSet::new(),
        })
    }

    /// A free folder of this day and title, and the file in it.
    fn place(&mut self, facts: &Facts<'_>) -> Option<RepoPath> {
        let draft = facts.draft;
        let name = match slug(&draft.title) {
            // Signs alone make no name.
            name if name == "untitled" => slug(&draft.source),
            name => name,
        };
        let day = draft
            .time("started")
            .map(|moment| stamp(moment, facts.zone))
            .unwrap_or_default();
        let day = day.get(..10).unwrap_or("undated");
        let base = format!("{day}-{name}");
        let tree = &self.workspace.tree;
        let count = self.counts.entry(base.clone()).or_default();
        loop {
            *count += 1;
            let name = match *count {
                1 => base.clone(),
                count => format!("{base}-{count}"),
            };
            let folder = self.folder.join(&name)?;
            let file = self.folder.join(&format!("{name}.md"))?;
            let is_taken = tree.is_folder(&folder) || tree.find(&folder).is_some() || tree.find(&file).is_some();
            if !is_taken && self.taken.insert(folder.clone()) {
                return folder.join(FILE);
            }
        }
    }
}
