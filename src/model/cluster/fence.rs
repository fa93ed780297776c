//! Strictness: from what a schema names to a schema that allows no other keys.
//!
//! An object may be described by several schemas at once: by the parts of `allOf`, `anyOf` and `oneOf`, and by what they refer
//! to. Each of them alone would forbid what another one names, so none is closed. Beside them stands a fence of its own, which
//! knows for each place what all of them name together and forbids the rest. Where one of them allows anything, or is not to
//! be had, the fence is open.
//!
//! Source of the `x-kubernetes-…` extensions: the Kubernetes documentation of CustomResourceDefinitions, "Controlling pruning"
//! and "RawExtension". It does not know where schemas come from.

use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What the top of every object may hold, whatever its schema says.
const TOP: [&str; 3] = ["apiVersion", "kind", "metadata"];

/// Where the fences stand that others refer to.
const PLACE: &str = "definitions";

/// As many places of a schema as are fenced, and as many schemas as lead to each other: what lies behind is left open.
const PLACES: usize = 200_000;
const DEPTH: usize = 64;

/// Forbids keys that a schema does not name, where it names some and says nothing about others.
pub(crate) fn close(schema: &mut Value) {
    let mut builder = Builder {
        schema: &*schema,
        numbers: BTreeMap::new(),
        waiting: Vec::new(),
        left: PLACES,
    };
    let Some(mut fence) = builder.fence(vec![builder.schema]) else {
        return;
    };
    if let Some(Value::Object(properties)) = fence.get_mut("properties") {
        for key in TOP {
            properties.insert(
                key.to_owned(),
                properties.get(key).cloned().unwrap_or_else(|| json!({})),
            );
        }
    }
    let mut referred = Map::new();
    while let Some((number, schemas)) = builder.waiting.pop() {
        let fence = builder.fence(schemas).unwrap_or_else(|| json!({}));
        referred.insert(name(number), fence);
    }
    if let Value::Object(map) = schema {
        // Beside a reference nothing counts in the older drafts.
        let reference = map.remove("$ref").map(|target| json!({"$ref": target}));
        let parts = map.entry("allOf").or_insert_with(|| json!([]));
        if let Value::Array(parts) = parts {
            parts.extend(reference.into_iter().chain([fence]));
        }
        if let Value::Object(place) = map.entry(PLACE).or_insert_with(|| json!({})) {
            place.extend(referred);
        }
    }
}

fn name(number: usize) -> String {
    format!("opsrepo-fence-{number}")
}

/// What a schema says of the keys of an object.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Says {
    /// Nothing: it is about other things.
    Nothing,
    /// That it may hold any.
    Anything,
    /// Some of their names.
    Names,
}

/// What all schemas of a place say together.
#[derive(Default)]
struct Shape<'s> {
    named: BTreeMap<&'s str, Vec<&'s Value>>,
    required: BTreeSet<&'s str>,
    /// What describes the keys that a schema does not name, with that schema.
    others: Vec<(&'s Map<String, Value>, &'s Value)>,
    items: Vec<&'s Value>,
    /// Keys that nobody names are right here.
    is_open: bool,
    /// The schemas themselves forbid what they do not name.
    is_closed: bool,
    /// Nobody knows what else may stand here, nor what the values of named keys are to others.
    is_unknown: bool,
    seen: HashMap<usize, Says>,
}

struct Builder<'s> {
    schema: &'s Value,
    /// The schemas of a place, by their addresses → the number of its fence.
    numbers: BTreeMap<Vec<usize>, usize>,
    waiting: Vec<(usize, Vec<&'s Value>)>,
    left: usize,
}

