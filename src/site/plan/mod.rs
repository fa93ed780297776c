//! What every page needs to know: the addresses, the forge, who points at whom, and what was found where.
//!
//! It is made once, in one pass over records, links and findings; pages only look things up.

pub(crate) mod backstage;
pub(crate) mod catalogue;
pub(crate) mod chronicle;
pub(crate) mod downtime;
pub(crate) mod former;
pub(crate) mod forms;
pub(crate) mod order;
pub(crate) mod schemas;
pub(crate) mod ties;

use crate::lint::{Diagnostic, Report};
use crate::model::forge::Forge;
use crate::model::graph::{Extent, Graph, Mentions};
use crate::model::kind_names::DECISION;
use crate::model::ownership;
use crate::model::record::{Record, RecordId, Target};
use crate::model::workspace::Workspace;
use crate::site::plan::catalogue::Catalogue;
use crate::site::plan::chronicle::Chronicle;
use crate::site::plan::downtime::Down;
use crate::site::plan::former::Former;
use crate::site::plan::forms::{Form, report_form};
use crate::site::plan::order::Order;
use crate::site::plan::schemas::Schemas;
use crate::site::plan::ties::Ties;
use crate::site::urls::{Addresses, Subject, href, rule_page};
use crate::text::escape::escape;
use crate::text::history::Commit;
use crate::text::path::RepoPath;
use crate::text::span::{FileId, Span};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Bytes of an id that is shown as a number: `ODH-ADR-0001` is one, a date with the words of a title is none.
const LONGEST_NUMBER: usize = 24;

/// Everything that pages look up.
pub struct Plan<'a> {
    /// The repository.
    pub(crate) workspace: &'a Workspace,
    /// What was found.
    pub(crate) report: &'a Report,
    /// Where everything stands.
    pub(crate) addresses: Addresses,
    /// Where everything stood before.
    pub(crate) former: Former,
    /// The form in which a reader says what is wrong.
    pub(crate) report_form: Option<Form>,
    /// Where the repository lives.
    pub(crate) forge: Option<Forge>,
    /// The records of each kind, in the workspace's order.
    pub(crate) by_kind: Vec<Vec<RecordId>>,
    /// Where a record stands among its kind's.
    pub(crate) rank: Vec<usize>,
    /// The decisions as they are told.
    pub(crate) order: Order,
    /// Whether anybody is named, in a record or in a list of owners.
    pub(crate) names_people: bool,
    catalogue: OnceLock<Catalogue>,
    down: OnceLock<Down>,
    chronicle: OnceLock<Chronicle>,
    schemas: OnceLock<Schemas>,
    ties: OnceLock<Ties>,
    title: OnceLock<String>,
    backlinks: Vec<Backlink>,
    findings: BTreeMap<FileId, Vec<usize>>,
}

/// Somebody points at somebody.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Backlink {
    /// Who is pointed at.
    pub to: Subject,
    /// Who points.
    pub from: Subject,
    /// The field that says so; empty for a link in a text.
    pub relation: String,
}

impl<'a> Plan<'a> {
    /// Looks over everything once.
    pub(crate) fn new(workspace: &'a Workspace, report: &'a Report) -> Self {
        let addresses = Addresses::new(workspace);
        let mut by_kind = vec![Vec::new(); workspace.kinds.len()];
        let mut rank = Vec::with_capacity(workspace.records.len());
        for (id, record) in workspace.iter() {
            rank.push(by_kind[record.kind].len());
            by_kind[record.kind].push(id);
        }
        let mut findings: BTreeMap<FileId, Vec<usize>> = BTreeMap::new();
        for (index, finding) in report.findings.iter().enumerate() {
            if let Some(span) = finding.place.span() {
                findings.entry(span.file).or_default().push(index);
            }
        }
        Plan {
            title: OnceLock::new(),
            backlinks: backlinks(workspace, &addresses),
            catalogue: OnceLock::new(),
            down: OnceLock::new(),
            chronicle: OnceLock::new(),
            former: Former::new(workspace, &addresses),
            report_form: report_form(workspace),
            ties: OnceLock::new(),
            forge: Forge::of(workspace),
            names_people: names_people(workspace),
            order: Order::new(workspace),
            workspace,
            report,
            addresses,
            by_kind,
            rank,
            schemas: OnceLock::new(),
            findings,
        }
    }

