//! Writing a value so that a shell reads exactly it, for each of the surroundings in which it may stand. It must not know
//! where a value comes from.

use crate::model::runbook::peril::Surroundings;

/// Words that a shell reads as its own where they stand bare.
const RESERVED: [&str; 17] = [
    "case", "coproc", "do", "done", "elif", "else", "esac", "fi", "for", "function", "if", "in", "select", "then",
    "time", "until", "while",
];

/// A value as it is written in these surroundings; `None` where it cannot be.
pub(super) fn quoted(value: &str, surroundings: Surroundings) -> Option<String> {
    if value.contains('\0') {
        return None;
    }
    Some(match surroundings {
        Surroundings::Word { is_whole: true } if !RESERVED.contains(&value) => {
            shlex::try_quote(value).ok()?.into_owned()
        }
        Surroundings::Word { .. } => single(value),
        // Bash doubles these two in double quotes within `a=(…)`.
        Surroundings::Double { is_apart: false } if !value.contains(['\u{1}', '\u{7f}']) => {
            escaped(value, &['\\', '"', '$', '`'])
        }
        Surroundings::Double { .. } => format!("\"{}\"", single(value)),
        Surroundings::Single => value.replace('\'', r"'\''"),
        Surroundings::Dollar => format!("'{}$'", single(value)),
        Surroundings::Text { strips_tabs } => escaped(kept(value, strips_tabs)?, &['\\', '$', '`']),
        Surroundings::RawText { strips_tabs } => kept(value, strips_tabs)?.to_owned(),
        Surroundings::Number { is_operand } => number(value, is_operand)?,
        Surroundings::Comment => return None,
    })
}

/// In single quotes, whatever it holds.
pub(super) fn single(value: &str) -> String {
    format!("'{}'", value.replace('\'', r"'\''"))
}

pub(super) fn escaped(value: &str, special: &[char]) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        if special.contains(&c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A value that loses nothing where the tabs at the start of lines are stripped.
fn kept(value: &str, strips_tabs: bool) -> Option<&str> {
    let is_kept = !strips_tabs || !value.starts_with('\t') && !value.contains("\n\t");
    is_kept.then_some(value)
}

/// A whole number that no shell takes for an octal one.
fn number(value: &str, is_operand: bool) -> Option<String> {
    let number: i64 = value.parse().ok()?;
    number.checked_abs()?;
    Some(match number < 0 && !is_operand {
        // `5-(-3)` where `5--3` would be another thing.
        true => format!("({number})"),
        false => number.to_string(),
    })
}
