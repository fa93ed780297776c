//! Every reference in the repository to what moves or is renamed, edited where it stands and as it is written. Nothing else
//! is touched, and nothing in fenced code is a reference.

use crate::model::links::{Destination, Link, Origin};
use crate::model::workspace::Workspace;
use crate::syntax::anchor;
use crate::syntax::document::Format;
use crate::syntax::markdown::plain_text;
use crate::text::path::RepoPath;
use crate::text::span::{FileId, Range, Span};
use crate::write::edits::Edits;
use crate::write::label;
use crate::write::moves::Moves;
use crate::write::own;
use crate::write::own_url;
use crate::write::refer;
use crate::write::target::{Written, decode};
use std::collections::BTreeMap;

/// The surroundings of a change of names.
#[derive(Clone, Copy)]
pub(crate) struct Relink<'a> {
    pub(crate) workspace: &'a Workspace,
    pub(crate) moves: &'a Moves,
    /// Of a reference that several records answer to: whether it means the one that moves.
    pub(crate) claims: &'a dyn Fn(Span) -> bool,
}

impl Relink<'_> {
    /// All edits: the records' own headings first, then links, their labels, and references by name.
    pub(crate) fn edits(&self) -> Edits {
        let mut edits = Edits::default();
        for (id, renamed) in self.moves.records() {
            own::rename((self.workspace, id), renamed, &mut edits);
        }
        let anchors = self.anchors();
        for links in self.workspace.links.chunk_by(|a, b| a.span.file == b.span.file) {
            for link in links {
                if let Some((span, text)) = self.retargeted(link, &anchors) {
                    edits.put(&self.workspace.tree, span, text);
                }
            }
            label::relabel(self, links, &mut edits);
        }
        refer::rename(self, &mut edits);
        edits
    }

    /// The anchors of the titles that change: old and new, by file.
    fn anchors(&self) -> BTreeMap<FileId, (String, String)> {
        let of = |(id, renamed)| {
            let file = self.workspace.record(id).file;
            let document = self.workspace.document(file);
            let heading = document.markup.as_ref()?.title()?;
            let new = own::heading((self.workspace, id), renamed)?;
            let is_usual = document.format == Format::Markdown && heading.anchor == anchor::slug(&heading.text);
            is_usual.then(|| (file, (heading.anchor.clone(), anchor::slug(&plain_text(&new)))))
        };
        self.moves.records().filter_map(of).collect()
    }

    fn retargeted(&self, link: &Link, anchors: &BTreeMap<FileId, (String, String)>) -> Option<(Span, String)> {
        let tree = &self.workspace.tree;
        let (span, text) = bare(tree.slice(link.span), link);
        if link.origin == Origin::ArgoApplication {
            let Destination::Folder(folder) = &link.target else {
                return None;
            };
            let to = self.moves.of(folder);
            return (to != *folder).then(|| (span, to.to_string()));
        }
        let from = tree.path(link.span.file);
        let folders = (from.parent(), self.moves.of(from).parent());
        let written = Written {
            text,
            is_angled: tree.text(link.span.file)[..span.range.start as usize].ends_with('<'),
            folders: (&folders.0, &folders.1),
        };
        let (path, tail) = written.parts();
        let new = match &link.target {
            Destination::External => return Some((span, self.own_url(text)?)),
            Destination::Missing(_) | Destination::Outside => return None,
            Destination::Unknown => return Some((span, self.unknown(link.span.file, written)? + tail)),
            _ if path.is_empty() => String::new(),
            Destination::Folder(folder) => self.moved(written, folder)?,
            _ => self.moved(written, tree.path(link.target.file()?))?,
        };
        Some((span, new + &self.tail(tail, link.target.file(), anchors)))
    }

    /// The query and fragment: a fragment that names the title follows it.
    fn tail(&self, tail: &str, file: Option<FileId>, anchors: &BTreeMap<FileId, (String, String)>) -> String {
        let found = file.and_then(|file| anchors.get(&file)).and_then(|(old, new)| {
            let (query, fragment) = tail.split_once('#')?;
            (decode(fragment).to_lowercase() == *old).then(|| format!("{query}#{new}"))
        });
        found.unwrap_or_else(|| tail.to_owned())
    }

    /// The path part of a target that leads to `place`.
    fn moved(&self, written: Written<'_>, place: &RepoPath) -> Option<String> {
        let (path, _) = written.parts();
        let lexical = written.place()?;
        let to = self.followed(&lexical, place)?;
        if to == lexical && written.folders.0 == written.folders.1 {
            return Some(path.to_owned());
        }
        written.to(&to)
    }

    /// Where a path that is written leads afterwards, when the file that answers for it is `place`: `x.html` is made from
    /// `x.md`, `x/` from `x/README.md`.
    fn followed(&self, lexical: &RepoPath, place: &RepoPath) -> Option<RepoPath> {
        let to = self.moves.of(place);
        if lexical == place || to == *place {
            return Some(self.moves.of(lexical));
        }
        if lexical.parent() == place.parent() && lexical.stem() == place.stem() {
            let ending = &lexical.name()[place.stem().len()..];
            return to.parent().join(&format!("{}{ending}", to.stem()));
        }
        let below = place.parts().count().checked_sub(lexical.parts().count());
        let below = below.filter(|_| place.is_under(lexical))?;
        let kept = to.parts().count().checked_sub(below)?;
        RepoPath::new(&to.parts().take(kept).collect::<Vec<_>>().join("/"))
    }

    /// Antora resolves from the top of a module's pages; a submodule is only a path.
    fn unknown(&self, file: FileId, written: Written<'_>) -> Option<String> {
        let (path, _) = written.parts();
        if path.is_empty() || path.contains(['{', '<']) {
            return None;
        }
        if self.workspace.document(file).format == Format::AsciiDoc {
            let (pages, rest) = self.pages(file, path)?;
            let place = pages.join(&decode(rest))?;
            let to = self.moves.of(&place);
            let head = &path[..path.len() - rest.len()];
            return (to != place).then(|| {
                Some(format!(
                    "{head}{}",
                    to.is_under(&pages).then(|| to.relative_to(&pages))?
                ))
            })?;
        }
        let place = written.place()?;
        (written.folders.0 != written.folders.1 || self.moves.of(&place) != place)
            .then(|| self.moved(written, &place))?
    }

    /// The folder from which Antora resolves a target, and the part of the target that it resolves.
    fn pages<'t>(&self, file: FileId, target: &'t str) -> Option<(RepoPath, &'t str)> {
        let path = self.workspace.tree.path(file);
        let parts: Vec<&str> = path.parts().collect();
        let at = parts.iter().rposition(|part| *part == "modules")?;
        let (module, rest) = match target.rsplit_once(':') {
            Some((module, rest)) => (module.rsplit(':').next().unwrap_or(module), rest),
            None => (*parts.get(at + 1)?, target),
        };
        let top = [&parts[..=at], &[module, "pages"]].concat().join("/");
        Some((RepoPath::new(&top)?, rest))
    }

    /// An address of this repository on its own forge, at the default branch.
    fn own_url(&self, url: &str) -> Option<String> {
        let context = &self.workspace.context;
        let branch = context.default_branch.as_deref().unwrap_or("HEAD");
        let place = own_url::path_in(url, context.origin.as_deref()?, branch)?;
        let path = RepoPath::new(&decode(&url[place.clone()]))?;
        let to = self.moves.of(&path);
        let root = RepoPath::root();
        let written = Written {
            text: &url[place.clone()],
            is_angled: false,
            folders: (&root, &root),
        };
        (to != path).then(|| {
            Some(format!(
                "{}{}{}",
                &url[..place.start],
                written.to(&to)?,
                &url[place.end..]
            ))
        })?
    }

    /// The path part and the tail of a target that stands in no markup, as in front matter; `None` where it stays.
    pub(crate) fn loose(&self, file: FileId, target: &str) -> Option<String> {
        let from = self.workspace.tree.path(file);
        let folders = (from.parent(), self.moves.of(from).parent());
        let written = Written {
            text: target,
            is_angled: false,
            folders: (&folders.0, &folders.1),
        };
        if target.contains("://") {
            return self.own_url(target);
        }
        let place = written
            .place()
            .filter(|place| self.workspace.tree.find(place).is_some())?;
        let new = self.moved(written, &place)? + written.parts().1;
        (new != target).then_some(new)
    }
}

/// A target's bytes without the quotes that stand around it in data.
fn bare<'t>(text: &'t str, link: &Link) -> (Span, &'t str) {
    let inner = text.trim_matches(['"', '\'']);
    let start = link.span.range.start as usize + text.find(inner).unwrap_or(0);
    match matches!(link.origin, Origin::Kustomization | Origin::ArgoApplication) {
        true => (Span::new(link.span.file, Range::new(start, start + inner.len())), inner),
        false => (link.span, text),
    }
}
