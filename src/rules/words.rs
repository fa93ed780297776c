//! How findings say things: quoted values, counts, lists. It knows no rule.

use crate::text::history::Commit;

/// A written value for a message: on one line, in backquotes, cut after 60 characters.
pub(crate) fn quote(raw: &str) -> String {
    let line = raw.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(60) {
        Some((cut, _)) => format!("`{}…`", line[..cut].trim_end()),
        None => format!("`{line}`"),
    }
}

/// `a`, `b` or `c`, each in backquotes.
pub(crate) fn either<S: AsRef<str>>(words: &[S]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{}`", word.as_ref())).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// A commit as people name it: `1a8c830, 2022-03-01`.
pub(crate) fn commit(commit: &Commit) -> String {
    let id = commit.id.get(..7).unwrap_or(&commit.id);
    format!("{id}, {}", commit.day())
}

#[cfg(test)]
mod tests {
    use super::{either, quote};

    #[test]
    fn says_it_in_one_line() {
        assert_eq!(quote("a\n  b"), "`a b`");
        assert_eq!(quote(&"é".repeat(80)).chars().count(), 63);
        assert_eq!(either(&["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(either::<&str>(&[]), "");
    }
}
