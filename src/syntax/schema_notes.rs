//! What a JSON Schema says of the keys of a value: descriptions, types, values that are allowed, defaults.
//!
//! It checks nothing, follows no reference out of the schema, and is bounded in depth and in number: a schema that
//! turns in circles costs no more than another.

use crate::syntax::node::{Node, Value as NodeValue};
use crate::syntax::schema::to_json;
use crate::text::span::Range;
use serde_json::Value;

/// References followed, and combinations opened, until a place of the schema counts as too far away.
const FAR: usize = 12;
/// Places of a schema that may describe one value.
const MANY: usize = 16;
/// Levels of a value that are walked.
const DEEP: usize = 40;
/// Values that are named, where only some are allowed.
const VALUES: usize = 12;

/// What is said of one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Where the key stands.
    pub key: Range,
    /// What it means; may be empty.
    pub text: String,
    /// The type of its value in words; may be empty.
    pub kind: String,
    /// The values that are allowed, as they are written; empty where there is no such list.
    pub values: Vec<String>,
    /// More values are allowed than are named here.
    pub has_more: bool,
    /// The value that counts where none is written; may be empty.
    pub default: String,
    /// Whether the schema calls it outdated.
    pub is_deprecated: bool,
}

/// What a schema says of the keys of a value, in the order of the file; of those that it says nothing of but their type,
/// nothing.
pub fn notes(schema: &Value, node: &Node) -> Vec<Note> {
    let mut walk = Walk {
        root: schema,
        notes: Vec::new(),
    };
    let mut places = Vec::new();
    walk.open(schema, node, FAR, &mut places);
    walk.node(node, &places, DEEP);
    walk.notes
}

struct Walk<'s> {
    root: &'s Value,
    notes: Vec<Note>,
}

impl<'s> Walk<'s> {
    /// Goes into a value that these places of the schema describe.
    fn node(&mut self, node: &Node, places: &[&'s Value], deep: usize) {
        let Some(deep) = deep.checked_sub(1).filter(|_| !places.is_empty()) else {
            return;
        };
        match &node.value {
            NodeValue::Map(entries) => {
                for entry in entries {
                    let mut inner = Vec::new();
                    for place in places {
                        if let Some(of_key) = of_key(place, &entry.key) {
                            self.open(of_key, &entry.value, FAR, &mut inner);
                        }
                    }
                    self.notes.extend(note(entry.key_range, &inner));
                    self.node(&entry.value, &inner, deep);
                }
            }
            NodeValue::List(items) => {
                for (at, item) in items.iter().enumerate() {
                    let mut inner = Vec::new();
                    for place in places {
                        if let Some(of_item) = of_item(place, at) {
                            self.open(of_item, item, FAR, &mut inner);
                        }
                    }
                    self.node(item, &inner, deep);
                }
            }
            _ => {}
        }
    }

    /// A place of the schema and all that it is put together from, as far as they fit the value.
    fn open(&self, place: &'s Value, node: &Node, far: usize, out: &mut Vec<&'s Value>) {
        let is_new = !out.iter().any(|known| std::ptr::eq(*known, place));
        let Some(far) = far
            .checked_sub(1)
            .filter(|_| is_new && place.is_object() && out.len() < MANY)
        else {
            return;
        };
        out.push(place);
        if let Some(target) = place.get("$ref").and_then(|to| self.target(to.as_str()?)) {
            self.open(target, node, far, out);
        }
        for word in ["allOf", "anyOf", "oneOf"] {
            let parts = place.get(word).and_then(Value::as_array).into_iter().flatten();
            for part in parts.filter(|part| word == "allOf" || self.fits(part, node, far)) {
                self.open(part, node, far, out);
            }
        }
        for word in ["then", "else"] {
            if let Some(part) = place.get(word) {
                self.open(part, node, far, out);
            }
        }
    }

    fn target(&self, reference: &str) -> Option<&'s Value> {
        match reference.strip_prefix('#')? {
            "" => Some(self.root),
            pointer => self.root.pointer(pointer),
        }
    }

    /// False for an alternative that the type of the value, or one of its fixed keys, rules out.
    fn fits(&self, part: &Value, node: &Node, far: usize) -> bool {
        let types = part.get("type");
        let mut named = match types {
            Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(one)) => vec![one.as_str()],
            _ => Vec::new(),
        }
        .into_iter()
        .peekable();
        if named.peek().is_some() && !named.any(|name| is_type(node, name)) {
            return false;
        }
        if let Some(target) = part.get("$ref").and_then(|to| self.target(to.as_str()?)) {
            return far.checked_sub(1).is_none_or(|far| self.fits(target, node, far));
        }
        let keys = part.get("properties").and_then(Value::as_object).into_iter().flatten();
        keys.filter_map(|(key, of_key)| Some((of_key, node.get(key)?)))
            .all(|(of_key, value)| {
                let is_const = |allowed: &Value| *allowed == to_json(value);
                let is_in = |all: &Value| all.as_array().is_none_or(|all| all.iter().any(is_const));
                of_key.get("const").is_none_or(is_const) && of_key.get("enum").is_none_or(is_in)
            })
    }
}

