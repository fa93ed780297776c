//! What surrounds each place for a value in a text for a shell: one walk over the text, from left to right, as a shell reads
//! it. What is read in several ways by shells, or by versions of one, ends the walk: behind it nothing is certain.
//!
//! The grammar: POSIX "Shell Command Language", and the manual of Bash for what it adds.

use crate::model::runbook::heredoc::{self, Heredoc};
use crate::model::runbook::peril::{Reason, Surroundings};
use crate::model::runbook::places::{self, Place};
use crate::model::runbook::simple::Simple;
use crate::model::runbook::{InputKind, Shell};
use crate::text::span::Range;
use std::collections::BTreeMap;

/// Brackets and quotes that may be open at once.
const DEPTH: usize = 200;

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

/// Finds the places of the inputs with these names.
pub(super) fn lex<'t>(text: &'t str, shell: Shell, kinds: &BTreeMap<&str, InputKind>) -> Lexed<'t> {
    let mut lexer = Lexer {
        text,
        bytes: text.as_bytes(),
        shell,
        kinds,
        lexed: Lexed::default(),
        at: 0,
        limit: text.len(),
        stack: Vec::new(),
        pending: Vec::new(),
        lost: None,
        variable_end: usize::MAX,
        test: Test::default(),
    };
    lexer.walk(text.len(), Frame::Commands(Ends::Never, Command::default()));
    if let Some(reason) = lexer.lost {
        let from = lexer.lexed.found.last().map_or(0, |found| found.range.end as usize);
        for place in places::all(&text[from..]) {
            let range = place.range.shifted(from);
            lexer.record(Place { range, ..place }, Err(reason));
        }
    }
    lexer.lexed
}

impl Found<'_> {
    /// Whether it stands in a comment, where it stays as it is.
    pub(super) fn is_comment(&self) -> bool {
        self.surroundings == Ok(Surroundings::Comment)
    }
}

struct Lexer<'t, 'k> {
    text: &'t str,
    bytes: &'t [u8],
    shell: Shell,
    kinds: &'k BTreeMap<&'k str, InputKind>,
    lexed: Lexed<'t>,
    at: usize,
    /// The end of what is walked over: the text, or a here-document.
    limit: usize,
    stack: Vec<Open>,
    /// Here-documents that begin with the next line.
    pending: Vec<Heredoc>,
    lost: Option<Reason>,
    /// The end of the last `$name`.
    variable_end: usize,
    test: Test,
}

/// What is open, and how many places were found before it opened.
struct Open {
    frame: Frame,
    found: usize,
}

#[derive(Clone, Copy)]
enum Frame {
    Commands(Ends, Command),
    Double,
    Expansion { quotes: Quotes },
    Arithmetic { depth: usize },
    Text { strips_tabs: bool },
}

/// What ends a row of commands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    Never,
    Parenthesis,
    Substitution,
}

/// Whether quotes are quotes or a part of the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quotes {
    Mean,
    AreText,
}

/// A simple command that is being read.
#[derive(Clone, Copy, Default)]
struct Command {
    simple: Simple,
    /// Where its current word begins.
    word: Option<usize>,
    is_in_brackets: bool,
    /// Whether the word is a file that is read or written.
    is_redirection: bool,
    /// Whether it stands behind `>&` or `<&`: Bash expands that word twice, quotes or not.
    is_duplicate: bool,
}

/// The last `[[`: where it ends, and whether it reckons.
#[derive(Clone, Copy, Default)]
struct Test {
    until: usize,
    reckons: bool,
}

