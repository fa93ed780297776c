//! TOML as nodes that know their bytes.
//!
//! The text is parsed by the crate `toml`; this file alone knows it. Dates become text, as everywhere.

use crate::syntax::document::{Document, Problem, ProblemKind};
use crate::syntax::limits;
use crate::syntax::node::{Entry, Node, Value};
use crate::text::span::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

/// Reads a whole file into one node of `document.data`, as far as it can be read; every error is a problem.
pub fn parse(text: &str, document: &mut Document) {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    parse_front_matter(body, text.len() - body.len(), document);
}

/// Reads front matter: `text` is what stands between the fences, `offset` where that starts in the file.
pub fn parse_front_matter(text: &str, offset: usize, document: &mut Document) {
    let reader = Reader { text, offset };
    if let Some(mut conflict) = limits::conflict_markers(text) {
        conflict.range = conflict.range.shifted(offset);
        document.problems.push(conflict);
        return;
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut node = reader.table(table.get_ref(), Range::at(offset));
    node.range = reader.range(0..text.trim_end().len());
    let mut problems: Vec<Problem> = errors.iter().map(|error| reader.problem(error, &node)).collect();
    problems.sort_by_key(|problem| problem.range);
    document.problems.extend(problems);
    document.data.push(node);
}

struct Reader<'t> {
    text: &'t str,
    offset: usize,
}

impl Reader<'_> {
    fn range(&self, range: std::ops::Range<usize>) -> Range {
        Range::new(range.start + self.offset, range.end + self.offset)
    }

    /// The crate itself stops at 80 levels, so this recursion is shallow.
    fn node(&self, spanned: &Spanned<DeValue<'_>>) -> Node {
        let range = self.range(spanned.span());
        let value = match spanned.get_ref() {
            DeValue::String(text) => Value::Text((&**text).into()),
            DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
                Ok(whole) => Value::Int(whole),
                Err(_) => Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
            },
            DeValue::Float(number) => Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
            DeValue::Boolean(truth) => Value::Bool(*truth),
            // The text as it is written: a date without time is not a moment.
            DeValue::Datetime(_) => Value::Text(self.text.get(spanned.span()).unwrap_or("").into()),
            DeValue::Array(items) => {
                let items: Vec<Node> = items.iter().map(|item| self.node(item)).collect();
                let range = items.iter().fold(range, |range, item| hull(range, item.range));
                return Node {
                    range,
                    value: Value::List(items),
                };
            }
            DeValue::Table(table) => return self.table(table, range),
        };
        Node { range, value }
    }

    /// A table from its header (or brace, or first key) to its last value.
    fn table(&self, table: &DeTable<'_>, range: Range) -> Node {
        // The crate's iterator does not tell how long it is.
        let mut entries = Vec::with_capacity(table.len());
        entries.extend(table.iter().map(|(key, value)| Entry {
            key: (&**key.get_ref()).into(),
            key_range: self.range(key.span()),
            value: self.node(value),
        }));
        // The crate sorts its tables by name.
        entries.sort_unstable_by_key(|entry| (entry.key_range, entry.value.range));
        let range = entries
            .iter()
            .fold(range, |range, entry| hull(range, entry.value.range));
        Node {
            range,
            value: Value::Map(entries),
        }
    }

    fn problem(&self, error: &Error, root: &Node) -> Problem {
        let span = error.span().unwrap_or(self.text.len()..self.text.len());
        let end = span.end.min(self.text.len());
        let range = self.range(span.start.min(end)..end);
        match error.message() {
            "duplicate key" => {
                let key = self.text.get(span.start.min(end)..end).unwrap_or("");
                let first = only_key_before(root, key.trim_matches(['"', '\'']), range);
                limits::duplicate_key(key, range, first)
            }
            message if message.contains("recursion limit") => Problem {
                kind: ProblemKind::TooDeep,
                ..limits::syntax(range, "values nest deeper than 80 levels".to_owned())
            },
            message => limits::syntax(range, format!("this is not TOML: {message}")),
        }
    }
}

