//! Where a written target leads after a change of names, and how it is written then. It finds no targets itself.

use crate::model::antora::{name, seat, written};
use crate::model::links::Link;
use crate::model::workspace::Workspace;
use crate::syntax::document::Format;
use crate::text::path::RepoPath;
use crate::text::span::{FileId, Span};
use crate::write::moves::Moves;
use crate::write::target::{Written, decode};

/// The surroundings of a change of names.
#[derive(Clone, Copy)]
pub(crate) struct Ways<'a> {
    pub(crate) workspace: &'a Workspace,
    pub(crate) moves: &'a Moves,
    /// Of a reference that several records answer to: whether it means the one that moves.
    pub(crate) claims: &'a dyn Fn(Span) -> bool,
}

impl Ways<'_> {
    /// The path part of a target that leads to `place`.
    pub(crate) fn moved(&self, written: Written<'_>, place: &RepoPath) -> Option<String> {
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
    pub(crate) fn unknown(&self, file: FileId, written: Written<'_>) -> Option<String> {
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

    /// A page reference or an include of AsciiDoc that Antora resolves; `None` for all else. The place is what it leads to.
    pub(crate) fn resource(&self, span: Span, written: Written<'_>, place: &RepoPath) -> Option<Option<String>> {
        let tree = &self.workspace.tree;
        let before = &tree.text(span.file)[..span.range.start as usize];
        let path = written.parts().0;
        let is_page = before.ends_with("xref:") || before.ends_with("<<");
        let is_include = before.ends_with("include::") && name::is_resource(path);
        if self.workspace.document(span.file).format != Format::AsciiDoc || !(is_page || is_include) || path.is_empty()
        {
            return None;
        }
        let from = tree.path(span.file);
        // A name that the page had before leads to it still.
        let is_alias = decode(path)
            .rsplit(['/', ':', '$'])
            .next()
            .is_some_and(|name| name != place.name() && name != place.stem());
        if !seat::is_seated(tree, from) {
            return is_alias.then_some(None);
        }
        let (then, to) = (self.moves.of(from), self.moves.of(place));
        let is_same = to == *place && then == *from;
        let new = written::written(tree, (from, &then), (path, &to)).filter(|_| !is_same && !is_alias);
        Some(new.filter(|new| new != path))
    }

    /// The file that a link leads to, be it by an address of this repository on its forge.
    pub(crate) fn file_of(&self, link: &Link) -> Option<FileId> {
        link.target.file()
    }

    /// An address of this repository on its own forge, at the default branch.
    pub(crate) fn own_url(&self, url: &str) -> Option<String> {
        let own = self.workspace.own()?;
        let place = own.shown(url)?.range;
        let path = own.inside(&decode(&url[place.clone()]))?;
        let to = self.moves.of(&path);
        (to != path).then(|| format!("{}{}{}", &url[..place.start], own.written(&to), &url[place.end..]))
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
