//! What a schema error means, in a few words, and where it stands in the node that was checked.
//!
//! It knows the kinds of errors of the crate jsonschema and nothing of how a schema is compiled.

use crate::syntax::mismatch::Mismatch;
use crate::syntax::node::{Node, Value as NodeValue};
use crate::text::plural::counted;
use crate::text::similar;
use crate::text::span::Range;
use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use jsonschema::paths::LocationSegment;
use jsonschema::types::JsonType;
use jsonschema::{JsonTypeSet, ValidationError};
use serde_json::Value;
use std::cmp::Reverse;

/// As many allowed values or known keys as a message lists.
const LISTED: usize = 8;

/// Adds what `error` means for `root`, the node that was checked against `schema`.
pub(crate) fn explain(error: &ValidationError<'_>, root: &Node, schema: &Value, out: &mut Vec<Mismatch>) {
    match error.kind() {
        Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
            alternatives(error, context, &Place { root, schema }, out);
        }
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            let known = known_keys(error, schema);
            for key in unexpected {
                let message = format!("unknown key `{key}`{}", hint_of_key(key, &known));
                out.push(on_key(error, root, key, message));
            }
        }
        Kind::PropertyNames { error: inner } => {
            let key = inner.instance().as_str().unwrap_or("");
            let node = Node {
                range: Range::default(),
                value: NodeValue::Text(key.into()),
            };
            out.push(on_key(
                error,
                root,
                key,
                format!("as a key: {}", describe(inner, &node)),
            ));
        }
        Kind::Required { property } => {
            let node = find(error, root);
            let first = node.entries().first();
            out.push(Mismatch {
                range: first.map_or(Range::at(node.range.start as usize), |entry| entry.key_range),
                pointer: error.instance_path().as_str().to_owned(),
                message: format!("the key {} is missing", quoted(property)),
                on_key: first.is_some(),
                is_missing: true,
            });
        }
        Kind::FalseSchema => out.push(forbidden(error, root)),
        _ => {
            let node = find(error, root);
            out.push(Mismatch {
                range: node.range,
                pointer: error.instance_path().as_str().to_owned(),
                message: describe(error, node),
                on_key: false,
                is_missing: false,
            });
        }
    }
}

/// What is being checked, and against what.
struct Place<'p> {
    root: &'p Node,
    schema: &'p Value,
}

