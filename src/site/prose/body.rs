//! The text of a file as it stands on its page: links lead to pages, broken ones are shown as broken.

use crate::model::links::{Destination, Origin};
use crate::model::targets::is_elsewhere;
use crate::model::workspace::Workspace;
use crate::site::plan::Plan;
use crate::site::prose::diagram;
use crate::site::prose::repair::repair;
use crate::site::prose::sanitise::{REWRITTEN, clean, is_safe, is_too_deep};
use crate::site::steps::marks::{Mark, marks};
use crate::site::urls::{Addresses, Subject, href, href_to};
use crate::syntax::asciidoc::to_html::asciidoc;
use crate::syntax::document::Format;
use crate::syntax::markdown::to_html::markdown;
use crate::syntax::markup::{LinkKind, Markup};
use crate::syntax::to_html::{LinkTo, Outline, Source};
use crate::text::escape::{escape, is_absolute, pictured};
use crate::text::path::RepoPath;
use crate::text::span::{FileId, Range};
use serde::Serialize;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A body, written.
#[derive(Default)]
pub(crate) struct Body {
    /// Safe HTML.
    pub html: String,
    /// What stands on the page.
    pub contents: Vec<Entry>,
    /// Anchor of the heading that became the page's title.
    pub title_anchor: String,
    /// Files that the page shows.
    pub assets: Vec<FileId>,
}

/// A line of "on this page".
#[derive(Serialize)]
pub(crate) struct Entry {
    /// 2 or 3.
    pub level: u8,
    /// The heading's text.
    pub text: String,
    /// Its address.
    pub href: String,
    /// The anchor as it stands in the HTML.
    #[serde(skip)]
    mark: String,
}