impl<'s> Builder<'s> {
    /// The fence of a place that these schemas describe together; `None` where it would keep nothing out.
    fn fence(&mut self, schemas: Vec<&'s Value>) -> Option<Value> {
        self.left = self.left.checked_sub(1)?;
        let mut shape = Shape::default();
        let says: Vec<Says> = schemas
            .iter()
            .map(|schema| self.gather(schema, &mut shape, DEPTH))
            .collect();
        if shape.is_unknown || says.contains(&Says::Anything) {
            return None;
        }
        let closes = says.contains(&Says::Names) && !shape.is_open && !shape.is_closed;
        let others = shape.others.iter().map(|(_, schema)| *schema).collect();
        let others = self.below(others).filter(|_| !closes);
        let mut properties = Map::new();
        for (name, mut schemas) in std::mem::take(&mut shape.named) {
            let silent = shape.others.iter().filter(|(schema, _)| !names(schema, name));
            schemas.extend(silent.map(|(_, others)| *others));
            match self.below(schemas) {
                Some(fence) => properties.insert(name.to_owned(), fence),
                None if closes || others.is_some() => properties.insert(name.to_owned(), json!({})),
                None => None,
            };
        }
        let mut fence = Map::new();
        if closes {
            for name in &shape.required {
                properties.entry(*name).or_insert_with(|| json!({}));
            }
            fence.insert("additionalProperties".to_owned(), Value::Bool(false));
        }
        fence.extend(others.map(|fence| ("additionalProperties".to_owned(), fence)));
        fence.extend(self.below(shape.items).map(|fence| ("items".to_owned(), fence)));
        if !properties.is_empty() {
            fence.insert("properties".to_owned(), Value::Object(properties));
        }
        (!fence.is_empty()).then_some(Value::Object(fence))
    }

    /// The fence of a place inside. Where a schema refers to another, it stands apart: the schema may come back to itself.
    fn below(&mut self, schemas: Vec<&'s Value>) -> Option<Value> {
        if schemas.is_empty() {
            return None;
        }
        if !schemas.iter().any(|schema| refers(schema)) {
            return self.fence(schemas);
        }
        let mut key: Vec<usize> = schemas.iter().map(|schema| address(schema)).collect();
        key.sort_unstable();
        key.dedup();
        let next = self.numbers.len();
        let number = *self.numbers.entry(key).or_insert(next);
        if number == next {
            self.waiting.push((number, schemas));
        }
        Some(json!({"$ref": format!("#/{PLACE}/{}", name(number))}))
    }

    /// Adds what a schema and its parts say of the same value.
    fn gather(&self, schema: &'s Value, shape: &mut Shape<'s>, depth: usize) -> Says {
        let Value::Object(map) = schema else {
            shape.is_unknown |= schema != &Value::Bool(false);
            return Says::Nothing;
        };
        if let Some(known) = shape.seen.get(&address(schema)) {
            return *known;
        }
        shape.seen.insert(address(schema), Says::Nothing);
        let mut says = self.own(map, shape);
        if depth == 0 || map.contains_key("$dynamicRef") || map.contains_key("$recursiveRef") {
            shape.is_unknown = true;
            return says;
        }
        if let Some(reference) = map.get("$ref").and_then(Value::as_str) {
            match reference.strip_prefix('#').and_then(|at| self.schema.pointer(at)) {
                Some(target) => says = says.max(self.gather(target, shape, depth - 1)),
                None => shape.is_unknown = true,
            }
        }
        for part in parts(map, &["allOf"]) {
            says = says.max(self.gather(part, shape, depth - 1));
        }
        for part in parts(map, &["anyOf", "oneOf"]) {
            match self.gather(part, shape, depth - 1) {
                // It is one of several: where it fits, the others have no say.
                Says::Anything => shape.is_unknown = true,
                Says::Names => says = Says::Names,
                Says::Nothing => {}
            }
        }
        for part in conditional(map) {
            if self.gather(part, shape, depth - 1) == Says::Names {
                says = Says::Names;
            }
        }
        shape.seen.insert(address(schema), says);
        says
    }

