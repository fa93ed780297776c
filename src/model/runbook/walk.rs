//! Where a walk over a text for a shell stands: what is open, which word of which command is being read, and what was found. It
//! knows what surrounds a place, and nothing of how a text is read.

use crate::model::runbook::heredoc::Heredoc;
use crate::model::runbook::peril::{Reason, Surroundings};
use crate::model::runbook::places::{self, Place};
use crate::model::runbook::simple::Simple;
use crate::model::runbook::{InputKind, Shell};
use crate::text::span::Range;
use std::collections::BTreeMap;

/// Brackets and quotes that may be open at once.
const DEPTH: usize = 200;

/// Characters of a word that are looked at.
const LONGEST: usize = 200;

/// The places of a text.
#[derive(Debug, Default)]
pub(super) struct Lexed<'t> {
    /// In their order.
    pub(super) found: Vec<Found<'t>>,
    /// The here-documents.
    pub(super) documents: Vec<Document>,
}

/// A place for the value of an input.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found<'t> {
    /// The name of the input.
    pub(super) name: &'t str,
    /// The bytes of the text, braces included.
    pub(super) range: Range,
    pub(super) kind: InputKind,
    /// What surrounds it, or why no value can stand there.
    pub(super) surroundings: Result<Surroundings, Reason>,
    /// Whether a here-document begins with the next line: a value must not bring one.
    pub(super) is_on_one_line: bool,
}

/// A here-document of the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Document {
    /// Its lines, without the one that ends it.
    pub(super) body: Range,
    /// What ends it.
    pub(super) delimiter: String,
}

impl Found<'_> {
    /// Whether it stands in a comment, where it stays as it is.
    pub(super) fn is_comment(&self) -> bool {
        self.surroundings == Ok(Surroundings::Comment)
    }
}

/// The state of a walk over a text.
pub(super) struct Walk<'t, 'k> {
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
    pub(super) shell: Shell,
    pub(super) kinds: &'k BTreeMap<&'k str, InputKind>,
    pub(super) lexed: Lexed<'t>,
    pub(super) at: usize,
    /// The end of what is walked over: the text, or a here-document.
    pub(super) limit: usize,
    pub(super) stack: Vec<Open>,
    /// Here-documents that begin with the next line.
    pub(super) pending: Vec<Heredoc>,
    pub(super) lost: Option<Reason>,
    /// The end of the last `$name`.
    pub(super) variable_end: usize,
    pub(super) test: Test,
    /// Whether a command read its program from what it inherits.
    pub(super) has_reader: bool,
    /// The places that a pipe hands to several commands, as they are counted.
    pub(super) fed: Option<(usize, usize)>,
}

/// What is open, and how many places were found before it opened.
pub(super) struct Open {
    pub(super) frame: Frame,
    pub(super) found: usize,
}

#[derive(Clone, Copy)]
pub(super) enum Frame {
    Commands(Ends, Command),
    Double,
    Expansion { quotes: Quotes },
    Arithmetic { depth: usize },
    Text { strips_tabs: bool },
}

/// What ends a row of commands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    Never,
    Parenthesis,
    Substitution,
}

/// Whether quotes are quotes or a part of the text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Quotes {
    Mean,
    AreText,
}

/// A simple command that is being read.
#[derive(Clone, Copy, Default)]
pub(super) struct Command {
    pub(super) simple: Simple,
    /// Where its current word begins.
    pub(super) word: Option<usize>,
    pub(super) is_in_brackets: bool,
    /// Whether the word is a file that is read or written.
    pub(super) is_redirection: bool,
    /// Whether it stands behind `>&` or `<&`: Bash expands that word twice, quotes or not.
    pub(super) is_duplicate: bool,
    /// Whether it stands behind `<<<`.
    pub(super) is_string: bool,
    /// Its first word, where that is a word of the shell's grammar.
    pub(super) first: &'static str,
    /// Whether a bracket closed in it.
    pub(super) has_brackets: bool,
    /// How many places were found before it, and before its current word.
    pub(super) from: usize,
    pub(super) word_from: usize,
    /// The places of the commands whose output it gets.
    pub(super) piped: Option<(usize, usize)>,
    /// The places behind its `<<<`.
    pub(super) string: Option<(usize, usize)>,
    /// How many here-documents it has.
    pub(super) documents: usize,
}

/// The last `[[`: where it ends, and whether it reckons.
#[derive(Clone, Copy, Default)]
pub(super) struct Test {
    pub(super) until: usize,
    pub(super) reckons: bool,
}

impl Test {
    /// The one that begins before `at`. One whose end is far is taken for the worst.
    pub(super) fn from(bytes: &[u8], at: usize) -> Test {
        let near = &bytes[at..bytes.len().min(at + 2000)];
        let Some(length) = near.windows(2).position(|pair| pair == b"]]") else {
            return Test {
                until: bytes.len(),
                reckons: true,
            };
        };
        let is_operator = |three: &[u8]| matches!(three, b"-eq" | b"-ne" | b"-lt" | b"-le" | b"-gt" | b"-ge");
        Test {
            until: at + length,
            reckons: near[..length].windows(3).any(is_operator),
        }
    }
}

