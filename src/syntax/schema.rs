//! JSON Schema: checks a node and tells each mismatch at the bytes of the value that is wrong.
//!
//! The work is done by the crate jsonschema; this file and `schema_message.rs` alone know it. Nothing is ever fetched:
//! a schema stands for itself. It must not know what a schema is for.

use crate::syntax::mismatch::Mismatch;
use crate::syntax::node::{Node, Value as NodeValue};
use crate::syntax::schema_message;
use jsonschema::error::ValidationErrorKind;
use jsonschema::{ReferencingError, Retrieve, Uri, ValidationError, Validator};
use serde_json::{Map, Number, Value};

/// A schema that is ready to check. Drafts 4, 6, 7, 2019-09 and 2020-12, by its `$schema`; 2020-12 without one.
/// `format` is checked in every draft.
#[derive(Debug)]
pub struct Schema {
    source: Value,
    validator: Validator,
}

/// Whether `format` says something.
#[derive(Clone, Copy, PartialEq)]
enum Formats {
    Checked,
    Left,
}

/// Why a schema cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaError {
    /// Where in the schema, as a JSON pointer (RFC 6901); empty for the whole.
    pub pointer: String,
    /// What is wrong there.
    pub message: String,
}

impl Schema {
    /// Prepares a schema that was read from any data file.
    ///
    /// # Errors
    /// When it is no valid schema, or refers to something that is not inside it.
    pub fn compile(schema: &Node) -> Result<Self, SchemaError> {
        Schema::from_value(to_json(schema))
    }

    /// Prepares a schema from its JSON text.
    ///
    /// # Errors
    /// As [`Schema::compile`], and when the text is not JSON.
    pub fn from_text(text: &str) -> Result<Self, SchemaError> {
        match serde_json::from_str(text) {
            Ok(source) => Schema::from_value(source),
            Err(error) => Err(SchemaError {
                pointer: String::new(),
                message: format!("the schema is not JSON: {error}"),
            }),
        }
    }

    /// Prepares a schema from its value.
    ///
    /// # Errors
    /// As [`Schema::compile`].
    pub(crate) fn from_value(source: Value) -> Result<Self, SchemaError> {
        Schema::build(source, Formats::Checked)
    }

    /// Prepares a schema of Kubernetes objects, where the names of formats have other meanings than in JSON Schema.
    ///
    /// # Errors
    /// As [`Schema::compile`].
    pub(crate) fn of_objects(source: Value) -> Result<Self, SchemaError> {
        Schema::build(source, Formats::Left)
    }

    fn build(source: Value, formats: Formats) -> Result<Self, SchemaError> {
        let built = jsonschema::options()
            .with_retriever(NoRetrieval)
            .should_validate_formats(formats == Formats::Checked)
            .build(&source);
        match built {
            Ok(validator) => Ok(Schema { source, validator }),
            Err(error) => Err(schema_error(&source, &error)),
        }
    }

    /// Everything that is wrong with a node, in the order of its file.
    pub fn check(&self, node: &Node) -> Vec<Mismatch> {
        let instance = to_json(node);
        if self.validator.is_valid(&instance) {
            return Vec::new();
        }
        let mut mismatches = Vec::new();
        for error in self.validator.iter_errors(&instance) {
            schema_message::explain(&error, node, &self.source, &mut mismatches);
        }
        mismatches.sort();
        mismatches.dedup();
        mismatches
    }
}

/// A node as JSON. Of a key that stands twice the first counts, as with [`Node::get`]; infinities and NaN become null.
pub(crate) fn to_json(node: &Node) -> Value {
    match &node.value {
        NodeValue::Null => Value::Null,
        NodeValue::Bool(truth) => Value::Bool(*truth),
        NodeValue::Int(whole) => Value::Number(Number::from(*whole)),
        NodeValue::Float(number) => Number::from_f64(*number).map_or(Value::Null, Value::Number),
        NodeValue::Text(text) => Value::String(text.to_string()),
        NodeValue::List(items) => Value::Array(items.iter().map(to_json).collect()),
        NodeValue::Map(entries) => {
            let mut map = Map::with_capacity(entries.len());
            for entry in entries {
                map.entry(&*entry.key).or_insert_with(|| to_json(&entry.value));
            }
            Value::Object(map)
        }
    }
}

/// Answers every request for a schema that is not inside with a refusal.
struct NoRetrieval;

impl Retrieve for NoRetrieval {
    fn retrieve(&self, _: &Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        Err("opsrepo fetches no schemas".into())
    }
}

