//! Where links lead that are written for a site: addresses from its top, pages beside the page, shortcodes, anchors by the
//! rules of its generator. It asks the sites and judges nothing.

use crate::model::links::{Destination, Link, Origin};
use crate::model::sites::generator::Generator;
use crate::model::sites::{Answer, Site, shortcode};
use crate::model::targets::{Resolver, decode, is_template};
use crate::syntax::markup::Markup;
use crate::text::path::RepoPath;
use crate::text::search;
use crate::text::span::{FileId, Range, Span};

impl Resolver<'_> {
    /// Where a decoded path leads on the site of its page; `wanted` is where it would lie among the files.
    pub(crate) fn on_site(&self, site: &Site, (path, wanted): (&str, Option<RepoPath>)) -> Destination {
        let (sources, page) = ((self.tree, self.documents), self.tree.path(self.file));
        if path.starts_with('/') {
            return told(site.seen_from_top(sources, path));
        }
        match (site.seen_from_page(sources, (page, path)), wanted) {
            (Some(found), _) => told(found),
            (None, Some(wanted)) => Destination::Missing(wanted),
            (None, None) => Destination::Outside,
        }
    }

    /// The links that Hugo's shortcodes are.
    pub(crate) fn references(&self, markup: &Markup) -> Vec<Link> {
        let Some(site) = self.site.filter(|site| site.generator == Generator::Hugo) else {
            return Vec::new();
        };
        let (text, page) = (self.tree.text(self.file), self.tree.path(self.file));
        let link = |range: Range| {
            let raw = range.of(text);
            let (path, fragment) = raw.split_once('#').unwrap_or((raw, ""));
            let found = match path.is_empty() {
                true => Destination::File(self.file),
                false => told(site.referred((self.tree, self.documents), (page, path))),
            };
            let target = match found.file() {
                Some(file) if !fragment.is_empty() => self.anchor(file, fragment),
                _ => found,
            };
            Link {
                origin: Origin::Text,
                field: shortcode::FIELD.to_owned(),
                raw: raw.to_owned(),
                span: Span::new(self.file, range),
                target,
            }
        };
        shortcode::references(text, markup).into_iter().map(link).collect()
    }

    /// Where an address leads that one of the repository's own sites may have.
    pub(crate) fn published(&self, url: &str) -> Destination {
        let Some((site, at)) = self.sites.at_url(url).filter(|_| !is_template(url)) else {
            return Destination::External;
        };
        let path = decode(url[at..].split(['?', '#']).next().unwrap_or_default());
        let fragment = url.split_once('#').map_or("", |(_, fragment)| fragment);
        let found = told(site.at_address((self.tree, self.documents), &path));
        match (&found, found.file()) {
            (_, Some(file)) if !fragment.is_empty() => self.anchor(file, fragment),
            // The top of the site, and what others may publish there.
            (Destination::Unknown, _) => Destination::External,
            _ => found,
        }
    }

    /// True where a generator may make an anchor of this name, which is in lower case.
    pub(crate) fn is_generated(&self, file: FileId, markup: &Markup, name: &str) -> bool {
        let path = self.tree.path(file);
        // A program may write more than what stands there.
        let is_program = path.name().ends_with(".erb");
        let (text, site) = (self.tree.text(file), self.sites.of(path));
        if is_program && (search::find(text, "<%").is_some() || site.is_none()) {
            return true;
        }
        site.is_some_and(|site| self.slugs.has(file, (text, markup, site.generator), name))
    }
}

fn told(answer: Answer) -> Destination {
    match answer {
        Answer::File(file) => Destination::File(file),
        Answer::Page(file) => Destination::Rendered(file),
        Answer::Folder(path) => Destination::Folder(path),
        Answer::Nothing(wanted) => Destination::Missing(wanted),
        Answer::Unknown => Destination::Unknown,
    }
}
