//! Where the links of marked-up texts lead.

use crate::model::links::{Destination, Link, Origin};
use crate::model::own::{Own, is_lines};
use crate::model::sites::{Site, Sites};
use crate::model::slugs::Slugs;
use crate::model::sources::{has_ending, is_html, sources};
use crate::model::texts::Texts;
use crate::syntax::document::{Document, Format};
use crate::syntax::markup::{self, LinkKind, Markup};
use crate::text::path::RepoPath;
use crate::text::span::{FileId, Range, Span};
use crate::text::tree::Tree;
use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};

/// File names that answer for their folder.
const INDEXES: [&str; 5] = [
    "index.md",
    "_index.md",
    "README.md",
    "index.html.md.erb",
    "index.html.md",
];

/// A text with more links than this collects the anchors that they lead to; for fewer it is cheaper to look each time.
const FEW: usize = 16;

/// What all texts together say about where their links lead.
#[derive(Clone, Copy)]
pub(crate) struct Surroundings<'a> {
    /// The labels of the whole documentation.
    pub(crate) labels: &'a Labels,
    /// The repository's own addresses.
    pub(crate) own: Option<&'a Own<'a>>,
    /// The texts in AsciiDoc.
    pub(crate) texts: &'a Texts,
    /// The sites that are made of parts of the repository.
    pub(crate) sites: &'a Sites,
    /// The anchors of their pages.
    pub(crate) slugs: &'a Slugs,
}

/// The links of one text, resolved.
pub(crate) fn links(tree: &Tree, documents: &[Document], (file, around): (FileId, Surroundings<'_>)) -> Vec<Link> {
    let document = &documents[file.index()];
    let Some(markup) = &document.markup else {
        return Vec::new();
    };
    let mut resolver = Resolver::new((tree, documents), (file, around));
    resolver.anchors = (markup.links.len() > FEW).then(RefCell::default);
    let mut links: Vec<Link> = markup
        .links
        .iter()
        .filter(|link| !link.target.trim().is_empty())
        .map(|link| Link {
            origin: if link.kind == LinkKind::Image {
                Origin::Image
            } else {
                Origin::Text
            },
            field: String::new(),
            raw: link.target.clone(),
            span: Span::new(file, link.target_range),
            target: resolver.resolve(link),
        })
        .collect();
    links.extend(resolver.references(markup));
    if document.format == Format::Markdown {
        links.extend(resolver.directives(markup));
    }
    links
}

/// Where a target that is written in `file` leads; whole addresses are looked into where the repository's own are known.
pub(crate) fn destination(
    (tree, documents): (&Tree, &[Document]),
    (file, own): (FileId, Option<&Own>),
    target: &str,
) -> Destination {
    let (labels, texts) = (&Labels::new(), &Texts::default());
    let (sites, slugs) = (&Sites::default(), &Slugs::default());
    let around = Surroundings {
        labels,
        own,
        texts,
        sites,
        slugs,
    };
    Resolver::new((tree, documents), (file, around)).written(target)
}

/// Names of places that a text may refer to from everywhere.
pub(crate) type Labels = HashSet<String>;

/// The labels that MyST sets in a text: a line `(name)=`.
pub(crate) fn labels<'a>(text: &'a str, markup: &'a Markup) -> impl Iterator<Item = String> + 'a {
    let lines = markup.paragraphs.iter().flat_map(move |range| range.of(text).lines());
    let names = lines.filter_map(|line| line.trim().strip_prefix('(')?.strip_suffix(")="));
    names.map(str::to_owned)
}

/// Resolves the targets of one text.
pub(crate) struct Resolver<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) documents: &'a [Document],
    pub(crate) file: FileId,
    labels: &'a Labels,
    own: Option<&'a Own<'a>>,
    pub(crate) texts: &'a Texts,
    pub(crate) sites: &'a Sites,
    /// The site to which the text belongs.
    pub(crate) site: Option<&'a Site>,
    pub(crate) slugs: &'a Slugs,
    /// The anchors of the texts that this one refers to, in lower case, where it pays to collect them.
    anchors: Option<RefCell<HashMap<FileId, HashSet<String>>>>,
    /// Where the text stands under conditions of AsciiDoc.
    pub(crate) conditions: OnceCell<Vec<Range>>,
}

