//! A word of a command that is shown for the user to run, as a shell reads it. It knows nothing of commands.

use crate::text::escape::steers;

/// A word as a shell reads it, on one line.
pub(in crate::cli) fn shell_word(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-./:=@%+,…".contains(c);
    let is_odd = |c: char| c == '\n' || c == '\r' || c == '\t' || steers(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else if !word.contains(is_odd) {
        format!("'{}'", word.replace('\'', r"'\''"))
    } else {
        let escaped = word.chars().map(|c| match c {
            '\\' | '\'' => format!("\\{c}"),
            '\n' => "\\n".to_owned(),
            '\r' => "\\r".to_owned(),
            '\t' => "\\t".to_owned(),
            c if steers(c) => format!("\\u{:04x}", c as u32),
            c => c.to_string(),
        });
        format!("$'{}'", escaped.collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use super::shell_word;
    use std::process::Command;

    #[test]
    fn a_shell_reads_back_what_was_meant() {
        for (word, expected) in [
            ("plain-1.2/x=y", "plain-1.2/x=y"),
            ("", "''"),
            ("a b", "'a b'"),
            ("it's", r"'it'\''s'"),
            ("; rm -rf / $(x) `y`", "'; rm -rf / $(x) `y`'"),
            ("two\nlines\\'", r"$'two\nlines\\\''"),
            ("\u{1b}[0m\u{202e}", r"$'\u001b[0m\u202e'"),
            ("~x", "'~x'"),
            ("a#b", "'a#b'"),
        ] {
            assert_eq!(shell_word(word), expected);
            let script = format!("printf %s {}", shell_word(word));
            let output = Command::new("bash")
                .args(["-c", &script])
                .env("LC_ALL", "C.UTF-8")
                .output();
            assert_eq!(String::from_utf8(output.unwrap().stdout).unwrap(), word);
        }
    }
}
