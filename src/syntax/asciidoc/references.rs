//! References to the attributes of an AsciiDoc text, replaced in a value that was read from it. It knows no blocks.

use crate::syntax::markup::Markup;
use std::collections::HashMap;

/// Bytes that references may add to a short value. Names are short and values may be long, so that a text of a megabyte
/// could grow to a terabyte.
const GROWTH: usize = 1 << 16;

/// `raw` with each `{name}` replaced by the value of the last attribute of that name; unknown names stay, and so do those
/// whose values would make the result many times longer than what is written.
pub fn resolve(markup: &Markup, text: &str, raw: &str) -> String {
    if markup.attributes.is_empty() || !raw.contains('{') {
        return raw.to_owned();
    }
    // Of equal names the last one stays.
    let attributes = markup.attributes.iter();
    let values: HashMap<&str, &str> = attributes.map(|a| (a.name.as_str(), a.value.of(text))).collect();
    let mut budget = raw.len().saturating_add(GROWTH);
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        // A name holds no further brace.
        let next = rest[1..].find(['{', '}']).map(|at| at + 1);
        let close = next.filter(|&at| rest[at..].starts_with('}'));
        let value = close.and_then(|close| Some((*values.get(&rest[1..close])?, close + 1)));
        let (value, length) = value.filter(|(value, _)| value.len() <= budget).unwrap_or(("{", 1));
        budget = budget.saturating_sub(value.len());
        out.push_str(value);
        rest = &rest[length..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::{GROWTH, resolve};
    use crate::syntax::asciidoc::parse;
    use crate::text::span::Range;

    fn resolved(text: &str, raw: &str) -> String {
        resolve(&parse(text, Range::new(0, text.len())), text, raw)
    }

    #[test]
    fn known_names_become_their_last_values() {
        let text = "= T\n:status: draft\n:status: accepted\n:empty:\n";
        for (raw, expected) in [
            ("is {status} {no}", "is accepted {no}"),
            ("{{status}}{empty}", "{accepted}"),
            ("{status {status", "{status {status"),
            ("", ""),
        ] {
            assert_eq!(resolved(text, raw), expected, "{raw}");
        }
    }

    #[test]
    fn a_long_value_is_resolved_in_one_pass() {
        // As many names as references: a search through all names for each would take hours.
        let names = 50_000;
        let lines: String = (0..names).map(|at| format!(":name-{at}: v\n")).collect();
        let raw: String = (0..names).map(|at| format!("{{name-{at}}} {{no-{at}}} {{ ")).collect();
        assert!(raw.len() > 1 << 20 && resolved(&format!("= T\n{lines}"), &raw).starts_with("v {no-0} { v {no-1}"));
    }

    #[test]
    fn the_result_grows_with_what_is_written() {
        let text = format!("= T\n:big: {}\n", "x".repeat(50_000));
        for count in [1_000, 2_000, 200_000] {
            let raw = "{big}".repeat(count);
            assert!(resolved(&text, &raw).len() <= 2 * raw.len() + GROWTH, "{count}");
        }
        assert_eq!(resolved(&text, "{big}").len(), 50_000);
    }
}