/// None of several branches fits: tells what they want together when each wants another type or value, and else what
/// is wrong with the branch that comes nearest.
fn alternatives(
    error: &ValidationError<'_>,
    branches: &[Vec<ValidationError<'static>>],
    place: &Place<'_>,
    out: &mut Vec<Mismatch>,
) {
    let node = find(error, place.root);
    let here = error.instance_path().as_str();
    let expected = together(branches, here);
    if let Some(expected) = expected {
        let options: Vec<&str> = expected.iter().map(String::as_str).collect();
        out.push(Mismatch {
            range: node.range,
            pointer: here.to_owned(),
            message: format!("expected {}, found {}", either(&options), found(node)),
            on_key: false,
            is_missing: false,
        });
        return;
    }
    match branches.iter().min_by_key(|branch| distance(branch, here)) {
        Some(branch) => {
            for error in branch {
                explain(error, place.root, place.schema, out);
            }
        }
        None => out.push(Mismatch {
            range: node.range,
            pointer: here.to_owned(),
            message: "fits none of the alternatives".to_owned(),
            on_key: false,
            is_missing: false,
        }),
    }
}

/// What all branches want of the value itself, if each only wants another type, or each only another value.
fn together(branches: &[Vec<ValidationError<'static>>], here: &str) -> Option<Vec<String>> {
    let firsts: Option<Vec<&ValidationError<'static>>> = branches
        .iter()
        .map(|branch| branch.iter().find(|error| error.instance_path().as_str() == here))
        .collect();
    let firsts = firsts?;
    let types = firsts.iter().map(|error| match error.kind() {
        Kind::Type { kind } => Some(types_of(kind)),
        _ => None,
    });
    let values = firsts.iter().map(|error| match error.kind() {
        Kind::Enum { options } => options.as_array().map(|options| options.iter().map(quoted).collect()),
        Kind::Constant { expected_value } => Some(vec![quoted(expected_value)]),
        _ => None,
    });
    let types: Option<Vec<Vec<String>>> = types.collect();
    let all = types.or_else(|| values.collect())?.concat();
    let mut unique: Vec<String> = Vec::new();
    for one in all {
        if !unique.contains(&one) {
            unique.push(one);
        }
    }
    (!unique.is_empty()).then_some(unique)
}

/// How far a branch is from what was written. A branch that wants another type here was not meant; nor one whose
/// constant (as `kind: x`) differs. Of the rest, the one that went deepest with the fewest errors.
fn distance(branch: &[ValidationError<'static>], here: &str) -> (bool, usize, Reverse<usize>, usize) {
    let wants_other_type = |error: &&ValidationError<'static>| {
        error.instance_path().as_str() == here && matches!(error.kind(), Kind::Type { .. } | Kind::FalseSchema)
    };
    let is_constant =
        |error: &&ValidationError<'static>| matches!(error.kind(), Kind::Constant { .. } | Kind::Enum { .. });
    let depth = |error: &ValidationError<'static>| error.instance_path().as_str().matches('/').count();
    (
        branch.iter().any(|error| wants_other_type(&error)),
        branch.iter().filter(is_constant).count(),
        Reverse(branch.iter().map(depth).max().unwrap_or(0)),
        branch.len(),
    )
}

/// The message for an error of a value itself.
fn describe(error: &ValidationError<'_>, node: &Node) -> String {
    let is = found(node);
    match error.kind() {
        Kind::Type { kind } => {
            let types = types_of(kind);
            let types: Vec<&str> = types.iter().map(String::as_str).collect();
            format!("expected {}, found {is}", either(&types))
        }
        Kind::Enum { options } => {
            let options: Vec<String> = options.as_array().into_iter().flatten().map(quoted).collect();
            let listed: Vec<&str> = options.iter().map(String::as_str).collect();
            let written = node.scalar().unwrap_or_default();
            let near = similar::nearest(&written, listed.iter().map(|option| option.trim_matches('`')));
            let hint = near.map_or(String::new(), |name| format!("; did you mean `{name}`?"));
            format!("expected {}, found {is}{hint}", either(&listed))
        }
        Kind::Constant { expected_value } => format!("expected {}, found {is}", quoted(expected_value)),
        Kind::Pattern { pattern } => format!("{is} does not match the pattern `{pattern}`"),
        Kind::Format { format } => format!("{is} is no valid {format}"),
        Kind::Minimum { limit } => format!("expected at least {limit}, found {is}"),
        Kind::Maximum { limit } => format!("expected at most {limit}, found {is}"),
        Kind::ExclusiveMinimum { limit } => format!("expected more than {limit}, found {is}"),
        Kind::ExclusiveMaximum { limit } => format!("expected less than {limit}, found {is}"),
        Kind::MultipleOf { multiple_of } => format!("expected a multiple of {multiple_of}, found {is}"),
        Kind::MinLength { limit: 1 } => "may not be empty".to_owned(),
        Kind::MinLength { limit } => format!("shorter than {limit} characters"),
        Kind::MaxLength { limit } => format!("longer than {}", counted(*limit, "character")),
        Kind::MinItems { limit } => format!(
            "expected at least {}, found {}",
            counted(*limit, "item"),
            node.items().len()
        ),
        Kind::MaxItems { limit } => format!(
            "expected at most {}, found {}",
            counted(*limit, "item"),
            node.items().len()
        ),
        Kind::AdditionalItems { limit } => {
            format!(
                "expected at most {}, found {}",
                counted(*limit, "item"),
                node.items().len()
            )
        }
        Kind::MinProperties { limit } => {
            format!(
                "expected at least {}, found {}",
                counted(*limit, "key"),
                node.entries().len()
            )
        }
        Kind::MaxProperties { limit } => {
            format!(
                "expected at most {}, found {}",
                counted(*limit, "key"),
                node.entries().len()
            )
        }
        Kind::UniqueItems => "an item stands twice in this list".to_owned(),
        Kind::Contains => "no item of this list is of the kind that must be there".to_owned(),
        Kind::UnevaluatedItems { .. } => "this list has items that the schema does not know".to_owned(),
        Kind::OneOfMultipleValid { .. } => "fits more than one of the alternatives, and only one may fit".to_owned(),
        Kind::Not { .. } => format!("{is} is what the schema forbids here"),
        other => format!("{is} is not as `{}` wants it", other.keyword()),
    }
}

/// A value where nothing may stand: its key is what is wrong.
fn forbidden(error: &ValidationError<'_>, root: &Node) -> Mismatch {
    let pointer = error.instance_path().as_str().to_owned();
    let steps: Vec<LocationSegment<'_>> = error.instance_path().into_iter().collect();
    let parent = walk(root, steps.iter().take(steps.len().saturating_sub(1)));
    if let Some(LocationSegment::Property(key)) = steps.last()
        && let Some(entry) = parent.entry(key.as_ref())
    {
        return Mismatch {
            range: entry.key_range,
            pointer,
            message: format!("the key `{key}` may not stand here"),
            on_key: true,
            is_missing: false,
        };
    }
    Mismatch {
        range: find(error, root).range,
        pointer,
        message: "nothing may stand here".to_owned(),
        on_key: false,
        is_missing: false,
    }
}

fn on_key(error: &ValidationError<'_>, root: &Node, key: &str, message: String) -> Mismatch {
    let node = find(error, root);
    let step = key.replace('~', "~0").replace('/', "~1");
    Mismatch {
        range: node.entry(key).map_or(node.range, |entry| entry.key_range),
        pointer: format!("{}/{step}", error.instance_path().as_str()),
        message,
        on_key: true,
        is_missing: false,
    }
}

fn find<'n>(error: &ValidationError<'_>, root: &'n Node) -> &'n Node {
    let steps: Vec<LocationSegment<'_>> = error.instance_path().into_iter().collect();
    walk(root, steps.iter())
}

fn walk<'n, 's>(root: &'n Node, steps: impl Iterator<Item = &'s LocationSegment<'s>>) -> &'n Node {
    let mut node = root;
    for step in steps {
        // A key that looks like a number comes as an index.
        let next = match step {
            LocationSegment::Property(key) => node.get(key.as_ref()),
            LocationSegment::Index(index) => node.items().get(*index).or_else(|| node.get(&index.to_string())),
        };
        match next {
            Some(next) => node = next,
            None => break,
        }
    }
    node
}

/// The keys that the schema beside the failed keyword names.
fn known_keys<'s>(error: &ValidationError<'_>, schema: &'s Value) -> Vec<&'s str> {
    let path = error.schema_path().as_str();
    let parent = path.rfind('/').map_or("", |at| &path[..at]);
    let properties = schema.pointer(parent).and_then(|schema| schema.get("properties"));
    properties
        .and_then(Value::as_object)
        .map_or(Vec::new(), |map| map.keys().map(String::as_str).collect())
}

fn hint_of_key(key: &str, known: &[&str]) -> String {
    match similar::nearest(key, known.iter().copied()) {
        Some(name) => format!("; did you mean `{name}`?"),
        None if known.is_empty() || known.len() > LISTED => String::new(),
        None => format!("; known: `{}`", known.join("`, `")),
    }
}

/// What stands there: short scalars as they read, everything else by its type.
fn found(node: &Node) -> String {
    match node.scalar() {
        Some(text) if text.is_empty() => "an empty string".to_owned(),
        Some(text) if text.chars().count() <= 60 && !text.contains('\n') => format!("`{text}`"),
        _ => node.type_name().to_owned(),
    }
}

fn quoted(value: &Value) -> String {
    match value {
        Value::String(text) => format!("`{text}`"),
        other => format!("`{other}`"),
    }
}

fn types_of(kind: &TypeKind) -> Vec<String> {
    let types = match kind {
        TypeKind::Single(one) => JsonTypeSet::from(*one),
        TypeKind::Multiple(several) => *several,
    };
    let mut words: Vec<&str> = types.iter().map(word).collect();
    // "a string or null" reads better than "null or a string".
    words.sort_by_key(|word| *word == "null");
    words.into_iter().map(str::to_owned).collect()
}

fn word(one: JsonType) -> &'static str {
    match one {
        JsonType::Null => "null",
        JsonType::Boolean => "a boolean",
        JsonType::Integer => "an integer",
        JsonType::Number => "a number",
        JsonType::String => "a string",
        JsonType::Array => "a list",
        JsonType::Object => "a mapping",
    }
}

/// `a`, `a or b`, `a, b or c`; long lists end with how many more there are.
fn either(options: &[&str]) -> String {
    if options.len() > LISTED {
        let more = options.len() - LISTED;
        return format!("{} or one of {more} more", options[..LISTED].join(", "));
    }
    match options {
        [] => "nothing".to_owned(),
        [one] => (*one).to_owned(),
        [start @ .., last] => format!("{} or {last}", start.join(", ")),
    }
}
