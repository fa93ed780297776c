//! What a rule of a policy answers: messages, and the places that they name. Conventions of conftest: a set of strings, or of
//! objects with `msg`. `path` is ours. It knows neither the interpreter's rules nor the files.

use crate::policy::value;
use crate::syntax::node::{Node, Value as Held};
use crate::text::span::Range;
use regorus::Value;

/// Messages are cut after this many characters.
const LONGEST: usize = 2000;
/// Where in a result the path may stand besides its top.
const INNER: [&str; 2] = ["details", "metadata"];

/// One result.
#[derive(Debug, PartialEq)]
pub(super) struct Word {
    /// The message.
    pub(super) message: String,
    /// The steps to the place; `None` where none is named.
    pub(super) path: Option<Steps>,
}

/// The way from the root of a document to a value.
#[derive(Debug, PartialEq)]
pub(super) enum Steps {
    /// Keys and indexes, one each.
    Exact(Vec<String>),
    /// Parts between dots; a key may itself hold dots.
    Dotted(Vec<String>),
}

/// The results of a rule, and what it answered that is none.
pub(super) fn words(answer: &Value) -> (Vec<Word>, Vec<String>) {
    let (mut words, mut odd) = (Vec::new(), Vec::new());
    let mut take = |value: &Value| match word(value) {
        Ok(word) => words.push(word),
        Err(what) => odd.push(what),
    };
    match answer {
        Value::Undefined | Value::Bool(false) => {}
        Value::Set(values) => values.iter().for_each(&mut take),
        Value::Array(values) => values.iter().for_each(&mut take),
        other => odd.push(value::named(other)),
    }
    (words, odd)
}

fn word(value: &Value) -> Result<Word, String> {
    let (text, path) = match value {
        Value::String(text) => (text.to_string(), None),
        Value::Object(_) => (text_at(value, "msg").ok_or_else(|| value::named(value))?, path(value)),
        other => return Err(value::named(other)),
    };
    let message = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if message.is_empty() {
        return Err("an empty message".to_owned());
    }
    let message = match message.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &message[..at]),
        None => message,
    };
    Ok(Word { message, path })
}

fn text_at(value: &Value, key: &str) -> Option<String> {
    Some(value[key].as_string().ok()?.to_string())
}

fn path(result: &Value) -> Option<Steps> {
    let places = std::iter::once(result).chain(INNER.iter().map(|key| &result[*key]));
    places.map(|place| &place["path"]).find_map(steps)
}

/// A JSON pointer, a path with dots, or a list of keys and indexes.
fn steps(path: &Value) -> Option<Steps> {
    match path {
        Value::String(text) if text.starts_with('/') => {
            let steps = text.split('/').skip(1);
            Some(Steps::Exact(
                steps.map(|step| step.replace("~1", "/").replace("~0", "~")).collect(),
            ))
        }
        Value::String(text) => {
            let text = text.trim_start_matches("input.").replace('[', ".").replace(']', "");
            let parts = text.split('.').filter(|part| !part.is_empty());
            Some(Steps::Dotted(
                parts.map(|part| part.trim_matches('"').to_owned()).collect(),
            ))
        }
        Value::Array(steps) => Some(Steps::Exact(
            steps
                .iter()
                .map(|step| match step {
                    Value::String(text) => text.to_string(),
                    other => other.to_json_str().unwrap_or_default(),
                })
                .collect(),
        )),
        _ => None,
    }
}

impl Steps {
    /// The place at the end of the way, as far as it leads: a scalar itself, of lists and mappings the key.
    pub(super) fn place(&self, root: &Node) -> Range {
        let (steps, longest) = match self {
            Steps::Exact(steps) => (steps, 1),
            Steps::Dotted(steps) => (steps, steps.len()),
        };
        let (mut node, mut place, mut at) = (root, Range::at(root.range.start as usize), 0);
        while at < steps.len() {
            let most = (steps.len() - at).min(longest);
            let found = (1..=most)
                .rev()
                .find_map(|count| Some((count, next(node, &steps[at..at + count])?)));
            let Some((count, (below, range))) = found else { break };
            (node, place, at) = (below, range, at + count);
        }
        place
    }
}

