//! The sites that generators make of parts of a repository, and which file answers at which address. A link between pages
//! leads where the site leads it, not where the folders do.
//!
//! It states what answers and judges nothing; what it does not know for sure it leaves open.

mod address;
pub(crate) mod discover;
mod docusaurus;
pub(crate) mod generator;
pub(crate) mod shortcode;

use crate::model::sites::generator::Generator;
use crate::syntax::document::Document;
use crate::text::path::RepoPath;
use crate::text::span::FileId;
use crate::text::tree::Tree;
use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

/// The sites of a repository.
#[derive(Clone, Debug, Default)]
pub struct Sites {
    list: Vec<Site>,
    /// By the folder whose pages it holds for; `None` where settings say that there is no site.
    by_root: BTreeMap<RepoPath, Option<usize>>,
}

/// One site.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    pub(crate) generator: Generator,
    /// The folder of the settings.
    folder: RepoPath,
    /// The folder of the pages.
    pub(crate) root: RepoPath,
    /// What addresses on the site's host begin with: a slash at both ends.
    pub(crate) base: String,
    /// Scheme, host and base of the site, without a slash at its end, where the settings say it.
    pub(crate) url: Option<String>,
    /// The endings of the files that pages are made of.
    endings: Vec<String>,
    /// What the addresses of some of its pages begin with, where the settings say it (`routeBasePath` of Docusaurus).
    routes: Vec<String>,
    has_html: bool,
    has_folders: bool,
    has_bare: bool,
    /// Whether all pages are known, so that an address that none of them has leads to nothing.
    is_whole: bool,
    pages: OnceLock<Pages>,
}

#[derive(Clone, Debug, Default)]
struct Pages {
    by_address: HashMap<String, FileId>,
    by_file: HashMap<FileId, Vec<String>>,
    /// By address in lower case: what some servers answer to.
    by_lower: HashMap<String, FileId>,
    /// By file name, in lower case and without ending; `None` for a name that several have.
    by_name: HashMap<String, Option<FileId>>,
}

/// How many files of a folder are looked at to see whether it holds pages.
const MANY: usize = 200;

/// What answers at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// The file itself.
    File(FileId),
    /// The page that is made of a file.
    Page(FileId),
    /// A folder that is published.
    Folder(RepoPath),
    /// Nothing; where the page would lie.
    Nothing(RepoPath),
    /// Nobody knows.
    Unknown,
}

impl Sites {
    /// The site to which a file belongs as a page or beside pages: the one whose root is nearest above.
    pub(crate) fn of(&self, path: &RepoPath) -> Option<&Site> {
        if self.list.is_empty() {
            return None;
        }
        let mut folder = path.parent();
        loop {
            if let Some(found) = self.by_root.get(&folder) {
                return found.and_then(|at| self.list.get(at));
            }
            if folder.as_str().is_empty() {
                return None;
            }
            folder = folder.parent();
        }
    }

    /// The site that a whole address belongs to, and where its path below the site begins.
    pub(crate) fn at_url(&self, url: &str) -> Option<(&Site, usize)> {
        let of = |site: &Site| -> Option<usize> {
            let base = site.url.as_deref()?;
            let head = url.get(..base.len()).filter(|head| head.eq_ignore_ascii_case(base))?;
            let rest = &url[head.len()..];
            let is_below = rest.is_empty() || rest.starts_with(['/', '?', '#']);
            is_below.then(|| head.len() + usize::from(rest.starts_with('/')))
        };
        let found = self.list.iter().filter_map(|site| Some((site, of(site)?)));
        found.max_by_key(|(_, length)| *length)
    }

    fn add(&mut self, site: Site) {
        self.by_root.insert(site.root.clone(), Some(self.list.len()));
        self.list.push(site);
    }
}

impl Site {
    /// What answers at an address that begins with a slash: `path` is decoded, without query and fragment.
    pub(crate) fn seen_from_top(&self, (tree, documents): (&Tree, &[Document]), path: &str) -> Answer {
        let Some(address) = below_base(path, &self.base) else {
            return Answer::Unknown;
        };
        self.at_address((tree, documents), address)
    }

