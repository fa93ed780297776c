//! Words of a command that take something away for good: whoever runs it should look twice. It is a hint for readers, not
//! an analysis.

/// Words that take something away, whatever command they are given to.
const WORDS: [&str; 11] = [
    "delete", "destroy", "drain", "drop", "mkfs", "purge", "reboot", "shutdown", "truncate", "wipefs", "--force",
];

/// What a text for a shell takes away: the word, or the command with its option.
pub(crate) fn danger(code: &str) -> Option<&str> {
    let lines = code.lines().map(str::trim).filter(|line| !line.starts_with('#'));
    lines.into_iter().find_map(of_line)
}

fn of_line(line: &str) -> Option<&str> {
    let is_end = |c: char| c.is_whitespace() || matches!(c, ';' | '|' | '&' | '(' | ')' | '"' | '\'');
    let mut words = line.split(is_end).filter(|word| !word.is_empty()).peekable();
    while let Some(word) = words.next() {
        if WORDS.iter().any(|known| word.eq_ignore_ascii_case(known)) {
            return Some(word);
        }
        let is_thorough = |next: &&str| next.starts_with('-') && next.contains(['r', 'R', 'f']);
        if word == "rm" && words.peek().is_some_and(is_thorough) {
            return Some("rm");
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::danger;

    #[test]
    fn words_that_take_away_are_found() {
        for (code, expected) in [
            ("kubectl get pods", None),
            ("kubectl delete pod x", Some("delete")),
            ("# delete nothing\nls", None),
            ("cd /x && rm -rf y", Some("rm")),
            ("rm file", None),
            ("psql -c 'DROP TABLE x'", Some("DROP")),
            ("echo undeleted", None),
        ] {
            assert_eq!(danger(code), expected, "{code}");
        }
    }
}
