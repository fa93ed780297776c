//! From the schemas of OpenAPI 3, as Kubernetes writes them, to JSON Schema (draft 4, which they are nearest to).
//!
//! Source: the Kubernetes documentation of CustomResourceDefinitions, "Specifying a structural schema" and the
//! `x-kubernetes-…` extensions. It changes values; it does not know where they come from.

use serde_json::{Map, Value, json};

/// The draft that these schemas are nearest to.
const DRAFT: &str = "http://json-schema.org/draft-04/schema#";

/// What the top of every object may hold, whatever its schema says.
const TOP: [&str; 3] = ["apiVersion", "kind", "metadata"];

/// Makes the schema of a custom resource one that can be checked.
pub(crate) fn to_schema(schema: &mut Value) {
    open(schema);
    adopt(schema);
}

/// Names the draft: stores name none that exists.
pub(crate) fn adopt(schema: &mut Value) {
    if let Value::Object(map) = schema {
        map.insert("$schema".to_owned(), Value::from(DRAFT));
        for name in ["id", "$id"] {
            if map.get(name).is_some_and(Value::is_string) {
                map.remove(name);
            }
        }
    }
}

/// Takes away all patterns: one that only another engine reads makes a whole schema useless.
pub(crate) fn without_patterns(schema: &mut Value) {
    if let Value::Object(map) = schema
        && map.get("pattern").is_some_and(Value::is_string)
    {
        map.remove("pattern");
    }
    each(schema, &mut |inner, _| without_patterns(inner));
}

/// Forbids keys that a schema does not name, where it names some and says nothing about others.
pub(crate) fn close(schema: &mut Value) {
    close_below(schema, Place::Value);
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        allow_top(properties);
    }
}

fn close_below(schema: &mut Value, place: Place) {
    if let Value::Object(map) = schema {
        let names = [
            "additionalProperties",
            "patternProperties",
            "allOf",
            "anyOf",
            "oneOf",
            "$ref",
            "not",
        ];
        let preserves = map.get("x-kubernetes-preserve-unknown-fields") == Some(&Value::Bool(true));
        let names_some = map
            .get("properties")
            .and_then(Value::as_object)
            .is_some_and(|all| !all.is_empty());
        if place == Place::Value && names_some && !preserves && !names.iter().any(|name| map.contains_key(*name)) {
            map.insert("additionalProperties".to_owned(), Value::Bool(false));
        }
        if map.get("x-kubernetes-embedded-resource") == Some(&Value::Bool(true))
            && let Some(Value::Object(properties)) = map.get_mut("properties")
        {
            allow_top(properties);
        }
    }
    each(schema, &mut |inner, place| close_below(inner, place));
}

fn allow_top(properties: &mut Map<String, Value>) {
    for key in TOP {
        properties.entry(key).or_insert_with(|| json!({}));
    }
}

/// What the extensions mean, said in the words of JSON Schema.
fn open(schema: &mut Value) {
    if let Value::Object(map) = schema {
        let is = |map: &Map<String, Value>, name: &str| map.get(name) == Some(&Value::Bool(true));
        if is(map, "x-kubernetes-int-or-string") {
            map.insert("type".to_owned(), json!(["integer", "string"]));
        }
        let kind = map.get("type").and_then(Value::as_str).map(str::to_owned);
        if let Some(kind) = kind.filter(|_| is(map, "nullable")) {
            map.insert("type".to_owned(), json!([kind, "null"]));
            if let Some(Value::Array(values)) = map.get_mut("enum") {
                values.push(Value::Null);
            }
        }
        // An empty list names nothing, and the draft forbids it.
        if map.get("required").and_then(Value::as_array).is_some_and(Vec::is_empty) {
            map.remove("required");
        }
    }
    each(schema, &mut |inner, _| open(inner));
}

/// Where a schema stands in another.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// It is for a value inside of the value.
    Value,
    /// It is one of several for the same value.
    Part,
}

/// Every schema directly inside of another.
fn each(schema: &mut Value, visit: &mut dyn FnMut(&mut Value, Place)) {
    let Value::Object(map) = schema else { return };
    for (key, inner) in map.iter_mut() {
        match (key.as_str(), inner) {
            ("properties" | "patternProperties" | "definitions" | "$defs", Value::Object(named)) => {
                named.values_mut().for_each(|inner| visit(inner, Place::Value));
            }
            ("items", Value::Array(several)) => several.iter_mut().for_each(|inner| visit(inner, Place::Value)),
            ("items" | "additionalProperties", inner @ Value::Object(_)) => visit(inner, Place::Value),
            ("allOf" | "anyOf" | "oneOf", Value::Array(several)) => {
                several.iter_mut().for_each(|inner| visit(inner, Place::Part));
            }
            ("not", inner @ Value::Object(_)) => visit(inner, Place::Part),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{close, to_schema};
    use crate::syntax::schema::Schema;
    use crate::syntax::yaml::tests::parse;
    use serde_json::{Value, json};

    fn check(finish: fn(&mut Value), text: &str) -> Vec<String> {
        let mut schema = json!({"type": "object", "required": [], "properties": {"spec": {
        "type": "object",
        "properties": {
            "port": {"x-kubernetes-int-or-string": true, "anyOf": [{"type": "integer"}, {"type": "string"}]},
            "size": {"type": "integer", "nullable": true, "minimum": 0, "exclusiveMinimum": true},
            "free": {"type": "object", "x-kubernetes-preserve-unknown-fields": true, "properties": {"a": {"type": "string"}}},
            "template": {"type": "object", "x-kubernetes-embedded-resource": true, "properties": {"spec": {"type": "object"}}},
            "either": {"type": "object", "anyOf": [{"required": ["x"]}, {"required": ["y"]}], "properties": {"x": {}, "y": {}}},
            "map": {"type": "object", "additionalProperties": {"type": "string"}}
        }}}});
        to_schema(&mut schema);
        finish(&mut schema);
        let schema = Schema::of_objects(schema).unwrap();
        schema
            .check(&parse(text).data[0])
            .into_iter()
            .map(|found| found.message)
            .collect()
    }

    #[test]
    fn extensions_are_understood() {
        let good = "apiVersion: a/v1\nkind: K\nmetadata: {name: x}\nspec: {port: http, size: null, free: {b: 1}, template: \
                    {kind: Pod, spec: {}}, either: {x: 1}, map: {k: v}}\n";
        assert!(check(|_| {}, good).is_empty() && check(close, good).is_empty());
        assert_eq!(check(|_| {}, "spec: {port: [], size: 0}\n").len(), 2);
        assert_eq!(check(|_| {}, "spec: {prot: 1}\n").len(), 0);
        assert_eq!(
            check(close, "spec: {prot: 1}\n"),
            ["unknown key `prot`; did you mean `port`?"]
        );
    }
}
