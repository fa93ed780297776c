//! Functions of Rego whose own would make as much as a few words ask for, in one step that no clock interrupts. These do the
//! same and stop. And three functions that old policies use and Rego has no more, and one that the interpreter has otherwise.
//! They know no policy.

use crate::policy::sprintf::sprintf;
use regorus::Value;
use std::borrow::Cow;
use std::sync::LazyLock;

/// At most this many numbers in a list of numbers.
const NUMBERS: i64 = 1_000_000;
/// At most this many bytes in a text after a replacement.
const BYTES: usize = 16 * 1024 * 1024;

/// What `re_match` is today.
static MATCHER: LazyLock<regorus::Engine> = LazyLock::new(|| {
    let mut engine = regorus::Engine::new();
    let policy = "package old\nre_match := regex.match(input[0], input[1])\n";
    // Were it not read, `re_match` would say so.
    let _ = engine.add_policy("re_match".to_owned(), policy.to_owned());
    engine
});

/// A function by its name, with the number of its arguments.
type Row = (&'static str, u8, fn(&[Value]) -> Result<Value, String>);

/// All of them.
pub(super) const ALL: [Row; 9] = [
    ("all", 1, |values| {
        Ok(Value::from(truths(&values[0]).all(|is_true| is_true)))
    }),
    ("any", 1, |values| {
        Ok(Value::from(truths(&values[0]).any(|is_true| is_true)))
    }),
    ("numbers.range", 2, |values| range(values, 1)),
    ("numbers.range_step", 3, |values| match values[2].as_i64() {
        Ok(step) if step > 0 => range(values, step),
        _ => Err("numbers.range_step wants a step over 0".to_owned()),
    }),
    // What is found today must be found tomorrow.
    ("rand.intn", 2, |_| Err("could not find function rand.intn".to_owned())),
    ("re_match", 2, |values| {
        let mut engine = MATCHER.clone();
        engine.set_input(Value::from(values.to_vec()));
        engine
            .eval_rule("data.old.re_match".to_owned())
            .map_err(|_| "re_match wants a regular expression and a string".to_owned())
    }),
    ("replace", 3, |values| {
        let [text, old, new] = texts(values).ok_or("replace wants three strings")?;
        Ok(Value::from(replace(text.into(), old, new)?.as_ref()))
    }),
    ("sprintf", 2, sprintf),
    ("strings.replace_n", 2, |values| {
        let (Ok(pairs), Ok(text)) = (values[0].as_object(), values[1].as_string()) else {
            return Err("strings.replace_n wants an object and a string".to_owned());
        };
        let mut text: Cow<'_, str> = Cow::Borrowed(text);
        for (old, new) in pairs.iter() {
            let (Ok(old), Ok(new)) = (old.as_string(), new.as_string()) else {
                return Err("strings.replace_n wants an object of strings".to_owned());
            };
            text = Cow::Owned(replace(text, old, new)?.into_owned());
        }
        Ok(Value::from(text.as_ref()))
    }),
];

fn range(values: &[Value], step: i64) -> Result<Value, String> {
    let (Ok(from), Ok(to)) = (values[0].as_i64(), values[1].as_i64()) else {
        return Ok(Value::Undefined);
    };
    let distance = i128::from(to) - i128::from(from);
    if distance.abs() / i128::from(step) >= i128::from(NUMBERS) {
        return Err(format!("a range of more than {NUMBERS} numbers"));
    }
    let count = (distance.abs() / i128::from(step)) as i64;
    let numbers = (0..=count).map(|at| Value::from(from + at * step * distance.signum() as i64));
    Ok(Value::from(numbers.collect::<Vec<Value>>()))
}

/// Which members of a list or set are true.
fn truths(list: &Value) -> Box<dyn Iterator<Item = bool> + '_> {
    let is_true = |value: &Value| *value == Value::Bool(true);
    match list {
        Value::Array(values) => Box::new(values.iter().map(is_true)),
        Value::Set(values) => Box::new(values.iter().map(is_true)),
        _ => Box::new(std::iter::empty()),
    }
}

fn texts(values: &[Value]) -> Option<[&str; 3]> {
    let text = |at: usize| values[at].as_string().ok().map(AsRef::as_ref);
    Some([text(0)?, text(1)?, text(2)?])
}

fn replace<'t>(text: Cow<'t, str>, old: &str, new: &str) -> Result<Cow<'t, str>, String> {
    let count = text.matches(old).count();
    match count.saturating_mul(new.len()).saturating_add(text.len()) {
        _ if count == 0 => Ok(text),
        length if length > BYTES => Err(format!("a replacement that makes more than {BYTES} bytes")),
        _ => Ok(Cow::Owned(text.replace(old, new))),
    }
}

#[cfg(test)]
mod tests {
    use super::ALL;
    use regorus::Value;

    fn call(name: &str, arguments: &str) -> Result<String, String> {
        let values = Value::from_json_str(arguments).unwrap();
        let (_, count, function) = ALL.iter().find(|row| row.0 == name).unwrap();
        let values: Vec<Value> = values.as_array().unwrap().to_vec();
        assert_eq!(values.len(), usize::from(*count));
        function(&values).map(|value| value.to_json_str().unwrap().split_whitespace().collect())
    }

    #[test]
    fn they_do_what_rego_says() {
        for (name, arguments, expected) in [
            ("all", "[[true, true]]", "true"),
            ("all", "[[true, false]]", "false"),
            ("any", "[[]]", "false"),
            ("any", "[[false, true]]", "true"),
            ("re_match", r#"["^a+$", "aa"]"#, "true"),
            ("re_match", r#"["^a+$", "b"]"#, "false"),
            ("numbers.range", "[1, 3]", "[1,2,3]"),
            ("numbers.range", "[3, 1]", "[3,2,1]"),
            ("numbers.range", "[2, 2]", "[2]"),
            ("numbers.range_step", "[0, 5, 2]", "[0,2,4]"),
            ("numbers.range_step", "[5, 0, 2]", "[5,3,1]"),
            ("replace", r#"["a-b-c", "-", "+"]"#, r#""a+b+c""#),
            ("strings.replace_n", r#"[{"<": "(", ">": ")"}, "<b>"]"#, r#""(b)""#),
        ] {
            assert_eq!(call(name, arguments).as_deref(), Ok(expected), "{name} {arguments}");
        }
    }

    #[test]
    fn they_stop() {
        assert!(call("numbers.range", "[1, 1000000000]").is_err());
        assert!(call("numbers.range", "[-9223372036854775808, 9223372036854775807]").is_err());
        assert!(call("numbers.range_step", "[1, 5, 0]").is_err());
        let long = "a".repeat(100_000);
        assert!(call("replace", &format!(r#"["{long}", "a", "{long}"]"#)).is_err());
        assert!(call("replace", r#"["a", 1, "b"]"#).is_err());
    }
}
