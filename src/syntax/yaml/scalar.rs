//! What a YAML scalar means: the core schema of YAML 1.2 (<https://yaml.org/spec/1.2.2/#103-core-schema>).
//!
//! It knows the text of one scalar, never where it stands.

use crate::syntax::node::Value;
use crate::syntax::yaml::merge;
use saphyr_parser::{ScalarStyle, Tag};
use std::borrow::Cow;

/// A scalar as the parser hands it over.
pub(crate) struct Scalar<'e> {
    /// Unquoted, unescaped, folded.
    pub(crate) text: Cow<'e, str>,
    /// How it is quoted.
    pub(crate) style: ScalarStyle,
    /// Its anchor's number, or 0.
    pub(crate) anchor: usize,
    /// Its tag.
    pub(crate) tag: Option<Cow<'e, Tag>>,
}

impl Scalar<'_> {
    /// True for `|` and `>`.
    pub(crate) fn is_block(&self) -> bool {
        matches!(self.style, ScalarStyle::Literal | ScalarStyle::Folded)
    }

    /// True for a plain `<<`.
    pub(crate) fn is_merge_key(&self) -> bool {
        self.style == ScalarStyle::Plain && self.text == merge::KEY
    }

    /// What it means.
    pub(crate) fn value(self) -> Value {
        let is_plain = self.style == ScalarStyle::Plain;
        let resolved = match self.tag.as_deref() {
            Some(tag) => match core_tag(tag) {
                Some(name) => tagged(name, &self.text),
                // `! 5` says: do not resolve. A tag of somebody's own (`!vault`) leaves the value as it reads.
                None if tag.handle.is_empty() && tag.suffix == "!" => None,
                None => is_plain.then(|| resolve(&self.text)).flatten(),
            },
            None if is_plain => resolve(&self.text),
            None => None,
        };
        resolved.unwrap_or_else(|| Value::Text(self.text.into()))
    }
}

/// The name of a tag of YAML's own (`str` of `!!str`), however it is written.
fn core_tag(tag: &Tag) -> Option<&str> {
    const PREFIX: &str = "tag:yaml.org,2002:";
    match tag.handle.is_empty() {
        true => tag.suffix.strip_prefix(PREFIX),
        false => (tag.handle == PREFIX).then_some(&tag.suffix),
    }
}

/// The value of a plain scalar; `None` when it is text. Dates, `yes` and `0777` with an octal meaning are YAML 1.1
/// and read here as 1.2 has them: text, text, and the decimal number 777.
fn resolve(text: &str) -> Option<Value> {
    let first = *text.as_bytes().first().unwrap_or(&b'~');
    match first {
        b'0'..=b'9' | b'+' | b'-' | b'.' => number(text),
        b'~' | b'n' | b'N' => null(text),
        b't' | b'T' | b'f' | b'F' => truth(text),
        _ => None,
    }
}

/// The value of a scalar that carries a tag of the core schema (`str` of `!!str`). A text that does not fit its tag
/// stays text: the value is never lost.
fn tagged(tag: &str, text: &str) -> Option<Value> {
    match tag {
        "null" => null(text),
        "bool" => truth(text),
        "int" => number(text).filter(|value| matches!(value, Value::Int(_))),
        "float" => match number(text)? {
            Value::Int(whole) => Some(Value::Float(whole as f64)),
            value => Some(value),
        },
        _ => None,
    }
}

fn null(text: &str) -> Option<Value> {
    matches!(text, "" | "~" | "null" | "Null" | "NULL").then_some(Value::Null)
}

fn truth(text: &str) -> Option<Value> {
    match text {
        "true" | "True" | "TRUE" => Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => Some(Value::Bool(false)),
        _ => None,
    }
}

fn number(text: &str) -> Option<Value> {
    if let Some(digits) = text.strip_prefix("0x") {
        return radix(digits, 16);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return radix(digits, 8);
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !unsigned.is_empty() && unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
        // A whole number that does not fit is still a number.
        let whole = text.parse().map(Value::Int);
        return whole.or_else(|_| text.parse().map(Value::Float)).ok();
    }
    match unsigned {
        ".inf" | ".Inf" | ".INF" => Some(Value::Float(match text.starts_with('-') {
            true => f64::NEG_INFINITY,
            false => f64::INFINITY,
        })),
        ".nan" | ".NaN" | ".NAN" => (unsigned.len() == text.len()).then_some(Value::Float(f64::NAN)),
        _ if is_float(unsigned) => text.parse().map(Value::Float).ok(),
        _ => None,
    }
}

fn radix(digits: &str, radix: u32) -> Option<Value> {
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    let whole = i64::from_str_radix(digits, radix).map(Value::Int);
    Some(whole.unwrap_or_else(|_| {
        let base = f64::from(radix);
        let value = |sum: f64, digit: char| sum * base + f64::from(digit.to_digit(radix).unwrap_or(0));
        Value::Float(digits.chars().fold(0.0, value))
    }))
}

/// `( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
fn is_float(unsigned: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    digits(whole)
        && digits(fraction)
        && whole.len() + fraction.len() > 0
        && exponent.is_none_or(|exponent| !exponent.is_empty() && digits(exponent))
}

#[cfg(test)]
mod tests {
    use super::{resolve, tagged};
    use crate::syntax::node::Value;

    #[test]
    fn plain_scalars_follow_the_core_schema() {
        for (text, value) in [
            ("", Value::Null),
            ("~", Value::Null),
            ("NULL", Value::Null),
            ("True", Value::Bool(true)),
            ("false", Value::Bool(false)),
            ("0", Value::Int(0)),
            ("-12", Value::Int(-12)),
            ("+5", Value::Int(5)),
            ("0777", Value::Int(777)),
            ("0o17", Value::Int(15)),
            ("0xFF", Value::Int(255)),
            ("9223372036854775808", Value::Float(9_223_372_036_854_775_808.0)),
            ("1.", Value::Float(1.0)),
            (".5", Value::Float(0.5)),
            ("-1.5e+3", Value::Float(-1500.0)),
            ("1e3", Value::Float(1000.0)),
            ("-.inf", Value::Float(f64::NEG_INFINITY)),
        ] {
            assert_eq!(resolve(text), Some(value), "{text:?}");
        }
        for text in [
            "yes",
            "on",
            "nul",
            "tRUE",
            "2020-11-09",
            "1_000",
            "12:30",
            "0x",
            "0xg",
            "-0x1",
            "1.2.3",
            ".",
            "-",
            "+",
            "1e",
            "e3",
            "-.nan",
            "infinity",
            "nan",
            "0b1",
            "1e3e",
        ] {
            assert_eq!(resolve(text), None, "{text:?}");
        }
        assert!(matches!(resolve(".nan"), Some(Value::Float(value)) if value.is_nan()));
    }

    #[test]
    fn tags_decide_and_lose_nothing() {
        assert_eq!(tagged("str", "5"), None);
        assert_eq!(tagged("int", "5"), Some(Value::Int(5)));
        assert_eq!(tagged("int", "5.5"), None);
        assert_eq!(tagged("float", "5"), Some(Value::Float(5.0)));
        assert_eq!(tagged("bool", "true"), Some(Value::Bool(true)));
        assert_eq!(tagged("timestamp", "2020-01-01"), None);
    }
}
