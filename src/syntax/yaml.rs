//! YAML 1.2 streams and front matter as nodes that know their bytes.
//!
//! The events come from saphyr-parser; this file alone knows that crate. It must not know what any value is for.

use crate::syntax::document::{Document, Problem, ProblemKind};
use crate::syntax::node::{Entry, Node, Value};
use crate::syntax::yaml_anchor::{Anchors, Weight};
use crate::syntax::yaml_cursor::{self, Cursor};
use crate::syntax::{limits, yaml_merge, yaml_message, yaml_scalar};
use crate::text::span::Range;
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span, Tag};
use std::borrow::Cow;

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
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        match event {
            Ok((event, span)) => builder.event(event, span),
            Err(error) => {
                builder.syntax_error(&error);
                break;
            }
        }
    }
    if let Some(mut conflict) = limits::conflict_markers(text) {
        // Whatever else was found is a consequence: both sides of the conflict stand in the text.
        conflict.range = conflict.range.shifted(offset);
        builder.problems = vec![conflict];
    }
    (builder.documents, builder.problems)
}

/// Puts nodes together from events. Children of open collections wait on two shared stacks, so that each collection is
/// allocated once, in its final size.
struct Builder<'t> {
    text: &'t str,
    /// Where `text` starts in its file. All other offsets here are into `text`.
    offset: usize,
    cursor: Cursor<'t>,
    frames: Vec<Frame>,
    items: Vec<Node>,
    entries: Vec<Entry>,
    anchors: Anchors,
    /// Open collections below the depth limit, of which nothing is kept.
    too_deep: usize,
    /// The end of what was last read: where an empty value stands that nothing else gives a place.
    seen: usize,
    documents: Vec<Node>,
    problems: Vec<Problem>,
}

/// A collection that is being read.
struct Frame {
    shape: Shape,
    start: usize,
    /// The end of its last child so far.
    end: usize,
    /// Its first child's place on the stack of items or entries.
    base: usize,
    /// The key that waits for its value.
    key: Option<(Box<str>, Range)>,
    /// True once a merge key was read.
    merges: bool,
    /// Its anchor, or 0.
    anchor: usize,
    weight: Weight,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    List,
    Map,
}

/// A value that is finished, and where it is written (its node may stand elsewhere: at its anchor).
struct Finished {
    node: Node,
    start: usize,
    end: usize,
    weight: Weight,
}

