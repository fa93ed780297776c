//! Everything about one repository at one moment. Building it never fails.

use crate::model::alerts::{self, Alerts};
use crate::model::allow::{self, Allow};
use crate::model::attached::{self, Kept};
use crate::model::cluster::argo::Here;
use crate::model::cluster::objects::{self, Object};
use crate::model::dashboards::{self, Dashboard};
use crate::model::discover;
use crate::model::evidence::Ground;
use crate::model::external::Answers;
use crate::model::glob::Globs;
use crate::model::hints::{self, Hint};
use crate::model::kind::Kind;
use crate::model::links::Link;
use crate::model::myst;
use crate::model::nav;
use crate::model::nav::book::Book;
use crate::model::own::Own;
use crate::model::owners::{self, Owners, people};
use crate::model::past::Past;
use crate::model::record::{Record, RecordId, Reference, Target};
use crate::model::resolve::Index;
use crate::model::review::Bump;
use crate::model::runbook::remarks::Remark;
use crate::model::sets::RecordSet;
use crate::model::settings::Settings;
use crate::model::settings::reader as settings;
use crate::model::sites::{self, Sites};
use crate::model::slugs::Slugs;
use crate::model::stays::Stays;
use crate::model::targets::Surroundings;
use crate::model::texts::Texts;
use crate::model::time::Date;
use crate::model::verdicts::Verdicts;
use crate::model::{clouds, deploy, members, refine, targets};
use crate::syntax::document::Document;
use crate::syntax::reader;
use crate::text::history::History;
use crate::text::path::RepoPath;
use crate::text::search;
use crate::text::span::FileId;
use crate::text::tree::Tree;
use rayon::prelude::*;

/// A repository, read.
#[derive(Clone, Debug)]
pub struct Workspace {
    /// Its files.
    pub tree: Tree,
    /// One document per file, in the order of the tree's files.
    pub documents: Vec<Document>,
    /// What `opsrepo.toml` says.
    pub settings: Settings,
    /// The kinds, built-in ones first, refined by the settings.
    pub kinds: Vec<Kind>,
    /// What the settings of other tools say, in the order of the files.
    pub hints: Vec<Hint>,
    /// The record sets, sorted by kind, then folder.
    pub sets: Vec<RecordSet>,
    /// The records, sorted by set, then number, then path.
    pub records: Vec<Record>,
    /// The sites that generators make of parts of it.
    pub sites: Sites,
    /// The links, sorted by place.
    pub links: Vec<Link>,
    /// The Kubernetes objects, sorted by place; none where nobody asked what leads where.
    pub objects: Vec<Object>,
    /// The books: navigation files and their pages, in the order of the files.
    pub books: Vec<Book>,
    /// Who answers for what.
    pub owners: Owners,
    /// The rules of Prometheus; empty in an earlier state that this one is compared with.
    pub alerts: Alerts,
    /// The dashboards of Grafana, in the order of the files; empty as the alerts are.
    pub dashboards: Vec<Dashboard>,
    /// What the history says.
    pub history: History,
    /// How the statuses of the records came to be, where somebody asked.
    pub past: Past,
    /// Folders of schemas outside of the repository, which the user named.
    pub shelves: Vec<Shelf>,
    /// The names of the branches and tags, sorted; `None` where not all of them are known.
    pub revisions: Option<Vec<String>>,
    /// Review dates that were set and nothing else with them, where somebody asked.
    pub bumps: Vec<Bump>,
    /// The moment and the surroundings.
    pub context: Context,
    /// What other hosts answered to links, where somebody asked them.
    pub external: Option<Answers>,
    /// What shells and their checkers say of the steps of runbooks, where somebody asked them.
    pub remarks: Option<Vec<Remark>>,
    /// Which rules its files ask to be spared, sorted by place.
    pub allowed: Vec<Allow>,
    /// What the repository's own policies say, where somebody asked them.
    pub verdicts: Verdicts,
    /// What it is compared with; see [`crate::model::before`]. None where only its state is looked at.
    pub before: Option<Box<Before>>,
}

/// A folder of schemas outside of the repository.
#[derive(Clone, Debug)]
pub struct Shelf {
    /// What the user calls it.
    pub name: String,
    /// Its files; only those that were asked for have a text.
    pub tree: Tree,
    /// One document per file, in the order of the tree's files.
    pub documents: Vec<Document>,
}

