//! Where AsciiDoc's page references (`xref:`, `<<…>>`) and includes lead: by Antora's rules in a component, else as seen from
//! the file. What an attribute, a condition or a text that includes this one may change is unknown, never missing.

use crate::model::antora::{Components, Place, name, seat};
use crate::model::links::Destination;
use crate::model::targets::{Resolver, decode};
use crate::syntax::document::{Document, Format};
use crate::syntax::markup::{self, LinkKind};
use crate::text::path::RepoPath;
use crate::text::span::{FileId, Range};
use crate::text::tree::Tree;
use std::collections::{HashMap, HashSet};

/// The attribute under which a page lists the names that it had before, and under which Antora still finds it.
const ALIASES: &str = "page-aliases";

/// What the AsciiDoc texts of a repository say of each other.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    components: Components,
    aliases: HashMap<RepoPath, FileId>,
    /// Texts that are read as parts of others, so that nobody knows from where their references are seen.
    included: HashSet<FileId>,
    /// Partials, and whether all that include them lie in their module.
    partials: HashMap<FileId, bool>,
}

impl Texts {
    /// Of all texts.
    pub(crate) fn of(tree: &Tree, documents: &[Document]) -> Texts {
        let is_text = |(id, _): &(FileId, _)| documents[id.index()].format == Format::AsciiDoc;
        let mut texts = Texts::default();
        if documents.iter().any(|document| document.format == Format::AsciiDoc) {
            texts.components = Components::of(tree, documents);
        }
        for (id, file) in tree.iter().filter(is_text) {
            let Some(markup) = &documents[id.index()].markup else {
                continue;
            };
            let listed = markup.attributes.iter().filter(|attribute| attribute.name == ALIASES);
            for alias in listed.flat_map(|attribute| attribute.value.of(tree.text(id)).split(',')) {
                if let Some(Place::Inside(paths, _)) = texts.components.place(tree, &file.path, (alias.trim(), "page"))
                {
                    texts.aliases.extend(paths.into_iter().next().map(|path| (path, id)));
                }
            }
            let named = markup.links.iter().filter(|link| link.kind == LinkKind::Page);
            for link in named
                .filter(|link| link.target.contains(':') && !link.target.contains("://") && !link.target.contains('{'))
            {
                texts.components.learn(tree, &file.path, target_path(&link.target));
            }
            let includes = markup.links.iter().filter(|link| link.kind == LinkKind::Include);
            for link in includes.filter(|link| !link.target.contains('{')) {
                texts.include((tree, &file.path), &link.target);
            }
        }
        texts
    }

    /// Learns of an include.
    fn include(&mut self, (tree, from): (&Tree, &RepoPath), target: &str) {
        if !name::is_resource(target) {
            let found = from.parent().join(target).and_then(|path| tree.find(&path));
            self.included.extend(found);
            return;
        }
        let Some(Place::Inside(paths, _)) = self.components.place(tree, from, (target, "partial")) else {
            return;
        };
        for path in paths {
            if let Some(file) = tree.find(&path) {
                let is_near = seat::share_module(tree, from, &path);
                self.partials
                    .entry(file)
                    .and_modify(|all| *all &= is_near)
                    .or_insert(is_near);
            }
        }
    }
}

/// True for what is resolved here.
pub(crate) fn is_resource(link: &markup::Link) -> bool {
    matches!(link.kind, LinkKind::Page | LinkKind::Include)
}

