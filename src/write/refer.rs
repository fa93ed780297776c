//! References that are no links of a text: names in front matter, attributes and bullets, links in front matter, and
//! paths in tables of contents.

use crate::model::record::{Reference, Target};
use crate::syntax::document::{Document, Format};
use crate::syntax::markup::Markup;
use crate::syntax::node::{Node, Value};
use crate::text::path::RepoPath;
use crate::text::search;
use crate::text::span::{FileId, Range, Span};
use crate::write::edits::Edits;
use crate::write::name::Renamed;
use crate::write::owners;
use crate::write::place::Place;
use crate::write::ways::Ways;
use std::collections::BTreeSet;

/// Edits all of them, but what stands at the places that are `told` already.
pub(crate) fn rename(ways: &Ways<'_>, told: &BTreeSet<Span>, edits: &mut Edits) {
    for record in &ways.workspace.records {
        for reference in &record.references {
            by_name(ways, reference, edits);
        }
    }
    let names: Vec<String> = ways.moves.files().map(|(path, _)| path.stem().to_owned()).collect();
    for (file, _) in ways.workspace.tree.iter() {
        let document = ways.workspace.document(file);
        for range in loose_places(document) {
            links_within(ways, Span::new(file, range), edits);
        }
        let text = ways.workspace.tree.text(file);
        let is_named = names.iter().any(|name| search::find(text, name).is_some());
        if let Some(markup) = document
            .markup
            .as_ref()
            .filter(|_| is_named && document.format == Format::Markdown)
        {
            for target in definitions(text, markup) {
                if let Some(new) = ways.loose(file, target.of(text)) {
                    edits.put(&ways.workspace.tree, Span::new(file, target), new);
                }
            }
        }
        if is_named && owners::is_list(ways.workspace.tree.path(file)) {
            owners::rename(ways, file, edits);
        }
        let is_data = document.markup.is_none() && !document.data.is_empty();
        if is_data && is_named {
            for node in &document.data {
                paths_in(ways, (file, told), node, edits);
            }
        }
    }
}

/// A reference that a field of a record holds.
fn by_name(ways: &Ways<'_>, reference: &Reference, edits: &mut Edits) {
    let Some(renamed) = meant(ways, reference) else {
        return;
    };
    let (tree, span) = (&ways.workspace.tree, reference.span);
    let markup = ways.workspace.document(span.file).markup.as_ref();
    let overlaps = |range: Range| range.start < span.range.end && span.range.start < range.end;
    // The links of a text are edited as links.
    if markup.is_some_and(|markup| markup.links.iter().any(|link| overlaps(link.range))) {
        return;
    }
    let written = tree.slice(span);
    if written.contains("](") || written.contains("xref:") || written.contains("link:") {
        return;
    }
    let place = piece(written, reference.raw.trim());
    if let Some(new) = renamed.respell(place.of(written)) {
        edits.put(
            tree,
            Span::new(span.file, place.shifted(span.range.start as usize)),
            new,
        );
    }
}

/// The new name of the record that a reference means.
fn meant<'a>(ways: &Ways<'a>, reference: &Reference) -> Option<&'a Renamed> {
    match &reference.target {
        Target::Record(id) => ways.moves.record(*id),
        Target::Ambiguous(ids) => {
            let mut moving = ids.iter().filter_map(|id| ways.moves.record(*id));
            let first = moving.next().filter(|_| moving.next().is_none());
            first.filter(|_| (ways.claims)(reference.span))
        }
        _ => None,
    }
}

/// Where one of several names stands that share a text (`7, 17`); the whole where that is not plain.
fn piece(written: &str, raw: &str) -> Range {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    let mut found = written.match_indices(raw).filter(|_| !raw.is_empty());
    let is_whole = |at: usize| !written[..at].ends_with(is_part) && !written[at + raw.len()..].starts_with(is_part);
    let at = found.find(|(at, _)| is_whole(*at)).map(|(at, _)| at);
    at.map_or(Range::new(0, written.len()), |at| Range::new(at, at + raw.len()))
}