/// An earlier state of the repository beside this one.
#[derive(Clone, Debug)]
pub struct Before {
    /// What the user calls the other side: a branch, a tag, a commit.
    pub revision: String,
    /// Full id of the commit at which the two sides parted.
    pub commit: String,
    /// The repository at that commit, without its links.
    pub base: Workspace,
    /// For each record here, in their order: the record of the base that it was. `None` for a new one.
    pub was: Vec<Option<RecordId>>,
    /// For each record of the base, in their order: the record here that it became. `None` for one that is gone.
    pub became: Vec<Option<RecordId>>,
    /// Numbers that were taken on both sides since they parted.
    pub collisions: Vec<Collision>,
}

/// A number that two sides took for different records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collision {
    /// The record here.
    pub record: RecordId,
    /// The file of the other side's record, which is not in the tree here.
    pub other: RepoPath,
    /// The highest number that either side has in that place: what the next free one follows.
    pub highest: u64,
}

/// What a workspace is told about its surroundings.
#[derive(Clone, Debug)]
pub struct Context {
    /// The day on which dates are judged.
    pub as_of: Date,
    /// Until when what is not over has lasted, in minutes since 1970; `None` for the end of that day.
    pub now: Option<i64>,
    /// URL of the remote `origin`, which tells a repository's own URLs from others'.
    pub origin: Option<String>,
    /// Name of the default branch.
    pub default_branch: Option<String>,
    /// The name that the default branch had before, as addresses may still have it.
    pub former_branch: Option<String>,
    /// Where the root lies in the Git repository, as seen from its top.
    pub folder: RepoPath,
}

impl Context {
    /// A day, and nothing known of the surroundings.
    pub fn on(as_of: Date) -> Context {
        Context {
            as_of,
            now: None,
            origin: None,
            default_branch: None,
            former_branch: None,
            folder: RepoPath::root(),
        }
    }

    /// The repository as Argo CD names it.
    pub(crate) fn here(&self) -> Here<'_> {
        Here {
            origin: self.origin.as_deref(),
            branch: self.default_branch.as_deref(),
            folder: &self.folder,
        }
    }

    /// The repository's own addresses on the web, where it has some: that of `origin`, and that of the settings.
    pub(crate) fn own(&self, settings: &Settings) -> Option<Own<'_>> {
        let branches = (self.default_branch.as_deref(), self.former_branch.as_deref());
        let addresses = [self.origin.as_deref(), settings.site.repository.as_deref()];
        Own::new(addresses.into_iter().flatten(), branches, &self.folder)
    }
}

impl Workspace {
    /// Reads a tree: parses every file, applies `opsrepo.toml`, finds the record sets, reads the records, resolves
    /// references and links. `kinds` are the built-in rows.
    pub fn build(tree: Tree, kinds: Vec<Kind>, context: Context, history: History) -> Workspace {
        let files = tree.files().par_iter();
        let documents = files.map(|file| reader::read(&file.path, &file.content)).collect();
        let mut workspace = Workspace::assemble((tree, documents, Stays::default()), kinds, context, history);
        workspace.connect();
        workspace
    }

    /// Finds what leads from file to file, where it was read without that as [`Before::base`] is.
    pub fn connect(&mut self) {
        self.links = find_links(self);
        self.books = find_books(self);
        self.objects = objects::read(&self.tree, &self.documents);
        self.find_alerts();
    }

    pub(in crate::model) fn assemble(
        (tree, mut documents, stays): (Tree, Vec<Document>, Stays),
        kinds: Vec<Kind>,
        context: Context,
        history: History,
    ) -> Workspace {
        let mut settings = settings::read(&tree, &documents);
        settings.exclude.extend(clouds::within(&tree));
        let kinds = refine::refine(kinds, &settings, &tree);
        let hints = hints::read(&tree, &documents);
        let ground = Ground {
            tree: &tree,
            documents: &documents,
            hints: &hints,
        };
        let sites = sites::discover::sites(&tree, &documents, &settings.links);
        let sets = members::record_sets(ground, &settings, &kinds);
        attached::spare(&mut documents, &tree, &Kept::of(&sets, &kinds, &tree));
        let mut records = members::read_records(&tree, &documents, &kinds, (&sets, &history, stays));
        let index = Index::new(&tree, &documents, &kinds, &records).with_own(context.own(&settings));
        let found = index.targets();
        for (record, targets) in records.iter_mut().zip(found) {
            for (reference, target) in record.references.iter_mut().zip(targets) {
                reference.target = target;
            }
        }
        let ground = owners::name::Ground {
            tree: &tree,
            documents: &documents,
            settings: &settings,
            origin: context.origin.as_deref(),
            folder: &context.folder,
        };
        let mut owners = owners::read(ground, &Globs::of(&settings.exclude));
        people::add_records(&mut owners.people, &kinds, &records);
        Workspace {
            allowed: allow::read(&tree, &documents),
            verdicts: Verdicts::default(),
            tree,
            documents,
            settings,
            kinds,
            hints,
            sets,
            records,
            sites,
            links: Vec::new(),
            objects: Vec::new(),
            books: Vec::new(),
            owners,
            alerts: Alerts::default(),
            dashboards: Vec::new(),
            history,
            past: Past::default(),
            bumps: Vec::new(),
            revisions: None,
            shelves: Vec::new(),
            context,
            external: None,
            remarks: None,
            before: None,
        }
    }

