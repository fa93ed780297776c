//! What stands around every page: the name, the sections, the records beside this one.

use crate::model::record::RecordId;
use crate::model::settings::values::is_elsewhere;
use crate::site::chip::{Chip, chip};
use crate::site::machine::head::{Head, head};
use crate::site::plan::{Plan, capital};
use crate::site::urls::{
    Addresses, CHANGES, CHECKS, EARLY, HOME, JOIN, LETTERS, PAGES, PEOPLE, SCRIPT, SEARCH, STYLE, Subject, fixed, href,
    href_to, root,
};
use crate::text::escape::percent_encode;
use crate::text::path::RepoPath;
use crate::text::span::FileId;
use crate::text::tree::Content;
use serde::Serialize;

/// How many records a sidebar holds at most; beyond, only those next to the page's own, so that the site grows with
/// its records and not with their square.
const BESIDE: usize = 60;
/// So many of those stand before it, and as many behind it: it is seen without scrolling.
const NEAR: usize = 10;

/// The frame of a page.
#[derive(Serialize)]
pub(crate) struct Frame {
    /// The cloud's name.
    pub site: String,
    /// The page's own title.
    pub title: String,
    /// What the page is about, in a sentence, for search engines; may be empty.
    pub description: String,
    /// BCP 47.
    pub language: String,
    /// The way up to the root.
    pub root: String,
    /// Address of the home page.
    pub home: String,
    /// Address of the style sheet.
    pub style: String,
    /// Address of the script that runs before a page is drawn.
    pub early: String,
    /// Address of the script.
    pub script: String,
    /// Address of the search; empty where the site has none.
    pub search: String,
    /// The records by kind, and the other pages: what is read.
    pub sections: Vec<Section>,
    /// What tells of the repository itself: changes, people, checks, how to take part; before these, where there is no
    /// search, the list from A to Z.
    pub more: Vec<Section>,
    /// What the settings add: pages of the repository, or other places.
    pub nav: Vec<Section>,
    /// The repository on its forge; empty where there is none.
    pub forge: String,
    /// Address of the logo; empty where there is none.
    pub logo: String,
    /// Which version of the contexts this is. It grows when a variable goes or changes its meaning, not when one is added.
    pub context: u32,
    /// What stands in the head of the page for machines.
    pub head: Head,
}

/// The version of the contexts of templates.
const CONTEXT: u32 = 1;

/// One section of the header.
#[derive(Serialize)]
pub(crate) struct Section {
    /// Its name.
    pub label: String,
    /// Its address.
    pub href: String,
    /// How much is in it; `None` where there is nothing to count.
    pub count: Option<usize>,
    /// True on its own pages.
    pub is_current: bool,
}

/// The records beside a page.
#[derive(Serialize)]
pub(crate) struct Beside {
    /// The section's name.
    pub label: String,
    /// Its address.
    pub href: String,
    /// How many it has.
    pub total: usize,
    /// True when only some are shown.
    pub is_cut: bool,
    /// Those that are shown.
    pub items: Vec<Item>,
}

/// A record in a list.
#[derive(Serialize)]
pub(crate) struct Item {
    /// Its number, or nothing.
    pub id: String,
    /// Its title.
    pub text: String,
    /// Its address.
    pub href: String,
    /// Its status.
    pub chip: Option<Chip>,
    /// True for the page itself.
    pub is_current: bool,
    /// True where its life is over.
    pub is_over: bool,
    /// What a timeline says before it: its year; mostly empty.
    pub mark: String,
}

/// Which section a page belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Room {
    /// None of them.
    Home,
    /// A kind of record, by its index.
    Kind(usize),
    /// Pages that are no records.
    Pages,
    /// Findings.
    Checks,
    /// What changed.
    Changes,
    /// Who is named.
    People,
    /// How to take part.
    Join,
    /// All records from A to Z.
    Letters,
}