    /// What answers at an address below the site's own.
    pub(crate) fn at_address(&self, (tree, documents): (&Tree, &[Document]), address: &str) -> Answer {
        let address = climbed("", address);
        if let Some(found) = self.find((tree, documents), &address) {
            return found;
        }
        let lower = address::normal(self.generator, &address).to_lowercase();
        let answers = self.has_html || !address.ends_with(".html");
        if let Some(file) = self.pages((tree, documents)).by_lower.get(&lower).filter(|_| answers) {
            return Answer::Page(*file);
        }
        let Some(wanted) = self.root.join(&address) else {
            return Answer::Unknown;
        };
        let is_page = address.ends_with(".html") && self.has_html;
        let parent = wanted.parent();
        let is_beside = self.has_bare && is_bare(&address) && parent != self.root && self.is_page_folder(tree, &parent);
        match self.is_whole && (is_page || is_beside) {
            true => Answer::Nothing(wanted),
            false => Answer::Unknown,
        }
    }

    /// What answers to a relative address that is written on a page.
    pub(crate) fn seen_from_page(
        &self,
        (tree, documents): (&Tree, &[Document]),
        (page, path): (&RepoPath, &str),
    ) -> Option<Answer> {
        let file = tree.find(page)?;
        // Plain Markdown beside Middleman's templates is read where it lies: nothing takes its links back into the site.
        let is_plain = self.generator == Generator::Middleman && page.extension() == Some("md");
        if is_plain && !page.name().contains(".html.") && !page.parent().join(path)?.is_under(&self.root) {
            return None;
        }
        if let Some(path) = path
            .strip_prefix("@site/")
            .filter(|_| self.generator == Generator::Docusaurus)
        {
            let wanted = self.folder.join(path)?;
            return Some(tree.find(&wanted).map_or(Answer::Nothing(wanted), Answer::File));
        }
        let own = self.pages((tree, documents)).by_file.get(&file)?;
        let below = page.as_str().strip_prefix(self.root.as_str())?.trim_start_matches('/');
        let folder_of = |address: &str| address.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let mut seats = vec![folder_of(below)];
        // Files beside pages keep the case of their folders.
        let stem = self
            .endings
            .iter()
            .find_map(|ending| below.strip_suffix(ending.as_str()));
        let is_index = |stem: &&str| {
            self.generator
                .indexes()
                .contains(&folderless(stem).to_lowercase().as_str())
        };
        seats.extend(
            stem.filter(|stem| self.has_folders && !is_index(stem))
                .map(str::to_owned),
        );
        for address in own {
            if self.has_folders {
                seats.push(address.clone());
            }
            // A page that answers for its folder may be served there without a slash: its links start one folder higher.
            if !self.has_folders || self.generator == Generator::Docusaurus {
                seats.push(folder_of(address));
            }
        }
        // What is not translated is taken from the pages that were.
        let first = docusaurus::untranslated(below).filter(|_| self.generator == Generator::Docusaurus);
        seats.extend(first.as_ref().map(|first| folder_of(&first.path)));
        let found = seats
            .iter()
            .find_map(|seat| self.find((tree, documents), &climbed(seat, path)));
        let is_unknown = self.generator == Generator::Docusaurus && docusaurus::is_generated(path)
            || first.is_some_and(|first| self.root.join(&first.top).is_none_or(|top| !tree.is_folder(&top)));
        found.or_else(|| is_unknown.then_some(Answer::Unknown))
    }