fn schema_error(source: &Value, error: &ValidationError<'_>) -> SchemaError {
    let ValidationErrorKind::Referencing(problem) = error.kind() else {
        // A pattern that is none is found when it is made ready, and its place is the keyword's.
        let (within, keyword) = (error.instance_path().as_str(), error.schema_path().as_str());
        let is_keyword = within.is_empty() && source.pointer(keyword).is_some();
        return SchemaError {
            pointer: if is_keyword { keyword } else { within }.to_owned(),
            message: format!("this is no valid schema: {error}"),
        };
    };
    let (target, message) = match problem {
        ReferencingError::Unretrievable { uri, .. } => (
            uri.as_str(),
            format!("refers to `{uri}`, which is not inside this schema; opsrepo fetches no schemas"),
        ),
        ReferencingError::UnknownSpecification { specification } => (
            specification.as_str(),
            format!("`{specification}` is no draft that opsrepo knows (4, 6, 7, 2019-09, 2020-12)"),
        ),
        ReferencingError::PointerToNowhere { pointer } => (
            pointer.as_str(),
            format!("refers to `{pointer}`, where this schema has nothing"),
        ),
        ReferencingError::NoSuchAnchor { anchor } => (
            anchor.as_str(),
            format!("refers to the anchor `{anchor}`, which this schema does not set"),
        ),
        other => ("", format!("has a reference that leads nowhere: {other}")),
    };
    let known = error.instance_path().as_str();
    let mut path = String::new();
    let pointer = match find_reference(source, target, &mut path) {
        true => path,
        false => known.to_owned(),
    };
    SchemaError { pointer, message }
}