fn next<'n>(node: &'n Node, steps: &[String]) -> Option<(&'n Node, Range)> {
    match &node.value {
        Held::Map(_) => {
            let key = steps.join(".");
            let entry = node.entry(&key)?;
            let is_block = matches!(entry.value.value, Held::Map(_) | Held::List(_)) || entry.value.range.is_empty();
            let range = if is_block { entry.key_range } else { entry.value.range };
            Some((&entry.value, range))
        }
        Held::List(items) => {
            let [step] = steps else { return None };
            let item = items.get(step.parse::<usize>().ok()?)?;
            let is_block = matches!(item.value, Held::Map(_) | Held::List(_));
            let start = Range::at(item.range.start as usize);
            Some((item, if is_block { start } else { item.range }))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Steps, words};
    use crate::syntax::document::Document;
    use crate::syntax::reader;
    use crate::text::path::RepoPath;
    use crate::text::source::Source;
    use crate::text::tree::Content;
    use regorus::Value;

    const YAML: &str = "kind: Pod\nmeta:\n  a.b/c: x\nspec:\n  list:\n    - name: one\n    - two\n";

    fn value(json: &str) -> Value {
        Value::from_json_str(json).unwrap()
    }

    fn document() -> Document {
        reader::read(&RepoPath::new("x.yaml").unwrap(), &Content::Text(Source::new(YAML)))
    }

    fn shown(path: &str) -> String {
        let (words, _) = words(&value(&format!(r#"[{{"msg": "m", "path": {path}}}]"#)));
        let range = words[0].path.as_ref().unwrap().place(&document().data[0]);
        format!("{} {}", range.start, range.of(YAML))
    }

    #[test]
    fn a_path_leads_to_its_place() {
        for (path, expected) in [
            (r#""/kind""#, "6 Pod"),
            (r#""kind""#, "6 Pod"),
            (r#""input.kind""#, "6 Pod"),
            (r#""/meta/a.b~1c""#, "25 x"),
            (r#""meta.a.b/c""#, "25 x"),
            (r#""spec.list[1]""#, "63 two"),
            (r#"["spec", "list", 1]"#, "63 two"),
            (r#""spec.list""#, "35 list"),
            (r#""spec.list.7.name""#, "35 list"),
            (r#""spec.nothing.here""#, "27 spec"),
            (r#""""#, "0 "),
            (r#""nowhere""#, "0 "),
        ] {
            assert_eq!(shown(path), expected, "{path}");
        }
    }

    #[test]
    fn odd_answers_are_told() {
        let odd = |json: &str| words(&value(json)).1;
        assert_eq!(odd(r#"["a", {"msg": "b"}]"#), [""; 0]);
        assert_eq!(odd("false"), [""; 0]);
        assert_eq!(odd("true"), ["true"]);
        assert_eq!(odd("[1]"), ["the number 1"]);
        assert_eq!(odd("[null, [\"x\"]]"), ["null", "the list [\"x\"]"]);
        assert_eq!(odd(r#"[{"message": "b"}, {"msg": 7}]"#).len(), 2);
        assert_eq!(odd(r#"{"a": "b"}"#).len(), 1);
        assert_eq!(odd(r#"[" "]"#), ["an empty message"]);
        assert_eq!(words(&Value::Undefined), (Vec::new(), Vec::new()));
    }

    #[test]
    fn a_message_is_one_line() {
        let (found, _) = words(&value(r#"["a\n  b", {"msg": "c", "path": 7}]"#));
        assert_eq!((found[0].message.as_str(), &found[1].path), ("a b", &None));
        let long = format!(r#"["{}"]"#, "é".repeat(5000));
        assert_eq!(words(&value(&long)).0[0].message.chars().count(), 2001);
    }

    #[test]
    fn keys_with_dots_are_tried_first() {
        let steps = Steps::Dotted(vec!["meta".to_owned(), "a".to_owned()]);
        assert_eq!(steps.place(&document().data[0]).of(YAML), "meta");
    }
}
