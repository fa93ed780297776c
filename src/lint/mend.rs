//! From findings to the edits that mend them. It must not know what a fix means, and writes nothing.

use crate::lint::Diagnostic;
use crate::text::edit::Edit;
use crate::text::span::FileId;
use std::collections::BTreeMap;

/// Edits that mend findings and do not touch each other.
#[derive(Debug, Default)]
pub struct Mending {
    /// Per file, sorted by place.
    pub edits: BTreeMap<FileId, Vec<Edit>>,
    /// The rules whose findings they mend, each with how many.
    pub rules: BTreeMap<&'static str, usize>,
}

/// What mends these findings. Of two fixes that want the same bytes the first counts; the other may come again afterwards.
/// A fix is taken whole or not at all, and the same fix of two findings once.
pub fn of<'a>(findings: impl IntoIterator<Item = &'a Diagnostic>) -> Mending {
    let mut mending = Mending::default();
    for finding in findings {
        let Some(fix) = &finding.fix else { continue };
        let taken = mending.edits.entry(fix.file).or_default();
        let is_known = |edit: &Edit| taken.binary_search(edit).is_ok();
        if !fix.edits.iter().all(is_known) {
            if fix.edits.iter().any(|edit| touches(taken, edit)) {
                continue;
            }
            for edit in &fix.edits {
                if let Err(at) = taken.binary_search(edit) {
                    taken.insert(at, edit.clone());
                }
            }
        }
        *mending.rules.entry(finding.rule).or_default() += 1;
    }
    mending.edits.retain(|_, edits| !edits.is_empty());
    mending
}

/// True when an edit wants bytes that one of the others, which are sorted, wants too, or inserts where another does.
fn touches(others: &[Edit], edit: &Edit) -> bool {
    let at = others.partition_point(|other| other.range.end < edit.range.start);
    others[at..]
        .iter()
        .take_while(|other| other.range.start <= edit.range.end)
        .any(|other| {
            let is_beside = other.range.end == edit.range.start || edit.range.end == other.range.start;
            let is_insertion = other.range.start == other.range.end || edit.range.start == edit.range.end;
            !is_beside || is_insertion
        })
}

#[cfg(test)]
mod tests {
    use super::{of, touches};
    use crate::lint::key::Key;
    use crate::lint::{Diagnostic, Fix, Place, Severity};
    use crate::text::edit::Edit;
    use crate::text::span::{FileId, Range};

    fn edit(start: usize, end: usize) -> Edit {
        Edit {
            range: Range::new(start, end),
            text: "x".to_owned(),
        }
    }

    fn finding(rule: &'static str, edits: Vec<Edit>) -> Diagnostic {
        Diagnostic {
            rule,
            severity: Severity::Error,
            at_most: Severity::Error,
            place: Place::Path(".".to_owned()),
            message: String::new(),
            related: Vec::new(),
            help: None,
            fix: Some(Fix {
                title: String::new(),
                file: FileId(0),
                edits,
            }),
            key: Key::default(),
        }
    }

    #[test]
    fn a_fix_is_taken_whole_or_not_at_all() {
        let findings = [
            finding("a/a", vec![edit(0, 2), edit(8, 9)]),
            finding("a/b", vec![edit(1, 3)]),
            finding("a/b", vec![edit(4, 5), edit(8, 10)]),
            finding("a/c", vec![edit(0, 2)]),
            finding("a/d", vec![edit(2, 4)]),
        ];
        let mending = of(&findings);
        assert_eq!(mending.edits[&FileId(0)], [edit(0, 2), edit(2, 4), edit(8, 9)]);
        assert_eq!(
            mending.rules.into_iter().collect::<Vec<_>>(),
            [("a/a", 1), ("a/c", 1), ("a/d", 1)]
        );
    }

    #[test]
    fn edits_touch_where_their_bytes_or_their_places_are_the_same() {
        let taken = [edit(2, 4), edit(7, 7)];
        for (start, end, wanted) in [
            (0, 2, false),
            (4, 7, true),
            (4, 6, false),
            (3, 3, true),
            (4, 4, true),
            (7, 7, true),
            (0, 9, true),
        ] {
            assert_eq!(touches(&taken, &edit(start, end)), wanted, "{start}..{end}");
        }
    }
}
