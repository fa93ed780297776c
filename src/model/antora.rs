//! Antora's rules for names: which path a page reference or an include means in a component, and how it is written.
//!
//! A component is a folder that holds `antora.yml` and `modules/NAME/`, with pages, partials, images and the like in folders
//! of their own. A resource is named `VERSION@COMPONENT:MODULE:FAMILY$PATH`, where all but the path may be left out, and the
//! path is seen from the folder of its family, not from the text that names it:
//! <https://docs.antora.org/antora/latest/page/resource-id-coordinates/>. It knows trees and names, and no links.

use crate::syntax::document::Document;
use crate::syntax::node::Node;
use crate::text::path::RepoPath;
use crate::text::tree::Tree;
use std::collections::BTreeSet;

/// The description of a component, beside its folder `modules`.
const DESCRIPTION: &str = "antora.yml";

/// The module that is meant where a component is named and no module.
const ROOT: &str = "ROOT";

/// What families are called, and the folders in which a module may keep them.
const FAMILIES: [(&str, &[&str]); 5] = [
    ("page", &["pages"]),
    ("partial", &["partials", "pages/_partials"]),
    ("example", &["examples"]),
    ("image", &["images", "assets/images"]),
    ("attachment", &["attachments", "assets/attachments"]),
];

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

/// What a name may lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// One of these paths, the likeliest first; whether nothing else can be meant.
    Inside(Vec<RepoPath>, bool),
    /// A component or a module that is kept elsewhere.
    Elsewhere,
    /// A name that cannot be told from what is written.
    Unknown,
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
                let base = RepoPath::new(&format!("{}/modules/{module}", known.root).trim_start_matches('/'));
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

/// A page reference or an include that is written `raw` in the file at `from`, as it has to be written when that lies at
/// `then` and leads to `to`. `None` where the two share no component, or no module's folder holds the target.
pub(crate) fn written(
    tree: &Tree,
    (from, then): (&RepoPath, &RepoPath),
    (raw, to): (&str, &RepoPath),
) -> Option<String> {
    let seat = Seat::of(tree, from)?;
    let name = Name::of(raw)?;
    let (here, there) = (Seat::below(&seat.root, then)?, Seat::below(&seat.root, to)?);
    let all = FAMILIES.iter().flat_map(|(_, folders)| folders.iter());
    let folder = all
        .filter(|folder| there.rest.starts_with(&format!("{folder}/")))
        .max_by_key(|folder| folder.len())?;
    let path = match name.path.starts_with('.') {
        true if here.module != there.module => return None,
        true if name.path.starts_with("./") => {
            let way = to.relative_to(&then.parent());
            if way.starts_with("..") { way } else { format!("./{way}") }
        }
        true => to.relative_to(&then.parent()),
        false => there.rest[folder.len() + 1..].to_owned(),
    };
    let is_bare = !name.path.rsplit('/').next().is_some_and(|last| last.contains('.'));
    let path = if is_bare {
        path.trim_end_matches(".adoc").to_owned()
    } else {
        path
    };
    let family = name.family.map_or(String::new(), |family| format!("{family}$"));
    let version = name.version.map_or(String::new(), |version| format!("{version}@"));
    let module = match (name.component, name.module) {
        (Some(component), None | Some(ROOT)) if there.module == ROOT => match name.module {
            None => format!("{component}::"),
            Some(module) => format!("{component}:{module}:"),
        },
        (Some(component), _) => format!("{component}:{}:", there.module),
        (None, Some(_)) => format!("{}:", there.module),
        (None, None) if here.module != there.module => format!("{}:", there.module),
        (None, None) => String::new(),
    };
    Some(format!("{version}{module}{family}{path}"))
}

/// True for a file that lies in a module.
pub(crate) fn is_seated(tree: &Tree, path: &RepoPath) -> bool {
    Seat::of(tree, path).is_some()
}

/// True where a name without module is seen from the module of whatever page includes the file that holds it.
pub(crate) fn is_partial(tree: &Tree, path: &RepoPath) -> bool {
    let seat = Seat::of(tree, path);
    seat.is_some_and(|seat| !seat.family.is_empty() && (seat.family != "pages" || seat.rest.starts_with("pages/_")))
}

/// True for two files of one module in one folder.
pub(crate) fn share_module(tree: &Tree, a: &RepoPath, b: &RepoPath) -> bool {
    let seats = (Seat::of(tree, a), Seat::of(tree, b));
    matches!(seats, (Some(a), Some(b)) if a.root == b.root && a.module == b.module)
}

/// Whether an include names a resource; else it is a path as seen from its file.
pub(crate) fn is_resource(target: &str) -> bool {
    target.contains(['$', ':', '@'])
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

fn folders(family: &str) -> &'static [&'static str] {
    let known = FAMILIES.iter().find(|(name, _)| *name == family);
    known.map_or(&[], |(_, folders)| folders)
}

/// Where a file lies in a component.
struct Seat<'p> {
    root: RepoPath,
    module: &'p str,
    /// The folder in the module; empty for a file that lies in the module itself, as navigation does.
    family: &'p str,
    /// The path in the module.
    rest: &'p str,
}

