//! What an input may be told: whether a text is one of its values, and the values of one run. Nothing is guessed: a value is
//! taken as it was given or refused with a reason.

use crate::model::runbook::{Input, InputKind};
use crate::syntax::schema_pattern::Pattern;
use crate::text::similar;
use std::collections::{BTreeMap, BTreeSet};

/// Bytes of the longest value: what a system takes as one argument (Linux: 128 KiB).
const LONGEST: usize = 100_000;

/// The value of each input of a runbook.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values {
    given: BTreeMap<String, Given>,
    /// Inputs that may stay without one: nothing is run with these values.
    open: BTreeSet<String>,
}

#[derive(Clone, Debug, PartialEq)]
struct Given {
    text: String,
    variable: String,
    is_secret: bool,
}

/// The values for a run: those that were set, as name and value, else the defaults. The error is what is wrong with them, a
/// sentence for each, those that are missing in one.
pub fn settle(inputs: &[Input], set: &[(String, String)]) -> Result<Values, Vec<String>> {
    let (values, mut complaints, missing) = gather(inputs, set);
    complaints.extend(said(&missing));
    match complaints.is_empty() {
        true => Ok(values),
        false => Err(complaints),
    }
}

/// The values as far as they are known, where nothing is run, and a sentence about those that are missing. The error is what
/// is wrong with those that were set.
pub fn sketch(inputs: &[Input], set: &[(String, String)]) -> Result<(Values, Option<String>), Vec<String>> {
    let (mut values, complaints, missing) = gather(inputs, set);
    if !complaints.is_empty() {
        return Err(complaints);
    }
    values.open = missing.iter().map(|input| input.name.clone()).collect();
    Ok((values, said(&missing)))
}

fn said(missing: &[&Input]) -> Option<String> {
    let names = missing.iter().map(|input| match &input.description {
        Some(description) => format!("`{}` ({})", input.name, one_line(description)),
        None => format!("`{}`", input.name),
    });
    let names: Vec<String> = names.collect();
    let verb = if missing.len() == 1 { "is" } else { "are" };
    (!names.is_empty()).then(|| format!("{} {verb} not set", names.join(", ")))
}

/// The values, what is wrong with some, and the inputs that have none.
fn gather<'i>(inputs: &'i [Input], set: &[(String, String)]) -> (Values, Vec<String>, Vec<&'i Input>) {
    let mut complaints = Vec::new();
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for (name, value) in set {
        match inputs.iter().find(|input| input.name == *name) {
            None => complaints.push(unknown(name, inputs)),
            Some(_) if seen.contains_key(name.as_str()) => complaints.push(format!("`{name}` is set twice")),
            Some(_) => {
                seen.insert(name, value);
            }
        }
    }
    let mut values = Values::default();
    let mut missing = Vec::new();
    let mut told = BTreeSet::new();
    for input in inputs.iter().filter(|input| told.insert(input.name.as_str())) {
        let set = seen.get(input.name.as_str()).copied();
        let Some(text) = set.or(input.default.as_deref()) else {
            missing.push(input);
            continue;
        };
        match check(input, text) {
            Ok(()) => {
                let given = Given {
                    text: text.to_owned(),
                    variable: input.variable(),
                    is_secret: input.secret,
                };
                values.given.insert(input.name.clone(), given);
            }
            Err(reason) => {
                let what = if set.is_some() { "" } else { "the default of " };
                complaints.push(format!("{what}`{}`: {reason}", input.name));
            }
        }
    }
    (values, complaints, missing)
}

