//! Pieces of lines that several formats print: a message that is one line, what to do about it, a number with its word.
//!
//! Messages quote what repositories hold. What leaves here has no control character and a sensible length; each format
//! still escapes what means something in it.

use crate::lint::Diagnostic;
use crate::report::window::harmless;

/// Characters of a message that are printed.
const LONGEST: usize = 1000;

/// One line of a sensible length: a message may quote a record that has no end.
pub(super) fn one_line(text: &str) -> String {
    let end = text.char_indices().nth(LONGEST);
    let cut = end.map_or(text, |(at, _)| &text[..at]);
    let mut line = harmless(&cut.lines().map(str::trim_end).collect::<Vec<_>>().join(" "));
    if end.is_some() {
        line.push('…');
    }
    line
}

/// What a finding says, a line each: the message, what to do, and what the fix would do.
pub(super) fn said(finding: &Diagnostic) -> Vec<String> {
    let mut lines = vec![one_line(&finding.message)];
    if let Some(help) = finding.help.as_ref().filter(|_| !is_said_twice(finding)) {
        lines.push(format!("help: {}", one_line(help)));
    }
    if let Some(fix) = &finding.fix {
        lines.push(format!("fix: {}", one_line(&fix.title)));
    }
    lines
}

/// True when the help only asks whether something was meant, and the fix puts just that in place.
pub(super) fn is_said_twice(finding: &Diagnostic) -> bool {
    let meant = finding
        .help
        .as_deref()
        .and_then(|help| help.strip_prefix("did you mean `")?.strip_suffix('?'));
    let title = finding.fix.as_ref().map(|fix| fix.title.as_str());
    meant.zip(title).is_some_and(|(meant, title)| title.ends_with(meant))
}

/// `1 file`, `3,313 files`.
pub fn counted(number: usize, word: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {word}{plural}", digits(number))
}

/// `3,313`.
pub(crate) fn digits(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use crate::report::line::{counted, one_line, said};
    use crate::report::text::tests::finding;
    use crate::text::span::Range;

    #[test]
    fn counts_read_well() {
        assert_eq!(counted(1, "file"), "1 file");
        assert_eq!(counted(0, "file"), "0 files");
        assert_eq!(counted(3313, "file"), "3,313 files");
        assert_eq!(counted(1_234_567, "file"), "1,234,567 files");
    }

    #[test]
    fn a_line_is_one_harmless_line() {
        assert_eq!(one_line("a \r\nb\u{1b}[1m\u{202e}"), "a b␛[1m\u{fffd}");
        assert_eq!(one_line(&"ö".repeat(5000)).chars().count(), 1001);
    }

    #[test]
    fn help_is_not_said_twice() {
        let mut found = finding(0, Range::at(0), "no file");
        found.help("did you mean `z.md`?");
        assert_eq!(said(&found), ["no file", "help: did you mean `z.md`?"]);
    }
}
