//! Where a file lies in a component: its module, and the folder of its family. It reads no text.

use crate::model::antora::name::Name;
use crate::text::path::RepoPath;
use crate::text::tree::Tree;

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

/// The description of a component, beside its folder `modules`.
pub(super) const DESCRIPTION: &str = "antora.yml";

/// What families are called, and the folders in which a module may keep them.
pub(super) const FAMILIES: [(&str, &[&str]); 5] = [
    ("page", &["pages"]),
    ("partial", &["partials", "pages/_partials"]),
    ("example", &["examples"]),
    ("image", &["images", "assets/images"]),
    ("attachment", &["attachments", "assets/attachments"]),
];

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

pub(super) fn folders(family: &str) -> &'static [&'static str] {
    let known = FAMILIES.iter().find(|(name, _)| *name == family);
    known.map_or(&[], |(_, folders)| folders)
}

/// Where a file lies in a component.
pub(super) struct Seat<'p> {
    pub(super) root: RepoPath,
    pub(super) module: &'p str,
    /// The folder in the module; empty for a file that lies in the module itself, as navigation does.
    pub(super) family: &'p str,
    /// The path in the module.
    pub(super) rest: &'p str,
}

impl<'p> Seat<'p> {
    /// A folder `modules/NAME` is a module where a description lies beside it, or where it has pages.
    pub(super) fn of(tree: &Tree, path: &'p RepoPath) -> Option<Seat<'p>> {
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

    pub(super) fn below(root: &RepoPath, path: &'p RepoPath) -> Option<Seat<'p>> {
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
    pub(super) fn near(&self, from: &RepoPath, name: &Name<'_>) -> Option<Place> {
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
