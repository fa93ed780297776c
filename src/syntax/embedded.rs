//! Where the text of a value stands in its file, byte by byte: what was unquoted, unindented or folded on the way is found
//! again, so that a document inside a string can be pointed into. It does not know what the text is.

use crate::syntax::node::Node;
use crate::text::span::Range;

/// The way from a value's text back to the bytes of its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map {
    /// Runs of bytes that are the same on both sides, in order; empty where the text was changed too much to follow.
    runs: Vec<Run>,
    /// The value as a whole.
    whole: Range,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    /// Where it starts in the value's text.
    inner: u32,
    /// Where it starts in the file.
    outer: u32,
    /// Its bytes.
    length: u32,
}

impl Map {
    /// For a value of a file with this text. Literal blocks of YAML are followed line by line, everything else word by word;
    /// a value with escapes stays one piece.
    pub fn of(text: &str, node: &Node) -> Map {
        let raw = node.range.of(text);
        let runs = node.as_str().and_then(|value| match raw.starts_with('|') {
            true => lines(value, raw),
            false => words(value, raw),
        });
        let mut map = Map {
            runs: runs.unwrap_or_default(),
            whole: node.range,
        };
        for run in &mut map.runs {
            run.outer += node.range.start;
        }
        map
    }

    /// For a text that is the file's own.
    pub fn identity(text: &str) -> Map {
        let whole = Range::new(0, text.len());
        let run = Run {
            inner: 0,
            outer: 0,
            length: whole.end,
        };
        Map { runs: vec![run], whole }
    }

    /// The place of a part of the text in the file; the whole value where it cannot be followed.
    pub fn range(&self, inner: Range) -> Range {
        let Some(first) = self.run_at(inner.start) else {
            return self.whole;
        };
        // An end is one past a byte: it belongs to the run of that byte.
        let Some(last) = self.run_at(inner.end.saturating_sub(1).max(inner.start)) else {
            return self.whole;
        };
        let start = first.outer + (inner.start.max(first.inner) - first.inner).min(first.length);
        let end = last.outer + (inner.end.max(last.inner) - last.inner).min(last.length);
        Range {
            start,
            end: end.max(start),
        }
    }

    /// The map of a value of the text that `outer` leads out of.
    pub fn within(mut self, outer: &Map) -> Map {
        self.whole = outer.range(self.whole);
        if outer.runs.is_empty() {
            self.runs.clear();
            return self;
        }
        let mut runs = Vec::with_capacity(self.runs.len());
        for run in &self.runs {
            let found = outer.range(Range {
                start: run.outer,
                end: run.outer + run.length,
            });
            // A run lies in one line here; where it does not there, what it covers is not the same bytes.
            match found.len() == run.length as usize {
                true => runs.push(Run {
                    outer: found.start,
                    ..*run
                }),
                false => {
                    self.runs.clear();
                    return self;
                }
            }
        }
        self.runs = runs;
        self
    }

    /// The run that holds a byte of the text, or the last one before it.
    fn run_at(&self, inner: u32) -> Option<Run> {
        let after = self.runs.partition_point(|run| run.inner <= inner);
        self.runs.get(after.saturating_sub(1)).copied()
    }
}

/// A literal block: each line of the value is the end of one line of the file.
fn lines(value: &str, raw: &str) -> Option<Vec<Run>> {
    let mut at = raw.find('\n')? + 1;
    let mut inner = 0;
    let mut runs = Vec::new();
    for line in value.split_inclusive('\n') {
        let content = line.trim_end_matches('\n');
        let Some(rest) = raw.get(at..).filter(|rest| !rest.is_empty()) else {
            // The line ends that close a block are not part of its range.
            return content.is_empty().then_some(runs);
        };
        let end = rest.find('\n').unwrap_or(rest.len());
        let indent = rest[..end].trim_end_matches('\r').strip_suffix(content)?;
        if !indent.trim().is_empty() {
            return None;
        }
        runs.push(run(inner, at + indent.len(), content.len()));
        at += (end + 1).min(rest.len());
        inner += line.len();
    }
    Some(runs)
}

/// Everything else: the words of the value stand in the file in their order, with white space between them.
fn words(value: &str, raw: &str) -> Option<Vec<Run>> {
    // The head of a folded block is no word of it.
    let mut at = match raw.starts_with('>') {
        true => raw.find('\n')? + 1,
        false => usize::from(raw.starts_with(['"', '\''])),
    };
    let mut runs = Vec::new();
    let start = value.as_ptr() as usize;
    for word in value.split_whitespace() {
        let rest = raw.get(at..)?;
        at += rest.len() - rest.trim_start().len();
        if !raw.get(at..)?.starts_with(word) {
            return None;
        }
        runs.push(run(word.as_ptr() as usize - start, at, word.len()));
        at += word.len();
    }
    Some(runs)
}

fn run(inner: usize, outer: usize, length: usize) -> Run {
    let Range { start, end } = Range::new(inner, inner + length);
    Run {
        inner: start,
        outer: Range::at(outer).start,
        length: end - start,
    }
}

#[cfg(test)]
mod tests {
    use super::Map;
    use crate::syntax::yaml::tests::parse;
    use crate::text::span::Range;

    /// What stands in the file where `part` stands in the value of `a`.
    fn place<'t>(text: &'t str, part: &str) -> &'t str {
        let document = parse(text);
        let node = document.data[0].get("a").unwrap();
        let start = node.as_str().unwrap().find(part).unwrap();
        let map = Map::of(text, node);
        map.range(Range::new(start, start + part.len())).of(text)
    }

    #[test]
    fn parts_of_values_are_found_again() {
        for (text, part, expected) in [
            ("a: x y\n", "y", "y"),
            ("a: 'x y'\n", "y", "y"),
            ("a: \"x y\"\n", "x y", "x y"),
            ("a: |\n  é x\n\n    y: z\n", "z", "z"),
            ("a: |\r\n  x\r\n  y\r\n", "y", "y"),
            ("a: |\n  x\n  y\n", "x\ny\n", "x\n  y"),
            ("a: >-\n  x\n  y z\n", "y z", "y z"),
            ("a: x\n  y\n", "x y", "x\n  y"),
            ("a: |2\n    x\n", "x", "x"),
            ("a: \"x\\ty\"\n", "y", "\"x\\ty\""),
            ("a: 'it''s'\n", "s", "'it''s'"),
        ] {
            assert_eq!(place(text, part), expected, "{text:?}");
        }
    }

    #[test]
    fn a_value_in_a_value_is_found_again() {
        let text = "a: |\n  b: |\n    x\n    y z\n  c: >-\n    u\n    v\n";
        let document = parse(text);
        let node = document.data[0].get("a").unwrap();
        let outer = Map::of(text, node);
        let inner_text = node.as_str().unwrap();
        let inner = parse(inner_text);
        for (key, range, expected) in [("b", 4..5, "z"), ("c", 2..3, "v"), ("c", 0..3, "u\n    v")] {
            let map = Map::of(inner_text, inner.data[0].get(key).unwrap()).within(&outer);
            assert_eq!(map.range(range.into()).of(text), expected, "{key}");
        }
    }
}
