//! From the schemas of OpenAPI 3, as Kubernetes writes them, to JSON Schema (draft 4, which they are nearest to).
//!
//! Source: the Kubernetes documentation of CustomResourceDefinitions, "Specifying a structural schema" and the
//! `x-kubernetes-…` extensions. It changes values; it does not know where they come from.

use serde_json::{Map, Value, json};

/// The draft that these schemas are nearest to.
const DRAFT: &str = "http://json-schema.org/draft-04/schema#";

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
    each(schema, &mut |inner| without_patterns(inner));
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
    each(schema, &mut |inner| open(inner));
}

/// Every schema directly inside of another.
fn each(schema: &mut Value, visit: &mut dyn FnMut(&mut Value)) {
    let Value::Object(map) = schema else { return };
    for (key, inner) in map.iter_mut() {
        match (key.as_str(), inner) {
            ("properties" | "patternProperties" | "definitions" | "$defs", Value::Object(named)) => {
                named.values_mut().for_each(|inner| visit(inner));
            }
            ("items", Value::Array(several)) => several.iter_mut().for_each(|inner| visit(inner)),
            ("items" | "additionalProperties", inner @ Value::Object(_)) => visit(inner),
            ("allOf" | "anyOf" | "oneOf", Value::Array(several)) => {
                several.iter_mut().for_each(|inner| visit(inner));
            }
            ("not", inner @ Value::Object(_)) => visit(inner),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::to_schema;
    use crate::model::cluster::fence::close;
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
