//! Where prose still names a record by a number that it no longer has. Nobody edits free text for its author: the places
//! are only told.

use crate::model::record::Number;
use crate::model::workspace::Workspace;
use crate::syntax::markup::Markup;
use crate::text::change::Changes;
use crate::text::search;
use crate::text::span::{FileId, Range, Span};
use crate::text::tree::Tree;
use std::collections::BTreeMap;

/// Words behind which a number names a decision in prose.
const WORDS: [&str; 6] = ["ADR", "adr", "Adr", "RFC", "decision", "Decision"];

/// The places in texts, code and links aside, that name one of `numbers` and that no change touches; in order.
pub(crate) fn left(workspace: &Workspace, numbers: &[Number], changes: &Changes) -> Vec<Span> {
    let edited: BTreeMap<_, _> = changes.files().iter().map(|change| (&change.path, change)).collect();
    let mut found = Vec::new();
    for (file, entry) in workspace.tree.iter().filter(|_| !numbers.is_empty()) {
        let Some(markup) = &workspace.document(file).markup else {
            continue;
        };
        let edits = edited.get(&entry.path).map_or(&[][..], |change| &change.edits);
        let is_edited = |range: Range| {
            edits
                .iter()
                .any(|edit| edit.range.start < range.end && range.start < edit.range.end)
        };
        let places = in_text((&workspace.tree, file), markup, numbers);
        found.extend(
            places
                .into_iter()
                .filter(|range| !is_edited(*range))
                .map(|range| Span::new(file, range)),
        );
    }
    found
}

fn in_text((tree, file): (&Tree, FileId), markup: &Markup, numbers: &[Number]) -> Vec<Range> {
    let text = tree.text(file);
    let hidden = |range: Range| {
        let fences = markup.fences.iter().map(|fence| fence.range);
        let links = markup.links.iter().map(|link| link.range);
        fences
            .chain(links)
            .chain(markup.links.iter().map(|link| link.target_range))
            .any(|place| place.contains(range))
    };
    let mut found = Vec::new();
    for word in WORDS {
        let mut from = 0;
        while let Some(start) = search::find(&text[from..], word).map(|at| from + at) {
            from = start + word.len();
            let rest = &text[from..];
            let digits = rest.trim_start_matches(['-', ' ', '#', '_']);
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
            if begins && ends && is_near && is_asked && !hidden(range) {
                found.push(range);
            }
        }
    }
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::in_text;
    use crate::model::record::Number;
    use crate::syntax::markdown;
    use crate::text::path::RepoPath;
    use crate::text::span::{FileId, Range};
    use crate::text::tree::{File, Tree};

    #[test]
    fn prose_names_a_record_in_several_ways() {
        let text = "ADR-7, ADR 0007 and decision 0007; not ADR-70, ADR-7-x, decision 7, MADR 7, `ADR-7`s, [ADR-7](x.md)\n\n    ADR-7\n";
        let tree = Tree::new(vec![File::text(RepoPath::new("a.md").unwrap(), text)]);
        let markup = markdown::parse(text, Range::new(0, text.len()));
        let number = Number {
            area: String::new(),
            value: 7,
            letter: None,
            digits: 4,
        };
        let found = in_text((&tree, FileId(0)), &markup, &[number]);
        let found: Vec<&str> = found.into_iter().map(|range| range.of(text)).collect();
        assert_eq!(found, ["ADR-7", "ADR 0007", "decision 0007", "ADR-7"]);
    }
}
