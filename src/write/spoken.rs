//! Paths of files that move, where a text speaks of them outside of links: in a code span, in a sentence, in a value of
//! data. Only what names the file and nothing else is changed. It knows no numbers and no titles.

use crate::syntax::markup::Markup;
use crate::text::path::RepoPath;
use crate::text::search;
use crate::text::span::{FileId, Range, Span};
use crate::write::edits::Edits;
use crate::write::ways::Ways;
use std::collections::BTreeSet;

/// A file that moves, and whether no other file has its name.
struct Moved<'a> {
    old: &'a RepoPath,
    new: &'a RepoPath,
    is_only: bool,
}

/// Edits all of them, but what stands at the places that are `told` already.
pub(crate) fn rename(ways: &Ways<'_>, told: &BTreeSet<Span>, edits: &mut Edits) {
    let tree = &ways.workspace.tree;
    let records = ways.moves.records().map(|(_, name)| (&name.old.path, &name.new.path));
    // A name without a number may be a word of the language.
    let moved = records.filter(|(old, new)| old != new && old.name().contains(|c: char| c.is_ascii_digit()));
    let moved: Vec<Moved<'_>> = moved
        .map(|(old, new)| Moved {
            old,
            new,
            is_only: tree.iter().filter(|(_, file)| file.path.name() == old.name()).count() == 1,
        })
        .collect();
    for (file, _) in tree.iter() {
        let text = tree.text(file);
        let markup = ways.workspace.document(file).markup.as_ref();
        for one in &moved {
            let mut from = 0;
            while let Some(at) = search::find(&text[from..], one.old.name()).map(|at| from + at) {
                from = at + one.old.name().len();
                let range = Range::new(start_of(text, at), from);
                let is_told = told.contains(&Span::new(file, range));
                if is_whole(&text[from..]) && !is_told && !is_set_apart(text, markup, range) {
                    respell((ways, file), (one, range), edits);
                }
            }
        }
    }
}

fn respell((ways, file): (&Ways<'_>, FileId), (one, range): (&Moved<'_>, Range), edits: &mut Edits) {
    let tree = &ways.workspace.tree;
    let written = range.of(tree.text(file));
    let from = tree.path(file);
    let (here, then) = (from.parent(), ways.moves.of(from).parent());
    let is_named = |path: &str| path == one.old.name() || one.old.as_str().ends_with(&format!("/{path}"));
    let new = match () {
        () if written.trim_start_matches('/') == one.old.as_str() => {
            format!("{}{}", &written[..written.len() - one.old.as_str().len()], one.new)
        }
        () if here.join(written).as_ref() == Some(one.old) => {
            let new = one.new.relative_to(&then);
            let head = if written.starts_with("./") { "./" } else { "" };
            format!("{}{new}", if new.starts_with('.') { "" } else { head })
        }
        () if one.is_only && one.old.parent() == one.new.parent() && is_named(written) => {
            format!("{}{}", &written[..written.len() - one.old.name().len()], one.new.name())
        }
        () => return,
    };
    edits.put(tree, Span::new(file, range), new);
}

/// Where the path begins whose last part begins at `at`.
fn start_of(text: &str, at: usize) -> usize {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '~' | '%' | ':' | '@' | '+');
    let start = text[..at].trim_end_matches(is_part).len();
    // `file:adr/0007-x.md` in a list of facts is a path; `https://host/adr/0007-x.md` is none.
    match text[start..at].rfind(':') {
        Some(colon) if !text[start + colon + 1..at].starts_with('/') => start + colon + 1,
        _ => start,
    }
}

/// True where a name ends: a full stop may follow, another ending may not.
fn is_whole(rest: &str) -> bool {
    let mut rest = rest.chars();
    match rest.next() {
        Some('.') => !rest.next().is_some_and(char::is_alphanumeric),
        next => !next.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '/')),
    }
}

/// True for what others look after, and for what is an example: links and blocks of code.
fn is_set_apart(text: &str, markup: Option<&Markup>, range: Range) -> bool {
    if text[..range.start as usize].ends_with("](") {
        return true;
    }
    let Some(markup) = markup else { return false };
    let fences = markup.fences.iter().map(|fence| fence.range);
    let links = markup.links.iter().flat_map(|link| [link.range, link.target_range]);
    fences.chain(links).any(|place| place.contains(range))
}

#[cfg(test)]
mod tests {
    use super::{is_whole, start_of};

    #[test]
    fn a_path_is_seen_as_a_whole() {
        let written = |text: &str| {
            let at = text.find("0007").unwrap();
            let end = at + "0007-x.md".len();
            is_whole(&text[end..]).then(|| text[start_of(text, at)..end].to_owned())
        };
        let cases = [
            ("see `adr/0007-x.md`.", Some("adr/0007-x.md")),
            ("see ../adr/0007-x.md.", Some("../adr/0007-x.md")),
            ("decision:adr/0007-x.md#a", Some("adr/0007-x.md")),
            ("https://h/adr/0007-x.md", Some("https://h/adr/0007-x.md")),
            ("my-0007-x.md", Some("my-0007-x.md")),
            ("0007-x.md.bak", None),
            ("0007-x.md/y", None),
        ];
        for (text, expected) in cases {
            assert_eq!(written(text).as_deref(), expected, "{text}");
        }
    }
}
