//! The colours of a language that a table of words and marks describes: remarks, quotes, numbers, words, calls, keys.

use crate::syntax::colour::piece::{Class, Pieces, end_of_line};

/// What a language is made of.
pub(super) struct Grammar {
    /// What begins a remark that goes to the end of its line.
    pub line: &'static [&'static str],
    /// Between what a remark stands that may go over lines.
    pub block: Option<(&'static str, &'static str)>,
    /// Its quotes; a longer mark stands before a shorter one.
    pub quotes: &'static [Quote],
    /// Its words, with spaces between.
    pub words: &'static str,
    /// Its words for values, with spaces between.
    pub values: &'static str,
    /// What makes a word a key.
    pub keys: Keys,
    /// Signs that belong to words, beside letters, digits and `_`.
    pub letters: &'static [u8],
    /// Signs that belong to numbers, beside letters, digits, `.` and `_`.
    pub digits: &'static [u8],
}

/// A sort of quoted text.
pub(super) struct Quote {
    pub open: &'static str,
    pub close: &'static str,
    /// Whether `\` takes the next letter's meaning.
    pub escape: bool,
    /// Whether it may go over lines.
    pub lines: bool,
}

/// What makes a word a key.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Keys {
    /// Nothing.
    None,
    /// A `:` behind it.
    Colon,
    /// A `=` behind it.
    Equals,
    /// A `=` or `:` behind the first word of a line; `[x]` heads a section.
    Settings,
    /// A `=` behind it; the first word of a line that has none heads a block.
    Blocks,
    /// No keys; words count in either case.
    Caseless,
}

/// Colours a text.
pub(super) fn scan(grammar: &Grammar, text: &str, out: &mut Pieces) {
    let mut scanner = Scanner {
        grammar,
        text,
        bytes: text.as_bytes(),
        at: 0,
        out,
        is_fresh: true,
        is_first: true,
        depth: 0,
    };
    while scanner.at < text.len() {
        scanner.step();
    }
}

struct Scanner<'a, 't> {
    grammar: &'a Grammar,
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    out: &'a mut Pieces<'t>,
    /// Nothing but white space stands between the beginning of the line and this.
    is_fresh: bool,
    /// The token that is looked at is the first of its line.
    is_first: bool,
    /// How deep in brackets.
    depth: usize,
}

impl Scanner<'_, '_> {
    fn step(&mut self) {
        let (at, byte) = (self.at, self.bytes[self.at]);
        match byte {
            b'\n' => {
                self.is_fresh = true;
                self.at += 1;
                return;
            }
            b' ' | b'\t' | b'\r' => {
                self.at += 1;
                return;
            }
            _ => {}
        }
        self.is_first = std::mem::replace(&mut self.is_fresh, false);
        let is_first = self.is_first;
        if self.remark() || self.quote() {
            return;
        }
        match byte {
            b'[' if is_first && self.depth == 0 && self.grammar.keys == Keys::Settings => {
                let end = end_of_line(self.text, at);
                let end = self.text[at..end].rfind(']').map_or(end, |length| at + length + 1);
                self.token(end, Class::Head);
            }
            b'(' | b'[' | b'{' => {
                self.depth += 1;
                self.at += 1;
            }
            b')' | b']' | b'}' => {
                self.depth = self.depth.saturating_sub(1);
                self.at += 1;
            }
            b'0'..=b'9' if !(is_first && self.grammar.keys == Keys::Settings) => {
                let more = |byte: &u8| {
                    byte.is_ascii_alphanumeric() || b"._".contains(byte) || self.grammar.digits.contains(byte)
                };
                let length = self.bytes[at..].iter().take_while(|byte| more(byte)).count();
                self.token(at + length, Class::Value);
            }
            byte if self.is_letter(byte) || matches!(byte, b'$' | b'@') => self.word(),
            _ => self.at += 1,
        }
    }

    fn token(&mut self, end: usize, class: Class) {
        self.out.push(self.at, end, class);
        self.at = end;
    }

