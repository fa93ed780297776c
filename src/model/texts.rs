//! What the AsciiDoc texts of a repository say of each other: components, earlier names, includes. It resolves no links.

use crate::model::antora::seat::{self, Place};
use crate::model::antora::{Components, name};
use crate::syntax::document::{Document, Format};
use crate::syntax::markup::LinkKind;
use crate::text::path::RepoPath;
use crate::text::span::FileId;
use crate::text::tree::Tree;
use std::collections::{HashMap, HashSet};

/// The attribute under which a page lists the names that it had before, and under which Antora still finds it.
const ALIASES: &str = "page-aliases";

/// What the AsciiDoc texts of a repository say of each other.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    pub(crate) components: Components,
    pub(crate) aliases: HashMap<RepoPath, FileId>,
    /// Texts that are read as parts of others, so that nobody knows from where their references are seen.
    pub(crate) included: HashSet<FileId>,
    /// Partials, and whether all that include them lie in their module.
    pub(crate) partials: HashMap<FileId, bool>,
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

/// A target without its fragment.
fn target_path(target: &str) -> &str {
    target.split('#').next().unwrap_or(target)
}