/// The one key of that name before `place`; `None` when there are several, as any of them may be meant.
fn only_key_before(node: &Node, key: &str, place: Range) -> Option<Range> {
    fn collect(node: &Node, key: &str, found: &mut Vec<Range>) {
        for entry in node.entries() {
            if &*entry.key == key {
                found.push(entry.key_range);
            }
            collect(&entry.value, key, found);
        }
        node.items().iter().for_each(|item| collect(item, key, found));
    }
    let mut found = Vec::new();
    collect(node, key, &mut found);
    found.retain(|range| range.end <= place.start);
    (found.len() == 1).then(|| found[0])
}

fn hull(a: Range, b: Range) -> Range {
    if b.is_empty() {
        return a;
    }
    Range {
        start: a.start.min(b.start),
        end: a.end.max(b.end),
    }
}

#[cfg(test)]
mod tests {
    use super::{parse, parse_front_matter};
    use crate::syntax::document::{Document, ProblemKind};
    use crate::syntax::yaml::tests::{empty, show};

    fn read(text: &str) -> Document {
        let mut document = empty();
        parse(text, &mut document);
        document
    }

    #[test]
    fn values_and_their_bytes() {
        let text = "\u{feff}z = 'é'\r\n[t.u]\na = 0x1F\nd = 2020-11-09 # c\n[[l]]\nx = 1.5\n[[l]]\nx = inf\n";
        let document = read(text);
        assert_eq!(document.problems, []);
        let root = &document.data[0];
        assert_eq!(
            show(root),
            "{z: \"é\", t: {u: {a: 31, d: \"2020-11-09\"}}, l: [{x: 1.5}, {x: inf}]}"
        );
        for (pointer, written) in [
            ("/z", "'é'"),
            ("/t/u", "[t.u]\na = 0x1F\nd = 2020-11-09"),
            ("/t/u/d", "2020-11-09"),
            ("/l/1", "[[l]]\nx = inf"),
        ] {
            assert_eq!(root.at(pointer).unwrap().range.of(text), written, "{pointer}");
        }
    }

    #[test]
    fn every_error_is_told() {
        for (text, expected) in [
            (
                "a = \nb = 1\nc = ]\n",
                vec![(ProblemKind::Syntax, 1), (ProblemKind::Syntax, 3)],
            ),
            ("a = 1\n\na = 2\n", vec![(ProblemKind::DuplicateKey, 3)]),
            ("[a]\n[a]\n", vec![(ProblemKind::DuplicateKey, 2)]),
            (
                "<<<<<<< a\nx=1\n=======\nx=2\n>>>>>>> b\n",
                vec![(ProblemKind::ConflictMarkers, 1)],
            ),
        ] {
            let document = read(text);
            let found: Vec<_> = document
                .problems
                .iter()
                .map(|problem| {
                    (
                        problem.kind,
                        1 + text[..problem.range.start as usize].matches('\n').count(),
                    )
                })
                .collect();
            assert_eq!(found, expected, "{text:?} {:?}", document.problems);
        }
        let first = read("a = 1\na = 2\n").problems[0].related.clone().unwrap();
        assert_eq!(first.0.start, 0);
    }

    #[test]
    fn front_matter_points_into_the_file() {
        let file = "+++\nt = 1\n+++\n";
        let mut document = empty();
        parse_front_matter(&file[4..10], 4, &mut document);
        assert_eq!(document.data[0].get("t").unwrap().range.of(file), "1");
    }

    #[test]
    fn no_text_is_too_nasty() {
        let deep = "a = ".to_owned() + &"[".repeat(100_000);
        let dots = vec!["a"; 500].join(".") + " = 1";
        for text in [
            &deep,
            &dots,
            "\u{feff}",
            "\0",
            "[",
            "[[",
            "a",
            "= 1",
            "'",
            "\"\"\"",
            "a = 1e999",
            "a.b = 1\na = 2",
            "é = 1",
            "[a]]",
        ] {
            for problem in read(text).problems {
                assert!(text.get(problem.range.as_usize()).is_some());
            }
        }
    }
}