/// Whether a text is a value of an input. The error says what was found and what was expected; of a secret it shows nothing.
pub fn check(input: &Input, text: &str) -> Result<(), String> {
    let shown = match input.secret {
        true => "the value".to_owned(),
        false => quote(text),
    };
    if text.contains('\0') {
        return Err("the value holds a NUL byte, which no program takes as an argument".to_owned());
    }
    if text.len() > LONGEST {
        return Err(format!(
            "the value has {} bytes; at most {LONGEST} fit into an argument",
            text.len()
        ));
    }
    if !is_of(input.kind, text, &input.choices) {
        return Err(format!("{shown} is not {}", expected(input)));
    }
    match input.kind {
        InputKind::Path if text.starts_with('-') => {
            return Err(format!("{shown} would be taken for an option; write `./` before it"));
        }
        _ => {}
    }
    match &input.pattern {
        Some(pattern) if whole(pattern).is_some_and(|whole| !whole.is_in(text)) => Err(format!(
            "{shown} does not match the pattern {} as a whole",
            quote(pattern)
        )),
        _ => Ok(()),
    }
}

/// A pattern that the whole of a text must match; `None` where it is no regular expression.
pub(super) fn whole(pattern: &str) -> Option<Pattern> {
    // What is no pattern by itself must not become one by what is put around it.
    Pattern::new(pattern)?;
    Pattern::new(&format!("^(?:{pattern})$"))
}

fn is_of(kind: InputKind, text: &str, choices: &[String]) -> bool {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match kind {
        InputKind::Text => true,
        InputKind::Integer => is_digits(text.strip_prefix('-').unwrap_or(text)) && text.parse::<i64>().is_ok(),
        InputKind::Number => {
            let plain = text.strip_prefix('-').unwrap_or(text);
            let (whole, part) = plain.split_once('.').unwrap_or((plain, "0"));
            is_digits(whole) && is_digits(part)
        }
        InputKind::Boolean => matches!(text, "true" | "false"),
        InputKind::Choice => choices.iter().any(|choice| choice == text),
        InputKind::Duration => {
            let amount = text.strip_suffix(['s', 'm', 'h', 'd']);
            amount.is_some_and(|amount| is_digits(amount) && amount.len() < 10)
        }
        InputKind::Path => !text.is_empty() && !text.chars().any(char::is_control),
    }
}

fn expected(input: &Input) -> String {
    match input.kind {
        InputKind::Text => "a text".to_owned(),
        InputKind::Integer => "a whole number".to_owned(),
        InputKind::Number => "a number, written as `12` or `0.5`".to_owned(),
        InputKind::Boolean => "`true` or `false`".to_owned(),
        InputKind::Choice => {
            let choices: Vec<String> = input.choices.iter().map(|choice| quote(choice)).collect();
            format!("one of {}", choices.join(", "))
        }
        InputKind::Duration => "a duration: a number and `s`, `m`, `h` or `d`".to_owned(),
        InputKind::Path => "a path: a text on one line, without control characters".to_owned(),
    }
}

fn unknown(name: &str, inputs: &[Input]) -> String {
    let names = || inputs.iter().map(|input| input.name.as_str());
    let found = format!("there is no input {}", quote(name));
    match similar::nearest(name, names()) {
        Some(near) => format!("{found}; did you mean `{near}`?"),
        None if inputs.is_empty() => format!("{found}; this runbook takes none"),
        None => format!("{found}; there are {}", names().collect::<Vec<_>>().join(", ")),
    }
}

