//! `sprintf` as OPA has it: the verbs, flags, widths and indexes of Go's `fmt`. The interpreter's own gives no value for a
//! verb that it does not know or for one argument too many, and a rule without a value finds nothing. It knows no policy.

use regorus::Value;
use std::fmt::Write;

/// At most this wide, and this many places behind the point.
const WIDEST: usize = 1000;

/// A verb as it is written: `%-8.3q`.
#[derive(Default)]
struct Verb {
    is_left: bool,
    is_signed: bool,
    is_spaced: bool,
    is_sharp: bool,
    is_zeroed: bool,
    width: usize,
    places: Option<usize>,
    /// `[2]`: which argument, from 1.
    index: Option<usize>,
}

/// The text that a format and its arguments make. Nothing where one of both is no such thing.
pub(super) fn sprintf(values: &[Value]) -> Result<Value, String> {
    let (Ok(format), Ok(arguments)) = (values[0].as_string(), values[1].as_array()) else {
        return Ok(Value::Undefined);
    };
    let (mut text, mut at, mut is_reordered) = (String::new(), 0, false);
    let mut rest = format.as_ref();
    while let Some((before, behind)) = rest.split_once('%') {
        text.push_str(before);
        let (verb, behind) = Verb::read(behind);
        let mut letters = behind.chars();
        rest = match letters.next() {
            None => {
                text.push_str("%!(NOVERB)");
                ""
            }
            Some('%') => {
                text.push('%');
                letters.as_str()
            }
            Some(letter) => {
                if let Some(index) = verb.index {
                    (at, is_reordered) = (index.saturating_sub(1), true);
                }
                match arguments.get(at) {
                    Some(argument) => text.push_str(&verb.widened(&verb.said(letter, argument))),
                    None => text.extend(["%!", letter.encode_utf8(&mut [0; 4]), "(MISSING)"]),
                }
                at += 1;
                letters.as_str()
            }
        };
    }
    text.push_str(rest);
    if !is_reordered && at < arguments.len() {
        let extra = arguments[at..]
            .iter()
            .map(|argument| format!("{}={}", sort(argument), plain(argument)));
        text.push_str(&format!("%!(EXTRA {})", extra.collect::<Vec<String>>().join(", ")));
    }
    Ok(Value::from(text))
}

impl Verb {
    /// Reads what stands between `%` and the letter.
    fn read(text: &str) -> (Verb, &str) {
        let mut verb = Verb::default();
        let mut rest = text;
        while let Some(flag) = rest.chars().next().filter(|flag| "-+ #0".contains(*flag)) {
            match flag {
                '-' => verb.is_left = true,
                '+' => verb.is_signed = true,
                ' ' => verb.is_spaced = true,
                '#' => verb.is_sharp = true,
                _ => verb.is_zeroed = true,
            }
            rest = &rest[1..];
        }
        let (width, behind) = number(rest);
        verb.width = width.unwrap_or(0).min(WIDEST);
        rest = behind;
        if let Some(behind) = rest.strip_prefix('.') {
            let (places, behind) = number(behind);
            verb.places = Some(places.unwrap_or(0).min(WIDEST));
            rest = behind;
        }
        if let Some((index, behind)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            verb.index = index.parse().ok();
            rest = behind;
        }
        (verb, rest)
    }

    /// An argument, without its width.
    fn said(&self, letter: char, argument: &Value) -> String {
        match (letter, argument) {
            ('T', _) => sort(argument).to_owned(),
            ('v', Value::String(text)) if self.is_sharp => quoted(text),
            ('v' | 's', Value::String(text)) => self.cut(text).to_owned(),
            ('v' | 's', Value::Number(_)) => self.signed(plain(argument)),
            ('v' | 's', _) => self.cut(&plain(argument)).to_owned(),
            ('q', Value::String(text)) if self.is_sharp && !text.contains('`') => format!("`{text}`"),
            ('q', Value::String(text)) => quoted(self.cut(text)),
            ('q', Value::Number(number)) => match number.as_i64() {
                Some(code) => format!("'{}'", letter_of(code)),
                None => bad(letter, argument),
            },
            ('q', _) => quoted(&plain(argument)),
            ('x', Value::String(text)) => text.bytes().fold(String::new(), |mut hex, byte| {
                let _ = write!(hex, "{byte:02x}");
                hex
            }),
            ('X', Value::String(_)) => self.said('x', argument).to_uppercase(),
            (_, Value::Number(_)) => self.number(letter, argument),
            _ => bad(letter, argument),
        }
    }

