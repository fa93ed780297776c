//! YAML 1.2 streams and front matter as nodes that know their bytes.
//!
//! The events come from saphyr-parser; this folder alone knows that crate. It must not know what any value is for.

mod anchor;
mod builder;
mod cursor;
mod input;
mod merge;
mod message;
mod scalar;

use crate::syntax::document::{Document, Problem};
use crate::syntax::limits;
use crate::syntax::node::{Node, Value};
use crate::syntax::yaml::builder::Builder;
use crate::syntax::yaml::cursor::Cursor;
use crate::text::span::Range;
use saphyr_parser::ScanError;

/// Reads a whole file: each document of the stream becomes one node of `document.data`. Documents that end before a
/// syntax error are kept.
pub fn parse_stream(text: &str, document: &mut Document) {
    let (nodes, problems) = read(text, 0);
    document.data.extend(nodes);
    document.problems.extend(problems);
}

/// Reads front matter: `text` is what stands between the fences, `offset` where that starts in the file. Adds one node
/// (null where there is nothing), or none where the text is broken.
pub fn parse_front_matter(text: &str, offset: usize, document: &mut Document) {
    let (nodes, problems) = read(text, offset);
    let nothing = (nodes.is_empty() && problems.is_empty()).then_some(Node {
        range: Range::at(offset),
        value: Value::Null,
    });
    document.data.extend(nodes.into_iter().chain(nothing).take(1));
    document.problems.extend(problems);
}

fn read(text: &str, offset: usize) -> (Vec<Node>, Vec<Problem>) {
    let mut builder = Builder::new(text, offset);
    let (documents, mut problems) = match builder.run() {
        None => (builder.documents, builder.problems),
        Some(error) => read_leniently(text, offset, &error).unwrap_or_else(|| {
            builder.syntax_error(&error);
            (builder.documents, builder.problems)
        }),
    };
    if let Some(mut conflict) = limits::conflict_markers(text) {
        // Whatever else was found is a consequence: both sides of the conflict stand in the text.
        conflict.range = conflict.range.shifted(offset);
        problems = vec![conflict];
    }
    (documents, problems)
}

/// How many brackets per file may stand further left than YAML 1.2 has it. Each costs reading the file once more.
const LENIENCE: usize = 8;

/// Reads a text again whose closing bracket stands no deeper than the key of its collection. YAML 1.2 forbids that,
/// YAML 1.1 and the readers in use allow it. The line end before the bracket is read as a space, which changes neither
/// an offset nor a value, provided that the bracket does close a collection. `None` when that was not it.
fn read_leniently(text: &str, offset: usize, error: &ScanError) -> Option<(Vec<Node>, Vec<Problem>)> {
    let mut text = text.to_owned();
    let mut brackets = Vec::new();
    let mut error = error.clone();
    for _ in 0..LENIENCE {
        let bracket = Cursor::new(&text).byte(error.marker().index());
        let before = text[..bracket].trim_end_matches([' ', '\t']);
        if !text[bracket..].starts_with([']', '}']) || !error.info().contains("indentation") || !before.ends_with('\n')
        {
            return None;
        }
        let line_end = before.len() - 1;
        text.replace_range(line_end..=line_end, " ");
        if text[..line_end].ends_with('\r') {
            text.replace_range(line_end - 1..line_end, " ");
        }
        brackets.push(bracket);
        let mut builder = Builder::new(&text, offset);
        builder.awaited = brackets.clone();
        match builder.run() {
            None => {
                return builder
                    .awaited
                    .is_empty()
                    .then_some((builder.documents, builder.problems));
            }
            Some(next) => error = next,
        }
    }
    None
}

#[cfg(test)]
pub(crate) mod tests {
    use super::{parse_front_matter, parse_stream};
    use crate::syntax::document::{Document, Format, ProblemKind};
    use crate::syntax::node::{Node, Value};

    pub(crate) fn empty() -> Document {
        Document {
            format: Format::Yaml,
            data: Vec::new(),
            front_matter: None,
            markup: None,
            problems: Vec::new(),
        }
    }

    pub(crate) fn parse(text: &str) -> Document {
        let mut document = empty();
        parse_stream(text, &mut document);
        document
    }

    /// A node in one line, to compare with.
    pub(crate) fn show(node: &Node) -> String {
        match &node.value {
            Value::Null => "null".to_owned(),
            Value::Text(text) => format!("{text:?}"),
            Value::List(items) => format!("[{}]", items.iter().map(show).collect::<Vec<_>>().join(", ")),
            Value::Map(entries) => {
                let entries = entries
                    .iter()
                    .map(|entry| format!("{}: {}", entry.key, show(&entry.value)));
                format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
            }
            _ => node.scalar().unwrap_or_default(),
        }
    }

