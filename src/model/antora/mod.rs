//! Antora's rules for names: which path a page reference or an include means in a component, and how it is written.
//!
//! A component is a folder that holds `antora.yml` and `modules/NAME/`, with pages, partials, images and the like in folders
//! of their own. A resource is named `VERSION@COMPONENT:MODULE:FAMILY$PATH`, where all but the path may be left out, and the
//! path is seen from the folder of its family, not from the text that names it:
//! <https://docs.antora.org/antora/latest/page/resource-id-coordinates/>. It knows trees and names, and no links.

pub(crate) mod name;
pub(crate) mod seat;
pub(crate) mod written;

use crate::model::antora::name::{Name, ROOT};
use crate::model::antora::seat::{DESCRIPTION, Place, Seat, folders};
use crate::syntax::document::Document;
use crate::syntax::node::Node;
use crate::text::path::RepoPath;
use crate::text::tree::Tree;
use std::collections::BTreeSet;

/// One folder of a component; several may have one name, for a component may lie in several folders and repositories.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Component {
    /// The folder that holds `modules`.
    root: RepoPath,
    name: Option<String>,
    version: Option<String>,
    /// Whether a program adds pages when the site is built, so that nobody can tell what is missing.
    is_generated: bool,
}

/// The components of a repository.
#[derive(Clone, Debug, Default)]
pub(crate) struct Components {
    all: Vec<Component>,
    /// The folders of components of which some modules are kept elsewhere. A page there may answer to names of this one, so
    /// that only a name without module is sure to mean a page that is here.
    spread: BTreeSet<RepoPath>,
}

impl Components {
    /// All that have a description.
    pub(crate) fn of(tree: &Tree, documents: &[Document]) -> Components {
        let described = tree.iter().filter(|(_, file)| file.path.name() == DESCRIPTION);
        let all = described.map(|(id, file)| component(file.path.parent(), documents[id.index()].data.first()));
        Components {
            all: all.collect(),
            spread: BTreeSet::new(),
        }
    }

    /// Learns from a reference that a component has modules elsewhere.
    pub(crate) fn learn(&mut self, tree: &Tree, from: &RepoPath, target: &str) {
        let is_module = Name::of(target).is_some_and(|name| name.module.is_some() && name.component.is_none());
        if let Some(seat) = Seat::of(tree, from).filter(|seat| is_module && !self.spread.contains(&seat.root))
            && self.place(tree, from, (target, "page")) == Some(Place::Elsewhere)
        {
            self.spread.insert(seat.root);
        }
    }

    /// What `target` means in the file at `from`; `None` where that lies in no module. A fragment is no part of it.
    pub(crate) fn place(&self, tree: &Tree, from: &RepoPath, (target, family): (&str, &str)) -> Option<Place> {
        let seat = Seat::of(tree, from)?;
        let Some(name) = Name::of(target) else {
            return Some(Place::Unknown);
        };
        if let Some(near) = seat.near(from, &name) {
            return Some(near);
        }
        let undescribed = component(seat.root.clone(), None);
        let here = self.all.iter().find(|known| known.root == seat.root);
        let here = here.unwrap_or(&undescribed);
        let is_own = match (name.component, name.version) {
            (Some(component), _) if here.name.as_deref() != Some(component) => false,
            (_, Some(version)) => here.version.as_deref() == Some(version),
            _ => true,
        };
        let component = name.component.or(here.name.as_deref());
        let others = self
            .all
            .iter()
            .filter(|known| component.is_some() && known.name.as_deref() == component);
        let all: Vec<&Component> = std::iter::once(here)
            .filter(|_| is_own)
            .chain(others.filter(|other| other.root != here.root))
            .collect();
        let module = name
            .module
            .unwrap_or(if name.component.is_some() { ROOT } else { seat.module });
        let mut paths = Vec::new();
        for folder in folders(name.family.unwrap_or(family)) {
            for known in &all {
                let base = RepoPath::new(format!("{}/modules/{module}", known.root).trim_start_matches('/'));
                let base = base.filter(|base| tree.is_folder(base));
                paths.extend(base.and_then(|base| base.join(&format!("{folder}/{}", name.path))));
            }
        }
        if paths.is_empty() {
            return Some(Place::Elsewhere);
        }
        let is_whole = name.module.is_none() || !self.spread.contains(&seat.root);
        let is_known = is_whole && is_own && !all.iter().any(|known| known.is_generated);
        Some(Place::Inside(paths, is_known))
    }
}

fn component(root: RepoPath, description: Option<&Node>) -> Component {
    let text = |key: &str| description?.get(key)?.scalar();
    Component {
        root,
        name: text("name"),
        version: text("version"),
        is_generated: description.is_some_and(|node| node.at("/ext/collector").is_some()),
    }
}