    /// What has to do with which service; looked up when the first page asks.
    pub(crate) fn catalogue(&self) -> &Catalogue {
        self.catalogue
            .get_or_init(|| Catalogue::of(self.workspace, &self.down().budgets))
    }

    /// How long services were down; counted when the first page asks.
    pub(crate) fn down(&self) -> &Down {
        self.down.get_or_init(|| Down::of(self.workspace))
    }

    /// Which commits touched which records; looked up when the first page asks.
    pub(crate) fn chronicle(&self) -> &Chronicle {
        self.chronicle.get_or_init(|| Chronicle::of(self.workspace))
    }

    /// What decisions have to do with each other; looked up when the first page asks.
    pub(crate) fn ties(&self) -> &Ties {
        let edges = || Graph::of(self.workspace, DECISION, (Extent::Related, Mentions::Leave)).edges;
        self.ties.get_or_init(|| Ties::new(edges()))
    }

    /// The address of a record.
    pub(crate) fn record_at(&self, id: RecordId) -> RepoPath {
        self.addresses.of(Subject::Record(id))
    }

    /// The way from a page to that of a subject.
    pub(crate) fn href(&self, from: &RepoPath, to: Subject) -> String {
        href(from, &self.addresses.of(to))
    }

    /// The way from a page to a file of the repository: to its page, else to where the forge shows it; empty where there is neither.
    pub(crate) fn file_href(&self, from: &RepoPath, file: FileId) -> String {
        match self.addresses.subject(file) {
            Some(subject) => self.href(from, subject),
            None => self.on_forge(file),
        }
    }

    /// Where the forge shows a file; empty where there is no forge.
    pub(crate) fn on_forge(&self, file: FileId) -> String {
        let path = self.workspace.tree.path(file);
        self.forge.as_ref().map(|forge| forge.view(path)).unwrap_or_default()
    }

    /// The way from a page to a rule's; empty where the run did not say what the rule is.
    pub(crate) fn rule_href(&self, from: &RepoPath, name: &str) -> String {
        match self.report.about.iter().any(|rule| rule.name == name) {
            true => href(from, &rule_page(name)),
            false => String::new(),
        }
    }

    /// Who points at a subject, each once per field.
    pub(crate) fn backlinks(&self, to: Subject) -> &[Backlink] {
        let from = self.backlinks.partition_point(|link| link.to < to);
        let length = self.backlinks[from..].partition_point(|link| link.to == to);
        &self.backlinks[from..from + length]
    }

