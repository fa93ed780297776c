//! Sibling repositories: other repositories that this one's links lead into, as far as the user says where they lie. Their
//! files are only looked at to know whether a link leads anywhere.
//!
//! It is handed their trees; whether they could be read, and from where, is not its business.

use crate::model::links::{Destination, InSibling, Link};
use crate::model::own::{Own, is_lines};
use crate::model::published::{self, Pages};
use crate::model::settings::SiblingSetting;
use crate::model::targets::{decode, is_elsewhere, is_template};
use crate::model::workspace::Workspace;
use crate::syntax::reader;
use crate::text::path::RepoPath;
use crate::text::span::FileId;
use crate::text::tree::Tree;

/// A sibling whose files are known.
#[derive(Clone, Debug)]
pub struct Sibling {
    /// What `opsrepo.toml` says of it.
    pub setting: SiblingSetting,
    /// Its files; the texts of its pages.
    pub tree: Tree,
}

/// True where some link or alert may lead into this sibling, so that it is worth reading.
pub fn is_asked_for(workspace: &Workspace, setting: &SiblingSetting) -> bool {
    let root = RepoPath::root();
    let own = own(setting, &root);
    let may_lead = |link: &Link| {
        let site = setting.site.as_deref();
        own.as_ref().is_some_and(|own| own.shown(&link.raw).is_some())
            || site.is_some_and(|site| published::below(&link.raw, site).is_some())
    };
    let is_nameless = |alert: &crate::model::alerts::Alert| alert.runbook.is_none() && alert.runbook_link().is_none();
    workspace.links.iter().filter(|link| is_outward(link)).any(may_lead)
        || workspace.alerts.alerts.iter().any(is_nameless)
}

/// Resolves what led to other hosts and leads into siblings, and finds their pages for alerts that name none.
pub fn meet<'a>(workspace: &mut Workspace, siblings: impl IntoIterator<Item = &'a Sibling>) {
    for sibling in siblings {
        let root = RepoPath::root();
        let known = Known {
            sibling,
            own: own(&sibling.setting, &root),
            pages: Pages::new(&sibling.tree),
        };
        for link in workspace.links.iter_mut().filter(|link| is_outward(link)) {
            if let Some(found) = known.resolve(&link.raw) {
                link.target = Destination::Sibling(Box::new(found));
            }
        }
        for alert in &mut workspace.alerts.alerts {
            alert.has_page_elsewhere |= known.pages.has_name(&alert.name);
        }
    }
}

fn is_outward(link: &Link) -> bool {
    link.target == Destination::External && is_elsewhere(&link.raw) && !is_template(&link.raw)
}

fn own<'a>(setting: &'a SiblingSetting, root: &'a RepoPath) -> Option<Own<'a>> {
    Own::new(setting.url.as_deref(), (None, None), root)
}

struct Known<'a> {
    sibling: &'a Sibling,
    own: Option<Own<'a>>,
    pages: Pages,
}

impl Known<'_> {
    fn resolve(&self, url: &str) -> Option<InSibling> {
        let fragment = url.split_once('#').map_or("", |(_, fragment)| fragment);
        let (wanted, found) = self.shown(url).or_else(|| self.published(url))?;
        let lacks = found.and_then(|file| self.lacking(file, fragment));
        let path = found.map(|file| self.sibling.tree.path(file).clone());
        // A folder is shown too, and so is the top of a site.
        let is_folder = RepoPath::new(&wanted).is_some_and(|path| self.sibling.tree.is_folder(&path));
        Some(InSibling {
            name: self.sibling.setting.name.clone(),
            is_there: path.is_some() || is_folder,
            path,
            lacks,
            meant: Some(())
                .filter(|()| found.is_none() && !is_folder)
                .and_then(|()| self.nearest(&wanted)),
            wanted,
        })
    }

    /// What the forge shows at an address.
    fn shown(&self, url: &str) -> Option<(String, Option<FileId>)> {
        let own = self.own.as_ref()?;
        let path = own.inside(&decode(&url[own.shown(url)?.range]))?;
        Some((path.to_string(), self.sibling.tree.find(&path)))
    }

    /// What the site shows at an address.
    fn published(&self, url: &str) -> Option<(String, Option<FileId>)> {
        let address = published::below(url, self.sibling.setting.site.as_deref()?)?;
        Some((address.to_owned(), self.pages.find(address)))
    }

    /// The anchor that a file does not have. What a generator may make of headings is known for plain pages only.
    fn lacking(&self, file: FileId, fragment: &str) -> Option<String> {
        let entry = self.sibling.tree.file(file);
        let name = decode(fragment).to_lowercase();
        let is_plain = entry.path.extension() == Some("md");
        if !is_plain || name.is_empty() || name == "top" || name.starts_with(":~:") || is_lines(fragment) {
            return None;
        }
        let document = reader::read(&entry.path, &entry.content);
        let markup = document.markup.as_ref()?;
        let headings = markup.headings.iter().map(|heading| &heading.anchor);
        let anchors = markup.anchors.iter().map(|anchor| &anchor.name);
        let is_there = headings.chain(anchors).any(|known| known.to_lowercase() == name);
        (!is_there).then_some(name)
    }

    fn nearest(&self, wanted: &str) -> Option<String> {
        let name = wanted.rsplit('/').next()?.to_lowercase();
        crate::text::similar::certain(&name, self.pages.names()).map(str::to_owned)
    }
}
