//! Values of documents as values of the interpreter, and back to a few words. It knows no document.

use crate::syntax::node::{Node, Value as Held};
use regorus::Value;
use std::collections::BTreeMap;

/// How much of a value is shown in a message, in characters.
const SHOWN: usize = 60;

/// The value that a policy sees of a node, as conftest gives it.
pub(super) fn of(node: &Node) -> Value {
    match &node.value {
        Held::Null => Value::Null,
        Held::Bool(value) => Value::from(*value),
        Held::Int(value) => Value::from(*value),
        // What JSON has no number for is told by its name, as YAML writes it.
        Held::Float(value) if !value.is_finite() => Value::from(value.to_string()),
        Held::Float(value) => Value::from(*value),
        Held::Text(text) => Value::from(text.as_str()),
        Held::List(items) => Value::from(items.iter().map(of).collect::<Vec<Value>>()),
        Held::Map(entries) => {
            let pairs = entries.iter().map(|entry| (Value::from(&*entry.key), of(&entry.value)));
            Value::from(pairs.collect::<BTreeMap<Value, Value>>())
        }
    }
}

/// An object from its keys.
pub(super) fn object<const N: usize>(pairs: [(&str, Value); N]) -> Value {
    Value::from(
        pairs
            .map(|(key, value)| (Value::from(key), value))
            .into_iter()
            .collect::<BTreeMap<Value, Value>>(),
    )
}

/// An object from keys that are only known at run time.
pub(super) fn table(pairs: impl IntoIterator<Item = (String, Value)>) -> Value {
    let pairs = pairs.into_iter().map(|(key, value)| (Value::from(key), value));
    Value::from(pairs.collect::<BTreeMap<Value, Value>>())
}

/// A list.
pub(super) fn list(items: impl IntoIterator<Item = Value>) -> Value {
    Value::from(items.into_iter().collect::<Vec<Value>>())
}

/// The sort of a value, with the value itself where it is short.
pub(super) fn named(value: &Value) -> String {
    let sort = match value {
        Value::Null => return "null".to_owned(),
        Value::Undefined => return "nothing".to_owned(),
        Value::Bool(value) => return value.to_string(),
        Value::Number(_) => "the number",
        Value::String(_) => "the string",
        Value::Array(_) => "the list",
        Value::Set(_) => "the set",
        Value::Object(_) => "the object",
    };
    let text = serde_json::to_string(value).unwrap_or_default();
    match text.chars().count() > SHOWN {
        true => format!("{sort} {}…", text.chars().take(SHOWN).collect::<String>()),
        false => format!("{sort} {text}"),
    }
}
