//! Where prose, code or data still calls a record by a number or a name that it no longer has. Nobody edits free text for
//! its author: the places are only told.

use crate::model::identity;
use crate::model::record::Number;
use crate::model::workspace::Workspace;
use crate::syntax::markup::Markup;
use crate::text::change::Changes;
use crate::text::path::RepoPath;
use crate::text::search;
use crate::text::span::{FileId, Range, Span};
use crate::text::tree::Tree;
use std::collections::BTreeMap;

/// Words behind which a number names a decision in prose.
const WORDS: [&str; 6] = ["ADR", "adr", "Adr", "RFC", "decision", "Decision"];

/// By what records were called that are called otherwise now.
pub(crate) struct Gone {
    /// Their numbers.
    pub(crate) numbers: Vec<Number>,
    /// The names of their files, without ending.
    pub(crate) names: Vec<String>,
    /// As much of the paths that they had as tells them from those that they have now, without ending; and folders that are
    /// no more, which end with `/` where they are one word.
    pub(crate) places: Vec<String>,
}

impl Gone {
    /// By the numbers that records had, and by the paths that they had.
    pub(crate) fn of<'p>(numbers: Vec<Number>, paths: impl Iterator<Item = &'p RepoPath>) -> Gone {
        // A name that is one word may be said of anything.
        let is_name = |name: &String| name.contains(|c: char| c.is_ascii_digit()) && name.contains(['-', '_']);
        Gone {
            numbers,
            names: paths.map(identity::carrier).filter(is_name).collect(),
            places: Vec::new(),
        }
    }

    /// By the places that records had: the old path of each and the new one.
    pub(crate) fn from<'p>(workspace: &Workspace, moved: impl Iterator<Item = &'p (RepoPath, RepoPath)>) -> Gone {
        let moved: Vec<_> = moved.collect();
        let mut places: Vec<String> = moved.iter().filter_map(|(old, new)| place_of(old, new)).collect();
        let stays = |path: &RepoPath| moved.iter().all(|(old, _)| old != path);
        for (old, _) in &moved {
            let folder = old.parent();
            let is_left =
                folder == RepoPath::root() || workspace.tree.below(&folder).any(|(_, file)| stays(&file.path));
            if !is_left {
                let sign = if folder.as_str().contains('/') { "" } else { "/" };
                places.push(format!("{folder}{sign}"));
            }
        }
        places.sort();
        places.dedup();
        Gone {
            numbers: Vec::new(),
            names: Vec::new(),
            places,
        }
    }
}

/// The shortest end of an old path, without the file's ending, that is no end of the new one; `None` where that is a name
/// alone.
fn place_of(old: &RepoPath, new: &RepoPath) -> Option<String> {
    let named = |path: &RepoPath| match path.parent() {
        root if root == RepoPath::root() => identity::carrier(path),
        folder if identity::carrier(path) == folder.name() => folder.to_string(),
        folder => format!("{folder}/{}", path.stem()),
    };
    let (old, new) = (named(old), format!("/{}", named(new)));
    let ends = old.rmatch_indices('/').map(|(at, _)| &old[at + 1..]);
    let mut ends = ends.chain([old.as_str()]).filter(|end| end.contains('/'));
    ends.find(|end| !new.ends_with(&format!("/{end}"))).map(str::to_owned)
}

/// The places in texts and data, links aside, that call a record as it was called and that no change touches; in order.
pub(crate) fn left(workspace: &Workspace, gone: &Gone, changes: &Changes) -> Vec<Span> {
    let edited: BTreeMap<_, _> = changes.files().iter().map(|change| (&change.path, change)).collect();
    let mut found = Vec::new();
    for (file, entry) in workspace.tree.iter() {
        let edits = edited.get(&entry.path).map_or(&[][..], |change| &change.edits);
        let is_edited = |range: Range| {
            edits
                .iter()
                .any(|edit| edit.range.start < range.end && range.start < edit.range.end)
        };
        let markup = workspace.document(file).markup.as_ref();
        let places = in_text((&workspace.tree, file), markup, gone);
        let left = places.into_iter().filter(|range| !is_edited(*range));
        found.extend(left.map(|range| Span::new(file, range)));
    }
    found
}

fn in_text((tree, file): (&Tree, FileId), markup: Option<&Markup>, gone: &Gone) -> Vec<Range> {
    let text = tree.text(file);
    // `adr: 0007` is a key and its value.
    let between: &[char] = match markup {
        Some(_) => &['-', ' ', '#', '_'],
        None => &['-', ' ', '#', '_', ':'],
    };
    let mut found = numbered(text, &gone.numbers, between);
    let names = gone.names.iter().chain(&gone.places);
    found.extend(names.flat_map(|name| named(text, name)));
    let links = markup.map_or(&[][..], |markup| &markup.links);
    let is_link = |range: &Range| {
        let mut places = links.iter().flat_map(|link| [link.range, link.target_range]);
        places.any(|place| place.contains(*range))
    };
    found.retain(|range| !is_link(range));
    found.sort();
    // A path in a folder that is no more is found once.
    found.dedup_by(|inner, outer| outer.contains(*inner));
    found
}