/// The places outside of a text's markup in which links are written: front matter, and the values of attributes.
fn loose_places(document: &Document) -> impl Iterator<Item = Range> {
    let attributes = document.markup.iter().flat_map(|markup| &markup.attributes);
    document
        .front_matter
        .into_iter()
        .chain(attributes.map(|attribute| attribute.value))
}

/// `[label](target)`, `xref:target[label]` and `link:target[label]` in a piece of text.
fn links_within(ways: &Ways<'_>, span: Span, edits: &mut Edits) {
    let tree = &ways.workspace.tree;
    let text = tree.slice(span);
    let at =
        |range: std::ops::Range<usize>| Span::new(span.file, Range::from(range).shifted(span.range.start as usize));
    for (label, target) in written_links(text) {
        let from = tree.path(span.file).parent();
        let path = text[target.clone()].split(['?', '#']).next().unwrap_or("");
        let file = from
            .join(&crate::write::target::decode(path))
            .and_then(|path| tree.find(&path));
        if let Some(new) = ways.loose(span.file, &text[target.clone()]) {
            edits.put(tree, at(target), new);
        }
        let renamed = file.and_then(|file| ways.moves.record_in(file));
        if let Some(new) = renamed.and_then(|renamed| renamed.relabel(&text[label.clone()], Place::Data)) {
            edits.put(tree, at(label), new);
        }
    }
}

/// The targets of `[label]: target`, also of those that no link uses: whoever uses one tomorrow wants it right.
fn definitions(text: &str, markup: &Markup) -> Vec<Range> {
    let hidden = || {
        markup
            .fences
            .iter()
            .map(|fence| fence.range)
            .chain(markup.comments.iter().copied())
    };
    let mut found = Vec::new();
    let mut start = markup.body.start as usize;
    for line in markup.body.of(text).split_inclusive('\n') {
        let label = line.trim_start_matches(' ');
        let is_one = line.len() - label.len() < 4 && label.starts_with('[') && !label.starts_with("[^");
        if let Some(colon) = line.find("]:").filter(|_| is_one) {
            let target = line[colon + 2..].trim_start().trim_start_matches('<');
            let length = target
                .find(|c: char| c.is_whitespace() || c == '>')
                .unwrap_or(target.len());
            let at = start + line.len() - target.len();
            let range = Range::new(at, at + length);
            if !range.is_empty() && !hidden().any(|place| place.contains(range)) {
                found.push(range);
            }
        }
        start += line.len();
    }
    found
}

type Bytes = std::ops::Range<usize>;

/// Labels and targets.
fn written_links(text: &str) -> Vec<(Bytes, Bytes)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(middle) = search::find(&text[from..], "](").map(|at| from + at) {
        let start = text[from..middle].rfind('[').map(|at| from + at + 1);
        let end = text[middle + 2..].find([')', '\n']).map(|at| middle + 2 + at);
        from = middle + 2;
        if let (Some(start), Some(end)) = (start, end) {
            let whole = text[middle + 2..end].trim_start();
            let inner = whole.strip_prefix('<').unwrap_or(whole);
            let stop = if inner.len() < whole.len() { '>' } else { ' ' };
            let length = inner.find(stop).unwrap_or(inner.len());
            let target = end - inner.len();
            found.push((start..middle, target..target + length));
            from = end;
        }
    }
    for sign in ["xref:", "link:"] {
        let mut from = 0;
        while let Some(start) = search::find(&text[from..], sign).map(|at| from + at + sign.len()) {
            from = start;
            let stop = text[start..]
                .find(|c: char| c == '[' || c.is_whitespace())
                .map(|at| start + at);
            let Some(open) = stop.filter(|&at| text[at..].starts_with('[')) else {
                continue;
            };
            let Some(close) = text[open..].find(']').map(|at| open + at) else {
                continue;
            };
            found.push((open + 1..close, start..open));
        }
    }
    found
}