fn is_type(node: &Node, name: &str) -> bool {
    match &node.value {
        NodeValue::Null => name == "null",
        NodeValue::Bool(_) => name == "boolean",
        NodeValue::Int(_) => matches!(name, "integer" | "number"),
        NodeValue::Float(_) => name == "number",
        NodeValue::Text(_) => name == "string",
        NodeValue::List(_) => name == "array",
        NodeValue::Map(_) => name == "object",
    }
}

fn of_key<'s>(place: &'s Value, key: &str) -> Option<&'s Value> {
    let own = place.get("properties").and_then(|all| all.get(key));
    // Patterns are not matched here: where there is one, it is the one.
    let by_pattern = || {
        let all = place.get("patternProperties")?.as_object()?;
        all.values().next().filter(|_| all.len() == 1)
    };
    own.or_else(by_pattern).or_else(|| place.get("additionalProperties"))
}

fn of_item(place: &Value, at: usize) -> Option<&Value> {
    let items = place.get("items");
    let in_order = place.get("prefixItems").or(items).and_then(Value::as_array);
    let by_place = in_order.and_then(|all| all.get(at));
    by_place.or_else(|| items.filter(|items| items.is_object()))
}

/// What these places say of a key; each thing is taken from the first that says it.
fn note(key: Range, places: &[&Value]) -> Option<Note> {
    let text = |word: &str| places.iter().find_map(|place| place.get(word)?.as_str());
    let allowed = places.iter().find_map(|place| place.get("enum")?.as_array());
    let is_fixed = |place: &&&Value| place.get("const").is_some();
    let alternatives = || places.iter().filter(is_fixed).filter_map(|place| place.get("const"));
    let values: Vec<String> = match allowed {
        Some(allowed) => allowed.iter().map(written).collect(),
        None => alternatives().map(written).collect(),
    };
    let note = Note {
        key,
        text: text("description")
            .or_else(|| text("title"))
            .unwrap_or("")
            .trim()
            .to_owned(),
        kind: places
            .iter()
            .find_map(|place| place.get("type"))
            .map(type_in_words)
            .unwrap_or_default(),
        has_more: values.len() > VALUES,
        values: values.into_iter().take(VALUES).collect(),
        default: places
            .iter()
            .find_map(|place| place.get("default"))
            .map(written)
            .unwrap_or_default(),
        is_deprecated: places
            .iter()
            .any(|place| place.get("deprecated") == Some(&Value::Bool(true))),
    };
    let says = !note.text.is_empty() || !note.values.is_empty() || !note.default.is_empty() || note.is_deprecated;
    says.then_some(note)
}

fn type_in_words(types: &Value) -> String {
    let word = |name: &Value| match name.as_str().unwrap_or("") {
        "array" => "list".to_owned(),
        "object" => "mapping".to_owned(),
        name => name.to_owned(),
    };
    match types {
        Value::Array(all) => all.iter().map(word).collect::<Vec<_>>().join(" or "),
        one => word(one),
    }
}

/// A value as one line, shortened where it is long.
fn written(value: &Value) -> String {
    let whole = match value {
        Value::String(text) => text.clone(),
        Value::Object(map) if map.is_empty() => "{}".to_owned(),
        other => other.to_string(),
    };
    match whole.char_indices().nth(60) {
        Some((cut, _)) => format!("{}…", &whole[..cut]),
        None => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::notes;
    use crate::syntax::yaml::tests::parse;

    /// `key: text|type|values|default` of each note.
    fn shown(schema: &str, text: &str) -> Vec<String> {
        let schema = super::to_json(&parse(schema).data[0]);
        let show = |note: &super::Note| {
            let values = note.values.join(",");
            format!(
                "{}: {}|{}|{values}|{}",
                note.key.of(text),
                note.text,
                note.kind,
                note.default
            )
        };
        notes(&schema, &parse(text).data[0]).iter().map(show).collect()
    }

    #[test]
    fn keys_are_described_where_the_schema_says_something() {
        for (schema, text, expected) in [
            (
                "{properties: {a: {description: ' Of a ', type: integer, default: 3}, b: {type: string}}}",
                "a: 1\nb: x\nc: 2\n",
                &["a: Of a|integer||3"][..],
            ),
            (
                "{$ref: '#/$defs/x', $defs: {x: {properties: {l: {items: {properties: {e: {enum: [p, 1]}}}}}}}}",
                "l:\n- e: p\n",
                &["e: ||p,1|"],
            ),
            (
                "{oneOf: [{properties: {k: {const: a}, v: {title: A}}}, {properties: {k: {const: b}, v: {title: B}}}]}",
                "k: b\nv: 1\n",
                &["k: ||b|", "v: B|||"],
            ),
            (
                "{additionalProperties: {description: any, type: [string, 'null']}}",
                "x: y\n",
                &["x: any|string or null||"],
            ),
        ] {
            assert_eq!(shown(schema, text), expected, "{schema}");
        }
    }

    #[test]
    fn circles_end() {
        let schema = "{$ref: '#', allOf: [{$ref: '#'}, {$ref: '#'}], properties: {a: {$ref: '#', description: x}}}";
        let deep = format!("{}1{}\n", "{a: ".repeat(60), "}".repeat(60));
        assert!((1..=60).contains(&shown(schema, &deep).len()));
        let wide = "{anyOf: [{$ref: '#'}, {$ref: '#'}, {$ref: '#'}], properties: {a: {$ref: '#'}}}";
        assert!(shown(wide, "a: {a: {a: 1}}\n").is_empty());
    }
}