    fn number(&self, letter: char, argument: &Value) -> String {
        let Value::Number(number) = argument else {
            return bad(letter, argument);
        };
        let places = self.places.unwrap_or(6);
        if let Some(float) = number.as_f64().or_else(|| plain(argument).parse().ok()) {
            match letter {
                'f' | 'F' => return self.signed(format!("{float:.places$}")),
                'e' => return self.signed(exponent(&format!("{float:.places$e}"))),
                'E' => return self.signed(exponent(&format!("{float:.places$e}")).to_uppercase()),
                'g' | 'G' => return self.signed(plain(argument)),
                _ => {}
            }
        }
        if !number.is_integer() {
            return bad(letter, argument);
        }
        let (is_negative, size) = match number.as_i128() {
            Some(number) => (number < 0, number.unsigned_abs()),
            None if letter == 'd' => return self.signed(plain(argument)),
            None => return bad(letter, argument),
        };
        let digits = match letter {
            'd' => size.to_string(),
            'b' => format!("{size:b}"),
            'o' if self.is_sharp => format!("0{size:o}"),
            'o' => format!("{size:o}"),
            'O' => format!("0o{size:o}"),
            'x' if self.is_sharp => format!("{size:#x}"),
            'x' => format!("{size:x}"),
            'X' if self.is_sharp => format!("0X{size:X}"),
            'X' => format!("{size:X}"),
            'U' => format!("U+{size:04X}"),
            'c' => return letter_of(i64::try_from(size).unwrap_or(-1)).to_string(),
            _ => return bad(letter, argument),
        };
        self.signed(if is_negative { format!("-{digits}") } else { digits })
    }

    fn signed(&self, number: String) -> String {
        match number.starts_with('-') {
            false if self.is_signed => format!("+{number}"),
            false if self.is_spaced => format!(" {number}"),
            _ => number,
        }
    }

    fn cut<'t>(&self, text: &'t str) -> &'t str {
        let end = self.places.and_then(|places| text.char_indices().nth(places));
        end.map_or(text, |(end, _)| &text[..end])
    }

    fn widened(&self, text: &str) -> String {
        let missing = self.width.saturating_sub(text.chars().count());
        match text.strip_prefix(['-', '+']) {
            _ if self.is_left => format!("{text}{}", " ".repeat(missing)),
            Some(digits) if self.is_zeroed => format!("{}{}{digits}", &text[..1], "0".repeat(missing)),
            None if self.is_zeroed => format!("{}{text}", "0".repeat(missing)),
            _ => format!("{}{text}", " ".repeat(missing)),
        }
    }
}

/// The digits at the start of a text.
fn number(text: &str) -> (Option<usize>, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let number = (!digits.is_empty()).then(|| digits.parse().unwrap_or(usize::MAX));
    (number, rest)
}

/// `1e2` as Go writes it: `1e+02`.
fn exponent(text: &str) -> String {
    let Some((digits, exponent)) = text.split_once('e') else {
        return text.to_owned();
    };
    let (sign, exponent) = match exponent.strip_prefix('-') {
        Some(exponent) => ('-', exponent),
        None => ('+', exponent),
    };
    format!("{digits}e{sign}{exponent:0>2}")
}

fn letter_of(code: i64) -> char {
    let code = u32::try_from(code).ok();
    code.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// What Go says of a value that a verb cannot print.
fn bad(letter: char, argument: &Value) -> String {
    format!("%!{letter}({}={})", sort(argument), plain(argument))
}

/// Go's name for the sort of a value, as OPA hands it over.
fn sort(argument: &Value) -> &'static str {
    match argument {
        Value::Number(number) if number.is_integer() => "int",
        Value::Number(_) => "float64",
        _ => "string",
    }
}

