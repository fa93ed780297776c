//! Pages by the addresses at which a site shows them. Generators differ in what they put before a page's path, and agree in
//! what they take from it: the ending, and the letters' case.
//!
//! It knows trees and addresses; it fetches nothing.

use crate::model::targets::{self, decode};
use crate::syntax::document::{Document, Format, format_of};
use crate::syntax::node::Node;
use crate::syntax::reader;
use crate::text::path::RepoPath;
use crate::text::span::FileId;
use crate::text::tree::{File, Tree};
use std::collections::BTreeMap;

/// Endings of pages, the longest first: what of them is not part of an address.
const ENDINGS: [&str; 10] = [
    ".html.md.erb",
    ".html.erb",
    ".html.md",
    ".md.erb",
    ".markdown",
    ".asciidoc",
    ".adoc",
    ".ipynb",
    ".rst",
    ".md",
];

/// Names that answer for their folder.
const INDEXES: [&str; 3] = ["index", "_index", "readme"];

/// Keys of front matter that give a page an address of its own, or a further one: Hugo's, Jekyll's and Docusaurus's.
const ADDRESSES: [&str; 5] = ["aliases", "url", "slug", "permalink", "redirect_from"];

/// The pages of a tree by the last part of their addresses.
pub(crate) struct Pages {
    /// The whole address, as far as the path tells it, and the file.
    by_name: BTreeMap<String, Vec<(String, FileId)>>,
}

impl Pages {
    /// Of every page of a tree. What front matter says counts where the tree holds the texts.
    pub(crate) fn new(tree: &Tree) -> Pages {
        let mut pages = Pages {
            by_name: BTreeMap::new(),
        };
        for (id, file) in tree.iter() {
            let Some(address) = address_of(&file.path) else {
                continue;
            };
            for other in further(file) {
                let other = normal(&other);
                let own = match other.contains('/') || address.rsplit_once('/').is_none() {
                    true => other,
                    // A slug takes the place of the last part alone.
                    false => format!("{}/{other}", address.rsplit_once('/').map_or("", |(folder, _)| folder)),
                };
                pages.add(own, id);
            }
            pages.add(address, id);
        }
        pages
    }

    fn add(&mut self, address: String, file: FileId) {
        let name = address.rsplit('/').next().unwrap_or_default().to_owned();
        self.by_name.entry(name).or_default().push((address, file));
    }

    /// The page at an address below the site's, without query and fragment: the one whose path ends with it.
    pub(crate) fn find(&self, address: &str) -> Option<FileId> {
        let wanted = normal(address);
        let name = wanted.rsplit('/').next()?;
        let named = self.by_name.get(name)?.iter();
        let ends = |address: &str| {
            let before = address.strip_suffix(wanted.as_str());
            before.is_some_and(|before| before.is_empty() || before.ends_with('/'))
        };
        let (_, file) = named
            .filter(|(address, _)| ends(address))
            .min_by_key(|(address, _)| address.len())?;
        Some(*file)
    }

    /// Whether some page bears this name, whatever its case.
    pub(crate) fn has_name(&self, name: &str) -> bool {
        self.by_name.contains_key(&normal(name))
    }

    /// The last parts of all addresses, sorted.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }
}

/// The part of an address that lies below a site's: no query, no fragment, no slashes around it. Scheme and the case of the
/// host do not count.
pub(crate) fn below<'u>(url: &'u str, site: &str) -> Option<&'u str> {
    let bare = |text: &'_ str| text.find("://").map_or(0, |at| at + "://".len());
    let (start, base) = (bare(url), site[bare(site)..].trim_end_matches('/'));
    let rest = url.get(start..).filter(|_| start > 0)?;
    let head = rest
        .get(..base.len())
        .filter(|head| !base.is_empty() && head.eq_ignore_ascii_case(base))?;
    let rest = &rest[head.len()..];
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    (rest.is_empty() || rest.starts_with('/')).then(|| rest.trim_matches('/'))
}

/// The addresses of the sites that a repository's generators publish, as their settings say; sorted.
pub(crate) fn sites(tree: &Tree, documents: &[Document]) -> Vec<String> {
    let mut sites: Vec<String> = tree
        .iter()
        .filter_map(|(id, file)| site(&file.path, documents[id.index()].data.first()?))
        .collect();
    sites.sort();
    sites.dedup();
    sites
}

