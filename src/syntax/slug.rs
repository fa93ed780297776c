//! The anchors that Markdown engines other than GitHub's give to headings. It knows plain text only.
//!
//! Sources: kramdown's option `auto_ids`; `slugify` of Python-Markdown's extension `toc`; `make_id` of docutils; the method
//! `parameterize` of Active Support.

use crate::text::fold;

/// kramdown: everything up to the first letter goes, then all but letters, digits, spaces and hyphens.
pub fn kramdown(text: &str) -> String {
    let start = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
    let kept = text[start..]
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-'));
    let slug: String = kept
        .map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() })
        .collect();
    match slug.is_empty() {
        true => "section".to_owned(),
        false => slug,
    }
}

/// Python-Markdown: letters without their accents, no signs, and one hyphen for each run of spaces and hyphens.
pub fn python_markdown(text: &str) -> String {
    let plain = fold::fold(text);
    let kept = plain
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-') || c.is_whitespace());
    joined(kept, |c| c == '-' || c.is_whitespace())
}

/// One hyphen for each run of characters that are no letters, digits or underscores.
pub fn squeezed(text: &str) -> String {
    let plain = fold::fold(text);
    joined(plain.chars(), |c| !c.is_alphanumeric() && c != '_')
}

/// docutils: one hyphen for each run of characters that are no letters or digits; it starts with a letter.
pub fn docutils(text: &str) -> String {
    let plain = fold::fold(text);
    let slug = joined(plain.chars(), |c| !c.is_ascii_alphanumeric());
    slug.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-')
        .to_owned()
}

/// The characters in lower case, with one hyphen for each run of gaps between them.
fn joined(text: impl Iterator<Item = char>, is_gap: impl Fn(char) -> bool) -> String {
    let mut out = String::new();
    let mut has_gap = false;
    for c in text {
        if is_gap(c) {
            has_gap = !out.is_empty();
            continue;
        }
        if std::mem::take(&mut has_gap) {
            out.push('-');
        }
        out.extend(c.to_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{docutils, kramdown, python_markdown, squeezed};

    #[test]
    fn follows_the_rules_of_the_engines() {
        for (text, expected) in [
            (
                "1. What's new?",
                ["whats-new", "1-whats-new", "1-what-s-new", "what-s-new"],
            ),
            ("A & B", ["a--b", "a-b", "a-b", "a-b"]),
            ("a_b - c", ["ab---c", "a_b-c", "a_b-c", "a-b-c"]),
            ("123", ["section", "123", "123", ""]),
        ] {
            let found = [kramdown(text), python_markdown(text), squeezed(text), docutils(text)];
            assert_eq!(found, expected, "{text}");
        }
        assert_eq!(python_markdown("Café"), "cafe");
    }
}