/// A value in Rego's words; a text without quotes.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.to_string(),
        _ => nested(value),
    }
}

fn nested(value: &Value) -> String {
    let list = |values: &mut dyn Iterator<Item = &Value>| values.map(nested).collect::<Vec<String>>().join(", ");
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(is_true) => is_true.to_string(),
        Value::String(text) => quoted(text),
        Value::Number(number) => number.format_decimal(),
        Value::Array(values) => format!("[{}]", list(&mut values.iter())),
        Value::Set(values) if values.is_empty() => "set()".to_owned(),
        Value::Set(values) => format!("{{{}}}", list(&mut values.iter())),
        Value::Object(fields) => {
            let fields = fields
                .iter_sorted()
                .map(|(key, value)| format!("{}: {}", nested(key), nested(value)));
            format!("{{{}}}", fields.collect::<Vec<String>>().join(", "))
        }
        Value::Undefined => "undefined".to_owned(),
    }
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::sprintf;
    use regorus::Value;

    fn said(format: &str, arguments: &str) -> String {
        let arguments = Value::from_json_str(arguments).unwrap();
        let text = sprintf(&[Value::from(format), arguments]).unwrap();
        text.as_string().unwrap().to_string()
    }

    #[test]
    fn verbs_are_those_of_go() {
        for (format, arguments, expected) in [
            ("%s is %v", r#"["a", "b"]"#, "a is b"),
            ("%q %q", r#"["a\"b", ["c"]]"#, r#""a\"b" "[\"c\"]""#),
            ("%d%% of %d", "[5, -6]", "5% of -6"),
            ("%5d|%-5d|%05d|%+d", "[1, 2, -3, 4]", "    1|2    |-0003|+4"),
            ("%.2f %8.3f %f", "[1.005, 2.5, 3]", "1.00    2.500 3.000000"),
            ("%x %X %#x %x", r#"[255, 255, 255, "hi"]"#, "ff FF 0xff 6869"),
            ("%b %o %O %c %U", "[5, 8, 8, 97, 97]", "101 10 0o10 a U+0061"),
            ("%e %g", "[1500, 0.5]", "1.500000e+03 0.5"),
            ("%10s|%-4s|%.2s", r#"["abc", "d", "efg"]"#, "       abc|d   |ef"),
            ("%v %s", r#"[{"a": [1, null, true]}, 7]"#, r#"{"a": [1, null, true]} 7"#),
            ("%[2]s %[1]s", r#"["a", "b"]"#, "b a"),
            ("%T", r#"["a"]"#, "string"),
            ("100%", "[]", "100%!(NOVERB)"),
            ("plain", "[]", "plain"),
        ] {
            assert_eq!(said(format, arguments), expected, "{format} {arguments}");
        }
    }

    #[test]
    fn a_mistake_is_said_and_loses_no_finding() {
        for (format, arguments, expected) in [
            ("%s %s", r#"["a"]"#, "a %!s(MISSING)"),
            ("%s", r#"["a", 2, "c"]"#, "a%!(EXTRA int=2, string=c)"),
            ("%d", r#"["a"]"#, "%!d(string=a)"),
            ("%d", "[1.5]", "%!d(float64=1.5)"),
            ("%y", "[[1]]", "%!y(string=[1])"),
            ("%[9]s", r#"["a"]"#, "%!s(MISSING)"),
        ] {
            assert_eq!(said(format, arguments), expected, "{format} {arguments}");
        }
        assert_eq!(sprintf(&[Value::from("a"), Value::from("b")]), Ok(Value::Undefined));
    }

    #[test]
    fn widths_are_bounded() {
        assert_eq!(said("%99999999999999999999d", "[1]").len(), super::WIDEST);
        assert_eq!(said("%.99999999f", "[1]").len(), super::WIDEST + 2);
    }
}