    /// What a schema says without its parts.
    fn own(&self, map: &'s Map<String, Value>, shape: &mut Shape<'s>) -> Says {
        let is = |name: &str| map.get(name) == Some(&Value::Bool(true));
        shape.is_open |= is("x-kubernetes-preserve-unknown-fields") || is("x-kubernetes-embedded-resource");
        shape.is_unknown |= map
            .get("patternProperties")
            .and_then(Value::as_object)
            .is_some_and(|patterns| !patterns.is_empty());
        let properties = map.get("properties").and_then(Value::as_object);
        for (name, schema) in properties.into_iter().flatten() {
            shape.named.entry(name).or_default().push(schema);
        }
        let required = map.get("required").and_then(Value::as_array).into_iter().flatten();
        shape.required.extend(required.filter_map(Value::as_str));
        shape.items.extend(map.get("items"));
        shape.items.extend(map.get("prefixItems"));
        let others = ["additionalProperties", "unevaluatedProperties"].map(|key| map.get(key));
        for others in others.into_iter().flatten() {
            match others {
                Value::Bool(false) => shape.is_closed = true,
                others => {
                    shape.is_open = true;
                    shape.others.push((map, others));
                }
            }
        }
        match properties.is_some_and(|properties| !properties.is_empty()) {
            true => Says::Names,
            false if others.iter().all(Option::is_none) && is_free(map) => Says::Anything,
            false => Says::Nothing,
        }
    }
}

/// True for a schema that allows any object: it says no more than that it is one, or nothing at all.
fn is_free(map: &Map<String, Value>) -> bool {
    let says_object = match map.get("type") {
        Some(Value::String(kind)) => kind == "object",
        Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind == "object"),
        _ => false,
    };
    let is_remark = |key: &String| {
        key.starts_with("x-")
            || matches!(
                key.as_str(),
                "title" | "description" | "default" | "example" | "examples"
            )
    };
    says_object || map.keys().all(is_remark)
}

fn names(map: &Map<String, Value>, key: &str) -> bool {
    map.get("properties")
        .and_then(Value::as_object)
        .is_some_and(|properties| properties.contains_key(key))
}

/// The schemas in these lists of parts.
fn parts<'s>(map: &'s Map<String, Value>, keys: &'static [&str]) -> impl Iterator<Item = &'s Value> {
    keys.iter()
        .filter_map(|key| map.get(*key)?.as_array())
        .flat_map(|parts| parts.iter())
}

/// The schemas that count under a condition, and the conditions.
fn conditional(map: &Map<String, Value>) -> impl Iterator<Item = &Value> {
    let branches = ["if", "then", "else"].into_iter().filter_map(|key| map.get(key));
    let named = ["dependencies", "dependentSchemas"].into_iter();
    let dependent = named.filter_map(|key| map.get(key)?.as_object()).flat_map(Map::values);
    branches.chain(dependent.filter(|one| one.is_object()))
}

/// True where a schema or one of its parts refers to another.
fn refers(schema: &Value) -> bool {
    let Value::Object(map) = schema else { return false };
    map.contains_key("$ref")
        || parts(map, &["allOf", "anyOf", "oneOf"])
            .chain(conditional(map))
            .any(refers)
}

/// A schema is known by where it lies.
fn address(schema: &Value) -> usize {
    std::ptr::from_ref(schema).addr()
}

#[cfg(test)]
mod tests {
    use super::close;
    use crate::model::cluster::openapi::adopt;
    use crate::syntax::schema::Schema;
    use crate::syntax::yaml::tests::parse;

    /// The keys that are unknown to a schema, in YAML; of a text in YAML.
    fn unknown(schema: &str, text: &str) -> Vec<String> {
        let mut schema = crate::syntax::schema::to_json(&parse(schema).data[0]);
        adopt(&mut schema);
        close(&mut schema);
        let found = Schema::of_objects(schema).unwrap().check(&parse(text).data[0]);
        found.into_iter().map(|found| found.pointer).collect()
    }