impl Test {
    /// The one that begins before `at`. One whose end is far is taken for the worst.
    fn from(bytes: &[u8], at: usize) -> Test {
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

impl<'t> Lexer<'t, '_> {
    /// Walks to `end`, where everything must be closed that opened on the way.
    fn walk(&mut self, end: usize, base: Frame) {
        let floor = self.stack.len();
        let limit = std::mem::replace(&mut self.limit, end);
        self.push(base);
        while self.at < end && self.lost.is_none() {
            self.step();
        }
        if self.lost.is_none() && (self.at > end || self.stack.len() > floor + 1 || !self.pending.is_empty()) {
            let from = self.stack.get(floor + 1).map_or(usize::MAX, |open| open.found);
            let inside = self.lexed.found.iter_mut().skip(from);
            inside.for_each(|found| found.surroundings = Err(Reason::Unclosed));
            self.lost = Some(Reason::Unclosed);
        }
        self.stack.truncate(floor);
        self.limit = limit;
    }

    fn step(&mut self) {
        let Some(frame) = self.stack.last().map(|open| open.frame) else {
            return;
        };
        if let Some(place) = self.place(self.at) {
            return self.fill(place, frame);
        }
        match frame {
            Frame::Commands(ends, _) => self.commands(ends),
            Frame::Double if self.bytes[self.at] == b'"' => self.close(1),
            Frame::Double | Frame::Text { .. } => self.quoted_byte(),
            Frame::Expansion { quotes } => self.expansion(quotes),
            Frame::Arithmetic { depth } => self.arithmetic(depth),
        }
    }

    /// A place for a value.
    fn fill(&mut self, place: Place<'t>, frame: Frame) {
        let is_behind = self.at == self.variable_end;
        let surroundings = match frame {
            Frame::Commands(..) => {
                self.begin_word();
                self.bare(place)
            }
            Frame::Double => Ok(Surroundings::Double { is_apart: is_behind }),
            Frame::Expansion { .. } => Err(Reason::Expansion),
            Frame::Text { .. } | Frame::Arithmetic { .. } if is_behind => Err(Reason::Variable),
            Frame::Text { strips_tabs } => Ok(Surroundings::Text { strips_tabs }),
            Frame::Arithmetic { .. } if self.kinds.get(place.name) == Some(&InputKind::Integer) => {
                Ok(Surroundings::Number { is_operand: false })
            }
            Frame::Arithmetic { .. } => Err(Reason::Arithmetic),
        };
        self.record(place, surroundings);
        self.at = place.range.end as usize;
    }

    fn commands(&mut self, ends: Ends) {
        match self.bytes[self.at] {
            b' ' | b'\t' => {
                self.end_word();
                self.at += 1;
            }
            b'&' if self.is_next(b'>') => self.redirection(2),
            b'\n' | b';' | b'&' | b'|' => {
                self.end_command();
                self.at += 1;
                if self.bytes[self.at - 1] == b'\n' {
                    self.documents_begin();
                }
            }
            b'<' if self.text[self.at..].starts_with("<<<") => self.redirection(3),
            b'<' if self.is_next(b'<') => self.document(),
            b'<' | b'>' if self.is_next(b'(') => {
                self.begin_word();
                self.at += 2;
                self.push(Frame::Commands(Ends::Substitution, Command::default()));
            }
            b'<' | b'>' if self.is_next(b'&') => {
                self.redirection(2);
                if let Some(command) = self.command() {
                    command.is_duplicate = true;
                }
            }
            b'<' | b'>' if self.is_next(b'|') => self.redirection(2),
            b'<' | b'>' => self.redirection(1),
            b'(' => self.parenthesis(),
            b')' => {
                self.end_command();
                self.at += 1;
                if ends != Ends::Never {
                    self.stack.pop();
                }
            }
            b'#' if self.word_start().is_none() => {
                let end = self.text[self.at..self.limit]
                    .find('\n')
                    .map_or(self.limit, |n| self.at + n);
                self.places_until(end, Ok(Surroundings::Comment));
            }
            _ => self.word(),
        }
    }

    /// A byte of a word.
    fn word(&mut self) {
        self.begin_word();
        match self.bytes[self.at] {
            b'\'' => self.single(Ok(Surroundings::Single)),
            b'"' => {
                self.at += 1;
                self.push(Frame::Double);
            }
            b'`' => self.backquotes(),
            b'$' => self.dollar(Quotes::Mean),
            b'\\' => self.backslash(),
            byte => {
                if let (b'[' | b']', Some(command)) = (byte, self.command()) {
                    command.is_in_brackets = byte == b'[';
                }
                self.at += 1;
            }
        }
    }

    fn expansion(&mut self, quotes: Quotes) {
        match self.bytes[self.at] {
            b'}' => self.close(1),
            b'\'' | b'"' if quotes == Quotes::AreText => self.lost = Some(Reason::Unclear),
            b'\'' => self.single(Err(Reason::Expansion)),
            b'"' => {
                self.at += 1;
                self.push(Frame::Double);
            }
            b'$' => self.dollar(quotes),
            _ => self.quoted_byte(),
        }
    }

    fn arithmetic(&mut self, depth: usize) {
        match (self.bytes[self.at], depth) {
            (b'(', _) => self.deepen(depth + 1),
            (b')', 1..) => self.deepen(depth - 1),
            (b')', 0) if self.is_next(b')') => self.close(2),
            // A substitution of commands that begin with a bracket, perhaps.
            (b')' | b'\n' | b'\'' | b'"' | b'`' | b'\\', _) => self.lost = Some(Reason::Unclear),
            _ => self.quoted_byte(),
        }
    }

    fn deepen(&mut self, depth: usize) {
        self.at += 1;
        if let Some(open) = self.stack.last_mut() {
            open.frame = Frame::Arithmetic { depth };
        }
    }

    /// A byte where no quote means anything but what the frame itself says.
    fn quoted_byte(&mut self) {
        match self.bytes[self.at] {
            b'\\' => self.backslash(),
            b'$' => self.dollar(Quotes::AreText),
            b'`' => self.backquotes(),
            b'\n' if !self.pending.is_empty() => self.lost = Some(Reason::Unclear),
            _ => self.at += 1,
        }
    }

    fn backslash(&mut self) {
        let next = self.at + 1;
        if let Some(place) = self.place(next) {
            self.record(place, Err(Reason::Backslash));
            self.at = place.range.end as usize;
            return;
        }
        match self.byte(next) {
            Some(b'\n') => {
                // Shells join the lines before they look for words and signs.
                let is_sign = self.at > 0 && matches!(self.bytes[self.at - 1], b'$' | b'<' | b'(');
                let is_blank = matches!(self.bytes.get(next + 1), None | Some(b' ' | b'\t' | b'\n'));
                let is_in_word = self.word_start().is_some_and(|start| start != self.at) && !is_blank;
                if is_sign || is_in_word || self.at == self.variable_end {
                    self.lost = Some(Reason::Unclear);
                }
                if let Some(command) = self.command().filter(|command| command.word == Some(next - 1)) {
                    command.word = None;
                }
                self.at += 2;
            }
            _ => self.at = next + self.text[next..].chars().next().map_or(0, char::len_utf8),
        }
    }

    fn dollar(&mut self, quotes: Quotes) {
        let next = self.at + 1;
        if let Some(place) = self.place(next) {
            self.record(place, Err(Reason::DollarSign));
            self.at = place.range.end as usize;
            return;
        }
        let byte = self.byte(next);
        self.at = next;
        match byte {
            Some(b'(') if self.byte(next + 1) == Some(b'(') => {
                self.at += 2;
                self.push(Frame::Arithmetic { depth: 0 });
            }
            Some(b'(') => {
                self.at += 1;
                self.push(Frame::Commands(Ends::Substitution, Command::default()));
            }
            // Newer shells read commands behind `${ `, and older ones sums in `$[…]`.
            Some(b'{') if matches!(self.byte(next + 1), Some(b' ' | b'\t' | b'\n' | b'|') | None) => {
                self.lost = Some(Reason::Unclear);
            }
            Some(b'[') => self.lost = Some(Reason::Unclear),
            Some(b'{') => {
                self.at += 1;
                self.push(Frame::Expansion { quotes });
            }
            Some(b'\'') if quotes == Quotes::Mean && self.shell == Shell::Bash => self.escaped(),
            Some(b'\'') if quotes == Quotes::Mean => self.lost = Some(Reason::Unclear),
            Some(b'a'..=b'z' | b'A'..=b'Z' | b'_') => {
                let is_part = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_';
                self.at += self.bytes[next..].iter().take_while(|b| is_part(b)).count();
                self.variable_end = self.at;
            }
            Some(b'0'..=b'9' | b'?' | b'$' | b'!' | b'#' | b'@' | b'*' | b'-') => {
                self.at += 1;
                self.variable_end = self.at;
            }
            _ => {}
        }
    }

    /// `'…'`, in which nothing but the next `'` means anything.
    fn single(&mut self, surroundings: Result<Surroundings, Reason>) {
        let start = self.at + 1;
        let Some(length) = self.text[start.min(self.limit)..self.limit].find('\'') else {
            self.lost = Some(Reason::Unclosed);
            return;
        };
        self.at = start;
        self.places_until(start + length, surroundings);
        self.at += 1;
        self.stay_on_line(start);
    }

    /// `$'…'` of Bash, from the first quote on.
    fn escaped(&mut self) {
        let start = self.at + 1;
        self.at = start;
        while self.at < self.limit && self.lost.is_none() {
            match self.bytes[self.at] {
                b'\'' => {
                    self.at += 1;
                    return self.stay_on_line(start);
                }
                b'\\' => self.backslash(),
                _ => match self.place(self.at) {
                    Some(place) => {
                        self.record(place, Ok(Surroundings::Dollar));
                        self.at = place.range.end as usize;
                    }
                    None => self.at += 1,
                },
            }
        }
        self.lost = Some(Reason::Unclosed);
    }

    /// Backquotes, which end at the next one without a backslash, whatever else is between them.
    fn backquotes(&mut self) {
        let start = self.at + 1;
        let mut end = start;
        while end < self.limit && self.bytes[end] != b'`' {
            end += if self.bytes[end] == b'\\' { 2 } else { 1 };
        }
        if end >= self.limit {
            self.lost = Some(Reason::Unclosed);
            return;
        }
        self.at = start;
        self.places_until(end, Err(Reason::Backquotes));
        self.at += 1;
        self.stay_on_line(start);
    }

    /// A here-document begins with the next line of commands; where a quote has a line end before it, shells differ.
    fn stay_on_line(&mut self, start: usize) {
        if !self.pending.is_empty() && self.text[start..self.at].contains('\n') {
            self.lost = Some(Reason::Unclear);
        }
    }

    fn parenthesis(&mut self) {
        let before = self.at.checked_sub(1).map(|at| self.bytes[at]);
        match (self.word_start(), before) {
            // `@(a|b)`, which is a pattern or not.
            (Some(_), Some(b'?' | b'*' | b'+' | b'@' | b'!')) => self.lost = Some(Reason::Unclear),
            (None, _) if self.is_next(b'(') => {
                self.at += 2;
                self.push(Frame::Arithmetic { depth: 0 });
            }
            _ => {
                self.at += 1;
                self.push(Frame::Commands(Ends::Parenthesis, Command::default()));
            }
        }
    }

    fn redirection(&mut self, length: usize) {
        let is_digits = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
        let number = self.word_start().filter(|start| is_digits(&self.text[*start..self.at]));
        match (number, self.command()) {
            (Some(_), Some(command)) => command.word = None,
            _ => self.end_word(),
        }
        if let Some(command) = self.command() {
            command.is_redirection = true;
            command.is_duplicate = false;
        }
        self.at += length;
    }

    fn end_word(&mut self) {
        let (text, at) = (self.text, self.at);
        let is_substitution = |open: &Open| matches!(open.frame, Frame::Commands(Ends::Substitution, _));
        let Some(command) = self.command() else { return };
        let Some(start) = command.word.take() else { return };
        command.is_in_brackets = false;
        command.is_duplicate = false;
        let word = &text[start..at];
        let is_first = command.simple.is_at_name();
        if !std::mem::take(&mut command.is_redirection) {
            command.simple.push(word);
        }
        let has_integers = command.simple.has_integers;
        if word == "[[" && is_first {
            self.test = Test::from(self.bytes, at);
        }
        // A bracket closes each pattern of a `case`, and closes nothing.
        if has_integers || word == "case" && self.stack.iter().any(is_substitution) {
            self.lost = Some(Reason::Unclear);
        }
    }

    fn end_command(&mut self) {
        self.end_word();
        if let Some(command) = self.command() {
            *command = Command::default();
        }
    }

    /// `<<WORD`, whose text begins with the next line.
    fn document(&mut self) {
        self.redirection(2);
        match heredoc::opening(self.text, self.at, self.stack.len()) {
            Ok((heredoc, end)) => {
                self.at = end;
                if let Some(command) = self.command() {
                    command.is_redirection = false;
                }
                self.pending.push(heredoc);
            }
            Err(reason) => self.lost = Some(reason),
        }
    }

    fn documents_begin(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        let is_within = self
            .stack
            .iter()
            .any(|open| matches!(open.frame, Frame::Commands(Ends::Substitution, _)));
        for heredoc in pending {
            let Some((body, next)) = heredoc.body(&self.text[..self.limit], (self.at, is_within)) else {
                self.lost = Some(Reason::Unclosed);
                return;
            };
            if heredoc.depth != self.stack.len() {
                self.lost = Some(Reason::Unclear);
                return;
            }
            self.at = body.start;
            let strips_tabs = heredoc.strips_tabs;
            match heredoc.is_raw {
                true => self.places_until(body.end, Ok(Surroundings::RawText { strips_tabs })),
                false => self.walk(body.end, Frame::Text { strips_tabs }),
            }
            self.lexed.documents.push(Document {
                body: body.into(),
                delimiter: heredoc.delimiter,
            });
            if self.lost.is_some() {
                return;
            }
            self.at = next;
        }
    }

    /// What surrounds a place in a word without quotes.
    fn bare(&mut self, place: Place<'t>) -> Result<Surroundings, Reason> {
        let (text, at, until) = (self.text, self.at, self.test.until);
        let Some(command) = self.command() else {
            return Err(Reason::Unclear);
        };
        if command.is_in_brackets {
            return Err(Reason::Brackets);
        }
        let begun = &text[command.word.unwrap_or(at)..at];
        let is_named = !command.simple.is_at_name() || begun.contains('=') || command.is_redirection;
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "_./:@%+-".contains(c);
        let after = text[place.range.end as usize..].chars().next();
        let is_end = after.is_none_or(|c| is_plain(c) || matches!(c, ' ' | '\t' | '\n' | ';' | '|' | ')'));
        let is_whole = is_named && is_end && at >= until && begun.chars().all(|c| is_plain(c) || c == '=');
        Ok(Surroundings::Word { is_whole })
    }

    /// Records a place. What reads the word again has its say.
    fn record(&mut self, place: Place<'t>, mut surroundings: Result<Surroundings, Reason>) {
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
    fn peril(&self, at: usize) -> Option<Reason> {
        let mut below = self.stack.iter().rev().map(|open| open.frame);
        let command = match (below.next(), below.next()) {
            (Some(Frame::Commands(_, command)), _) => command,
            (Some(Frame::Double), Some(Frame::Commands(_, command))) => command,
            // Within the quotes of an expansion.
            _ => return Some(Reason::Expansion),
        };
        let begun = &self.text[command.word.unwrap_or(at)..at];
        let is_file = command.is_redirection;
        if command.is_duplicate {
            return Some(Reason::Duplicate);
        }
        command.simple.peril(begun).filter(|_| !is_file)
    }

    /// Records the places from here to `end`, and goes there.
    fn places_until(&mut self, end: usize, surroundings: Result<Surroundings, Reason>) {
        let from = self.at;
        for place in places::all(&self.text[from..end]) {
            let range = place.range.shifted(from);
            self.record(Place { range, ..place }, surroundings);
        }
        self.at = end;
    }

    fn place(&self, at: usize) -> Option<Place<'t>> {
        let place = match self.bytes.get(at) {
            Some(b'{') => places::at(self.text, at)?,
            _ => return None,
        };
        self.kinds.contains_key(place.name).then_some(place)
    }

    fn push(&mut self, frame: Frame) {
        if self.stack.len() >= DEPTH {
            self.lost = Some(Reason::Deep);
        }
        let found = self.lexed.found.len();
        self.stack.push(Open { frame, found });
    }

    fn close(&mut self, length: usize) {
        self.at += length;
        self.stack.pop();
    }

    fn begin_word(&mut self) {
        let at = self.at;
        if let Some(command) = self.command() {
            command.word.get_or_insert(at);
        }
    }

    /// The simple command that is being read, where nothing within it is open.
    fn command(&mut self) -> Option<&mut Command> {
        match self.stack.last_mut() {
            Some(Open {
                frame: Frame::Commands(_, command),
                ..
            }) => Some(command),
            _ => None,
        }
    }

    /// Where the word begins that is being read.
    fn word_start(&self) -> Option<usize> {
        match self.stack.last()?.frame {
            Frame::Commands(_, command) => command.word,
            _ => None,
        }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied().filter(|_| at < self.limit)
    }

    fn is_next(&self, byte: u8) -> bool {
        self.byte(self.at + 1) == Some(byte)
    }
}
