//! The article before a noun. It must not know which nouns there are.

/// A noun with its article: `an incident`, `a decision`.
pub fn with_article(noun: &str) -> String {
    let article = match noun.starts_with(['a', 'e', 'i', 'o', 'u']) {
        true => "an",
        false => "a",
    };
    format!("{article} {noun}")
}

#[cfg(test)]
mod tests {
    use super::with_article;

    #[test]
    fn vowels_take_an() {
        for (noun, expected) in [("incident", "an incident"), ("decision", "a decision"), ("", "a ")] {
            assert_eq!(with_article(noun), expected);
        }
    }
}