/// Walks to the first `$ref` or `$schema` that names `target`, and leaves its pointer in `path`.
fn find_reference(schema: &Value, target: &str, path: &mut String) -> bool {
    let length = path.len();
    let visit = |step: &str, value: &Value, path: &mut String| {
        path.push('/');
        path.push_str(&step.replace('~', "~0").replace('/', "~1"));
        let names = |text: &str| {
            let place = text.trim_end_matches('#');
            !target.is_empty() && !place.is_empty() && (target.ends_with(place) || place.ends_with(target))
                || target.ends_with(text.split('#').next().unwrap_or("")) && text.contains(":")
        };
        let found = match value {
            Value::String(text) if matches!(step, "$ref" | "$dynamicRef" | "$schema") => names(text),
            _ => find_reference(value, target, path),
        };
        if !found {
            path.truncate(length);
        }
        found
    };
    match schema {
        Value::Object(map) => map.iter().any(|(key, value)| visit(key, value, path)),
        Value::Array(items) => (0..items.len()).any(|index| visit(&index.to_string(), &items[index], path)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Mismatch, Schema};
    use crate::syntax::yaml::tests::parse;

    /// `place: message` of each mismatch of a YAML text with a schema in YAML.
    fn check(schema: &str, text: &str) -> Vec<String> {
        let schema = Schema::compile(&parse(schema).data[0]).unwrap();
        let show = |mismatch: &Mismatch| {
            format!(
                "{} <{}> {}",
                mismatch.pointer,
                mismatch.range.of(text),
                mismatch.message
            )
        };
        schema.check(&parse(text).data[0]).iter().map(show).collect()
    }

    #[test]
    fn messages_name_what_was_found_and_expected() {
        for (schema, text, expected) in [
            (
                "{properties: {a: {type: integer}}}",
                "a: x\n",
                "/a <x> expected an integer, found `x`",
            ),
            (
                "{properties: {a: {type: [string, 'null']}}}",
                "a: [1]\n",
                "/a <[1]> expected a string or null, found a list",
            ),
            ("{required: [name]}", "b: 1\nc: 2\n", " <b> the key `name` is missing"),
            (
                "{properties: {status: {}}, additionalProperties: false}",
                "statsu: 1\n",
                "/statsu <statsu> unknown key `statsu`; did you mean `status`?",
            ),
            (
                "{$ref: '#/$defs/x', $defs: {x: {properties: {status: {}}, unevaluatedProperties: false}}}",
                "zzz: 1\n",
                "/zzz <zzz> unknown key `zzz`; known: `status`",
            ),
            (
                "{properties: {a: {enum: [open, closed]}}}",
                "a: clsoed\n",
                "/a <clsoed> expected `open` or `closed`, found `clsoed`; did you mean `closed`?",
            ),
            (
                "{properties: {a: {const: 1}}}",
                "a: 2\n",
                "/a <2> expected `1`, found `2`",
            ),
            ("{items: {minLength: 3}}", "- ab\n", "/0 <ab> shorter than 3 characters"),
            (
                "{items: {pattern: '^x'}}",
                "- ab\n",
                "/0 <ab> `ab` does not match the pattern `^x`",
            ),
            (
                "{items: {format: date}}",
                "- 2020-13-01\n",
                "/0 <2020-13-01> `2020-13-01` is no valid date",
            ),
            ("{items: {maximum: 3}}", "- 4\n", "/0 <4> expected at most 3, found `4`"),
            (
                "{propertyNames: {pattern: '^x'}}",
                "ab: 1\n",
                "/ab <ab> as a key: `ab` does not match the pattern `^x`",
            ),
            ("{minItems: 2}", "- 4\n", " <- 4> expected at least 2 items, found 1"),
            (
                "{uniqueItems: true}",
                "[1, 1]\n",
                " <[1, 1]> an item stands twice in this list",
            ),
            (
                "{properties: {a: false}}",
                "a: 1\n",
                "/a <a> the key `a` may not stand here",
            ),
        ] {
            assert_eq!(check(schema, text), [expected], "{schema}");
        }
    }

    #[test]
    fn alternatives_descend_to_the_branch_that_was_meant() {
        for (schema, text, expected) in [
            (
                "{anyOf: [{type: string}, {type: array}]}",
                "5\n",
                " <5> expected a string or a list, found `5`",
            ),
            (
                "{oneOf: [{const: a}, {enum: [b, c]}]}",
                "x\n",
                " <x> expected `a`, `b` or `c`, found `x`",
            ),
            (
                "{oneOf: [{type: string}, {properties: {n: {type: integer}}}]}",
                "n: x\n",
                "/n <x> expected an integer, found `x`",
            ),
            (
                "{oneOf: [{properties: {k: {const: a}, n: {type: string}}}, {properties: {k: {const: b}, n: {type: integer}}}]}",
                "k: b\nn: x\n",
                "/n <x> expected an integer, found `x`",
            ),
            (
                "{oneOf: [{type: integer}, {type: number}]}",
                "5\n",
                " <5> fits more than one of the alternatives, and only one may fit",
            ),
        ] {
            assert_eq!(check(schema, text), [expected], "{schema}");
        }
    }

    #[test]
    fn every_draft_is_known_by_its_name() {
        for (draft, body) in [
            (
                "http://json-schema.org/draft-04/schema#",
                "maximum: 3\nexclusiveMaximum: true",
            ),
            ("http://json-schema.org/draft-07/schema#", "exclusiveMaximum: 3"),
            ("https://json-schema.org/draft/2019-09/schema", "exclusiveMaximum: 3"),
            ("https://json-schema.org/draft/2020-12/schema", "exclusiveMaximum: 3"),
        ] {
            let schema = format!("$schema: {draft}\n{body}\n");
            assert_eq!(
                check(&schema, "3\n"),
                [" <3> expected less than 3, found `3`"],
                "{draft}"
            );
        }
    }

    #[test]
    fn a_schema_that_cannot_be_used_says_where() {
        for (schema, pointer, part) in [
            ("{properties: {a: {type: 5}}}", "/properties/a/type", "no valid schema"),
            (
                "{properties: {a: {pattern: '['}}}",
                "/properties/a/pattern",
                "no valid schema",
            ),
            (
                "{items: {$ref: 'https://example.org/x.json'}}",
                "/items/$ref",
                "fetches no schemas",
            ),
            (
                "{items: {$ref: 'https://example.org/x.json#/a'}}",
                "/items/$ref",
                "fetches no schemas",
            ),
            ("{items: {$ref: '#/$defs/none'}}", "/items/$ref", "has nothing"),
            (
                "{$schema: 'https://example.org/own'}",
                "/$schema",
                "https://example.org/own",
            ),
        ] {
            let error = Schema::compile(&parse(schema).data[0]).unwrap_err();
            assert_eq!(error.pointer, pointer, "{schema} {error:?}");
            assert!(error.message.contains(part), "{error:?}");
        }
        assert!(Schema::from_text("{").is_err());
    }

    #[test]
    fn a_schema_may_cross_threads_and_name_itself() {
        fn crosses<T: Send + Sync>(_: &T) {}
        let schema = Schema::from_text(r##"{"properties": {"a": {"$ref": "#"}}, "maxProperties": 1}"##).unwrap();
        crosses(&schema);
        for endless in [r##"{"$ref": "#"}"##, r##"{"allOf": [{"$ref": "#"}]}"##] {
            let schema = Schema::from_text(endless);
            assert!(schema.is_err() || schema.unwrap().check(&parse("1").data[0]).is_empty());
        }
        assert_eq!(schema.check(&parse("a: {a: {b: 1, c: 2}}\n").data[0]).len(), 1);
    }
}