    #[test]
    fn what_one_part_names_is_right_for_all() {
        let text = "s: {a: 1, b: {c: 1, d: 1, x: 1}, y: 1}\nz: 1\n";
        for schema in [
            "{properties: {s: {properties: {a: {}}, allOf: [{properties: {b: {properties: {c: {}}}}}, {properties: {b: \
             {properties: {d: {}}}}}]}}}",
            "{properties: {s: {properties: {a: {}}}}, anyOf: [{properties: {s: {properties: {b: {properties: {c: {}}}}}}}, \
             {properties: {s: {required: [a], properties: {b: {properties: {d: {}}}}}}}]}",
            "{properties: {s: {oneOf: [{$ref: '#/definitions/s'}, {required: [no]}], properties: {b: {properties: {d: \
             {}}}}}}, definitions: {s: {properties: {a: {}, b: {properties: {c: {}}}}}}}",
            "{$ref: '#/definitions/s', definitions: {s: {properties: {s: {allOf: [{$ref: '#/definitions/t'}]}}}, t: \
             {properties: {a: {}, b: {properties: {c: {}, d: {}}}}}}}",
        ] {
            assert_eq!(unknown(schema, text), ["/s/b/x", "/s/y", "/z"], "{schema}");
        }
    }

    #[test]
    fn what_may_hold_anything_stays_open() {
        for inner in [
            "{x-kubernetes-preserve-unknown-fields: true, properties: {a: {}}}",
            "{x-kubernetes-embedded-resource: true, properties: {a: {}}}",
            "{properties: {a: {}}, allOf: [{x-kubernetes-preserve-unknown-fields: true}]}",
            "{properties: {a: {}}, anyOf: [{type: object}, {required: [a]}]}",
            "{properties: {a: {}}, anyOf: [{description: whatever}, {required: [a]}]}",
            "{properties: {a: {}}, oneOf: [{additionalProperties: {type: integer}}, {required: [a]}]}",
            "{properties: {a: {}}, patternProperties: {'^y': {}}}",
            "{properties: {a: {}}, allOf: [{$ref: '#named'}]}",
            "{type: object}",
            "{required: [y]}",
            "{type: object, additionalProperties: {type: integer}}",
        ] {
            let schema = format!("{{properties: {{s: {inner}}}}}");
            let mut schema = crate::syntax::schema::to_json(&parse(&schema).data[0]);
            close(&mut schema);
            let fence = &schema["allOf"][0]["properties"]["s"];
            assert_ne!(fence["additionalProperties"], false, "{inner} {fence}");
        }
        // Below such an object a schema that names keys counts again.
        let kept =
            "{properties: {s: {x-kubernetes-preserve-unknown-fields: true, properties: {a: {properties: {b: {}}}}}}}";
        assert_eq!(unknown(kept, "s: {y: {z: 1}, a: {b: 1, c: 1}}\n"), ["/s/a/c"]);
    }

    #[test]
    fn lists_maps_and_circles_are_fenced() {
        let schema = "{properties: {l: {type: array, items: {properties: {a: {}}}}, m: {additionalProperties: {properties: {a: \
                      {}}}}, me: {$ref: '#'}}}";
        assert_eq!(
            unknown(schema, "l: [{a: 1, x: 1}]\nm: {k: {x: 1}}\nme: {me: {l: [], x: 1}}\n"),
            ["/l/0/x", "/m/k/x", "/me/me/x"]
        );
        // A key that is required is known, and so is what stands at the top of every object.
        let top = "{properties: {s: {properties: {a: {}}, required: [b]}}}";
        assert_eq!(unknown(top, "kind: K\nmetadata: {name: n}\ns: {b: 1}\n"), [""; 0]);
        // What is closed already is told once.
        let closed = "{properties: {s: {properties: {a: {}}, additionalProperties: false}}}";
        assert_eq!(unknown(closed, "s: {x: 1}\n"), ["/s/x"]);
        let mut endless = serde_json::json!({"allOf": [{"$ref": "#"}, {"properties": {"a": {"$ref": "#"}}}]});
        close(&mut endless);
    }
}
