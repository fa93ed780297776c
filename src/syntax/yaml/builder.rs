//! Puts nodes together from the parser's events.
//!
//! It must not know what any value is for.

use crate::syntax::document::{Problem, ProblemKind};
use crate::syntax::limits;
use crate::syntax::node::{Entry, Node, Text, Value};
use crate::syntax::yaml::anchor::{Anchors, Refusal, Weight};
use crate::syntax::yaml::cursor::{self, Cursor};
use crate::syntax::yaml::input::Input;
use crate::syntax::yaml::merge;
use crate::syntax::yaml::message;
use crate::syntax::yaml::scalar::Scalar;
use crate::text::span::Range;
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span};

/// A text that becomes nodes. Children of open collections wait on two shared stacks, so that each collection is
/// allocated once, in its final size.
pub(crate) struct Builder<'t> {
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
    /// Brackets that must turn out to close a collection.
    pub(crate) awaited: Vec<usize>,
    /// What was finished.
    pub(crate) documents: Vec<Node>,
    /// What is wrong.
    pub(crate) problems: Vec<Problem>,
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
    key: Option<(Text, Range)>,
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
    /// Of a text that starts at `offset` in its file.
    pub(crate) fn new(text: &'t str, offset: usize) -> Self {
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
            awaited: Vec::new(),
            documents: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Reads the text up to its end or to the first error.
    pub(crate) fn run(&mut self) -> Option<ScanError> {
        let mut parser = Parser::new(Input::new(self.text));
        while let Some(event) = parser.next_event() {
            match event {
                Ok((event, span)) => self.event(event, span),
                Err(error) => return Some(error),
            }
        }
        None
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
            Event::SequenceStart(anchor, _) => self.open(Shape::List, anchor, span),
            Event::MappingStart(anchor, _) => self.open(Shape::Map, anchor, span),
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

    fn open(&mut self, shape: Shape, anchor: usize, span: Span) {
        let (mut start, end) = self.bytes(span);
        // The parser's span runs from the first property (anchor, tag) to the collection's first token.
        if end > start {
            let bytes = self.text.as_bytes();
            start = match (bytes[start], bytes[end - 1]) {
                (_, b'[' | b'{' | b'-') => end - 1,
                (b'&' | b'!', _) => end,
                _ => start,
            };
        }
        if shape == Shape::List && self.frames.last().is_some_and(|frame| frame.shape == Shape::Map) {
            start = cursor::dash_before(self.text, end).unwrap_or(start);
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
            Some(b']' | b'}') if after > start => {
                self.awaited.retain(|&bracket| bracket != start);
                start + 1
            }
            _ => frame.end,
        };
        self.seen = end;
        let value = match frame.shape {
            Shape::List => Value::List(self.items.drain(frame.base..).collect()),
            Shape::Map => {
                let entries: Vec<Entry> = self.entries.drain(frame.base..).collect();
                limits::check_duplicates(&entries, &mut self.problems);
                Value::Map(match frame.merges {
                    true => merge::resolve(entries),
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

    fn scalar(&mut self, mut scalar: Scalar<'_>, span: Span) {
        let (start, end) = self.scalar_place(&scalar, span);
        self.seen = end;
        if scalar.is_block() && end == self.text.len() && scalar.text.ends_with('\n') {
            // The parser adds a line end where the file ends without one.
            scalar.text.to_mut().pop();
        }
        let range = self.range(start, end);
        if let Some(frame) = self.frames.last_mut()
            && frame.shape == Shape::Map
            && frame.key.is_none()
            && scalar.anchor == 0
        {
            frame.merges |= scalar.is_merge_key();
            frame.key = Some((Text::from(scalar.text), range));
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
            start = cursor::after_properties(self.text, start, end);
        }
        // The parser's span of a block starts behind its header and takes in the blank lines that follow; that of a
        // quoted scalar takes in the comment behind it.
        match scalar.style {
            ScalarStyle::Plain => {}
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                end = cursor::closing_quote(self.text, start, end);
            }
            ScalarStyle::Literal | ScalarStyle::Folded => {
                if !has_properties {
                    start = cursor::block_header(self.text, self.seen, start);
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
            (_, Some((Shape::List, _))) => cursor::after_dash(self.text, self.seen, at),
            _ => self.seen,
        }
    }

    fn alias(&mut self, id: usize, span: Span) {
        let (start, end) = self.bytes(span);
        self.seen = end;
        if self.frames.iter().any(|frame| frame.anchor == id) {
            self.refuse(Refusal::Endless, start, end);
            return;
        }
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
            Err(refusal) => self.refuse(refusal, start, end),
        }
    }

    /// An alias that is not expanded reads as null.
    fn refuse(&mut self, refusal: Refusal, start: usize, end: usize) {
        let range = self.range(start, end);
        self.problems.extend(refusal.problem(range));
        self.place(self.null(start, end), 0);
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

    /// Tells the error that [`Builder::run`] stopped at.
    pub(crate) fn syntax_error(&mut self, error: &ScanError) {
        let at = self.cursor.byte(error.marker().index());
        let found = self.text[at..].chars().next().filter(|c| !matches!(c, '\r' | '\n'));
        let range = self.range(at, at + found.map_or(0, char::len_utf8));
        let mut problem = limits::syntax(range, message::explain(error.info(), found));
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