/// A text for a message: on one line, in backquotes, cut after 60 characters.
pub(super) fn quote(text: &str) -> String {
    let line = one_line(text);
    match line.char_indices().nth(60) {
        Some((cut, _)) => format!("`{}…`", &line[..cut]),
        None => format!("`{line}`"),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Values {
    /// The value of an input.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.given.get(name).map(|given| given.text.as_str())
    }

    /// Whether an input may stay without a value, as nothing is run.
    pub(super) fn is_open(&self, name: &str) -> bool {
        self.open.contains(name)
    }

    /// Names and values for the environment of every step.
    pub fn environment(&self) -> impl Iterator<Item = (&str, &str)> {
        let given = self.given.values();
        given.map(|given| (given.variable.as_str(), given.text.as_str()))
    }

    /// The values that must not be shown.
    pub fn secrets(&self) -> impl Iterator<Item = &str> {
        let secret = self.given.values().filter(|given| given.is_secret);
        secret.map(|given| given.text.as_str())
    }

    /// Names and values as they may be shown: `***` for a secret one.
    pub fn shown(&self) -> impl Iterator<Item = (&str, &str)> {
        let text = |given: &'_ Given| given.is_secret;
        self.given.iter().map(move |(name, given)| {
            let shown = if text(given) { "***" } else { given.text.as_str() };
            (name.as_str(), shown)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{check, settle};
    use crate::model::runbook::{Input, InputKind};
    use crate::text::span::{FileId, Range, Span};

    fn input(name: &str, kind: InputKind) -> Input {
        Input {
            name: name.to_owned(),
            description: None,
            kind,
            choices: vec!["blue".to_owned(), "green".to_owned()],
            pattern: None,
            default: None,
            secret: false,
            span: Span::new(FileId(0), Range::at(0)),
        }
    }

    #[test]
    fn each_kind_has_its_values() {
        use InputKind as K;
        for (kind, good, bad) in [
            (K::Text, &["", "a\nb", "; rm -rf /"][..], &["\0"][..]),
            (
                K::Integer,
                &["0", "-7", "007"],
                &["", "1.5", "+1", "1e3", "99999999999999999999", "- 1"],
            ),
            (K::Number, &["0", "-7.25"], &["", ".5", "5.", "1e3", "NaN", "inf"]),
            (K::Boolean, &["true", "false"], &["True", "yes", "1", ""]),
            (K::Choice, &["blue"], &["red", ""]),
            (
                K::Duration,
                &["30s", "5m", "2h", "1d"],
                &["30", "s", "1.5h", "-1s", "1w", "99999999999s"],
            ),
            (K::Path, &["/a b/c", "x"], &["", "-rf", "a\nb", "a\0b"]),
        ] {
            let input = input("x", kind);
            for text in good {
                assert_eq!(check(&input, text), Ok(()), "{kind:?} {text:?}");
            }
            for text in bad {
                assert!(check(&input, text).is_err(), "{kind:?} {text:?}");
            }
        }
        let message = check(&input("x", K::Choice), "red").unwrap_err();
        assert_eq!(message, "`red` is not one of `blue`, `green`");
    }

    #[test]
    fn a_pattern_holds_for_the_whole_value() {
        let mut one = input("x", InputKind::Text);
        one.pattern = Some("[a-z]+|[0-9]+".to_owned());
        assert_eq!(check(&one, "abc"), Ok(()));
        for bad in ["abc1", "abc\n", "\nabc", "1a", ""] {
            assert!(check(&one, bad).is_err(), "{bad:?}");
        }
        one.secret = true;
        let message = check(&one, "hunter2").unwrap_err();
        assert!(!message.contains("hunter2"), "{message}");
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let mut region = input("region", InputKind::Text);
        region.default = Some("north".to_owned());
        let mut token = input("token", InputKind::Text);
        token.secret = true;
        let inputs = [
            input("count", InputKind::Integer),
            region,
            token,
            input("who", InputKind::Text),
        ];
        let set = |pairs: &[(&str, &str)]| {
            let pairs: Vec<_> = pairs.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect();
            settle(&inputs, &pairs)
        };
        let complaints = set(&[("count", "two"), ("regoin", "x"), ("token", "a"), ("token", "b")]).unwrap_err();
        assert_eq!(
            complaints,
            [
                "there is no input `regoin`; did you mean `region`?",
                "`token` is set twice",
                "`count`: `two` is not a whole number",
                "`who` is not set",
            ]
        );
        assert_eq!(set(&[]).unwrap_err(), ["`count`, `token`, `who` are not set"]);
        let values = set(&[("count", "2"), ("token", "abc"), ("who", "")]).unwrap();
        assert_eq!((values.get("region"), values.get("who")), (Some("north"), Some("")));
        let environment: Vec<_> = values.environment().collect();
        assert_eq!(environment[0], ("OPSREPO_INPUT_COUNT", "2"));
        assert_eq!(values.secrets().collect::<Vec<_>>(), ["abc"]);
        assert_eq!(values.shown().nth(2), Some(("token", "***")));
    }
}