impl<'p> Seat<'p> {
    /// A folder `modules/NAME` is a module where a description lies beside it, or where it has pages.
    fn of(tree: &Tree, path: &'p RepoPath) -> Option<Seat<'p>> {
        let text = path.as_str();
        let mut starts = text.match_indices("modules/").map(|(at, _)| at);
        starts.find_map(|at| {
            let root = match at {
                0 => RepoPath::root(),
                _ => RepoPath::new(text[..at].strip_suffix('/')?)?,
            };
            let seat = Seat::below(&root, path)?;
            let pages = root.join(&format!("modules/{}/pages", seat.module))?;
            let is_one = tree.is_folder(&pages) || tree.find(&root.join(DESCRIPTION)?).is_some();
            is_one.then_some(seat)
        })
    }

    fn below(root: &RepoPath, path: &'p RepoPath) -> Option<Seat<'p>> {
        let below = match root.as_str() {
            "" => path.as_str(),
            root => path.as_str().strip_prefix(root)?.strip_prefix('/')?,
        };
        let (module, rest) = below.strip_prefix("modules/")?.split_once('/')?;
        let family = rest.split_once('/').map_or("", |(family, _)| family);
        Some(Seat {
            root: root.clone(),
            module,
            family,
            rest,
        })
    }

    /// What begins with a dot is seen from the page, which is known of pages alone.
    fn near(&self, from: &RepoPath, name: &Name<'_>) -> Option<Place> {
        if !name.path.starts_with("./") && !name.path.starts_with("../") {
            return None;
        }
        let is_plain = name.component.is_none() && name.module.is_none() && name.family.is_none();
        let path = from
            .parent()
            .join(name.path)
            .filter(|_| is_plain && self.family == "pages");
        Some(path.map_or(Place::Unknown, |path| Place::Inside(vec![path], true)))
    }
}

/// The parts of a resource's name, as written.
struct Name<'t> {
    version: Option<&'t str>,
    component: Option<&'t str>,
    module: Option<&'t str>,
    family: Option<&'t str>,
    path: &'t str,
}

impl<'t> Name<'t> {
    fn of(text: &'t str) -> Option<Name<'t>> {
        let (version, rest) = match text.split_once('@') {
            Some((version, rest)) if !version.contains(['/', ':']) => (Some(version), rest),
            _ => (None, text),
        };
        let (head, rest) = match rest.rsplit_once(':') {
            Some((head, rest)) => (Some(head), rest),
            None => (None, rest),
        };
        let (component, module) = match head.map(|head| head.split_once(':').ok_or(head)) {
            None => (None, None),
            Some(Ok((component, module))) => (Some(component), Some(module)),
            Some(Err(module)) => (None, Some(module)),
        };
        let (family, path) = match rest.split_once('$') {
            Some((family, path)) => (Some(family), path),
            None => (None, rest),
        };
        let is_name = |part: Option<&str>| part.is_none_or(|part| !part.contains(['/', ':', '@', ' ']));
        let is_one = [component, module, family, version].into_iter().all(is_name) && !path.is_empty();
        let given = |part: Option<&'t str>| part.filter(|part| !part.is_empty());
        is_one.then_some(Name {
            version,
            component: given(component),
            module: given(module),
            family: given(family),
            path,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Components, Place, written};
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

    #[test]
    fn a_name_keeps_its_form() {
        let tree = docs();
        let (page, moved) = ("docs/modules/dev/pages/adr/a.adoc", "docs/modules/ROOT/pages/a.adoc");
        for (from, then, raw, to, expected) in [
            (
                page,
                page,
                "adr/b.adoc",
                "docs/modules/dev/pages/adr/c.adoc",
                Some("adr/c.adoc"),
            ),
            (page, page, "adr/b", "docs/modules/dev/pages/adr/c.adoc", Some("adr/c")),
            (
                page,
                page,
                "./b.adoc",
                "docs/modules/dev/pages/adr/c.adoc",
                Some("./c.adoc"),
            ),
            (
                page,
                page,
                "adr/b.adoc",
                "docs/modules/ROOT/pages/c.adoc",
                Some("ROOT:c.adoc"),
            ),
            (
                page,
                page,
                "1.0@dev:b.adoc",
                "docs/modules/ROOT/pages/c.adoc",
                Some("1.0@ROOT:c.adoc"),
            ),
            (
                page,
                page,
                "home::b.adoc",
                "docs/modules/ROOT/pages/c.adoc",
                Some("home::c.adoc"),
            ),
            (
                page,
                page,
                "home::b.adoc",
                "docs/modules/dev/pages/c.adoc",
                Some("home:dev:c.adoc"),
            ),
            (
                page,
                page,
                "partial$p.adoc",
                "docs/modules/dev/partials/q.adoc",
                Some("partial$q.adoc"),
            ),
            (
                page,
                moved,
                "adr/b.adoc",
                "docs/modules/dev/pages/adr/b.adoc",
                Some("dev:adr/b.adoc"),
            ),
            (page, page, "adr/b.adoc", "README.adoc", None),
        ] {
            let found = written(&tree, (&path(from), &path(then)), (raw, &path(to)));
            assert_eq!(found.as_deref(), expected, "{raw} {to}");
        }
    }
}
