//! Languages whose lines tell what they are by how they begin: sessions of a shell, changes, container files.

use crate::syntax::colour::piece::{Class, Pieces, end_of_line};
use crate::syntax::colour::shell::{self, Place};

/// A script, or what somebody copied from a terminal: then its first line begins with `$ `.
pub(super) fn shell_or_console(text: &str, out: &mut Pieces) {
    match text.trim_start().starts_with("$ ") {
        true => console(text, out),
        false => shell::scan(text, (0, text.len()), Place::Command, out),
    }
}

/// Prompts, the commands behind them, and what these wrote.
pub(super) fn console(text: &str, out: &mut Pieces) {
    let mut at = 0;
    while at < text.len() {
        let mut end = end_of_line(text, at);
        match prompt(&text[at..end]) {
            Some(length) => {
                out.push(at, at + length, Class::Prompt);
                while text[at..end].ends_with('\\') && end < text.len() {
                    end = end_of_line(text, end + 1);
                }
                shell::scan(text, (at + length, end), Place::Command, out);
            }
            None => {
                let line = &text[at..end];
                let indent = line.len() - line.trim_start().len();
                out.push(at + indent, at + line.trim_end().len(), Class::Output);
            }
        }
        at = end + 1;
    }
}

/// Bytes of the prompt with which a line begins: `$`, `#`, `user@host:~$`, `[user@host dir]#`.
fn prompt(line: &str) -> Option<usize> {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let text = &line[indent..];
    for sign in ["$", "%", "❯", "➜", "#"] {
        if text == sign || text.strip_prefix(sign).is_some_and(|rest| rest.starts_with(' ')) {
            return Some(indent + sign.len());
        }
    }
    let end = text.find(['$', '#']).filter(|&end| text[end + 1..].starts_with(' '))?;
    let before = &text[..end];
    let is_whole = !before.contains(' ') || before.starts_with('[') && before.ends_with(']');
    (before.contains('@') && is_whole && end < 80).then_some(indent + end + 1)
}

/// A unified diff.
pub(super) fn diff(text: &str, out: &mut Pieces) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let heads = [
            "+++ ",
            "--- ",
            "@@",
            "diff ",
            "index ",
            "new file",
            "deleted file",
            "rename ",
            "similarity ",
        ];
        let class = match line.as_bytes().first() {
            _ if heads.iter().any(|head| line.starts_with(head)) => Some(Class::Head),
            Some(b'+' | b'>') => Some(Class::Added),
            Some(b'-' | b'<') => Some(Class::Removed),
            _ => None,
        };
        if let Some(class) = class {
            out.push(at, at + line.trim_end().len(), class);
        }
        at += line.len();
    }
}

/// The instructions of a container file, and the commands that it runs.
pub(super) fn dockerfile(text: &str, out: &mut Pieces) {
    let mut at = 0;
    while at < text.len() {
        let mut end = end_of_line(text, at);
        let line = &text[at..end];
        let start = at + line.len() - line.trim_start().len();
        if text[start..end].starts_with('#') {
            out.push(start, end, Class::Comment);
            at = end + 1;
            continue;
        }
        while text[at..end].trim_end().ends_with('\\') && end < text.len() {
            end = end_of_line(text, end + 1);
        }
        let letters = text[start..end].bytes().take_while(u8::is_ascii_alphabetic).count();
        let word = &text[start..start + letters];
        out.push(start, start + letters, Class::Word);
        let place = match word.eq_ignore_ascii_case("run") && !text[start + letters..end].trim_start().starts_with('[')
        {
            true => Place::Command,
            false => Place::Argument,
        };
        shell::scan(text, (start + letters, end), place, out);
        at = end + 1;
    }
}

#[cfg(test)]
mod tests {
    use crate::syntax::colour::tests::shown;

    #[test]
    fn sessions_have_prompts_commands_and_output() {
        for (text, expected) in [
            (
                "$ ls -l\ntotal 0\n\nx y\n",
                &["p:$", "n:ls", "k:-l", "o:total 0\n\nx y"][..],
            ),
            ("ada@web:~$ ls\nx", &["p:ada@web:~$", "n:ls", "o:x"]),
            (
                "[root@web etc]# ls \\\n -a\nb@c d $ e",
                &["p:[root@web etc]#", "n:ls", "k:-a", "o:b@c d $ e"],
            ),
        ] {
            assert_eq!(shown("console", text), expected, "{text}");
        }
        assert_eq!(shown("sh", "$ ls\nx"), ["p:$", "n:ls", "o:x"]);
    }

    #[test]
    fn changes_and_container_files() {
        assert_eq!(
            shown("diff", "--- a\n+++ b\n@@ -1 +1 @@\n x\n-y\n-z\n+w\n"),
            ["h:--- a\n+++ b\n@@ -1 +1 @@", "d:-y\n-z", "i:+w"]
        );
        assert_eq!(
            shown(
                "dockerfile",
                "# x\nFROM a:1 AS b\nRUN ls -l \\\n  && c\nENV A=$B\nCMD [\"d\"]"
            ),
            [
                "c:# x", "w:FROM", "w:RUN", "n:ls", "k:-l", "n:c", "w:ENV", "n:$B", "w:CMD", "s:\"d\""
            ]
        );
    }
}