/// Writes the body of a marked-up file for the page at `from`. The heading at `title` becomes the page's own.
pub(crate) fn write(plan: &Plan, file: FileId, from: &RepoPath, title: Option<Range>) -> Body {
    let workspace = plan.workspace;
    let document = workspace.document(file);
    let Some(markup) = &document.markup else {
        return Body::default();
    };
    let linker = Linker::new(plan, file, from);
    let marks = match plan.addresses.subject(file) {
        Some(Subject::Record(id)) => marks(workspace, id),
        _ => Vec::new(),
    };
    let source = Source {
        text: workspace.tree.text(file),
        body: markup.body,
        headings: &markup.headings,
        anchors: &markup.anchors,
        without: title,
        marks: &anchors_of(&marks),
    };
    let (html, may_lack) = match document.format {
        Format::AsciiDoc => (asciidoc(&source, &|target, kind| linker.link(target, kind)), true),
        _ => {
            let written = markdown(&source, &|target, kind| linker.link(target, kind));
            let has_raw = written.has_raw;
            let html = match has_raw {
                true => cleaned(&source, &linker, markup),
                false => written.text,
            };
            (diagram::drawn(html, &written.diagrams, source.text), has_raw)
        }
    };
    let mut contents = contents(markup, title);
    if may_lack {
        // HTML or a listing that is never closed swallows what follows it, headings too.
        let ids: HashSet<&str> = html
            .split(" id=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        contents.retain(|entry| ids.contains(entry.mark.as_str()));
    }
    let title_anchor = markup.headings.iter().find(|h| Some(h.range) == title);
    Body {
        // Also HTML that the author wrote may not steer its reader.
        html: marked(pictured(html), &marks),
        contents,
        title_anchor: title_anchor.map(|h| h.anchor.clone()).unwrap_or_default(),
        assets: linker.assets.into_inner(),
    }
}

/// Where the anchors of marks belong.
fn anchors_of(marks: &[Mark]) -> Vec<(u32, String)> {
    marks.iter().map(|mark| (mark.at, mark.anchor.clone())).collect()
}

/// Puts marks in place of their anchors: they need no cleaning, and would not get through it.
fn marked(html: String, marks: &[Mark]) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html.as_str();
    for mark in marks {
        let anchor = format!("<p id=\"{}\"></p>", escaped(&mark.anchor));
        if let Some((before, after)) = rest.split_once(anchor.as_str()) {
            out.push_str(before);
            out.push_str(&mark.html);
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// HTML of the author's stands in it: the whole goes through the sanitiser, and our own addresses are marked as done.
fn cleaned(source: &Source, linker: &Linker, markup: &Markup) -> String {
    let marked = markdown(source, &|target, kind| match linker.link(target, kind) {
        LinkTo::Url(url) if kind == LinkKind::Image && is_absolute(&url) => LinkTo::Url(url),
        LinkTo::Url(url) => LinkTo::Url(format!("{REWRITTEN}{url}")),
        other => other,
    });
    let written_by_hand = markup.links.iter().filter(|link| link.kind == LinkKind::Html);
    let mut links: BTreeMap<String, String> = BTreeMap::new();
    for link in written_by_hand {
        match linker.link(&link.target, LinkKind::Html) {
            LinkTo::Url(url) => links.insert(link.target.clone(), url),
            _ => links.insert(link.target.clone(), String::new()),
        };
    }
    // An image of another host becomes a link, and that link is not marked: it stands as it is written.
    for link in markup.links.iter().filter(|link| link.kind == LinkKind::Image) {
        if let LinkTo::Url(url) = linker.link(&link.target, LinkKind::Image) {
            links.entry(url.clone()).or_insert(url);
        }
    }
    if is_too_deep(&marked.text) {
        // Cleaning costs the depth for each element. Nobody reads this as a page, so it is shown as it is written.
        return format!("<pre tabindex=\"0\">{}</pre>\n", escaped(source.body.of(source.text)));
    }
    repair(&clean(&marked.text, links))
}

fn contents(markup: &Markup, title: Option<Range>) -> Vec<Entry> {
    let mut outline = Outline::default();
    let headings = markup.headings.iter().filter(|h| Some(h.range) != title);
    headings
        .map(|h| (h, outline.level(h.level)))
        .filter(|(h, level)| *level <= 3 && !h.anchor.is_empty() && !h.text.trim().is_empty())
        .map(|(h, level)| Entry {
            level,
            text: h.text.trim().to_owned(),
            href: href_to(&RepoPath::root(), &RepoPath::root(), &h.anchor),
            mark: escaped(&h.anchor),
        })
        .collect()
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(text, &mut out);
    out
}

/// Where the links of a file lead from the page at `from`, with the places at which they are written; what is broken is left
/// out.
pub(crate) fn leads(plan: &Plan, file: FileId, from: &RepoPath) -> Vec<(Range, String)> {
    let linker = Linker::new(plan, file, from);
    let links = links_of(plan.workspace, file).filter_map(|link| match linker.link(&link.raw, LinkKind::Link) {
        LinkTo::Url(url) => Some((link.span.range, url)),
        LinkTo::Text | LinkTo::Broken(_) => None,
    });
    links.collect()
}

struct Linker<'a> {
    plan: &'a Plan<'a>,
    file: FileId,
    from: &'a RepoPath,
    known: HashMap<&'a str, &'a Destination>,
    assets: RefCell<Vec<FileId>>,
    /// The anchors of the files that this one leads to.
    anchors: RefCell<HashMap<FileId, Anchors<'a>>>,
}

/// Anchors as they are written, by their names in lower case.
type Anchors<'a> = HashMap<String, &'a str>;

impl<'a> Linker<'a> {
    fn new(plan: &'a Plan<'a>, file: FileId, from: &'a RepoPath) -> Self {
        let workspace = plan.workspace;
        let known = links_of(workspace, file)
            .map(|link| (link.raw.as_str(), &link.target))
            .collect();
        Linker {
            plan,
            file,
            from,
            known,
            assets: RefCell::default(),
            anchors: RefCell::default(),
        }
    }

    fn link(&self, target: &str, kind: LinkKind) -> LinkTo {
        match self.known.get(target) {
            Some(destination) => self.to(destination, target, kind),
            None if target.starts_with('#') => self.to_anchor(self.file, &target[1..], kind),
            None if is_elsewhere(target) || is_absolute(target) => self.elsewhere(target),
            None => self.unread(target, kind),
        }
    }

    /// A path that the reading of the file saw as code, as in the indented boxes of MkDocs.
    fn unread(&self, target: &str, kind: LinkKind) -> LinkTo {
        let tree = &self.plan.workspace.tree;
        let (path, fragment) = target.split_once('#').unwrap_or((target, ""));
        let path = tree.path(self.file).parent().join(path);
        match path.and_then(|path| tree.find(&path)) {
            Some(file) => self.to_file(file, fragment, kind),
            None => LinkTo::Text,
        }
    }

    fn to(&self, destination: &Destination, target: &str, kind: LinkKind) -> LinkTo {
        let fragment = target.split_once('#').map_or("", |(_, fragment)| fragment);
        // A whole address of a file of the repository shows it on the forge, which is what its author wrote.
        if is_elsewhere(target) && !matches!(destination, Destination::Missing(_)) {
            return self.elsewhere(target);
        }
        match destination {
            Destination::File(file) | Destination::Rendered(file) => self.to_file(*file, fragment, kind),
            Destination::Anchor {
                file,
                name,
                exists: true,
            } => self.to_anchor(*file, name, kind),
            Destination::Folder(folder) => self.to_folder(folder),
            Destination::Anchor { .. } | Destination::Missing(_) | Destination::Outside | Destination::Unknown => {
                match broken(self.plan.workspace, destination, target) {
                    Some(why) => LinkTo::Broken(why),
                    None => LinkTo::Text,
                }
            }
            Destination::External | Destination::Sibling(_) => self.elsewhere(target),
        }
    }

    /// An address outside of the repository; what is relative and unknown leads nowhere that we can vouch for.
    fn elsewhere(&self, target: &str) -> LinkTo {
        match is_absolute(target) && is_safe(target) {
            true => LinkTo::Url(target.to_owned()),
            false => LinkTo::Text,
        }
    }

    fn to_file(&self, file: FileId, fragment: &str, kind: LinkKind) -> LinkTo {
        let workspace = self.plan.workspace;
        let path = workspace.tree.path(file);
        if kind != LinkKind::Link && is_image(path) {
            self.assets.borrow_mut().push(file);
            return LinkTo::Url(href(self.from, &Addresses::asset(path)));
        }
        match self.plan.addresses.subject(file) {
            Some(_) if !fragment.is_empty() => self.to_anchor(file, fragment, kind),
            Some(subject) => LinkTo::Url(href(self.from, &self.plan.addresses.of(subject))),
            None if is_image(path) => {
                self.assets.borrow_mut().push(file);
                LinkTo::Url(href(self.from, &Addresses::asset(path)))
            }
            None => self.on_forge(path),
        }
    }

    fn to_anchor(&self, file: FileId, name: &str, kind: LinkKind) -> LinkTo {
        let Some(subject) = self.plan.addresses.subject(file) else {
            return self.to_file(file, "", kind);
        };
        let page = self.plan.addresses.of(subject);
        match self.anchor(file, name) {
            Some(anchor) => LinkTo::Url(href_to(self.from, &page, anchor)),
            None if page == *self.from => LinkTo::Text,
            None => LinkTo::Url(href(self.from, &page)),
        }
    }

    /// The anchor of a marked-up file that a fragment means, as it is written there.
    fn anchor(&self, file: FileId, name: &str) -> Option<&'a str> {
        let mut all = self.anchors.borrow_mut();
        let known = all.entry(file).or_insert_with(|| anchors(self.plan.workspace, file));
        let name = name.to_ascii_lowercase();
        known.get(&name).or_else(|| known.get(&narrowed(&name))).copied()
    }

    fn to_folder(&self, folder: &RepoPath) -> LinkTo {
        let plan = self.plan;
        let front = plan.addresses.front_page(folder);
        if let Some(subject) = front.and_then(|file| plan.addresses.subject(file)) {
            return LinkTo::Url(href(self.from, &plan.addresses.of(subject)));
        }
        match plan
            .workspace
            .sets
            .iter()
            .find(|set| set.folder == *folder && !set.members.is_empty())
        {
            Some(set) => LinkTo::Url(href(self.from, &plan.addresses.index(set.kind))),
            None => self.on_forge(folder),
        }
    }

    fn on_forge(&self, path: &RepoPath) -> LinkTo {
        match &self.plan.forge {
            Some(forge) => LinkTo::Url(forge.view(path)),
            None => LinkTo::Text,
        }
    }
}

/// Why a link is shown as broken, where it is.
pub(crate) fn broken(workspace: &Workspace, destination: &Destination, target: &str) -> Option<String> {
    match destination {
        Destination::Missing(path) => Some(format!("there is no {path} in this repository")),
        _ if is_elsewhere(target) => None,
        Destination::Anchor {
            file,
            name,
            exists: false,
        } => Some(format!("{} has no anchor “{name}”", workspace.tree.path(*file))),
        Destination::Outside => Some("this path leads out of the repository".to_owned()),
        _ => None,
    }
}

/// The links of a file's text.
fn links_of(workspace: &Workspace, file: FileId) -> impl Iterator<Item = &crate::model::links::Link> {
    let from = workspace.links.partition_point(|link| link.span.file < file);
    workspace.links[from..]
        .iter()
        .take_while(move |link| link.span.file == file)
        .filter(|link| matches!(link.origin, Origin::Text | Origin::Image))
}

/// All anchors of a marked-up file; of two that differ only in case the first counts.
fn anchors(workspace: &Workspace, file: FileId) -> Anchors<'_> {
    let mut all = Anchors::new();
    if let Some(markup) = &workspace.document(file).markup {
        let headings = markup.headings.iter().map(|heading| heading.anchor.as_str());
        let names = || {
            headings
                .clone()
                .chain(markup.anchors.iter().map(|anchor| anchor.name.as_str()))
        };
        for name in names() {
            all.entry(name.to_ascii_lowercase()).or_insert(name);
        }
        for name in names() {
            all.entry(narrowed(&name.to_ascii_lowercase())).or_insert(name);
        }
    }
    all
}

/// A name as generators write it that put one dash where several signs were: the repository's own may be one of them.
fn narrowed(name: &str) -> String {
    let parts: Vec<&str> = name.split('-').filter(|part| !part.is_empty()).collect();
    parts.join("-")
}

fn is_image(path: &RepoPath) -> bool {
    let extension = path.extension().unwrap_or("").to_ascii_lowercase();
    matches!(
        extension.as_str(),
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "svg"
    )
}