/// The frame of the page at `at`.
pub(crate) fn frame(plan: &Plan, at: &RepoPath, room: Room, title: &str) -> Frame {
    let site = &plan.workspace.settings.site;
    let root = root(at);
    // Some files stand at the root.
    let above = |file: &str| [&root, file].concat();
    Frame {
        site: plan.title(),
        title: title.to_owned(),
        description: String::new(),
        language: site.language.clone().unwrap_or_else(|| "en".to_owned()),
        home: above(HOME),
        style: above(STYLE),
        early: above(EARLY),
        script: above(SCRIPT),
        search: match plan.has_search() {
            true => href(at, &fixed(SEARCH)),
            false => String::new(),
        },
        sections: sections(plan, at, room),
        more: more(plan, at, room),
        forge: plan
            .forge
            .as_ref()
            .map(|forge| forge.home().to_owned())
            .unwrap_or_default(),
        logo: logo(plan)
            .map(|file| href(at, &Addresses::asset(plan.workspace.tree.path(file))))
            .unwrap_or_default(),
        nav: nav(plan, at),
        context: CONTEXT,
        head: head(
            plan,
            at,
            match room {
                Room::Kind(kind) => Some(kind),
                _ => None,
            },
        ),
        root,
    }
}

/// The files that every page shows or leads to and that have no page: the logo, and what the header names.
pub(crate) fn shown(plan: &Plan) -> impl Iterator<Item = FileId> {
    let entries = plan.workspace.settings.site.nav.iter();
    let named = entries.filter_map(|entry| named(plan, &entry.to)).map(|(file, _)| file);
    let bare = named.filter(|&file| plan.addresses.subject(file).is_none());
    logo(plan).into_iter().chain(bare)
}

/// The picture beside the name, if the settings name one that is there.
pub(crate) fn logo(plan: &Plan) -> Option<FileId> {
    let path = plan.workspace.settings.site.logo.as_ref()?;
    let file = plan.workspace.tree.find(&RepoPath::new(path)?)?;
    has_bytes(plan, file).then_some(file)
}

/// A file of which a copy may lie in the site: no link, and nothing that could not be read.
fn has_bytes(plan: &Plan, file: FileId) -> bool {
    !matches!(
        plan.workspace.tree.file(file).content,
        Content::Link(_) | Content::Unreadable(_)
    )
}

/// What the settings add to the header. What leads to nothing is left out; `validate` tells of it.
fn nav(plan: &Plan, at: &RepoPath) -> Vec<Section> {
    let entries = plan.workspace.settings.site.nav.iter();
    entries
        .filter_map(|entry| {
            let to = match is_elsewhere(&entry.to) {
                true => Some((entry.to.clone(), false)),
                false => inside(plan, at, &entry.to),
            };
            let (href, is_current) = to?;
            Some(Section {
                label: entry.label.clone(),
                href,
                count: None,
                is_current,
            })
        })
        .collect()
}

/// The file of the repository that a path with or without a fragment names, if a page may lead to it.
fn named<'t>(plan: &Plan, to: &'t str) -> Option<(FileId, &'t str)> {
    let (path, fragment) = to.split_once('#').unwrap_or((to, ""));
    let file = plan.workspace.tree.find(&RepoPath::new(path)?)?;
    has_bytes(plan, file).then_some((file, fragment))
}

/// The address of a file of the repository, and whether it is the page's own.
fn inside(plan: &Plan, at: &RepoPath, to: &str) -> Option<(String, bool)> {
    let (file, fragment) = named(plan, to)?;
    let page = match plan.addresses.subject(file) {
        Some(subject) => plan.addresses.of(subject),
        None => Addresses::asset(plan.workspace.tree.path(file)),
    };
    let href = match fragment {
        "" => href(at, &page),
        fragment => href_to(at, &page, fragment),
    };
    Some((href, *at == page))
}

/// What is read: the kinds that have records, and the other pages.
fn sections(plan: &Plan, at: &RepoPath, room: Room) -> Vec<Section> {
    let kinds = plan.workspace.kinds.iter().enumerate();
    let mut sections: Vec<Section> = kinds
        .filter(|(kind, _)| !plan.by_kind[*kind].is_empty())
        .map(|(kind, row)| Section {
            label: capital(&row.plural),
            href: href(at, &plan.addresses.index(kind)),
            count: Some(plan.by_kind[kind].len()),
            is_current: room == Room::Kind(kind),
        })
        .collect();
    let pages = plan.addresses.page_count();
    if pages > 0 {
        sections.push(Section {
            label: "Pages".to_owned(),
            href: href(at, &fixed(&format!("{PAGES}/index.html"))),
            count: Some(pages),
            is_current: room == Room::Pages,
        });
    }
    sections
}

