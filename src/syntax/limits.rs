//! What every data parser holds to: how deep values may nest, keys that stand twice, Git's conflict markers.
//!
//! It knows nodes and problems, and no format.

use crate::syntax::document::{Problem, ProblemKind};
use crate::syntax::node::Entry;
use crate::text::search;
use crate::text::span::Range;
use std::collections::HashMap;

/// Values nested deeper than this become null. Real files stay below 30; walking a [`crate::syntax::node::Node`] is
/// recursive, so this bound is also what keeps every later walk on a small stack.
pub(crate) const DEPTH: usize = 200;

/// Below this many keys a plain comparison of all pairs is cheaper than a hash table.
const FEW: usize = 12;

/// The problem of a value that nests too deep.
pub(crate) fn too_deep(range: Range) -> Problem {
    Problem {
        kind: ProblemKind::TooDeep,
        range,
        message: format!("values nest deeper than {DEPTH} levels; opsrepo reads no further down"),
        related: None,
    }
}

/// The problem of a text that its format's grammar does not allow.
pub(crate) fn syntax(range: Range, message: String) -> Problem {
    Problem {
        kind: ProblemKind::Syntax,
        range,
        message,
        related: None,
    }
}

/// The problem of a key at `second` that stands already at `first`.
pub(crate) fn duplicate_key(key: &str, second: Range, first: Option<Range>) -> Problem {
    Problem {
        kind: ProblemKind::DuplicateKey,
        range: second,
        message: format!("the key `{key}` stands twice in this mapping"),
        related: first.map(|range| (range, format!("the first `{key}`"))),
    }
}

/// Adds a problem for each key of one mapping that stands there already.
pub(crate) fn check_duplicates(entries: &[Entry], problems: &mut Vec<Problem>) {
    let mut report = |second: &Entry, first: &Entry| {
        problems.push(duplicate_key(&second.key, second.key_range, Some(first.key_range)));
    };
    if entries.len() <= FEW {
        for (index, entry) in entries.iter().enumerate().skip(1) {
            if let Some(first) = entries[..index].iter().find(|first| first.key == entry.key) {
                report(entry, first);
            }
        }
        return;
    }
    let mut seen: HashMap<&str, &Entry> = HashMap::with_capacity(entries.len());
    for entry in entries {
        match seen.get(&*entry.key) {
            Some(first) => report(entry, first),
            None => {
                seen.insert(&entry.key, entry);
            }
        }
    }
}

/// The problem of Git's conflict markers at the first of them, if a line opens a conflict and a later one closes it.
/// A lone marker is no conflict: seven angle brackets alone are also a nested Markdown quote.
pub(crate) fn conflict_markers(text: &str) -> Option<Problem> {
    // Nearly no file has one.
    search::find(text, "<<<<<<< ")?;
    let start = line_that_starts(text, 0, "<<<<<<< ")?;
    let divider = line_that_starts(text, start, "=======")?;
    let end = line_that_starts(text, divider, ">>>>>>> ")?;
    let line_of = |at: usize| 1 + text[..at].bytes().filter(|&byte| byte == b'\n').count();
    let first = text[start..].lines().next().map_or(0, str::len);
    Some(Problem {
        kind: ProblemKind::ConflictMarkers,
        range: Range::new(start, start + first),
        message: format!(
            "Git's conflict markers stand in the file (to line {}); finish the merge",
            line_of(end)
        ),
        related: None,
    })
}

/// Where the first line at or after `from` stands that starts with `marker`.
fn line_that_starts(text: &str, from: usize, marker: &str) -> Option<usize> {
    text[from..].match_indices(marker).map(|(at, _)| from + at).find(|&at| {
        let before = &text[..at];
        before.is_empty() || before.ends_with('\n') || before == "\u{feff}"
    })
}

#[cfg(test)]
mod tests {
    use super::{FEW, check_duplicates, conflict_markers};
    use crate::syntax::node::{Entry, Node, Value};
    use crate::text::span::Range;

    #[test]
    fn a_conflict_opens_divides_and_closes_at_line_starts() {
        let text = "a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> topic\n";
        let problem = conflict_markers(text).unwrap();
        assert_eq!(problem.range.of(text), "<<<<<<< HEAD");
        assert!(problem.message.contains("line 6"), "{}", problem.message);
        for clean in [
            "",
            "title\n=======\n",
            "  <<<<<<< HEAD\n=======\n>>>>>>> x\n",
            ">>>>>>> a quote of a quote\n",
            "<<<<<<< HEAD\nno end\n",
        ] {
            assert_eq!(conflict_markers(clean), None, "{clean:?}");
        }
    }

    #[test]
    fn both_ways_to_find_duplicates_agree() {
        for keys in [3, FEW + 3] {
            let mut entries: Vec<Entry> = (0..keys).map(|n| entry(&n.to_string(), n)).collect();
            entries.push(entry("1", keys));
            entries.push(entry("1", keys + 1));
            let mut problems = Vec::new();
            check_duplicates(&entries, &mut problems);
            let places: Vec<_> = problems
                .iter()
                .map(|problem| {
                    (
                        problem.range.start as usize,
                        problem.related.as_ref().map(|r| r.0.start),
                    )
                })
                .collect();
            assert_eq!(places, [(keys, Some(1)), (keys + 1, Some(1))]);
        }
    }

    fn entry(key: &str, at: usize) -> Entry {
        Entry {
            key: key.into(),
            key_range: Range::at(at),
            value: Node {
                range: Range::at(at),
                value: Value::Null,
            },
        }
    }
}