impl<'t> Builder<'t> {
    fn new(text: &'t str, offset: usize) -> Self {
        Builder {
            text,
            offset,
            cursor: Cursor::new(text),
            frames: Vec::new(),
            items: Vec::new(),
            entries: Vec::new(),
            anchors: Anchors::new(text),
            too_deep: 0,
            seen: 0,
            documents: Vec::new(),
            problems: Vec::new(),
        }
    }

    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::DocumentStart(_) => {
                self.anchors.forget();
                self.seen = self.cursor.byte(span.start.index());
                if self.text[self.seen..].starts_with("---") {
                    self.seen += "---".len();
                }
            }
            Event::SequenceStart(anchor, tag) => self.open(Shape::List, anchor, span, tag.is_some()),
            Event::MappingStart(anchor, tag) => self.open(Shape::Map, anchor, span, tag.is_some()),
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            _ if self.too_deep > 0 => {}
            Event::Scalar(text, style, anchor, tag) => self.scalar(
                Scalar {
                    text,
                    style,
                    anchor,
                    tag,
                },
                span,
            ),
            Event::Alias(id) => self.alias(id, span),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
    }

    fn range(&self, start: usize, end: usize) -> Range {
        Range::new(start + self.offset, end + self.offset)
    }

    fn open(&mut self, shape: Shape, anchor: usize, span: Span, is_tagged: bool) {
        let (mut start, end) = self.bytes(span);
        // The parser's span runs from the first property (anchor, tag) to the collection's first token.
        if end > start && matches!(self.text.as_bytes()[end - 1], b'[' | b'{' | b'-') {
            start = end - 1;
        } else if anchor > 0 || is_tagged {
            start = end;
        }
        if shape == Shape::List && self.frames.last().is_some_and(|frame| frame.shape == Shape::Map) {
            start = yaml_cursor::dash_before(self.text, end).unwrap_or(start);
        }
        self.seen = end;
        if self.too_deep > 0 || self.frames.len() == limits::DEPTH {
            if self.too_deep == 0 {
                self.problems.push(limits::too_deep(self.range(start, end)));
                self.place(self.null(start, start), 0);
            }
            self.too_deep += 1;
            return;
        }
        self.frames.push(Frame {
            shape,
            start,
            end: end.max(start),
            base: match shape {
                Shape::List => self.items.len(),
                Shape::Map => self.entries.len(),
            },
            key: None,
            merges: false,
            anchor,
            weight: Weight::LEAF,
        });
    }

    fn close(&mut self, span: Span) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let Some(frame) = self.frames.pop() else { return };
        // Only a flow collection ends with a token of its own (whose span takes in the blanks behind it); a block one
        // ends with its last child.
        let (start, after) = self.bytes(span);
        let end = match self.text.as_bytes().get(start) {
            Some(b']' | b'}') if after > start => start + 1,
            _ => frame.end,
        };
        self.seen = end;
        let value = match frame.shape {
            Shape::List => Value::List(self.items.drain(frame.base..).collect()),
            Shape::Map => {
                let entries: Vec<Entry> = self.entries.drain(frame.base..).collect();
                limits::check_duplicates(&entries, &mut self.problems);
                Value::Map(match frame.merges {
                    true => yaml_merge::resolve(entries),
                    false => entries,
                })
            }
        };
        let node = Node {
            range: self.range(frame.start, end),
            value,
        };
        let finished = Finished {
            node,
            start: frame.start,
            end,
            weight: frame.weight,
        };
        self.place(finished, frame.anchor);
    }

    fn scalar(&mut self, scalar: Scalar<'_>, span: Span) {
        let (start, end) = self.scalar_place(&scalar, span);
        self.seen = end;
        let range = self.range(start, end);
        if let Some(frame) = self.frames.last_mut()
            && frame.shape == Shape::Map
            && frame.key.is_none()
            && scalar.anchor == 0
        {
            frame.merges |= scalar.is_merge_key();
            frame.key = Some((Box::from(scalar.text), range));
            frame.end = end;
            return;
        }
        let is_merge_key = scalar.is_merge_key();
        let anchor = scalar.anchor;
        let value = scalar.value();
        let finished = Finished {
            weight: Weight::of(&value),
            node: Node { range, value },
            start,
            end,
        };
        if is_merge_key && let Some(frame) = self.frames.last_mut() {
            frame.merges |= frame.key.is_none();
        }
        self.place(finished, anchor);
    }

    /// The bytes of a scalar without its properties, without the line end of a block scalar.
    fn scalar_place(&mut self, scalar: &Scalar<'_>, span: Span) -> (usize, usize) {
        let has_properties = scalar.anchor > 0 || scalar.tag.is_some();
        let is_plain = scalar.style == ScalarStyle::Plain;
        if is_plain && scalar.text.is_empty() {
            if has_properties {
                let (_, end) = self.bytes(span);
                return (end, end);
            }
            let at = self.empty_place(span);
            return (at, at);
        }
        let (mut start, mut end) = self.bytes(span);
        if has_properties {
            start = yaml_cursor::after_properties(self.text, start, end);
        }
        // The parser's span of a block starts behind its header and takes in the blank lines that follow; that of a
        // quoted scalar takes in the comment behind it.
        match scalar.style {
            ScalarStyle::Plain => {}
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                end = yaml_cursor::closing_quote(self.text, start, end);
            }
            ScalarStyle::Literal | ScalarStyle::Folded => {
                if !has_properties {
                    start = yaml_cursor::block_header(self.text, self.seen, start);
                }
                end = start + self.text[start..end].trim_end().len();
            }
        }
        (start, end)
    }

    /// Where a value stands that is not written: behind its colon or dash, which is what the parser's span shows
    /// unless it shows the token that came instead of the value.
    fn empty_place(&mut self, span: Span) -> usize {
        let at = self.cursor.byte(span.start.index());
        let frame = self.frames.last();
        match (
            self.text.as_bytes().get(at),
            frame.map(|frame| (frame.shape, frame.key.is_some())),
        ) {
            (Some(b':'), Some((Shape::Map, true))) => at + 1,
            (Some(b':'), Some((Shape::Map, false))) => at,
            (_, Some((Shape::List, _))) => yaml_cursor::after_dash(self.text, self.seen, at),
            _ => self.seen,
        }
    }

    fn alias(&mut self, id: usize, span: Span) {
        let (start, end) = self.bytes(span);
        self.seen = end;
        let is_open = self.frames.iter().any(|frame| frame.anchor == id);
        match self.anchors.expand(id, self.frames.len()) {
            Ok((node, weight)) => self.place(
                Finished {
                    node,
                    start,
                    end,
                    weight,
                },
                0,
            ),
            Err(refusal) => {
                let range = self.range(start, end);
                self.problems.extend(refusal.problem(range, is_open));
                self.place(self.null(start, end), 0);
            }
        }
    }

    fn null(&self, start: usize, end: usize) -> Finished {
        Finished {
            node: Node {
                range: self.range(start, end),
                value: Value::Null,
            },
            start,
            end,
            weight: Weight::LEAF,
        }
    }

    /// Gives a finished value to the collection that is open, or to the stream.
    fn place(&mut self, finished: Finished, anchor: usize) {
        let Finished {
            node,
            start,
            end,
            weight,
        } = finished;
        if anchor > 0 {
            self.anchors.keep(anchor, &node, weight);
        }
        let range = self.range(start, end);
        let Some(frame) = self.frames.last_mut() else {
            self.documents.push(node);
            return;
        };
        frame.end = frame.end.max(end);
        match (frame.shape, frame.key.take()) {
            (Shape::List, _) => {
                frame.weight.add(weight);
                self.items.push(node);
            }
            (Shape::Map, Some((key, key_range))) => {
                frame.weight.add(weight);
                self.entries.push(Entry {
                    key,
                    key_range,
                    value: node,
                });
            }
            (Shape::Map, None) => {
                // The node's own range, not the key's: an alias as a key is what its anchor says.
                let written = || {
                    self.text
                        .get(node.range.start as usize - self.offset..node.range.end as usize - self.offset)
                        .unwrap_or("")
                };
                let key = node.as_str().unwrap_or_else(written);
                frame.key = Some((key.into(), range));
            }
        }
    }

    fn syntax_error(&mut self, error: &ScanError) {
        let at = self.cursor.byte(error.marker().index());
        let found = self.text[at..].chars().next().filter(|c| !matches!(c, '\r' | '\n'));
        let range = self.range(at, at + found.map_or(0, char::len_utf8));
        let mut problem = limits::syntax(range, yaml_message::explain(error.info(), found));
        if error.info().contains("recursion limit") {
            problem.kind = ProblemKind::TooDeep;
        }
        self.problems.push(problem);
    }

    fn bytes(&mut self, span: Span) -> (usize, usize) {
        let start = self.cursor.byte(span.start.index());
        (start, self.cursor.byte(span.end.index()).max(start))
    }
}

