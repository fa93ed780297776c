//! A value that knows its place: the one shape that YAML, TOML and JSON become.

use crate::text::span::Range;

/// Short texts without an allocation of their own: most keys and values have at most 24 bytes.
pub type Text = compact_str::CompactString;

/// A value and the bytes that it was read from.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where it stands: a scalar without its quotes' outside (quotes included), a block from its first to its last byte.
    /// A value that came through a YAML alias keeps the place of its anchor.
    pub range: Range,
    /// The value.
    pub value: Value,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, `~` or nothing.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number that fits.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// Text. Dates are text: opsrepo reads them itself.
    Text(Text),
    /// A list.
    List(Vec<Node>),
    /// A mapping in the order of the file. YAML merge keys are resolved; keys that came from a merge follow the own ones.
    Map(Vec<Entry>),
}

/// One key of a mapping with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key as text (a key that is a number or a list is given as it is written).
    pub key: Text,
    /// Where the key stands.
    pub key_range: Range,
    /// Its value.
    pub value: Node,
}

impl Node {
    /// The value of a key, if this is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The entry of a key, if this is a mapping that has it.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| &*entry.key == key)
    }

    /// The entries of a mapping; none for everything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; none for everything else.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The text of a text node.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A scalar as text: numbers and truth values are written out; `None` for null, lists and mappings.
    pub fn scalar(&self) -> Option<String> {
        match &self.value {
            Value::Text(text) => Some(text.to_string()),
            Value::Bool(value) => Some(value.to_string()),
            Value::Int(value) => Some(value.to_string()),
            Value::Float(value) => Some(value.to_string()),
            Value::Null | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// True for null.
    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// The word for its type that messages use.
    pub fn type_name(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Int(_) => "an integer",
            Value::Float(_) => "a number",
            Value::Text(_) => "a string",
            Value::List(_) => "a list",
            Value::Map(_) => "a mapping",
        }
    }

    /// The node at a JSON pointer (RFC 6901), as far as it leads.
    pub fn at(&self, pointer: &str) -> Option<&Node> {
        pointer
            .split('/')
            .skip(1)
            .try_fold(self, |node, step| node.step(&unescape(step)))
    }

    /// The deepest node on the way along a JSON pointer: the place to show when the pointer leads to nothing.
    pub fn nearest(&self, pointer: &str) -> &Node {
        let mut node = self;
        for step in pointer.split('/').skip(1) {
            match node.step(&unescape(step)) {
                Some(next) => node = next,
                None => break,
            }
        }
        node
    }

    fn step(&self, step: &str) -> Option<&Node> {
        match &self.value {
            Value::Map(_) => self.get(step),
            Value::List(items) => items.get(step.parse::<usize>().ok()?),
            _ => None,
        }
    }
}

fn unescape(step: &str) -> std::borrow::Cow<'_, str> {
    match step.contains('~') {
        true => step.replace("~1", "/").replace("~0", "~").into(),
        false => step.into(),
    }
}