    fn is_letter(&self, byte: u8) -> bool {
        byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80 || self.grammar.letters.contains(&byte)
    }

    fn remark(&mut self) -> bool {
        let rest = &self.bytes[self.at..];
        if self.grammar.line.iter().any(|mark| rest.starts_with(mark.as_bytes())) {
            self.token(end_of_line(self.text, self.at), Class::Comment);
            return true;
        }
        match self.grammar.block {
            Some((open, close)) if rest.starts_with(open.as_bytes()) => {
                let from = self.at + open.len();
                let end = self.text[from..]
                    .find(close)
                    .map_or(self.text.len(), |length| from + length + close.len());
                self.token(end, Class::Comment);
                true
            }
            _ => false,
        }
    }

    fn quote(&mut self) -> bool {
        let rest = &self.bytes[self.at..];
        let Some(quote) = self
            .grammar
            .quotes
            .iter()
            .find(|quote| rest.starts_with(quote.open.as_bytes()))
        else {
            return false;
        };
        let end = self.closing(quote);
        let class = match self.is_key(end) {
            true => Class::Key,
            false => Class::Text,
        };
        self.token(end, class);
        true
    }

    fn closing(&self, quote: &Quote) -> usize {
        let mut at = self.at + quote.open.len();
        while at < self.bytes.len() {
            match self.bytes[at] {
                b'\\' if quote.escape => at += 2,
                b'\n' if !quote.lines => return at,
                _ if self.bytes[at..].starts_with(quote.close.as_bytes()) => return at + quote.close.len(),
                _ => at += 1,
            }
        }
        self.bytes.len()
    }

    /// Whether what ends here is a key, by what follows it.
    fn is_key(&self, end: usize) -> bool {
        let rest = self.bytes.get(end..).unwrap_or(&[]);
        let blanks = rest.iter().take_while(|&&byte| byte == b' ' || byte == b'\t').count();
        let next = |by: usize| rest.get(blanks + by).copied().unwrap_or(b' ');
        let is_equals = next(0) == b'=' && !matches!(next(1), b'=' | b'>');
        match self.grammar.keys {
            Keys::None | Keys::Caseless => false,
            Keys::Colon => next(0) == b':' && !matches!(next(1), b'=' | b':'),
            Keys::Equals => is_equals || next(0) == b'!' && matches!(next(1), b'=' | b'~'),
            Keys::Blocks => is_equals,
            // A table in line has keys of its own.
            Keys::Settings => is_equals || self.is_first && next(0) == b':',
        }
    }

    fn word(&mut self) {
        let at = self.at;
        let sign = usize::from(!self.is_letter(self.bytes[at]));
        let length = self.bytes[at + sign..]
            .iter()
            .take_while(|&&byte| self.is_letter(byte))
            .count();
        let end = at + sign + length;
        let word = &self.text[at..end];
        let grammar = self.grammar;
        let has = |all: &str| match grammar.keys {
            Keys::Caseless => holds(all, &word.to_ascii_lowercase()),
            _ => holds(all, word),
        };
        let next = self.bytes.get(end).copied().unwrap_or(b' ');
        let class = if self.is_key(end) {
            Some(Class::Key)
        } else if has(grammar.words) {
            Some(Class::Word)
        } else if has(grammar.values) {
            Some(Class::Value)
        } else if grammar.keys == Keys::Blocks && self.is_first && matches!(next, b' ' | b'{') {
            Some(Class::Word)
        } else if sign == 1 && length > 0 || next == b'(' {
            Some(Class::Name)
        } else {
            None
        };
        match class {
            Some(class) => self.token(end, class),
            None => self.at = end,
        }
    }
}

/// Whether a word stands in a list with spaces between.
fn holds(all: &str, word: &str) -> bool {
    let bytes = all.as_bytes();
    let is_space = |at: usize| bytes.get(at).is_none_or(|&byte| byte == b' ');
    let mut found = all.match_indices(word);
    found.any(|(at, _)| (at == 0 || is_space(at - 1)) && is_space(at + word.len()))
}