/// A scalar as the parser hands it over.
struct Scalar<'e> {
    text: Cow<'e, str>,
    style: ScalarStyle,
    anchor: usize,
    tag: Option<Cow<'e, Tag>>,
}

impl Scalar<'_> {
    fn is_merge_key(&self) -> bool {
        self.style == ScalarStyle::Plain && self.text == yaml_merge::KEY
    }

    fn value(self) -> Value {
        let is_plain = self.style == ScalarStyle::Plain;
        let resolved = match self.tag.as_deref() {
            Some(tag) => match core_tag(tag) {
                Some(name) => yaml_scalar::tagged(name, &self.text),
                // `! 5` says: do not resolve. A tag of somebody's own (`!vault`) leaves the value as it reads.
                None if tag.handle.is_empty() && tag.suffix == "!" => None,
                None => is_plain.then(|| yaml_scalar::resolve(&self.text)).flatten(),
            },
            None if is_plain => yaml_scalar::resolve(&self.text),
            None => None,
        };
        resolved.unwrap_or_else(|| Value::Text(Box::from(self.text)))
    }
}

/// The name of a tag of YAML's own (`str` of `!!str`), however it is written.
fn core_tag(tag: &Tag) -> Option<&str> {
    const PREFIX: &str = "tag:yaml.org,2002:";
    match tag.handle.is_empty() {
        true => tag.suffix.strip_prefix(PREFIX),
        false => (tag.handle == PREFIX).then_some(&tag.suffix),
    }
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
