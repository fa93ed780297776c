//! Passages at the end of a section, in the language of the record. It must not know what they are about.

use crate::text::markdown::inline;
use crate::write::insert::paragraph;
use crate::write::refusal::Refusal;
use crate::write::sheet::Sheet;

/// A part of a text, in no language yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passage {
    /// A paragraph of plain text; what stands in backticks is code.
    Text(String),
    /// Code in a language.
    Code(&'static str, String),
}

/// Adds passages to a section; a record that has no such section stays as it is.
pub(super) fn add(sheet: &mut Sheet<'_>, section: &str, passages: &[Passage]) -> Result<(), Refusal> {
    for passage in passages {
        let end = sheet.line_end(sheet.file());
        let lines = match (sheet.is_asciidoc(), passage) {
            (true, Passage::Text(text)) => vec![one_line(text)],
            (true, Passage::Code(language, code)) => block((format!("[source,{language}]"), "----"), code),
            (false, Passage::Text(text)) => vec![marked(text)],
            (false, Passage::Code(language, code)) => {
                let fence = "`".repeat(longest_run(code).max(2) + 1);
                block((format!("{fence}{language}"), &fence), code)
            }
        };
        if !paragraph(sheet, section, &lines.join(end))? {
            return Ok(());
        }
    }
    Ok(())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Plain text as Markdown that shows exactly it; what stands in backticks is code.
fn marked(text: &str) -> String {
    let parts = text.split('`').enumerate();
    let count = text.matches('`').count();
    let parts = parts.map(|(at, part)| match at % 2 == 1 && at <= count - count % 2 {
        true => format!("`{}`", one_line(part)),
        false => {
            let (lead, tail) = (
                part.starts_with(char::is_whitespace),
                part.ends_with(char::is_whitespace),
            );
            let text = inline(part);
            match text.is_empty() {
                true => {
                    if lead {
                        " ".to_owned()
                    } else {
                        String::new()
                    }
                }
                false => format!("{}{text}{}", if lead { " " } else { "" }, if tail { " " } else { "" }),
            }
        }
    });
    one_line(&parts.collect::<String>())
}

fn block((head, foot): (String, &str), code: &str) -> Vec<String> {
    let lines = code.trim_end().lines().map(|line| line.trim_end().to_owned());
    let mut block: Vec<String> = if foot == "----" {
        vec![head, foot.to_owned()]
    } else {
        vec![head]
    };
    // What would end the block is no line of code.
    block.extend(lines.filter(|line| line != foot));
    block.push(foot.to_owned());
    block
}

fn longest_run(code: &str) -> usize {
    code.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{block, longest_run, marked};

    #[test]
    fn text_stays_text_and_code_stays_code() {
        for (text, written) in [
            ("a `b` <c>", "a `b` \\<c\\>"),
            ("`zone` is * old", "`zone` is \\* old"),
            ("one ` alone", "one alone"),
            ("x\n y", "x y"),
        ] {
            assert_eq!(marked(text), written, "{text}");
        }
        assert_eq!(longest_run("a ```` b `"), 4);
        assert_eq!(
            block(("[source,x]".to_owned(), "----"), "a\n----\nb\n").join("|"),
            "[source,x]|----|a|b|----"
        );
    }
}
