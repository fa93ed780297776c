//! A text as a scalar of YAML or TOML, in the quotes that stood there. It knows no keys.

/// `new` in the place of `old`, which is written with its quotes.
pub(crate) fn written(old: &str, new: &str) -> String {
    let new: String = new.split_whitespace().collect::<Vec<_>>().join(" ");
    match old.chars().next() {
        Some('\'') if !new.chars().any(char::is_control) => format!("'{}'", new.replace('\'', "''")),
        Some('"' | '\'' | '|' | '>') => quoted(&new),
        _ if is_plain(&new) => new,
        _ => quoted(&new),
    }
}

fn quoted(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", text.chars().filter(|c| !c.is_control()).collect::<String>())
}

/// True for a text that YAML reads as this text without quotes, wherever it stands on one line.
fn is_plain(text: &str) -> bool {
    let is_word = !["true", "false", "null", "yes", "no", "on", "off", "~"].contains(&text.to_lowercase().as_str());
    let opens = text.starts_with(|c: char| c.is_alphabetic());
    let is_calm =
        !text.contains([',', '[', ']', '{', '}', '"', '\'', '`', '\t']) && !text.chars().any(char::is_control);
    is_word && opens && is_calm && !text.contains(": ") && !text.contains(" #") && !text.ends_with(':')
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn quotes_stay() {
        let table = [
            ("Use dashes", "Use dots", "Use dots"),
            ("\"Use\"", "Say \"no\"", "\"Say \\\"no\\\"\""),
            ("'Use'", "It's", "'It''s'"),
            ("Use", "a: b", "\"a: b\""),
            ("Use", "no", "\"no\""),
            ("Use", "# x", "\"# x\""),
        ];
        for (old, new, expected) in table {
            assert_eq!(written(old, new), expected, "{new}");
        }
    }
}