impl<'t> Walk<'t, '_> {
    /// What surrounds a place in a word without quotes.
    pub(super) fn bare(&mut self, place: Place<'t>) -> Result<Surroundings, Reason> {
        let (text, at, until) = (self.text, self.at, self.test.until);
        let Some(command) = self.command() else {
            return Err(Reason::Unclear);
        };
        if command.is_in_brackets {
            return Err(Reason::Brackets);
        }
        let begun = head(&text[command.word.unwrap_or(at)..at]);
        let is_named = !command.simple.is_at_name() || begun.contains('=') || command.is_redirection;
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "_./:@%+-".contains(c);
        let after = text[place.range.end as usize..].chars().next();
        let is_end = after.is_none_or(|c| is_plain(c) || matches!(c, ' ' | '\t' | '\n' | ';' | '|' | ')'));
        let is_short = begun.len() < LONGEST;
        let is_whole = is_named && is_end && is_short && at >= until && begun.chars().all(|c| is_plain(c) || c == '=');
        Ok(Surroundings::Word { is_whole })
    }

    /// Records a place. What reads the word again has its say.
    pub(super) fn record(&mut self, place: Place<'t>, mut surroundings: Result<Surroundings, Reason>) {
        let Some(&kind) = self.kinds.get(place.name) else {
            return;
        };
        if surroundings.is_ok_and(|found| found.is_in_word()) && self.lost.is_none() {
            let at = place.range.start as usize;
            if at < self.test.until && self.test.reckons {
                surroundings = match (kind, surroundings) {
                    (InputKind::Integer, Ok(Surroundings::Word { .. })) => {
                        Ok(Surroundings::Number { is_operand: true })
                    }
                    _ => Err(Reason::Arithmetic),
                };
            }
            surroundings = self.peril(at).map_or(surroundings, Err);
        }
        self.lexed.found.push(Found {
            name: place.name,
            range: place.range,
            kind,
            surroundings,
            is_on_one_line: !self.pending.is_empty(),
        });
    }

    /// Who reads again the word in which `at` stands, in quotes or not.
    pub(super) fn peril(&self, at: usize) -> Option<Reason> {
        let mut below = self.stack.iter().rev().map(|open| open.frame);
        let command = match (below.next(), below.next()) {
            (Some(Frame::Commands(_, command)), _) => command,
            (Some(Frame::Double), Some(Frame::Commands(_, command))) => command,
            // Within the quotes of an expansion.
            _ => return Some(Reason::Expansion),
        };
        let begun = head(&self.text[command.word.unwrap_or(at)..at]);
        let is_file = command.is_redirection;
        if command.is_duplicate {
            return Some(Reason::Duplicate);
        }
        command.simple.peril(begun).filter(|_| !is_file)
    }

    /// Records the places from here to `end`, and goes there.
    pub(super) fn places_until(&mut self, end: usize, surroundings: Result<Surroundings, Reason>) {
        let from = self.at;
        for place in places::all(&self.text[from..end]) {
            let range = place.range.shifted(from);
            self.record(Place { range, ..place }, surroundings);
        }
        self.at = end;
    }

    pub(super) fn place(&self, at: usize) -> Option<Place<'t>> {
        let place = match self.bytes.get(at) {
            Some(b'{') => places::at(self.text, at)?,
            _ => return None,
        };
        self.kinds.contains_key(place.name).then_some(place)
    }

    pub(super) fn push(&mut self, frame: Frame) {
        if self.stack.len() >= DEPTH {
            self.lost = Some(Reason::Deep);
        }
        let found = self.lexed.found.len();
        self.stack.push(Open { frame, found });
    }

    pub(super) fn close(&mut self, length: usize) {
        self.at += length;
        self.stack.pop();
    }

    pub(super) fn begin_word(&mut self) {
        let (at, found) = (self.at, self.lexed.found.len());
        if let Some(command) = self.command().filter(|command| command.word.is_none()) {
            command.word = Some(at);
            command.word_from = found;
        }
    }

    /// The simple command that is being read, where nothing within it is open.
    pub(super) fn command(&mut self) -> Option<&mut Command> {
        match self.stack.last_mut() {
            Some(Open {
                frame: Frame::Commands(_, command),
                ..
            }) => Some(command),
            _ => None,
        }
    }

    /// Where the word begins that is being read.
    pub(super) fn word_start(&self) -> Option<usize> {
        match self.stack.last()?.frame {
            Frame::Commands(_, command) => command.word,
            _ => None,
        }
    }

    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied().filter(|_| at < self.limit)
    }

    pub(super) fn is_next(&self, byte: u8) -> bool {
        self.byte(self.at + 1) == Some(byte)
    }
}

/// As much of a word as tells what it is: words may be long, and hold many places.
pub(super) fn head(word: &str) -> &str {
    let end = word.char_indices().nth(LONGEST).map_or(word.len(), |(at, _)| at);
    &word[..end]
}
