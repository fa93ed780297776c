//! Which bytes of a piece of code have which colour. Lexers that forgive everything: they colour, they never judge.
//!
//! One pass over the bytes each, whatever they hold; a language that nobody knows has no colours. Only classes are
//! given: what they look like is the style sheet's business.

mod grammars;
pub mod html;
mod lines;
pub mod piece;
mod shell;
mod words;
mod yaml;

use crate::syntax::colour::piece::{Piece, Pieces};

/// Code beyond this many bytes is nobody's to read: it stays plain.
const LONGEST: usize = 200_000;

/// The coloured pieces of a text, in order, none empty, none in each other. What lies between them is plain.
pub fn pieces(language: &str, text: &str) -> Vec<Piece> {
    let mut out = Pieces::of(text);
    if let Some(lexer) = lexer(language).filter(|_| text.len() <= LONGEST) {
        match lexer {
            Lexer::Own(scan) => scan(text, &mut out),
            Lexer::Words(grammar) => words::scan(grammar, text, &mut out),
        }
    }
    out.all
}

/// The name of a language as a label shows it: that of a fence, where it is known to this file; else nothing.
pub fn label(language: &str) -> Option<&str> {
    lexer(language).map(|_| language)
}

enum Lexer {
    Own(fn(&str, &mut Pieces)),
    Words(&'static words::Grammar),
}

fn lexer(language: &str) -> Option<Lexer> {
    Some(match language {
        "yaml" | "yml" | "helm" => Lexer::Own(yaml::scan),
        "bash" | "sh" | "shell" | "zsh" | "ksh" => Lexer::Own(lines::shell_or_console),
        "console" | "shell-session" | "shellsession" | "sh-session" | "terminal" | "session" => {
            Lexer::Own(lines::console)
        }
        "dockerfile" | "docker" | "containerfile" => Lexer::Own(lines::dockerfile),
        "diff" | "patch" => Lexer::Own(lines::diff),
        _ => return grammars::of(language).map(Lexer::Words),
    })
}

#[cfg(test)]
mod tests {
    use super::pieces;
    use crate::syntax::colour::piece::Class;

    /// Pieces as `class:text`, one letter per class.
    pub(super) fn shown(language: &str, text: &str) -> Vec<String> {
        let letter = |class: Class| super::html::letter(class);
        pieces(language, text)
            .iter()
            .map(|piece| format!("{}:{}", letter(piece.class), piece.range.of(text)))
            .collect()
    }

    #[test]
    fn any_bytes_are_cut_at_letters_and_in_order() {
        let hostile = [
            "é\\é\"é'é`é$é{é<<é",
            "\"\\",
            "'\\",
            "a: |\n é\n- \"é\n{{é",
            "<<EOF\né",
            "$ é\\\né",
            "/*é",
            "${é",
            "\\",
            "#é",
            "FROM é\\",
            "+é\n-é",
            "[é\n]é",
            "`\\é",
            "<é>",
            "é: é # é",
        ];
        let languages = [
            "yaml",
            "sh",
            "console",
            "dockerfile",
            "diff",
            "json",
            "toml",
            "hcl",
            "rego",
            "promql",
            "python",
            "csharp",
            "sql",
            "xml",
            "js",
            "rust",
            "ini",
            "http",
        ];
        for language in languages {
            for text in hostile.iter().map(|text| text.repeat(3)) {
                let mut end = 0;
                for piece in pieces(language, &text) {
                    assert!(
                        piece.range.start >= end && piece.range.start < piece.range.end,
                        "{language} {text}"
                    );
                    assert!(!piece.range.of(&text).is_empty());
                    end = piece.range.end;
                }
            }
        }
    }

    #[test]
    fn what_is_unknown_or_endless_stays_plain() {
        assert!(pieces("klingon", "a: 1").is_empty());
        assert!(pieces("yaml", &"a: 1\n".repeat(100_000)).is_empty());
    }

    #[test]
    fn equal_neighbours_are_one_piece() {
        assert_eq!(shown("yaml", "# a\n# b\nc: d\n"), ["c:# a\n# b", "k:c"]);
    }
}