    /// What `ref` of Hugo means: from the top, from the page's folder, or the only page of that name.
    pub(crate) fn referred(&self, sources: (&Tree, &[Document]), (page, path): (&RepoPath, &str)) -> Answer {
        let pages = self.pages(sources);
        let (tree, _) = sources;
        let folder = page.as_str().strip_prefix(self.root.as_str()).unwrap_or_default();
        let folder = folder
            .trim_matches('/')
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder);
        let places = [
            (!path.starts_with('/')).then(|| climbed(folder, path)),
            Some(climbed("", path)),
        ];
        for place in places.into_iter().flatten() {
            let file = self.root.join(&place).and_then(|path| tree.find(&path));
            let bare = self
                .endings
                .iter()
                .find_map(|ending| place.strip_suffix(ending.as_str()));
            let name = bare.unwrap_or(&place);
            let index = name
                .strip_suffix("/_index")
                .or_else(|| name.strip_suffix("/index"))
                .unwrap_or(name);
            let known = pages.by_address.get(&address::normal(self.generator, index)).copied();
            if let Some(file) = file.or(known) {
                return Answer::Page(file);
            }
        }
        let name = path.trim_matches('/').rsplit('/').next().unwrap_or(path).to_lowercase();
        let bare = self
            .endings
            .iter()
            .find_map(|ending| name.strip_suffix(ending.as_str()));
        match pages.by_name.get(bare.unwrap_or(&name)) {
            Some(Some(file)) if !path.trim_start_matches("./").contains('/') => Answer::Page(*file),
            Some(None) => Answer::Unknown,
            _ => page
                .parent()
                .join(path.trim_start_matches('/'))
                .map_or(Answer::Unknown, Answer::Nothing),
        }
    }

    fn find(&self, sources: (&Tree, &[Document]), address: &str) -> Option<Answer> {
        let (tree, _) = sources;
        let statics = self
            .generator
            .statics()
            .iter()
            .filter_map(|name| self.folder.join(name));
        for folder in std::iter::once(self.root.clone()).chain(statics) {
            let Some(path) = folder.join(address) else { continue };
            if let Some(file) = tree.find(&path) {
                return Some(Answer::File(file));
            }
        }
        let is_html = address.ends_with(".html") && !address.ends_with("/index.html") && address != "index.html";
        if (is_html && self.has_html) || (!is_html && self.has_bare) {
            let pages = self.pages(sources);
            if let Some(file) = pages.by_address.get(&address::normal(self.generator, address)) {
                return Some(Answer::Page(*file));
            }
        }
        let folder = self.root.join(address)?;
        tree.is_folder(&folder).then_some(Answer::Folder(folder))
    }

    fn is_page_folder(&self, tree: &Tree, folder: &RepoPath) -> bool {
        tree.below(folder).take(MANY).any(|(_, file)| {
            self.endings
                .iter()
                .any(|ending| file.path.as_str().ends_with(ending.as_str()))
        })
    }

    fn pages(&self, (tree, documents): (&Tree, &[Document])) -> &Pages {
        self.pages.get_or_init(|| {
            let mut pages = Pages::default();
            for (id, file) in tree.below(&self.root) {
                let path = file.path.as_str()[self.root.as_str().len()..].trim_start_matches('/');
                let data = documents.get(id.index()).and_then(|document| document.data.first());
                let found = address::addresses(self.generator, (path, &self.endings, &self.routes), data);
                if !found.is_empty() {
                    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
                    let bare = self
                        .endings
                        .iter()
                        .find_map(|ending| name.strip_suffix(ending.as_str()));
                    let known = pages.by_name.entry(bare.unwrap_or(&name).to_owned());
                    known.and_modify(|known| *known = None).or_insert(Some(id));
                }
                for address in &found {
                    pages.by_lower.entry(address.to_lowercase()).or_insert(id);
                    pages.by_address.entry(address.clone()).or_insert(id);
                }
                if !found.is_empty() {
                    pages.by_file.insert(id, found);
                }
            }
            pages
        })
    }
}

/// The part of an absolute path that lies below a base, which has a slash at both ends.
fn below_base<'p>(path: &'p str, base: &str) -> Option<&'p str> {
    match path.strip_prefix(base) {
        Some(rest) => Some(rest),
        None => (path.len() + 1 == base.len() && base.starts_with(path)).then_some(""),
    }
}

/// The last part of a path.
fn folderless(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// True for an address whose last part has no ending.
fn is_bare(address: &str) -> bool {
    let name = address.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    !name.is_empty() && !name.contains('.')
}

/// A relative path as a browser follows it from a folder: it does not climb above the top.
fn climbed(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = match path.starts_with('/') {
        true => Vec::new(),
        false => folder.split('/').filter(|part| !part.is_empty()).collect(),
    };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}