impl<'a> Resolver<'a> {
    fn new((tree, documents): (&'a Tree, &'a [Document]), (file, around): (FileId, Surroundings<'a>)) -> Self {
        Resolver {
            tree,
            documents,
            file,
            labels: around.labels,
            own: around.own,
            texts: around.texts,
            sites: around.sites,
            site: around.sites.of(tree.path(file)),
            slugs: around.slugs,
            anchors: None,
            conditions: OnceCell::new(),
        }
    }

    fn resolve(&self, link: &markup::Link) -> Destination {
        if self.format() == Format::AsciiDoc && matches!(link.kind, LinkKind::Page | LinkKind::Include) {
            return self.resource(link);
        }
        // A whole address says where it leads, whatever resolves the others.
        if is_elsewhere(link.target.trim()) {
            return self.address(link.target.trim());
        }
        match self.target(link.target.trim()) {
            // `imagesdir` and the site's own addresses resolve what else AsciiDoc has; its anchors may stand in files that it
            // includes, or be the text of a heading.
            found if self.format() == Format::AsciiDoc && found.is_broken() => Destination::Unknown,
            // MyST resolves a bare word to the label of that name, anywhere in the documentation.
            Destination::Missing(_) if self.labels.contains(link.target.trim()) => Destination::Unknown,
            destination => destination,
        }
    }

    /// Where a target leads that is written outside of links, where nobody says what sort of link it is.
    fn written(&self, target: &str) -> Destination {
        let found = self.target(target);
        if self.format() != Format::AsciiDoc || found.file().is_some() {
            return found;
        }
        let (kind, range) = (LinkKind::Page, Range::at(0));
        let page = self.resource(&markup::Link {
            kind,
            target: target.to_owned(),
            range,
            target_range: range,
        });
        if page.file().is_some() { page } else { found }
    }

    fn target(&self, target: &str) -> Destination {
        if is_elsewhere(target) {
            return self.address(target);
        }
        if is_template(target) || target.starts_with('{') {
            return Destination::Unknown;
        }
        let (path, fragment) = target
            .split_once('#')
            .map_or((target, None), |(path, name)| (path, Some(name)));
        let path = decode(path.split('?').next().unwrap_or(""));
        if path.is_empty() {
            return self.anchor(self.file, fragment.unwrap_or(""));
        }
        let found = self.place(&path);
        match (found.file(), fragment) {
            (Some(file), Some(name)) if !name.is_empty() => self.anchor(file, name),
            _ => found,
        }
    }

    /// Where a decoded path without query and fragment leads.
    fn place(&self, path: &str) -> Destination {
        let page = self.tree.path(self.file);
        let wanted = page.parent().join(path);
        if wanted.as_ref().is_some_and(|wanted| self.tree.is_opaque(wanted)) {
            return Destination::Unknown;
        }
        let there = wanted.as_ref().and_then(|wanted| self.there(wanted));
        if let Some(found) = there {
            return found;
        }
        if let Some(site) = self.site {
            return self.on_site(site, (path, wanted));
        }
        let Some(wanted) = wanted else {
            return Destination::Outside;
        };
        match self.existing(&wanted) {
            Some(found) => found,
            // What lies under the root of a published site is not known from the tree alone.
            None if path.starts_with('/') => Destination::Unknown,
            None => Destination::Missing(wanted),
        }
    }

    /// Where an address with a scheme or a host leads: a file of the repository, where it is one of its own.
    pub(crate) fn address(&self, url: &str) -> Destination {
        let shown = self.own.filter(|_| !is_template(url)).and_then(|own| {
            let shown = own.shown(url)?;
            Some((own.inside(&decode(&url[shown.range]))?, shown.is_default))
        });
        let Some((path, is_default)) = shown else {
            return self.published(url);
        };
        let fragment = url.split_once('#').map_or("", |(_, fragment)| fragment);
        match self.tree.find(&path) {
            Some(file) if fragment.is_empty() || is_lines(fragment) => Destination::File(file),
            Some(file) => self.anchor(file, fragment),
            None if self.tree.is_folder(&path) => Destination::Folder(path),
            None if self.tree.is_opaque(&path) => Destination::Unknown,
            None if is_default => Destination::Missing(path),
            None => Destination::External,
        }
    }

    /// The file or the folder of this path.
    fn there(&self, path: &RepoPath) -> Option<Destination> {
        match self.tree.find(path) {
            Some(file) => Some(Destination::File(file)),
            None => self.tree.is_folder(path).then(|| Destination::Folder(path.clone())),
        }
    }

    pub(crate) fn existing(&self, path: &RepoPath) -> Option<Destination> {
        if let Some(found) = self.there(path) {
            return Some(found);
        }
        let text = path.as_str();
        let is_bare = !is_html(text) && !has_ending(path);
        let indexes = INDEXES
            .iter()
            .filter(|_| is_bare)
            .filter_map(|index| RepoPath::new(&format!("{text}/{index}")));
        let candidates = sources(path).map(|(source, _)| source).chain(indexes);
        candidates
            .filter_map(|path| self.tree.find(&path))
            .next()
            .map(Destination::Rendered)
    }

    pub(crate) fn anchor(&self, file: FileId, name: &str) -> Destination {
        let name = decode(name).to_lowercase();
        let markup = self.documents[file.index()].markup.as_ref();
        let exists = name.is_empty()
            || name == "top"
            // Text fragments are the browser's.
            || name.starts_with(":~:")
            || markup.is_none_or(|markup| self.has_anchor(file, markup, &name));
        let exists = exists || markup.is_some_and(|markup| self.is_generated(file, markup, &name));
        Destination::Anchor { file, name, exists }
    }

    /// True when the text has an anchor of this name, which is in lower case.
    fn has_anchor(&self, file: FileId, markup: &Markup, name: &str) -> bool {
        let headings = markup.headings.iter().map(|heading| &heading.anchor);
        let anchors = markup.anchors.iter().map(|anchor| &anchor.name);
        let mut all = headings.chain(anchors).map(|known| known.to_lowercase());
        match &self.anchors {
            Some(known) => known
                .borrow_mut()
                .entry(file)
                .or_insert_with(|| all.collect())
                .contains(name),
            None => all.any(|known| known == name),
        }
    }

    fn format(&self) -> Format {
        self.documents[self.file.index()].format
    }
}

/// True for other schemes and hosts: `https:`, `mailto:`, `//host`.
pub(crate) fn is_elsewhere(target: &str) -> bool {
    let scheme = target.split_once(':').map_or("", |(scheme, _)| scheme);
    target.starts_with("//")
        || (scheme.len() > 1
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c)))
}

/// True for what somebody else fills in.
pub(crate) fn is_template(target: &str) -> bool {
    ["{{", "<%", "{%"].iter().any(|mark| target.contains(mark))
}

/// Resolves percent-encoding; a text that would not be UTF-8 stays as it is.
pub(crate) fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = text
            .get(at + 1..at + 3)
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match code {
            Some(byte) if bytes[at] == b'%' => {
                out.push(byte);
                at += 3;
            }
            _ => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{decode, is_elsewhere};

    #[test]
    fn tells_hosts_from_files() {
        for target in ["https://x.org", "mailto:a@b.c", "//cdn.org/x", "xref:a", "git+ssh://x"] {
            assert!(is_elsewhere(target), "{target}");
        }
        for target in ["x.md", "../a/b.md#c:d", "a b.md", "./c:d"] {
            assert!(!is_elsewhere(target), "{target}");
        }
    }

    #[test]
    fn decodes_percent_signs() {
        assert_eq!(decode("a%20b%2Fc"), "a b/c");
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%ff"), "%ff");
        assert_eq!(decode("%é"), "%é");
    }
}
