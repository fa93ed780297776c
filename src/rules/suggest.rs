//! What a broken path may have meant. It knows trees and spellings, no rule.

use crate::model::links::{Destination, Link, Origin};
use crate::model::targets::is_elsewhere;
use crate::model::workspace::Workspace;
use crate::rules::fixes;
use crate::text::path::RepoPath;
use crate::text::similar;
use crate::text::span::FileId;
use std::collections::HashMap;

/// How many names may be compared by their letters in one run: beyond that a repository is broken as a whole, and nobody
/// reads the suggestions.
const BUDGET: usize = 50_000;

/// What a path may have meant.
pub(crate) struct Suggestion {
    /// For people.
    pub(crate) help: String,
    /// The file to point to instead, where exactly one can be meant.
    pub(crate) target: Option<RepoPath>,
}

/// Finds what paths may have meant. Made once per run of a rule; indexes the tree at the first question.
pub(crate) struct Suggestions<'a> {
    workspace: &'a Workspace,
    // `None` for a name that several files have.
    by_name: Option<HashMap<&'a str, Option<FileId>>>,
    budget: usize,
}

impl<'a> Suggestions<'a> {
    /// For the files of a workspace.
    pub(crate) fn new(workspace: &'a Workspace) -> Self {
        Suggestions {
            workspace,
            by_name: None,
            budget: BUDGET,
        }
    }

    /// What a broken link may have meant: the address that it lacks its beginning for, else the nearest name in the folder
    /// that was meant, else, for links in texts, the one file of that name.
    pub(crate) fn of(&mut self, link: &Link) -> Option<Suggestion> {
        let Destination::Missing(missing) = &link.target else {
            return None;
        };
        let is_text = matches!(link.origin, Origin::Text | Origin::Image | Origin::Alert);
        if let Some(help) = is_text.then(|| address(&link.raw)).flatten() {
            return Some(Suggestion { help, target: None });
        }
        let page = self.workspace.tree.path(link.span.file);
        let (found, is_certain) = match self.sibling((missing, link.span.file)) {
            Some(found) => found,
            None if is_text => {
                let found = self.namesake(missing)?;
                let folder = self.workspace.tree.path(found).parent();
                (found, was_moved(missing, &folder, page))
            }
            None => return None,
        };
        let to = self.workspace.tree.path(found);
        let rest = link.raw.find(['?', '#']).map_or("", |at| &link.raw[at..]);
        let path = &link.raw[..link.raw.len() - rest.len()];
        let name = fixes::named(self.workspace, link, (path, to));
        let written = match link.origin {
            _ if name.is_some() => name.unwrap_or_default() + rest,
            // Argo CD counts its paths from the root, and so do the forges.
            Origin::ArgoApplication => to.to_string(),
            _ if is_elsewhere(&link.raw) => to.to_string(),
            _ => to.relative_to(&page.parent()) + rest,
        };
        Some(Suggestion {
            help: format!("did you mean `{written}`?"),
            target: (is_certain && link.origin != Origin::ArgoApplication).then(|| to.clone()),
        })
    }

    /// The nearest name in the folder, and whether nothing else can be meant. A page does not mean itself.
    fn sibling(&mut self, (missing, page): (&RepoPath, FileId)) -> Option<(FileId, bool)> {
        let folder = missing.parent();
        let length = missing.name().len();
        let mut names = Vec::new();
        for (file, entry) in self.workspace.tree.below(&folder) {
            if self.budget == 0 {
                return None;
            }
            self.budget -= 1;
            let name = entry.path.name();
            if file != page && entry.path.parent() == folder && name.len().abs_diff(length) <= 4 {
                names.push((name, file));
            }
        }
        let all = || names.iter().map(|(name, _)| *name);
        let nearest = similar::nearest(missing.name(), all())?;
        let (_, file) = names.iter().find(|(name, _)| *name == nearest)?;
        // The ending says nothing of which file is meant.
        let is_slip = similar::is_slip(missing.stem(), self.workspace.tree.path(*file).stem());
        let is_certain = is_slip && similar::certain(missing.name(), all()) == Some(nearest);
        Some((*file, is_certain))
    }

    fn namesake(&mut self, missing: &RepoPath) -> Option<FileId> {
        // Every folder has its own; none of them stands for another.
        if ["readme", "index", "_index"].contains(&missing.stem().to_ascii_lowercase().as_str()) {
            return None;
        }
        let workspace = self.workspace;
        let by_name = self.by_name.get_or_insert_with(|| {
            let mut index: HashMap<&str, Option<FileId>> = HashMap::new();
            for (file, entry) in workspace.tree.iter() {
                index
                    .entry(entry.path.name())
                    .and_modify(|known| *known = None)
                    .or_insert(Some(file));
            }
            index
        });
        by_name.get(missing.name()).copied().flatten()
    }
}

/// True when the only file of a name, in `folder`, must be what a link of `page` means: its folder has the name that was
/// written too, or is the page's own. A name alone is not enough: `provider.tf` may be one that nobody wrote yet. Pages
/// that go through a generator of their own have addresses by its rules.
fn was_moved(missing: &RepoPath, folder: &RepoPath, page: &RepoPath) -> bool {
    let is_same_name = !folder.name().is_empty() && missing.parent().name() == folder.name();
    (is_same_name || *folder == page.parent()) && !page.name().ends_with(".erb")
}

/// The help for a link that was meant as an address, for which it lacks its beginning.
fn address(raw: &str) -> Option<String> {
    let (first, _) = raw.split_once('/').unwrap_or((raw, ""));
    if raw == "@" {
        return Some("nobody is named here: write the address of their page, or no link".to_owned());
    }
    if let Some(name) = raw.strip_prefix('@') {
        return Some(format!(
            "a link to a person needs its whole address, as `https://example.org/{name}`"
        ));
    }
    if first.split_once('@').is_some_and(|(_, host)| host.contains('.')) {
        return Some(format!("for mail, write `mailto:{raw}`"));
    }
    let is_host = first.starts_with("www.") || [".com", ".org", ".io", ".net"].iter().any(|end| first.ends_with(end));
    is_host.then(|| format!("for another host, write `https://{raw}`"))
}

#[cfg(test)]
mod tests {
    use super::{address, was_moved};
    use crate::text::path::RepoPath;

    #[test]
    fn addresses_are_known_by_their_look() {
        for raw in ["@somebody", "us@lists.example.org", "www.example.org", "example.com/x"] {
            assert!(address(raw).is_some(), "{raw}");
        }
        for raw in ["x.md", "a/b@2x.png", "example/x.org.md", "../@x"] {
            assert_eq!(address(raw), None, "{raw}");
        }
    }

    #[test]
    fn a_namesake_is_meant_where_more_than_the_name_agrees() {
        let path = |text: &str| RepoPath::new(text).unwrap_or_else(RepoPath::root);
        for (missing, folder, page, expected) in [
            ("a/b/images/x.png", "a/images", "a/b/p.md", true),
            ("x.md", "a", "a/p.md", true),
            ("a/provider.tf", "b", "a/README.md", false),
            ("images/x.png", "source/images", "source/p.html.md.erb", false),
            ("x.md", "", "a/p.md", false),
        ] {
            assert_eq!(
                was_moved(&path(missing), &path(folder), &path(page)),
                expected,
                "{missing}"
            );
        }
    }
}
