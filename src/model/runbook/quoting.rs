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
        Surroundings::Text { strips_tabs: true } | Surroundings::RawText { strips_tabs: true } if !is_kept(value) => {
            return None;
        }
        Surroundings::Text { .. } => escaped(value, &['\\', '$', '`']),
        Surroundings::RawText { .. } => value.to_owned(),
        // `5-(-3)` where `5--3` would be another thing.
        Surroundings::Number { is_operand: false } if value.starts_with('-') => format!("({})", number(value)?),
        Surroundings::Number { .. } => number(value)?.to_string(),
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

/// True for a value that loses nothing where the tabs at the start of lines are stripped.
fn is_kept(value: &str) -> bool {
    !value.starts_with('\t') && !value.contains("\n\t")
}

/// A whole number, which no shell takes for an octal one any more.
fn number(value: &str) -> Option<i64> {
    let number: i64 = value.parse().ok()?;
    number.checked_abs().map(|_| number)
}
