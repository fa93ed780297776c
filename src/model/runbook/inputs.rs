//! The inputs of a runbook, as its front matter declares them. What cannot be an input is stated and left out.

use crate::model::runbook::values::{self, quote};
use crate::model::runbook::{About, Input, InputKind, Plan, Problem, Weight, variable};
use crate::syntax::node::{Node, Value};
use crate::text::similar;
use crate::text::span::{FileId, Range, Span};
use std::collections::BTreeMap;

/// The keys of an input. What else stands there is its schema's business, but for slips of the hand.
const KEYS: [&str; 7] = ["name", "description", "type", "choices", "pattern", "default", "secret"];

/// Letters of the longest name.
const LONGEST: usize = 64;

/// Reads `inputs` of a file's front matter.
pub(super) fn read(front: &Node, (file, text): (FileId, &str), plan: &mut Plan) {
    let Some(list) = front.get("inputs") else { return };
    let mut reader = Reader { file, text, plan };
    if !matches!(list.value, Value::List(_) | Value::Null) {
        let message = format!("`inputs` is {}, not a list", list.type_name());
        reader.problem(list.range, message, "write `- name: …` for each");
        return;
    }
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    for item in list.items() {
        let Some(input) = reader.input(item) else { continue };
        // Two names that become one variable cannot both be told.
        match seen.get(&variable(&input.name)) {
            Some(first) => {
                let message = format!("the input {} is declared twice", quote(&input.name));
                let first = (*first, "the first".to_owned());
                let problem = reader.problem(input.span.range, message, "give it a name of its own");
                problem.related = Some(first);
            }
            None => {
                seen.insert(variable(&input.name), input.span);
                reader.plan.inputs.push(input);
            }
        }
    }
}

/// True for a text that can name an input.
pub(super) fn is_name(text: &str) -> bool {
    let is_letter = |b: u8| b.is_ascii_lowercase();
    let mut bytes = text.bytes();
    bytes.next().is_some_and(is_letter)
        && bytes.all(|b| is_letter(b) || b.is_ascii_digit() || matches!(b, b'-' | b'_'))
        && text.len() <= LONGEST
}

struct Reader<'a> {
    file: FileId,
    text: &'a str,
    plan: &'a mut Plan,
}

impl Reader<'_> {
    fn problem(&mut self, range: Range, message: String, help: &str) -> &mut Problem {
        let at = self.plan.problems.len();
        self.plan.problems.push(Problem {
            about: About::Input,
            weight: Weight::Stop,
            span: Span::new(self.file, range),
            message,
            help: Some(help.to_owned()),
            related: None,
        });
        &mut self.plan.problems[at]
    }

    fn input(&mut self, item: &Node) -> Option<Input> {
        let name = match item.get("name") {
            Some(name) => name,
            None => {
                self.problem(item.range, "an input without a name".to_owned(), "write `name: …`");
                return None;
            }
        };
        let text = self.scalar(name)?;
        if !is_name(&text) {
            let message = format!("{} cannot be the name of an input", quote(&text));
            let help = "begin with a lower-case letter; then lower-case letters, digits, `-` and `_`";
            self.problem(name.range, message, help);
            return None;
        }
        self.slips(item);
        let choices = item.get("choices").map(|node| self.choices(node)).unwrap_or_default();
        let mut input = Input {
            kind: self.kind(item, &choices),
            description: item.get("description").and_then(Node::scalar),
            pattern: item.get("pattern").and_then(|node| self.pattern(node)),
            default: None,
            secret: false,
            span: Span::new(self.file, name.range),
            name: text,
            choices,
        };
        if let Some(node) = item.get("secret") {
            match node.value {
                Value::Bool(secret) => input.secret = secret,
                _ => {
                    // What may be secret is kept so.
                    input.secret = true;
                    let message = format!("`secret` of `{}` is {}", input.name, node.type_name());
                    self.problem(node.range, message, "write `true` or `false`");
                }
            }
        }
        if let Some(node) = item.get("default").filter(|node| !node.is_null()) {
            input.default = self.default(&input, node);
        }
        Some(input)
    }

    fn slips(&mut self, item: &Node) {
        for entry in item.entries() {
            let key = &*entry.key;
            if KEYS.contains(&key) || key.starts_with("x-") {
                continue;
            }
            if let Some(near) = similar::nearest(key, KEYS).filter(|near| item.get(near).is_none()) {
                let message = format!("an input has no {}", quote(key));
                let help = format!("did you mean `{near}`?");
                self.problem(entry.key_range, message, &help);
            }
        }
    }

    fn kind(&mut self, item: &Node, choices: &[String]) -> InputKind {
        let unsaid = match choices {
            [] => InputKind::Text,
            _ => InputKind::Choice,
        };
        let Some(node) = item.get("type") else { return unsaid };
        let Some(word) = self.scalar(node) else { return unsaid };
        let Some(kind) = InputKind::parse(&word) else {
            let message = format!("there is no type {}", quote(&word));
            let help = match similar::nearest(&word, InputKind::WORDS) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("there are {}", InputKind::WORDS.join(", ")),
            };
            self.problem(node.range, message, &help);
            return unsaid;
        };
        match (kind, choices) {
            (InputKind::Choice, []) => {
                let help = "list its values under `choices`";
                self.problem(node.range, "a choice without choices".to_owned(), help);
            }
            (InputKind::Choice, _) | (_, []) => {}
            (other, _) => {
                let message = format!(
                    "`choices` of {}, which can be anything of its type",
                    quote(other.as_str())
                );
                let range = item.get("choices").map_or(node.range, |node| node.range);
                self.problem(range, message, "write `type: choice`, or leave the choices away");
            }
        }
        kind
    }

    fn choices(&mut self, node: &Node) -> Vec<String> {
        if node.items().is_empty() {
            let help = "list its values";
            self.problem(node.range, "`choices` is no list of values".to_owned(), help);
        }
        let items = node.items().iter();
        items.filter_map(|item| self.scalar(item)).collect()
    }

    fn pattern(&mut self, node: &Node) -> Option<String> {
        let text = self.scalar(node)?;
        if values::whole(&text).is_none() {
            let message = format!("{} is no regular expression", quote(&text));
            let help = "write one as JSON Schema reads it (ECMA 262)";
            self.problem(node.range, message, help);
            return None;
        }
        Some(text)
    }

    fn default(&mut self, input: &Input, node: &Node) -> Option<String> {
        let text = self.scalar(node)?;
        if let Err(reason) = values::check(input, &text) {
            let message = format!("the default of `{}` cannot be: {reason}", input.name);
            self.problem(node.range, message, "write one that can, or none");
            return None;
        }
        if input.secret {
            let message = format!("the default of `{}` is written here, and it is secret", input.name);
            let help = "leave it away, and set it in each run";
            self.problem(node.range, message, help).weight = Weight::Doubt;
        }
        Some(text)
    }

    /// A scalar as it is written: `1.10` is not 1.1, nor `007` 7.
    fn scalar(&mut self, node: &Node) -> Option<String> {
        match &node.value {
            Value::Text(text) => Some(text.to_string()),
            Value::Bool(_) | Value::Int(_) | Value::Float(_) => Some(node.range.of(self.text).trim().to_owned()),
            other => {
                let found = match other {
                    Value::Null => "nothing",
                    _ => node.type_name(),
                };
                self.problem(
                    node.range,
                    format!("{found} where a value must stand"),
                    "write one value",
                );
                None
            }
        }
    }
}