impl Resolver<'_> {
    /// Where a page reference or an include leads.
    pub(crate) fn resource(&self, link: &markup::Link) -> Destination {
        let target = link.target.trim();
        if target.contains("://") {
            return self.address(target);
        }
        if target.contains(['{', '<', '*']) {
            return Destination::Unknown;
        }
        let is_include = link.kind == LinkKind::Include;
        let (path, fragment) = match target.split_once('#') {
            Some((path, fragment)) if !is_include => (path, Some(fragment)),
            _ => (target, None),
        };
        if path.is_empty() {
            // An anchor of its own may come from a text that it includes.
            return Some(self.anchor(self.file, fragment.unwrap_or("")))
                .filter(|found| !found.is_broken())
                .unwrap_or(Destination::Unknown);
        }
        let family = if is_include { "partial" } else { "page" };
        let found = match is_include && !name::is_resource(path) {
            true => self.beside(path),
            false => self.named(path, family),
        };
        match (found, fragment) {
            // Without an ending it may be the name of an anchor.
            (Destination::Missing(_), None) if !is_include && !is_text(path) => Destination::Unknown,
            (Destination::Missing(_), _) if self.is_optional(link) => Destination::Unknown,
            (Destination::File(file), Some(name)) => match self.anchor(file, name) {
                found if found.is_broken() => Destination::File(file),
                found => found,
            },
            (found, _) => found,
        }
    }

    fn named(&self, path: &str, family: &str) -> Destination {
        let from = self.tree.path(self.file);
        let place = self.texts.components.place(self.tree, from, (&decode(path), family));
        let (paths, is_known) = match place {
            None if path.contains([':', '$']) => return Destination::Unknown,
            None => return self.beside(path),
            Some(Place::Elsewhere) => return Destination::External,
            Some(Place::Unknown) => return Destination::Unknown,
            Some(Place::Inside(paths, is_known)) => (paths, is_known),
        };
        let is_seen = path.contains(':')
            || !seat::is_partial(self.tree, from)
            || self.texts.partials.get(&self.file).is_some_and(|is_near| *is_near);
        let found = paths.iter().find_map(|path| self.existing(path));
        let alias = || paths.iter().find_map(|path| self.texts.aliases.get(path));
        match found {
            Some(Destination::Folder(_)) => Destination::Unknown,
            Some(found) => found,
            None => match (alias(), paths.into_iter().next()) {
                (Some(file), _) => Destination::File(*file),
                (None, Some(path)) if is_known && is_seen => Destination::Missing(path),
                _ => Destination::Unknown,
            },
        }
    }

    /// What a path leads to as seen from its file.
    fn beside(&self, path: &str) -> Destination {
        let folder = self.tree.path(self.file).parent();
        let wanted = match folder.join(&decode(path)) {
            Some(wanted) if !path.starts_with('/') && !self.tree.is_opaque(&wanted) => wanted,
            _ => return Destination::Unknown,
        };
        match self.existing(&wanted) {
            Some(Destination::Folder(_)) => Destination::Unknown,
            Some(found) => found,
            None if self.texts.included.contains(&self.file) => Destination::Unknown,
            None => Destination::Missing(wanted),
        }
    }

    /// `include::x[opts=optional]`, and whatever stands under a condition.
    fn is_optional(&self, link: &markup::Link) -> bool {
        let text = self.tree.text(self.file);
        let options = Range::new(
            link.target_range.end as usize,
            link.range.end.max(link.target_range.end) as usize,
        );
        let is_said = link.kind == LinkKind::Include && options.of(text).contains("optional");
        let ranges = self.conditions.get_or_init(|| conditions(text));
        let at = ranges.partition_point(|range| range.end <= link.range.start);
        is_said || ranges.get(at).is_some_and(|range| range.start <= link.range.start)
    }
}

/// A target without its fragment.
fn target_path(target: &str) -> &str {
    target.split('#').next().unwrap_or(target)
}

fn is_text(path: &str) -> bool {
    path.ends_with(".adoc") || path.ends_with(".asciidoc")
}

/// The outermost ranges between `ifdef::x[]` and `endif::[]`, and lines that stand in the brackets of a condition; in order.
fn conditions(text: &str) -> Vec<Range> {
    let mut found = Vec::new();
    let (mut depth, mut start, mut at) = (0usize, 0, 0);
    for line in text.split_inclusive('\n') {
        let is_if = ["ifdef::", "ifndef::", "ifeval::"]
            .iter()
            .any(|word| line.starts_with(word));
        let is_block = line.starts_with("ifeval") || line.trim_end().ends_with("[]");
        if is_if && is_block {
            if depth == 0 {
                start = at;
            }
            depth += 1;
        } else if is_if && depth == 0 {
            found.push(Range::new(at, at + line.len()));
        } else if line.starts_with("endif::") && depth > 0 {
            depth -= 1;
            if depth == 0 {
                found.push(Range::new(start, at));
            }
        }
        at += line.len();
    }
    if depth > 0 {
        found.push(Range::new(start, text.len()));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::conditions;

    #[test]
    fn conditions_reach_to_their_ends() {
        let text = "a\nifdef::x[]\nb\nifeval::[1 < 2]\nc\nendif::[]\nd\nendif::[]\ne\nifndef::y[f]\nendif::[]\ng\nifdef::z[]\nh";
        let found: Vec<String> = conditions(text)
            .into_iter()
            .map(|range| range.of(text).lines().filter(|line| line.len() == 1).collect())
            .collect();
        assert_eq!(found, ["bcd", "", "h"]);
    }
}