    /// Every scalar of a text as `path=written`, in the order of the file.
    fn places(text: &str) -> Vec<String> {
        fn walk(node: &Node, path: &str, text: &str, out: &mut Vec<String>) {
            out.push(format!("{path}={}", node.range.of(text)));
            for entry in node.entries() {
                let path = format!("{path}/{}", entry.key_range.of(text));
                walk(&entry.value, &path, text, out);
            }
            for (index, item) in node.items().iter().enumerate() {
                walk(item, &format!("{path}/{index}"), text, out);
            }
        }
        let mut out = Vec::new();
        parse(text).data.iter().for_each(|node| walk(node, "", text, &mut out));
        out
    }

    fn problems(text: &str) -> Vec<(ProblemKind, &str)> {
        let document = parse(text);
        document
            .problems
            .iter()
            .map(|problem| (problem.kind, problem.range.of(text)))
            .collect()
    }

    #[test]
    fn every_value_knows_its_bytes() {
        for (text, expected) in [
            (
                "é: \"ü\" # c\nb: 'x'\n",
                vec!["=é: \"ü\" # c\nb: 'x'", "/é=\"ü\"", "/b='x'"],
            ),
            (
                "\u{feff}a:\r\n  - 1\r\n  - x y\r\n\r\n# end\r\n",
                vec!["=a:\r\n  - 1\r\n  - x y", "/a=- 1\r\n  - x y", "/a/0=1", "/a/1=x y"],
            ),
            (
                "a: |\n  x\n  y\n\n# c\nb: &q !!str 5\n",
                vec!["=a: |\n  x\n  y\n\n# c\nb: &q !!str 5", "/a=|\n  x\n  y", "/b=5"],
            ),
            (
                "a: [ 1, {b: c} ]\n",
                vec![
                    "=a: [ 1, {b: c} ]",
                    "/a=[ 1, {b: c} ]",
                    "/a/0=1",
                    "/a/1={b: c}",
                    "/a/1/b=c",
                ],
            ),
            (
                "a: &x\n  b: 1\nc: !t\n- 2\n",
                vec!["=a: &x\n  b: 1\nc: !t\n- 2", "/a=b: 1", "/a/b=1", "/c=- 2", "/c/0=2"],
            ),
            ("a: x\n  y\n\n", vec!["=a: x\n  y", "/a=x\n  y"]),
            ("x: &k 1\n*k : 2\n", vec!["=x: &k 1\n*k : 2", "/x=1", "/*k=2"]),
        ] {
            assert_eq!(places(text), expected, "{text:?}");
        }
    }

    #[test]
    fn nothing_stands_behind_its_colon() {
        for (text, at) in [
            ("a:\nb: 1\n", 2),
            ("a: # c\nb: 1\n", 2),
            ("{a: , b: 1}", 3),
            ("a: &x\nb: 1\n", 5),
            ("? a\n? b\n", 3),
        ] {
            let document = parse(text);
            let place = document.data[0].get("a").unwrap();
            assert_eq!((place.range.start, place.range.len()), (at, 0), "{text:?}");
            assert!(place.is_null());
        }
        let list = parse("-\n- 1\n");
        assert_eq!(list.data[0].items()[0].range.start, 1);
    }

    #[test]
    fn values_streams_and_keys() {
        for (text, expected) in [
            ("", vec![]),
            ("# only a comment\n", vec![]),
            ("---\n", vec!["null"]),
            (
                "a: 1\n---\n- yes\n...\n--- !!str 5\n",
                vec!["{a: 1}", "[\"yes\"]", "\"5\""],
            ),
            (
                "a: !vault 5\nb: !Ref x\nc: ! 5\nd: !<tag:yaml.org,2002:int> '5'\n",
                vec!["{a: 5, b: \"x\", c: \"5\", d: 5}"],
            ),
            (
                "1.0: a\n? [x, y]\n: b\nnull: c\n",
                vec!["{1.0: \"a\", [x, y]: \"b\", null: \"c\"}"],
            ),
            ("a: &x [1]\nb: *x\n", vec!["{a: [1], b: [1]}"]),
            ("d: 2020-11-09\n", vec!["{d: \"2020-11-09\"}"]),
            ("d: |\n  x", vec!["{d: \"x\"}"]),
            ("d: |\n  x\n", vec!["{d: \"x\\n\"}"]),
            ("k:\n  a: [\n    1,\r\n  ]\n  b: {\n  }\n", vec!["{k: {a: [1], b: {}}}"]),
        ] {
            let document = parse(text);
            assert_eq!(document.problems, [], "{text:?}");
            assert_eq!(document.data.iter().map(show).collect::<Vec<_>>(), expected, "{text:?}");
        }
    }

