//! What surrounds a place for a value in a text for a shell, and why no value can stand in some. The grammar: POSIX "Shell
//! Command Language", and the manual of Bash for what it adds.

use crate::model::runbook::variable;

/// What surrounds a place where a value can stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Surroundings {
    /// A word without quotes; whole where nothing stands beside it that would make another word of a bare one.
    Word { is_whole: bool },
    /// Double quotes; apart where what stands before would swallow it.
    Double { is_apart: bool },
    /// Single quotes.
    Single,
    /// `$'…'`.
    Dollar,
    /// A here-document in which variables are replaced; its tabs may be stripped.
    Text { strips_tabs: bool },
    /// A here-document that is taken as it is.
    RawText { strips_tabs: bool },
    /// A number that is reckoned with, within arithmetic or as the operand of `[[`.
    Number { is_operand: bool },
    /// A comment: the place stays as it is.
    Comment,
}

/// Why no value can stand in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// Behind a backslash.
    Backslash,
    /// Behind a `$`.
    DollarSign,
    /// Behind `$name` in a here-document.
    Variable,
    /// In backquotes.
    Backquotes,
    /// In `${…}`.
    Expansion,
    /// In arithmetic, and no integer.
    Arithmetic,
    /// In brackets within a word: a set of characters, or an index, which is reckoned with.
    Brackets,
    /// In the word that ends a here-document.
    Delimiter,
    /// In a text that another shell reads.
    OtherShell,
    /// In a text that becomes the program of a shell or an interpreter.
    Program,
    /// Among arguments that another machine's shell reads.
    OtherMachine,
    /// As an argument that the shell takes for a command or for the name of a variable.
    Builtin,
    /// Behind `>&`.
    Duplicate,
    /// Behind something that shells read in several ways.
    Unclear,
    /// In a quote, a bracket or a here-document that never ends.
    Unclosed,
    /// Nested deeper than anybody reads.
    Deep,
}

impl Surroundings {
    /// Whether it is an argument of a command, or a part of one.
    pub(super) fn is_in_word(self) -> bool {
        matches!(
            self,
            Surroundings::Word { .. } | Surroundings::Double { .. } | Surroundings::Single | Surroundings::Dollar
        )
    }

    /// For a message about one value: "this value cannot stand …".
    pub(super) fn words(self) -> &'static str {
        match self {
            Surroundings::Text { .. } | Surroundings::RawText { .. } => "in this here-document as it is",
            Surroundings::Number { .. } => "in arithmetic",
            _ => "here",
        }
    }
}

impl Reason {
    /// For a message: "`{{ x }}` stands …".
    pub(super) fn words(self) -> &'static str {
        match self {
            Reason::Backslash => "behind a backslash",
            Reason::DollarSign => "behind a `$`",
            Reason::Variable => "directly behind a variable, whose name it would become a part of",
            Reason::Backquotes => "in backquotes, where a value cannot be quoted with certainty",
            Reason::Expansion => "in `${…}`, where shells differ in what they take for quotes",
            Reason::Arithmetic => "in arithmetic, where a text is run as an expression",
            Reason::Brackets => "within `[…]` of a word, where it would be an index or a set of characters",
            Reason::Delimiter => "in the word that ends a here-document",
            Reason::OtherShell => "in a text that another shell reads as commands",
            Reason::Program => "in a text that another shell or an interpreter takes for its program",
            Reason::OtherMachine => "in a command that the other machine's shell reads again",
            Reason::Builtin => "where the shell takes its text for a command or for the name of a variable",
            Reason::Duplicate => "behind `>&`, where Bash runs what is written in its text",
            Reason::Unclear => "behind something that shells read in several ways",
            Reason::Unclosed => "in a quote, a bracket or a here-document that never ends",
            Reason::Deep => "in too many brackets",
        }
    }

    /// The way out, where it is not the value's environment variable.
    pub(super) fn help(self, name: &str) -> Option<String> {
        Some(match self {
            Reason::Backslash => "take the backslash away".to_owned(),
            Reason::DollarSign => format!("write `{{{{ {name} }}}}` without the `$`"),
            Reason::Variable => "write the variable before it in braces: `${…}`".to_owned(),
            Reason::Backquotes => "write `$(…)` instead of backquotes".to_owned(),
            Reason::Expansion | Reason::Deep => format!("write `${}`, which holds the value", variable(name)),
            Reason::Arithmetic => "give the input `type: integer`".to_owned(),
            Reason::Delimiter => "write a fixed word there".to_owned(),
            Reason::OtherShell => {
                format!("hand it over as an argument: `sh -c '… \"$1\"' sh {{{{ {name} }}}}`")
            }
            Reason::Program => format!(
                "hand the value over as an argument (`sh -s {{{{ {name} }}}}` and `\"$1\"`), or read `${}` where the environment of \
                 the step is known",
                variable(name)
            ),
            Reason::OtherMachine => {
                format!("send it as input: `printf '%s\\n' {{{{ {name} }}}} | ssh HOST 'read -r value; … \"$value\"'`")
            }
            Reason::Unclosed => "close what is open".to_owned(),
            Reason::Duplicate => "write `>FILE 2>&1`".to_owned(),
            Reason::Brackets | Reason::Builtin | Reason::Unclear => return None,
        })
    }
}