/// Hugo's `baseURL`, MkDocs' `site_url`, Jekyll's `url` and `baseurl`.
fn site(path: &RepoPath, root: &Node) -> Option<String> {
    let text = |key: &str| root.get(key).and_then(Node::as_str);
    let url = match (path.name(), path.stem()) {
        (_, "hugo" | "config") => text("baseURL").or_else(|| text("baseurl"))?.to_owned(),
        (_, "mkdocs") => text("site_url")?.to_owned(),
        ("_config.yml" | "_config.yaml", _) => text("url")?.to_owned() + text("baseurl").unwrap_or_default(),
        _ => return None,
    };
    (url.starts_with("http://") || url.starts_with("https://")).then_some(url)
}

/// The address of a page, as far as its path tells it; `None` for what is no page.
fn address_of(path: &RepoPath) -> Option<String> {
    let text = path.as_str().to_lowercase();
    let stem = ENDINGS.iter().find_map(|ending| text.strip_suffix(ending))?;
    let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
    let address = if INDEXES.contains(&name) { folder } else { stem };
    Some(address.replace([' ', '_'], "-"))
}

/// An address as pages are looked up by it.
fn normal(address: &str) -> String {
    let text = decode(address)
        .trim_matches('/')
        .to_lowercase()
        .replace([' ', '_'], "-");
    let text = text.strip_suffix("/index.html").unwrap_or(&text);
    text.strip_suffix(".html").unwrap_or(text).to_owned()
}

/// The addresses that a page gives itself.
fn further(file: &File) -> Vec<String> {
    let text = file.source().map_or("", |source| source.text());
    let has_one =
        (text.starts_with("---") || text.starts_with("+++")) && ADDRESSES.iter().any(|key| text.contains(key));
    if !has_one || !matches!(format_of(&file.path), Format::Markdown | Format::AsciiDoc) {
        return Vec::new();
    }
    let document = reader::read(&file.path, &file.content);
    let Some(root) = document.data.first() else {
        return Vec::new();
    };
    let nodes = ADDRESSES.iter().filter_map(|key| root.get(key));
    nodes
        .flat_map(|node| {
            let list = node.items().iter().filter_map(Node::as_str);
            node.as_str().into_iter().chain(list)
        })
        .filter(|address| !targets::is_elsewhere(address) && !address.trim_matches('/').is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Pages, below};
    use crate::text::path::RepoPath;
    use crate::text::tree::{File, Tree};

    #[test]
    fn pages_are_found_as_sites_name_them() {
        let file = |path: &str, text: &str| File::text(RepoPath::new(path).unwrap(), text);
        let tree = Tree::new(vec![
            file(
                "content/runbooks/kube/KubeDown.md",
                "---\naliases: [/old/down/]\nslug: gone\n---\n",
            ),
            file("content/runbooks/_index.md", "# All\n"),
            file("source/a b.html.md.erb", ""),
            file("other/Down.md", ""),
        ]);
        let pages = Pages::new(&tree);
        let find = |address: &str| pages.find(address).map(|file| tree.path(file).name().to_owned());
        for (address, expected) in [
            ("runbooks/kube/kubedown", Some("KubeDown.md")),
            ("kube/KubeDown/", Some("KubeDown.md")),
            ("kube/kubedown.html", Some("KubeDown.md")),
            ("old/down", Some("KubeDown.md")),
            ("runbooks/kube/gone", Some("KubeDown.md")),
            ("runbooks", Some("_index.md")),
            ("a%20b.html", Some("a b.html.md.erb")),
            ("other/down", Some("Down.md")),
            ("cube/kubedown", None),
            ("ubedown", None),
        ] {
            assert_eq!(find(address).as_deref(), expected, "{address}");
        }
        assert!(pages.has_name("KUBEDOWN") && !pages.has_name("Kube"));
    }

    #[test]
    fn addresses_lie_below_their_site() {
        for (url, site, expected) in [
            ("https://x.org/a/b?c#d", "https://x.org", Some("a/b")),
            ("http://X.org/r/a/", "https://x.org/r/", Some("a")),
            ("https://x.org/r", "https://x.org/r/", Some("")),
            ("https://x.org/runs", "https://x.org/r", None),
            ("https://x.organ/a", "https://x.org", None),
            ("x.org/a", "https://x.org", None),
        ] {
            assert_eq!(below(url, site), expected, "{url}");
        }
    }
}
