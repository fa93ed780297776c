//! Fixes that several rules state: a written text in the place of another. It does not know which rule asks.
//!
//! A fix is stated only where the bytes of the file are the text that was judged. What was unescaped, joined or quoted on
//! the way stays for people to mend.

use crate::lint::Fix;
use crate::model::antora::{name, written};
use crate::model::links::{Link, Origin};
use crate::model::myst;
use crate::model::sites::shortcode;
use crate::model::targets::is_elsewhere;
use crate::model::workspace::Workspace;
use crate::rules::words::quote;
use crate::syntax::document::Format;
use crate::text::change::Changes;
use crate::text::edit::Edit;
use crate::text::escape::percent_encode;
use crate::text::path::RepoPath;
use crate::text::span::{self, Span};
use std::ops::Range;

/// Writes `text` over `span`, if `raw` stands there as it is.
pub(crate) fn replace(workspace: &Workspace, (span, raw): (Span, &str), text: String, title: String) -> Option<Fix> {
    let source = workspace.tree.file(span.file).source()?;
    (span.range.of(source.text()) == raw && raw != text).then(|| Fix {
        title,
        file: span.file,
        edits: vec![Edit {
            range: span.range,
            text,
        }],
    })
}

/// A change of one file that stays where it is.
pub(crate) fn of_changes(workspace: &Workspace, changes: &Changes, title: String) -> Option<Fix> {
    let [change] = changes.files() else { return None };
    let is_edit = change.before.is_some() && change.to.is_none();
    let file = workspace.tree.find(&change.path).filter(|_| is_edit)?;
    Some(Fix {
        title,
        file,
        edits: change.edits.clone(),
    })
}

/// Points a link to another file or folder: only the path changes, in the form in which it is written. A whole address
/// stays one and a relative path stays relative; query, fragment and a slash at the end stay.
pub(crate) fn redirect(workspace: &Workspace, link: &Link, to: &RepoPath) -> Option<Fix> {
    // What an alert names beside an address may be meant from the root, or from its file.
    if link.origin == Origin::Alert && !is_elsewhere(&link.raw) {
        return None;
    }
    let (place, mut text) = pointed(workspace, link, to);
    if link.field == myst::DOC && !link.raw.ends_with(&format!(".{}", to.extension().unwrap_or_default())) {
        text = myst::without_ending(&text).to_owned();
    }
    let is_as_written = workspace.tree.slice(link.span) == link.raw;
    let raw = link.raw.get(place.clone()).filter(|_| is_as_written)?;
    let what = if link.origin == Origin::Image { "image" } else { "link" };
    let title = match is_elsewhere(&link.raw) {
        // The beginning of an address says nothing new.
        true => format!("point the {what} to {}", quote(&text)),
        false => {
            let whole = [&link.raw[..place.start], &text, &link.raw[place.end..]].concat();
            format!("point the {what} to {}", quote(&whole))
        }
    };
    replace(workspace, (part(link.span, place.start, raw.len()), raw), text, title)
}

/// The bytes of a link's text that are its path, and `to` as it is written there.
fn pointed(workspace: &Workspace, link: &Link, to: &RepoPath) -> (Range<usize>, String) {
    let own = workspace.own();
    if let Some((own, shown)) = own.as_ref().and_then(|own| Some((own, own.shown(&link.raw)?))) {
        return (shown.range, own.written(to));
    }
    let end = link.raw.find(['?', '#']).unwrap_or(link.raw.len());
    if let Some(found) = published(workspace, (link, end), to) {
        return found;
    }
    let path = link.raw[..end].trim_end_matches('/');
    if let Some(name) = named(workspace, link, (path, to)) {
        return (0..path.len(), name);
    }
    let relative = to.relative_to(&workspace.tree.path(link.span.file).parent());
    let mut text = String::new();
    if path.starts_with("./") && !relative.starts_with("..") {
        text.push_str("./");
    }
    percent_encode(if relative.is_empty() { "." } else { &relative }, &mut text);
    (0..path.len(), text)
}

/// The bytes of a link's text that are an address below a site, and `to` as the site has it; `None` for other links.
fn published(workspace: &Workspace, (link, end): (&Link, usize), to: &RepoPath) -> Option<(Range<usize>, String)> {
    let (site, start, base) = match workspace.sites.at_url(&link.raw) {
        Some((site, start)) => (site, start, ""),
        None if link.raw.starts_with('/') => {
            let site = workspace.sites.of(workspace.tree.path(link.span.file))?;
            // A reference of Hugo or MyST names a file, whatever the site's address is.
            let base = if link.field == shortcode::FIELD || link.field == myst::DOC {
                "/"
            } else {
                &site.base
            };
            (site, 0, base)
        }
        None => return None,
    };
    let below = to.is_under(&site.root).then(|| to.relative_to(&site.root))?;
    let mut text = base.to_owned();
    percent_encode(&below, &mut text);
    let length = link.raw[..end].trim_end_matches('/').len();
    (start <= length).then_some((start..length, text))
}

/// `to` as Antora names it, where the link is a page reference or an include that Antora resolves.
pub(crate) fn named(workspace: &Workspace, link: &Link, (path, to): (&str, &RepoPath)) -> Option<String> {
    let tree = &workspace.tree;
    let before = &tree.text(link.span.file)[..link.span.range.start as usize];
    let is_include = before.ends_with("include::") && name::is_resource(path);
    let is_page = ["xref:", "<<"].iter().any(|sign| before.ends_with(sign));
    let page = tree.path(link.span.file);
    let is_named = workspace.document(link.span.file).format == Format::AsciiDoc && (is_page || is_include);
    is_named.then(|| written::written(tree, (page, page), (path, to)))?
}

/// The part of a span that begins `at` bytes after its start and is `length` bytes long.
pub(crate) fn part(span: Span, at: usize, length: usize) -> Span {
    let start = span.range.start as usize + at;
    Span::new(span.file, span::Range::new(start, start + length))
}