#[cfg(test)]
mod tests {
    use super::Components;
    use crate::model::antora::seat::Place;
    use crate::syntax::reader;
    use crate::text::path::RepoPath;
    use crate::text::tree::{File, Tree};

    fn path(text: &str) -> RepoPath {
        RepoPath::new(text).unwrap()
    }

    fn tree(files: &[(&str, &str)]) -> Tree {
        Tree::new(files.iter().map(|(name, text)| File::text(path(name), *text)).collect())
    }

    fn docs() -> Tree {
        tree(&[
            ("docs/antora.yml", "name: home\nversion: '1.0'\n"),
            ("docs/modules/ROOT/nav.adoc", ""),
            ("docs/modules/ROOT/pages/index.adoc", ""),
            ("docs/modules/dev/pages/adr/a.adoc", ""),
            ("docs/modules/dev/partials/p.adoc", ""),
            ("more/antora.yml", "name: home\nversion: '1.0'\n"),
            ("more/modules/far/pages/x.adoc", ""),
            ("terraform/modules/net/main.adoc", ""),
        ])
    }

    /// The likeliest path, with a mark where something else may be meant.
    fn said(from: &str, target: &str) -> String {
        let tree = docs();
        let documents: Vec<_> = tree
            .files()
            .iter()
            .map(|file| reader::read(&file.path, &file.content))
            .collect();
        match Components::of(&tree, &documents).place(&tree, &path(from), (target, "page")) {
            None => "no module".to_owned(),
            Some(Place::Elsewhere) => "elsewhere".to_owned(),
            Some(Place::Unknown) => "unknown".to_owned(),
            Some(Place::Inside(paths, true)) => paths[0].to_string(),
            Some(Place::Inside(paths, false)) => format!("{}?", paths[0]),
        }
    }

    #[test]
    fn names_lead_where_antora_leads_them() {
        let (page, nav, partial) = (
            "docs/modules/dev/pages/adr/a.adoc",
            "docs/modules/ROOT/nav.adoc",
            "docs/modules/dev/partials/p.adoc",
        );
        for (from, target, expected) in [
            (page, "adr/b.adoc", "docs/modules/dev/pages/adr/b.adoc"),
            (page, "./b.adoc", "docs/modules/dev/pages/adr/b.adoc"),
            (page, "../b.adoc", "docs/modules/dev/pages/b.adoc"),
            (page, "ROOT:b.adoc", "docs/modules/ROOT/pages/b.adoc"),
            (page, "far:x.adoc", "more/modules/far/pages/x.adoc"),
            (page, "home:dev:b.adoc", "docs/modules/dev/pages/b.adoc"),
            (page, "home::b.adoc", "docs/modules/ROOT/pages/b.adoc"),
            (page, "1.0@b.adoc", "docs/modules/dev/pages/b.adoc"),
            (page, "partial$p.adoc", "docs/modules/dev/partials/p.adoc"),
            (page, "2.0@b.adoc", "elsewhere"),
            (page, "none:b.adoc", "elsewhere"),
            (page, "other::b.adoc", "elsewhere"),
            (page, "odd$b.adoc", "elsewhere"),
            (page, "a:b:c:d.adoc", "unknown"),
            (nav, "b.adoc", "docs/modules/ROOT/pages/b.adoc"),
            (nav, "./b.adoc", "unknown"),
            (partial, "adr/b.adoc", "docs/modules/dev/pages/adr/b.adoc"),
            (partial, "dev:adr/b.adoc", "docs/modules/dev/pages/adr/b.adoc"),
            (partial, "../b.adoc", "unknown"),
            ("terraform/modules/net/main.adoc", "b.adoc", "no module"),
            ("README.adoc", "b.adoc", "no module"),
        ] {
            assert_eq!(said(from, target), expected, "{from}: {target}");
        }
    }

    #[test]
    fn a_component_may_have_modules_elsewhere() {
        let tree = tree(&[("modules/ROOT/pages/a.adoc", "")]);
        let page = path("modules/ROOT/pages/a.adoc");
        let mut components = Components::default();
        let is_known = |components: &Components, target: &str| match components.place(&tree, &page, (target, "page")) {
            Some(Place::Inside(_, is_known)) => is_known,
            other => panic!("{other:?}"),
        };
        assert!(is_known(&components, "ROOT:b.adoc"));
        components.learn(&tree, &page, "other::x.adoc");
        assert!(
            is_known(&components, "ROOT:b.adoc"),
            "another component is no module of this one"
        );
        components.learn(&tree, &page, "far:x.adoc");
        assert!(!is_known(&components, "ROOT:b.adoc") && is_known(&components, "b.adoc"));
    }
}
