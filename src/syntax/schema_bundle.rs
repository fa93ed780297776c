//! Brings the parts of other files that a schema refers to into the schema, so that it stands for itself.
//!
//! It fetches nothing and knows no files: it asks for what a reference names, and is told why where it is not to be had.
//! Only `$ref`s that name another file are changed; what refers to the schema itself stays as it is.

use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Where the brought parts stand.
const PLACE: &str = "definitions";

/// A part of another file, as it was found.
pub(crate) struct Part {
    /// A name for the file, from which its own references are asked for.
    pub(crate) file: String,
    /// The whole file.
    pub(crate) value: Arc<Value>,
}

/// Finds the file that a reference names, from the file in which it stands; else says why it is not to be had.
pub(crate) type Look<'l> = dyn FnMut(&str, &str) -> Result<Part, String> + 'l;

/// A reference that leads to nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Refused {
    /// What is written.
    pub(crate) reference: String,
    /// Why it is not to be had.
    pub(crate) why: String,
}

/// Brings in everything that `schema`, which is called `file`, refers to. What is not to be had allows everything, and is
/// returned.
pub(crate) fn bundle(schema: &mut Value, file: &str, look: &mut Look<'_>) -> BTreeSet<Refused> {
    let mut own = BTreeSet::new();
    let mut leads_out = false;
    survey(schema, &mut own, &mut leads_out);
    if !leads_out {
        return BTreeSet::new();
    }
    let mut bundle = Bundle {
        own,
        look,
        names: BTreeMap::new(),
        waiting: Vec::new(),
        refused: BTreeSet::new(),
    };
    bundle.walk(schema, file, Owner::Schema);
    let mut parts = Map::new();
    while let Some((name, file, mut part)) = bundle.waiting.pop() {
        if let Value::Object(map) = &mut part {
            map.retain(|key, value| !matches!(key.as_str(), "$id" | "id" | "$schema") || !value.is_string());
        }
        bundle.walk(&mut part, &file, Owner::Other);
        parts.insert(name, part);
    }
    if let Value::Object(map) = schema
        && !parts.is_empty()
    {
        let place = map.entry(PLACE).or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(known) = place {
            known.extend(parts);
        }
    }
    bundle.refused
}

/// The names that a schema gives itself and its parts, and whether it refers to another file at all.
fn survey(value: &Value, own: &mut BTreeSet<String>, leads_out: &mut bool) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                match (key.as_str(), inner) {
                    ("$id" | "id", Value::String(name)) => {
                        own.insert(name.trim_end_matches('#').to_owned());
                    }
                    ("$ref", Value::String(text)) => *leads_out |= !text.starts_with('#'),
                    _ => survey(inner, own, leads_out),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| survey(item, own, leads_out)),
        _ => {}
    }
}

/// Whose references are looked at.
#[derive(Clone, Copy, PartialEq)]
enum Owner {
    /// The schema's own: those into itself stay.
    Schema,
    /// A brought part's.
    Other,
}

struct Bundle<'b, 'l> {
    own: BTreeSet<String>,
    look: &'b mut Look<'l>,
    /// File and fragment → the name of the brought part.
    names: BTreeMap<(String, String), String>,
    waiting: Vec<(String, String, Value)>,
    refused: BTreeSet<Refused>,
}