    #[test]
    fn problems_are_located() {
        for (text, expected) in [
            ("a: 1\nb: 2\na: 3\n", vec![(ProblemKind::DuplicateKey, "a")]),
            ("a: 1\n---\nb: [1\n", vec![(ProblemKind::Syntax, "")]),
            ("a: b: c\n", vec![(ProblemKind::Syntax, ":")]),
            ("a:\n  - x\n ]\n", vec![(ProblemKind::Syntax, "]")]),
            ("a: *none\n", vec![(ProblemKind::Syntax, "*")]),
            ("a: &x 1\n---\nb: *x\n", vec![(ProblemKind::Syntax, "*x")]),
            ("a: &x [*x]\n", vec![(ProblemKind::AliasBomb, "*x")]),
            (
                "<<<<<<< a\nx: 1\n=======\nx: 2\n>>>>>>> b\n",
                vec![(ProblemKind::ConflictMarkers, "<<<<<<< a")],
            ),
        ] {
            assert_eq!(problems(text), expected, "{text:?}");
        }
        assert_eq!(
            parse("a: 1\n---\nb: [1\n").data.len(),
            1,
            "what ended before the error is kept"
        );
    }

    #[test]
    fn an_alias_bomb_costs_nothing() {
        let mut text = "l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..10 {
            let aliases = vec![format!("*l{}", level - 1); 10].join(", ");
            text += &format!("l{level}: &l{level} [{aliases}]\n");
        }
        let document = parse(&text);
        let kinds: Vec<_> = document.problems.iter().map(|problem| problem.kind).collect();
        assert_eq!(kinds, [ProblemKind::AliasBomb]);
        assert_eq!(document.data[0].entries().len(), 10);
    }

    #[test]
    fn nesting_ends_at_the_limit() {
        for deep in [
            "[".repeat(250) + &"]".repeat(250),
            "- ".repeat(20_000),
            "a: &a\n ".to_owned() + &"? ".repeat(9_000),
        ] {
            let document = parse(&deep);
            let kinds: Vec<_> = document.problems.iter().map(|problem| problem.kind).collect();
            assert_eq!(kinds, [ProblemKind::TooDeep], "{}", &deep[..20]);
            assert_eq!(document.data.len(), 1);
        }
        assert_eq!(problems(&"[".repeat(100_000))[0].0, ProblemKind::TooDeep);
    }

    #[test]
    fn front_matter_points_into_the_file() {
        let file = "---\ntitle: x\n---\n";
        let mut document = empty();
        parse_front_matter(&file[4..13], 4, &mut document);
        assert_eq!(document.data[0].get("title").unwrap().range.of(file), "x");
        let mut document = empty();
        parse_front_matter("", 4, &mut document);
        assert_eq!((document.data.len(), document.data[0].range.start), (1, 4));
    }

    #[test]
    fn no_text_is_too_nasty() {
        let parts = [
            "a", ":", " ", "\n", "- ", "[", "{", "}", "]", "&a ", "*a", "!", "!!int ", "|", ">-", "\"", "'", "#", "%",
            "\t", "\r", "\0", "é", "\u{feff}", "\u{2028}", "<<", "? ", "---", ",", "\\",
        ];
        let mut state = 7u64;
        for _ in 0..20_000 {
            let mut text = String::new();
            for _ in 0..12 {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                text += parts[(state >> 33) as usize % parts.len()];
            }
            let document = parse(&text);
            document.data.iter().for_each(|node| inside(node, &text));
            for problem in &document.problems {
                assert!(text.get(problem.range.as_usize()).is_some(), "{text:?}");
            }
        }
    }

    fn inside(node: &Node, text: &str) {
        assert!(text.get(node.range.as_usize()).is_some(), "{text:?} {node:?}");
        node.items().iter().for_each(|item| inside(item, text));
        for entry in node.entries() {
            assert!(text.get(entry.key_range.as_usize()).is_some(), "{text:?}");
            inside(&entry.value, text);
        }
    }
}