/// Paths in data that lead to what moves, seen from the file's folder, the root, or `docs` (a table of contents), and this
/// repository's own addresses.
fn paths_in(ways: &Ways<'_>, (file, told): (FileId, &BTreeSet<Span>), node: &Node, edits: &mut Edits) {
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| paths_in(ways, (file, told), item, edits)),
        Value::Map(entries) => entries
            .iter()
            .for_each(|entry| paths_in(ways, (file, told), &entry.value, edits)),
        Value::Text(written) => {
            let tree = &ways.workspace.tree;
            let span = Span::new(file, node.range);
            let found = moved_path(ways, tree.path(file), written);
            let at = tree.slice(span).find(&**written);
            if let (Some(new), Some(at)) = (found, at) {
                let range = Range::new(at, at + written.len()).shifted(node.range.start as usize);
                let place = Span::new(file, range);
                if !told.contains(&place) {
                    edits.put(tree, place, new);
                }
            }
        }
        _ => {}
    }
}

fn moved_path(ways: &Ways<'_>, from: &RepoPath, written: &str) -> Option<String> {
    if written.contains("://") {
        return ways.own_url(written).filter(|_| !written.contains(char::is_whitespace));
    }
    let (path, fragment) = written.split_at(written.find('#').unwrap_or(written.len()));
    if path.is_empty() || path.len() > 400 || path.contains(['\n', '*', ' ']) {
        return None;
    }
    // Each folder before and afterwards: the file may move with what it names.
    let (here, then) = (from.parent(), ways.moves.of(from).parent());
    let docs = |folder: &RepoPath| folder.join("docs").unwrap_or_else(RepoPath::root);
    let bases = [
        (docs(&here), docs(&then)),
        (RepoPath::root(), RepoPath::root()),
        (here, then),
    ];
    let endings = ["", ".md", ".adoc"].into_iter();
    let tries = endings.flat_map(|ending| bases.iter().rev().map(move |base| (base, ending)));
    let mut tries = tries.filter_map(|((base, then), ending)| {
        let place = base.join(&format!("{}{ending}", path.trim_start_matches('/')))?;
        ways.workspace.tree.find(&place)?;
        Some((then, ending, ways.moves.of(&place), place))
    });
    // What a path leads to first is what it means.
    let (base, ending, to, place) = tries.next()?;
    let new = to.relative_to(base);
    let head = if path.starts_with("./") && !new.starts_with('.') {
        "./"
    } else {
        ""
    };
    let slash = if path.starts_with('/') { "/" } else { head };
    (to != place).then(|| Some(format!("{slash}{}{fragment}", new.strip_suffix(ending)?)))?
}

#[cfg(test)]
mod tests {
    use super::{definitions, piece, written_links};
    use crate::syntax::markdown;
    use crate::text::span::Range;

    #[test]
    fn links_are_seen_where_no_parser_looks() {
        let text =
            "status: \"superseded by [ADR-7](./a.md) and [8](<b c.md> 'T')\" # [x] (y)\nxref:d.adoc#e[D] link:open";
        let found: Vec<_> = written_links(text)
            .into_iter()
            .map(|(label, target)| (&text[label], &text[target]))
            .collect();
        assert_eq!(found, [("ADR-7", "./a.md"), ("8", "b c.md"), ("D", "d.adoc#e")]);
    }

    #[test]
    fn definitions_are_seen_outside_of_code() {
        let text = "[a]: x.md\n  [b c]: <y.md> 'T'\n[^n]: note\n```\n[d]: z.md\n```\ntext [e]: no\n[f]:";
        let markup = markdown::parse(text, Range::new(0, text.len()));
        let found: Vec<_> = definitions(text, &markup)
            .into_iter()
            .map(|range| range.of(text))
            .collect();
        assert_eq!(found, ["x.md", "y.md"]);
    }

    #[test]
    fn one_of_several_names_is_found_as_a_whole() {
        let at = |written: &str, raw: &str| piece(written, raw).of(written).len();
        assert_eq!(piece("17, 7", "7"), Range::new(4, 5));
        assert_eq!(at("0007", "7"), 4, "a number is written otherwise than it is read");
    }
}
