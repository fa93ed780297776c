//! Quotes, backslashes, backquotes and what a `$` begins: what means the same wherever it stands in a text for a shell.

use crate::model::runbook::Shell;
use crate::model::runbook::peril::{Reason, Surroundings};
use crate::model::runbook::walk::{Command, Ends, Frame, Quotes, Walk};

impl Walk<'_, '_> {
    /// A byte where no quote means anything but what the frame itself says.
    pub(super) fn quoted_byte(&mut self) {
        match self.bytes[self.at] {
            b'\\' => self.backslash(),
            b'$' => self.dollar(Quotes::AreText),
            b'`' => self.backquotes(),
            b'\n' if !self.pending.is_empty() => self.lost = Some(Reason::Unclear),
            _ => self.at += 1,
        }
    }

    pub(super) fn backslash(&mut self) {
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

    pub(super) fn dollar(&mut self, quotes: Quotes) {
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
    pub(super) fn single(&mut self, surroundings: Result<Surroundings, Reason>) {
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
    pub(super) fn escaped(&mut self) {
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
    pub(super) fn backquotes(&mut self) {
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
    pub(super) fn stay_on_line(&mut self, start: usize) {
        if !self.pending.is_empty() && self.text[start..self.at].contains('\n') {
            self.lost = Some(Reason::Unclear);
        }
    }
}
