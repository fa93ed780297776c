//! Every reference in the repository to what moves or is renamed, edited where it stands and as it is written. Nothing else
//! is touched, and nothing in fenced code is a reference.

use crate::model::links::{Destination, Link, Origin};
use crate::syntax::anchor;
use crate::syntax::document::Format;
use crate::syntax::markdown;
use crate::text::span::{FileId, Range, Span};
use crate::write::edits::Edits;
use crate::write::label;
use crate::write::nav;
use crate::write::own;
use crate::write::refer;
use crate::write::spoken;
use crate::write::target::{Written, decode};
use crate::write::ways::Ways;
use std::collections::BTreeMap;

impl Ways<'_> {
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
        let entries = nav::rename(self, &mut edits);
        refer::rename(self, &entries, &mut edits);
        spoken::rename(self, &entries, &mut edits);
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
            (is_usual && !new.is_empty()).then(|| (file, (heading.anchor.clone(), anchor_of(&new))))
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
        // What an alert names beside an address may be meant from the root: that stays for people.
        if link.origin == Origin::Alert && !text.contains("://") {
            return None;
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
            // An address of the repository's own leads to a file, and stays an address.
            _ if text.contains("://") => return Some((span, self.own_url(text)?)),
            Destination::External | Destination::Sibling(_) => return Some((span, self.own_url(text)?)),
            Destination::Missing(_) | Destination::Outside => return None,
            Destination::Unknown => return Some((span, self.unknown(link.span.file, written)? + tail)),
            _ if path.is_empty() => String::new(),
            Destination::Folder(folder) => self.moved(written, folder)?,
            _ => {
                let place = tree.path(link.target.file()?);
                match self.resource(link.span, written, place) {
                    Some(name) => name.unwrap_or_else(|| path.to_owned()),
                    None => self.moved(written, place)?,
                }
            }
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
}

/// The anchor that a heading gets, as it is written.
fn anchor_of(heading: &str) -> String {
    let text = format!("# {heading}\n");
    let markup = markdown::parse(&text, Range::new(0, text.len()));
    markup
        .headings
        .first()
        .map_or_else(|| anchor::slug(heading), |heading| heading.anchor.clone())
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