    /// What was found in a file.
    pub(crate) fn findings(&self, file: FileId) -> impl Iterator<Item = &'a Diagnostic> {
        let all = self.findings.get(&file).map_or(&[][..], Vec::as_slice);
        all.iter().map(|&index| &self.report.findings[index])
    }

    /// What schemas say of the keys of files; looked up when the first page asks.
    pub(crate) fn schemas(&self) -> &Schemas {
        self.schemas.get_or_init(|| Schemas::of(self.workspace))
    }

    /// The last commit that touched a file, and where it stands in the history; where that is known.
    pub(crate) fn last_change(&self, path: &RepoPath) -> Option<(u32, &'a Commit)> {
        let log = self.workspace.history.log()?;
        let touch = log.of(path).first()?;
        Some((touch.commit, log.commit(touch)?))
    }

    /// The title of a file's page: its heading, its front matter's title, or its path.
    pub(crate) fn title_of(&self, file: FileId) -> String {
        let document = self.workspace.document(file);
        let heading = document.markup.as_ref().and_then(|markup| markup.title());
        let title = match heading {
            Some(heading) if heading.level == 1 => Some(heading.text.clone()),
            _ => document.data.first().and_then(|data| data.get("title")?.scalar()),
        };
        title
            .or_else(|| heading.map(|heading| heading.text.clone()))
            .map(|title| title.trim().to_owned())
            .filter(|title| !title.is_empty())
            .unwrap_or_else(|| self.workspace.tree.path(file).to_string())
    }

    /// The name of a subject.
    pub(crate) fn name(&self, subject: Subject) -> String {
        match subject {
            Subject::Record(id) => self.label(self.workspace.record(id)),
            Subject::Page(file) => self.title_of(file),
        }
    }

    /// The number of a record as it is written; empty where its kind has none. An id that tells the title once more is no
    /// number for people.
    pub(crate) fn number<'r>(&self, record: &'r Record) -> &'r str {
        let is_numbered = record.number.is_some() && self.workspace.kind_of(record).is_numbered();
        match is_numbered && record.id.len() <= LONGEST_NUMBER {
            true => &record.id,
            false => "",
        }
    }

    /// A record's name, with its number where it has one.
    pub(crate) fn label(&self, record: &Record) -> String {
        match self.number(record) {
            "" => record.name().to_owned(),
            number => format!("{number} · {}", record.name()),
        }
    }

    /// A place as people write it, `path:line`, and where it is seen on the forge.
    pub(crate) fn place(&self, span: Span) -> (String, Option<String>) {
        let path = self.workspace.tree.path(span.file);
        let line = self.workspace.tree.position(span).line;
        let url = self.forge.as_ref().map(|forge| forge.line(path, line));
        (format!("{path}:{line}"), url)
    }

    /// Whether the settings leave the search in.
    pub(crate) fn has_search(&self) -> bool {
        !self.workspace.settings.site.has_no_search
    }

    /// The name of the cloud.
    pub(crate) fn title(&self) -> String {
        self.title.get_or_init(|| self.find_title()).clone()
    }

    fn find_title(&self) -> String {
        let settings = &self.workspace.settings;
        settings
            .site
            .title
            .clone()
            .or_else(|| settings.name.clone())
            .or_else(|| {
                let front = self.addresses.front_page(&RepoPath::root())?;
                Some(self.title_of(front)).filter(|title| title.chars().count() <= 60)
            })
            .or_else(|| Some(self.forge.as_ref()?.home().rsplit('/').next()?.to_owned()))
            .unwrap_or_else(|| "Operations".to_owned())
    }
}

fn names_people(workspace: &Workspace) -> bool {
    let owners = &workspace.owners;
    let named = |record: &Record| !record.people.is_empty() || record.text(ownership::FIELD).is_some();
    let listed = !owners.lists.is_empty() || owners.aliases.is_some() || owners.code.is_some();
    listed || !workspace.settings.people.known.is_empty() || workspace.records.iter().any(named)
}

fn backlinks(workspace: &Workspace, addresses: &Addresses) -> Vec<Backlink> {
    let mut found = Vec::new();
    let mut add = |to: Option<Subject>, from: Option<Subject>, relation: &str| {
        if let (Some(to), Some(from)) = (to, from)
            && to != from
        {
            found.push(Backlink {
                to,
                from,
                relation: relation.to_owned(),
            });
        }
    };
    for (id, record) in workspace.iter() {
        for reference in &record.references {
            if let Target::Record(to) = reference.target {
                add(Some(Subject::Record(to)), Some(Subject::Record(id)), &reference.field);
            }
        }
    }
    for link in &workspace.links {
        let to = link.target.file().and_then(|file| addresses.subject(file));
        add(to, addresses.subject(link.span.file), "");
    }
    found.sort();
    found.dedup();
    // Who is named in a field need not be told again that a text links there too.
    found.reverse();
    let mut named: Option<(Subject, Subject)> = None;
    found.retain(|link| {
        let pair = (link.to, link.from);
        let is_told = link.relation.is_empty() && named == Some(pair);
        named = Some(pair);
        !is_told
    });
    found.reverse();
    found
}

/// A message as safe HTML: what stands in backticks is code.
pub(crate) fn message(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((before, (code, after))) = rest.split_once('`').and_then(|(a, b)| Some((a, b.split_once('`')?))) {
        escape(before, &mut out);
        out.push_str("<code>");
        escape(code, &mut out);
        out.push_str("</code>");
        rest = after;
    }
    escape(rest, &mut out);
    out
}

/// A kind's name as a heading: `runbooks` → `Runbooks`.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
