//! What pages call a person. It knows neither records nor pages.

use crate::text::width::cut;

/// Columns of a name that are shown: some write a sentence where a name belongs.
const COLUMNS: usize = 80;

/// A name without addresses of mail: `Ada <ada@example.org>` is Ada, and so is `ada@example.org`.
pub(crate) fn without_addresses(name: &str) -> String {
    let is_address = |word: &str| word.find('@').is_some_and(|at| at > 0);
    let plain: Vec<&str> = name.split_whitespace().filter(|word| !is_address(word)).collect();
    let whole = match plain.is_empty() {
        false => plain.join(" "),
        true => {
            let first = name.split('@').next().unwrap_or_default();
            let first = first.trim().trim_start_matches(['<', '(']);
            first.strip_prefix("mailto:").unwrap_or(first).to_owned()
        }
    };
    cut(&whole, COLUMNS)
}

#[cfg(test)]
mod tests {
    use super::without_addresses;

    #[test]
    fn names_lose_their_addresses() {
        for (written, shown) in [
            ("Ada Lovelace <ada@example.org>", "Ada Lovelace"),
            ("ada@example.org", "ada"),
            ("<mailto:ada@example.org>", "ada"),
            ("@example/storage", "@example/storage"),
            ("@ada", "@ada"),
            ("", ""),
        ] {
            assert_eq!(without_addresses(written), shown);
        }
    }
}