/// What tells of the repository itself, and what stands in the place of a search.
fn more(plan: &Plan, at: &RepoPath, room: Room) -> Vec<Section> {
    let section = |(label, to): (&str, &str), count: Option<usize>, own: Room| Section {
        label: label.to_owned(),
        href: href(at, &fixed(to)),
        count,
        is_current: room == own,
    };
    let findings = plan.report.findings.len();
    let mut more = Vec::new();
    if !plan.has_search() && !plan.workspace.records.is_empty() {
        more.push(section(("A to Z", LETTERS), None, Room::Letters));
    }
    more.push(section(("Changes", CHANGES), None, Room::Changes));
    if plan.names_people {
        more.push(section(("People", PEOPLE), None, Room::People));
    }
    more.push(section(("Checks", CHECKS), Some(findings), Room::Checks));
    more.push(section(("Take part", JOIN), None, Room::Join));
    more
}

impl Frame {
    /// Makes every address absolute: for the page that is shown in place of any other.
    pub(crate) fn anywhere(mut self, base_url: &str) -> Self {
        let path = base_url
            .split_once("://")
            .map_or(base_url, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
        let mut base = "/".to_owned();
        percent_encode(path.trim_matches('/'), &mut base);
        if base.len() > 1 {
            base.push('/');
        }
        let files = [
            &mut self.root,
            &mut self.home,
            &mut self.style,
            &mut self.early,
            &mut self.script,
        ];
        for address in files {
            address.insert_str(0, &base);
        }
        for address in [&mut self.search, &mut self.logo] {
            if !address.is_empty() {
                address.insert_str(0, &base);
            }
        }
        let own_nav = self.nav.iter_mut().filter(|section| !is_elsewhere(&section.href));
        for section in self.sections.iter_mut().chain(&mut self.more).chain(own_nav) {
            section.href.insert_str(0, &base);
        }
        for feed in &mut self.head.feeds {
            feed.href.insert_str(0, &base);
        }
        self
    }
}

/// The records beside one of a kind: all of them where they are few, else its neighbours. Those of a decision are its
/// neighbours in time, within its set.
pub(crate) fn beside(plan: &Plan, at: &RepoPath, record: RecordId) -> Beside {
    let kind = plan.workspace.record(record).kind;
    let by_kind = || (plan.by_kind[kind].as_slice(), plan.rank[record.index()]);
    let told = plan.order.around(record);
    let (all, rank) = told.unwrap_or_else(by_kind);
    let is_cut = all.len() > BESIDE;
    let from = if is_cut { rank.saturating_sub(NEAR) } else { 0 };
    let to = if is_cut {
        (rank + NEAR + 1).min(all.len())
    } else {
        all.len()
    };
    let mut items: Vec<Item> = Vec::with_capacity(to - from);
    let mut last = None;
    for &id in &all[from..to] {
        let mut item = item(plan, at, id);
        item.is_current = id == record;
        item.is_over = item.chip.take().is_some_and(|chip| chip.tone == "over");
        let year = told.map(|_| plan.workspace.record(id).date.value().map(|date| date.year()));
        if let Some(year) = year.filter(|year| last != Some(*year)) {
            item.mark = year.map_or_else(|| "no date".to_owned(), |year| format!("{year:04}"));
            last = Some(year);
        }
        items.push(item);
    }
    Beside {
        label: capital(&plan.workspace.kinds[kind].plural),
        href: href(at, &plan.addresses.index(kind)),
        total: plan.by_kind[kind].len(),
        is_cut: is_cut || all.len() < plan.by_kind[kind].len(),
        items,
    }
}

/// A record as an item of a list.
pub(crate) fn item(plan: &Plan, at: &RepoPath, id: RecordId) -> Item {
    let record = plan.workspace.record(id);
    let kind = plan.workspace.kind_of(record);
    Item {
        id: plan.number(record).to_owned(),
        text: record.name().to_owned(),
        href: href(at, &plan.addresses.of(Subject::Record(id))),
        chip: chip(&record.status, kind),
        is_current: false,
        is_over: false,
        mark: String::new(),
    }
}