/// Where a text names a record by a word and its number, with some of `between` between the two.
fn numbered(text: &str, numbers: &[Number], between: &[char]) -> Vec<Range> {
    let mut found = Vec::new();
    for word in WORDS.into_iter().filter(|_| !numbers.is_empty()) {
        let mut from = 0;
        while let Some(start) = search::find(&text[from..], word).map(|at| from + at) {
            from = start + word.len();
            let rest = &text[from..];
            let digits = rest.trim_start_matches(between);
            let length = digits.bytes().take_while(u8::is_ascii_digit).count();
            let value = digits[..length].parse().ok();
            let begins = !text[..start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/'));
            let ends = !digits[length..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_'));
            let is_near = rest.len() - digits.len() <= 2;
            let range = Range::new(start, from + rest.len() - digits.len() + length);
            // `decision 2` may be the second one of any list; `decision 0002` is the record.
            let is_plain = word.eq_ignore_ascii_case("adr");
            let is_asked = numbers.iter().any(|number| {
                let is_form = is_plain || (length == number.digits as usize && length > 1);
                is_form && Some(number.value) == value && number.letter.is_none()
            });
            if begins && ends && is_near && is_asked {
                found.push(range);
            }
        }
    }
    found
}

/// Where a text names a record by the name of its file, with its folder and ending or without.
fn named(text: &str, name: &str) -> Vec<Range> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = search::find(&text[from..], name).map(|at| from + at) {
        from = start + name.len();
        let ends = name.ends_with('/') || !text[from..].starts_with(is_part);
        if !text[..start].ends_with(is_part) && ends {
            found.push(Range::new(start, from));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Gone, in_text, place_of};
    use crate::model::record::Number;
    use crate::syntax::markdown;
    use crate::text::path::RepoPath;
    use crate::text::span::{FileId, Range};
    use crate::text::tree::{File, Tree};

    fn gone() -> Gone {
        let number = Number {
            area: String::new(),
            value: 7,
            letter: None,
            digits: 4,
        };
        let paths = ["adr/0007-use-x.md", "adr/0008.md"].map(|path| RepoPath::new(path).unwrap());
        Gone::of(vec![number], paths.iter())
    }

    #[test]
    fn prose_names_a_record_in_several_ways() {
        let text = "ADR-7, ADR 0007 and decision 0007; not ADR-70, ADR-7-x, decision 7, MADR 7, `ADR-7`s, [ADR-7](x.md), \
                    `a/0007-use-x`, 0007-use-xy, 0008\n\n    ADR-7\n";
        let tree = Tree::new(vec![File::text(RepoPath::new("a.md").unwrap(), text)]);
        let markup = markdown::parse(text, Range::new(0, text.len()));
        let found = in_text((&tree, FileId(0)), Some(&markup), &gone());
        let found: Vec<&str> = found.into_iter().map(|range| range.of(text)).collect();
        let expected = ["ADR-7", "ADR 0007", "decision 0007", "ADR-7", "0007-use-x", "ADR-7"];
        assert_eq!(found, expected);
    }

    #[test]
    fn an_old_place_is_what_tells_it_from_the_new_one() {
        for (old, new, expected) in [
            ("docs/adr/0007-x.md", "docs/old/0007-x.md", Some("adr/0007-x")),
            ("docs/adr/0007-x.md", "old/adr/0007-x.md", Some("docs/adr/0007-x")),
            ("docs/adr/7-x/README.md", "docs/old/7-x/README.md", Some("adr/7-x")),
            ("0007-x.md", "old/0007-x.md", None),
            ("adr/0007-x.md", "old/adr/0007-x.md", None),
        ] {
            let path = |path: &str| RepoPath::new(path).unwrap();
            assert_eq!(place_of(&path(old), &path(new)).as_deref(), expected, "{old}");
        }
    }

    #[test]
    fn data_names_a_record_by_key_and_value() {
        let text = "decision: ADR-0007\nadr: 7\nother: 7\n";
        let tree = Tree::new(vec![File::text(RepoPath::new("a.yaml").unwrap(), text)]);
        let found = in_text((&tree, FileId(0)), None, &gone());
        let found: Vec<&str> = found.into_iter().map(|range| range.of(text)).collect();
        assert_eq!(found, ["ADR-0007", "adr: 7"]);
    }
}