    /// Finds the alerts, what they link to and the runbooks that are meant for them, and the dashboards.
    fn find_alerts(&mut self) {
        self.alerts = alerts::read::read(&self.tree, &self.documents);
        let excluded = Globs::of(&self.settings.exclude);
        let is_kept = |file: FileId| !excluded.matches(self.tree.path(file));
        self.alerts.alerts.retain(|alert| is_kept(alert.span.file));
        self.dashboards = dashboards::read(&self.tree, &self.documents);
        self.dashboards.retain(|dashboard| is_kept(dashboard.span.file));
        let links = alerts::join::links(self, &self.alerts);
        if !links.is_empty() {
            self.links.extend(links);
            self.links.sort_by(|a, b| (a.span, &a.field).cmp(&(b.span, &b.field)));
        }
        alerts::join::records(self);
    }

    /// The document of a file.
    pub fn document(&self, file: FileId) -> &Document {
        &self.documents[file.index()]
    }

    /// The record with this id.
    pub fn record(&self, id: RecordId) -> &Record {
        &self.records[id.index()]
    }

    /// All records with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (RecordId, &Record)> {
        self.records
            .iter()
            .enumerate()
            .map(|(i, record)| (RecordId(i as u32), record))
    }

    /// The kind of a record.
    pub fn kind_of(&self, record: &Record) -> &Kind {
        &self.kinds[record.kind]
    }

    /// The set of a record.
    pub fn set_of(&self, record: &Record) -> &RecordSet {
        &self.sets[record.set]
    }

    /// The path of a record.
    pub fn path_of(&self, record: &Record) -> &RepoPath {
        self.tree.path(record.file)
    }

    /// The references that lead to a record, each with the record in which it stands; in the order of the records.
    pub fn referring_to(&self, id: RecordId) -> impl Iterator<Item = (RecordId, &Reference)> {
        let leads = move |reference: &&Reference| reference.target == Target::Record(id);
        self.iter()
            .flat_map(move |(from, record)| record.references.iter().filter(leads).map(move |found| (from, found)))
    }

    /// The records of a kind by its name.
    pub fn of_kind<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (RecordId, &'a Record)> {
        self.iter()
            .filter(move |(_, record)| self.kinds[record.kind].name == name)
    }
}

fn find_books(workspace: &Workspace) -> Vec<Book> {
    let (tree, documents) = (&workspace.tree, workspace.documents.as_slice());
    let books = nav::books(nav::ground::Ground { tree, documents }, &workspace.settings.exclude);
    attached::unbound(books, (&workspace.sets, &workspace.kinds, tree))
}

fn find_links(workspace: &Workspace) -> Vec<Link> {
    let (tree, documents) = (&workspace.tree, &workspace.documents);
    let context = &workspace.context;
    let own = context.own(&workspace.settings);
    let excluded = Globs::of(&workspace.settings.exclude);
    let ids: Vec<FileId> = tree.iter().map(|(id, _)| id).collect();
    let marked_up = ids
        .par_iter()
        .filter_map(|id| Some((*id, documents[id.index()].markup.as_ref()?)));
    let labels: targets::Labels = marked_up
        .filter(|(id, _)| search::find(tree.text(*id), ")=").is_some())
        .flat_map_iter(|(id, markup)| targets::labels(tree.text(id), markup))
        .collect();
    let texts = Texts::of(tree, documents);
    let around = Surroundings {
        labels: &labels,
        own: own.as_ref(),
        texts: &texts,
        sites: &workspace.sites,
        slugs: &Slugs::default(),
    };
    let mut links: Vec<Link> = ids
        .par_iter()
        .filter(|id| !excluded.matches(tree.path(**id)))
        .flat_map_iter(|&id| {
            let mut links = targets::links(tree, documents, (id, around));
            links.extend(deploy::links(tree, &documents[id.index()], id, context.here()));
            // The links of a blank form lead to what it will become.
            if !links.is_empty() && discover::is_form(tree.path(id)) {
                links.clear();
            }
            links
        })
        .collect();
    myst::leave_open(&mut links);
    links.sort_by(|a, b| (a.span, &a.field).cmp(&(b.span, &b.field)));
    links
}