impl Bundle<'_, '_> {
    fn walk(&mut self, value: &mut Value, file: &str, owner: Owner) {
        match value {
            Value::Object(map) => {
                let reference = map.get("$ref").and_then(Value::as_str).map(str::to_owned);
                if let Some(reference) = reference.filter(|reference| !self.stays(reference, owner)) {
                    match self.bring(&reference, file) {
                        Some(name) => {
                            map.insert("$ref".to_owned(), Value::from(format!("#/{PLACE}/{name}")));
                        }
                        None => {
                            map.remove("$ref");
                            // Said aloud, for those who forbid what nobody allows.
                            map.insert("additionalProperties".to_owned(), Value::Bool(true));
                        }
                    }
                }
                for (_, inner) in map
                    .iter_mut()
                    .filter(|(key, _)| !matches!(key.as_str(), "const" | "enum" | "default"))
                {
                    self.walk(inner, file, owner);
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.walk(item, file, owner)),
            _ => {}
        }
    }

    /// References into the schema itself, to the names that it gives, and to the drafts, which are known.
    fn stays(&self, reference: &str, owner: Owner) -> bool {
        let file = reference.split('#').next().unwrap_or("");
        match owner {
            Owner::Schema => file.is_empty() || self.own.contains(file) || is_draft(file),
            Owner::Other => is_draft(file),
        }
    }

    /// The name under which the part stands in the schema; `None` where it is not to be had.
    fn bring(&mut self, reference: &str, from: &str) -> Option<String> {
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let found = (self.look)(from, file);
        let part = match found {
            Ok(part) => part,
            Err(why) => return self.refuse(reference, why),
        };
        let key = (part.file.clone(), fragment.to_owned());
        if let Some(name) = self.names.get(&key) {
            return Some(name.clone());
        }
        let Some(value) = part.value.pointer(&unescape(fragment)) else {
            return self.refuse(reference, "there is nothing at this place of the file".to_owned());
        };
        let name = format!("opsrepo-{}", self.names.len());
        self.waiting.push((name.clone(), part.file, value.clone()));
        self.names.insert(key, name.clone());
        Some(name)
    }

    fn refuse(&mut self, reference: &str, why: String) -> Option<String> {
        self.refused.insert(Refused {
            reference: reference.to_owned(),
            why,
        });
        None
    }
}

/// The drafts of JSON Schema themselves.
pub(crate) fn is_draft(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| rest.starts_with("json-schema.org/"))
}

/// A fragment as a JSON pointer: of the characters that URLs escape, those that pointers use.
fn unescape(fragment: &str) -> String {
    fragment
        .replace("%25", "%")
        .replace("%7B", "{")
        .replace("%7D", "}")
        .replace("%20", " ")
}

#[cfg(test)]
mod tests {
    use super::{Part, bundle};
    use serde_json::{Value, json};
    use std::sync::Arc;

    fn run(schema: &mut Value) -> Vec<String> {
        let shared = Arc::new(json!({"definitions": {
            "a": {"properties": {"b": {"$ref": "#/definitions/b"}, "me": {"$ref": "#/definitions/a"}}},
            "b": {"type": "string"}
        }}));
        let mut look = |from: &str, file: &str| match file {
            "shared.json" | "" => {
                assert!(file == "shared.json" || from == "shared.json");
                Ok(Part {
                    file: "shared.json".to_owned(),
                    value: Arc::clone(&shared),
                })
            }
            other => Err(format!("no {other}")),
        };
        let refused = bundle(schema, "x.json", &mut look);
        refused.into_iter().map(|refused| refused.reference).collect()
    }

    #[test]
    fn parts_are_brought_in_with_their_own_references() {
        let mut schema =
            json!({"properties": {"x": {"$ref": "shared.json#/definitions/a"}, "y": {"$ref": "#/properties/x"}}});
        assert!(run(&mut schema).is_empty());
        let validator = crate::syntax::schema::Schema::from_value(schema).unwrap();
        let check = |text| validator.check(&crate::syntax::yaml::tests::parse(text).data[0]).len();
        assert_eq!(check("x: {b: s, me: {b: s}}\n"), 0);
        assert_eq!(check("x: {me: {me: {b: 1}}}\n"), 1);
        assert_eq!(check("y: {b: 1}\n"), 1);
    }

    #[test]
    fn what_is_not_to_be_had_allows_everything() {
        let mut schema =
            json!({"properties": {"x": {"$ref": "https://example.org/a.json"}, "y": {"$ref": "shared.json#/none"}}});
        assert_eq!(run(&mut schema), ["https://example.org/a.json", "shared.json#/none"]);
        assert_eq!(
            schema,
            json!({"properties": {"x": {"additionalProperties": true}, "y": {"additionalProperties": true}}})
        );
    }

    #[test]
    fn a_schema_that_stands_for_itself_stays() {
        let whole = json!({"$id": "https://example.org/a.json", "items": {"$ref": "#"}});
        let mut schema = whole.clone();
        assert!(run(&mut schema).is_empty());
        assert_eq!(schema, whole);
    }
}
