//! The spellings by which people call a record, brought to one form.
//!
//! It knows texts only; which record answers to them stands in [`crate::model::identity`].

/// Words in front of a number that say nothing but "this is a record".
pub(crate) const PREFIXES: [&str; 10] = [
    "adr",
    "adrs",
    "rfc",
    "decision",
    "decisions",
    "kep",
    "rec",
    "dr",
    "record",
    "no",
];

/// File names that stand for their folder.
pub(crate) const FOLDER_FILES: [&str; 4] = ["readme", "index", "kustomization", "catalog-info"];

/// What somebody wrote to name a record, in the one form of [`crate::model::identity::spellings`], the most certain first: `ADR-0007` → `7`,
/// `0004a` → `4a`, `#7` → `7`, `0007-use-dashes.md` → `0007-use-dashes`, `operator/0007` → `operator-7` and then `7`.
pub(crate) fn calls(raw: &str) -> Vec<String> {
    let is_edge =
        |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '[' | ']' | '(' | ')' | '<' | '>' | '#' | '*');
    let text = raw
        .trim_matches(is_edge)
        .trim_end_matches(['.', ':', ','])
        .to_lowercase();
    // `ADR #7` is a number; elsewhere an anchor begins there.
    let text = match text.split_once('#') {
        Some((word, number)) if PREFIXES.contains(&word.trim_end()) => &format!("{word}{number}"),
        Some((name, _)) => name,
        None => &text,
    };
    let mut parts = text.rsplit('/');
    let last = parts.next().unwrap_or("");
    let last = [".md", ".markdown", ".adoc", ".asciidoc", ".yaml", ".yml"]
        .iter()
        .find_map(|end| last.strip_suffix(end))
        .unwrap_or(last);
    let short = plain(last);
    let mut calls = Vec::new();
    // `readme` is called by its folder; `operator/0007` counts within that area.
    if let Some(folder) = parts.next() {
        if FOLDER_FILES.contains(&last) {
            return vec![plain(folder)];
        }
        if short.starts_with(|c: char| c.is_ascii_digit()) && short.len() < 8 {
            calls.push(plain(&format!("{folder}-{short}")));
        }
    }
    calls.push(short);
    calls.dedup();
    calls
}

/// A name in lower case; one that ends with its number loses the padding, and the words up to an "ADR" before it.
pub(crate) fn plain(name: &str) -> String {
    let text = name.to_lowercase();
    let is_gap = |c: char| matches!(c, '-' | '_' | ' ' | '#' | ':' | '.' | '\u{a0}');
    let Some(start) = text.find(|c: char| c.is_ascii_digit()) else {
        return text;
    };
    let digits = text[start..]
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len() - start);
    let tail = &text[start + digits..];
    let is_letter = tail.len() <= 1 && tail.bytes().all(|b| b.is_ascii_lowercase());
    // Most names end with words.
    if digits >= 8 || !is_letter {
        return text;
    }
    let words: Vec<&str> = text[..start].split(is_gap).filter(|word| !word.is_empty()).collect();
    let is_word = |word: &&str| word.chars().all(char::is_alphabetic);
    if !words.iter().all(is_word) {
        return text;
    }
    let known = words.iter().rposition(|word| PREFIXES.contains(word));
    let value = match text[start..start + digits].trim_start_matches('0') {
        "" => "0",
        value => value,
    };
    let mut parts = words[known.map_or(0, |at| at + 1)..].to_vec();
    let number = format!("{value}{tail}");
    parts.push(&number);
    parts.join("-")
}

/// The id with which a longer text starts, where it can be nothing else: `ADR-0007: Use dashes`, `7. Use dashes`,
/// `ADR 0053 §7`.
pub(crate) fn leading_call(raw: &str) -> Option<&str> {
    let text = raw.trim_start_matches(['"', '\'', '[', '(', '*', ' ']);
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let digits = text[start..]
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len() - start);
    let letter = usize::from(text[start + digits..].starts_with(|c: char| c.is_ascii_lowercase()));
    let end = start + digits + letter;
    let rest = &text[end..];
    let is_gap = |c: char| matches!(c, '-' | '_' | ' ' | '#' | ':');
    let known = text[..start]
        .to_lowercase()
        .split(is_gap)
        .any(|word| PREFIXES.contains(&word));
    let is_marked =
        rest.starts_with(". ") || rest.starts_with([':', ')']) || rest.starts_with(" -") || rest.starts_with(" –");
    let ends = !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/'));
    let is_id = digits < 8 && start <= 24 && ends && (known || (start == 0 && is_marked));
    is_id.then_some(&text[..end])
}

#[cfg(test)]
mod tests {
    use super::{calls, leading_call};

    #[test]
    fn people_name_records_in_many_ways() {
        let cases: [(&str, &[&str]); 14] = [
            ("Operator-0007", &["operator-7"]),
            ("ODH-ADR-Operator-0007", &["operator-7"]),
            ("ODH-ADR-0007", &["7"]),
            ("operator/0007", &["operator-7", "7"]),
            ("docs/adr/0007", &["7"]),
            ("adr:0007", &["7"]),
            ("`ADR-0007`", &["7"]),
            ("No. 7", &["7"]),
            ("0007-use.md#why", &["0007-use"]),
            ("use-oauth-2/README.md", &["use-oauth-2"]),
            ("Use-OAuth-02", &["use-oauth-2"]),
            ("20200924", &["20200924"]),
            ("2020-09-24-x", &["2020-09-24-x"]),
            ("", &[""]),
        ];
        for (raw, wanted) in cases {
            assert_eq!(calls(raw), wanted, "{raw}");
        }
    }

    #[test]
    fn a_longer_text_may_start_with_an_id() {
        for (raw, wanted) in [
            ("ADR-0007: Use dashes", Some("ADR-0007")),
            ("ADR 0053 §7 detection", Some("ADR 0053")),
            ("7. Use dashes", Some("7")),
            ("0004a) ancestry", Some("0004a")),
            ("7 alternatives", None),
            ("the 7. one", None),
            ("2024-07-25: x", None),
            ("ADR-0007-use-dashes", None),
        ] {
            assert_eq!(leading_call(raw), wanted, "{raw}");
        }
    }
}
