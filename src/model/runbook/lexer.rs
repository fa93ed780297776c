//! What surrounds each place for a value in a text for a shell: one walk over the text, from left to right, as a shell reads
//! it. What is read in several ways by shells, or by versions of one, ends the walk: behind it nothing is certain.
//!
//! The grammar: POSIX "Shell Command Language", and the manual of Bash for what it adds.

use crate::model::runbook::peril::{Reason, Surroundings};
use crate::model::runbook::places::{self, Place};
use crate::model::runbook::readers::Next;
use crate::model::runbook::walk::{Command, Ends, Frame, Lexed, Open, Quotes, Test, Walk};
use crate::model::runbook::{InputKind, Shell};
use std::collections::BTreeMap;

/// Finds the places of the inputs with these names.
pub(super) fn lex<'t>(text: &'t str, shell: Shell, kinds: &BTreeMap<&str, InputKind>) -> Lexed<'t> {
    let mut lexer = Walk {
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
        has_reader: false,
        fed: None,
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

impl<'t> Walk<'t, '_> {
    /// Walks to `end`, where everything must be closed that opened on the way.
    pub(super) fn walk(&mut self, end: usize, base: Frame) {
        let floor = self.stack.len();
        let limit = std::mem::replace(&mut self.limit, end);
        self.push(base);
        while self.at < end && self.lost.is_none() {
            self.step();
        }
        if self.lost.is_none() && self.stack.len() == floor + 1 {
            self.end_command(Next::Other);
        }
        if let Some(reason) = self.lost {
            self.refuse_open(reason);
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
            b'\n' => {
                self.end_command(Next::Line);
                self.at += 1;
                self.documents_begin();
            }
            b'|' if !self.is_next(b'|') => {
                self.end_command(Next::Pipe);
                self.at += 1 + usize::from(self.is_next(b'&'));
            }
            byte @ (b';' | b'&' | b'|') => {
                self.end_command(Next::Other);
                self.at += 1 + usize::from(self.is_next(byte));
            }
            b'<' if self.text[self.at..].starts_with("<<<") => {
                self.redirection(3);
                if let Some(command) = self.command() {
                    command.is_string = true;
                }
            }
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
                let is_pattern = ends == Ends::Never;
                self.end_command(if is_pattern { Next::Pattern } else { Next::Other });
                self.at += 1;
                if !is_pattern {
                    self.stack.pop();
                }
                if let (Ends::Parenthesis, Some(command)) = (ends, self.command()) {
                    command.has_brackets = true;
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

    pub(super) fn redirection(&mut self, length: usize) {
        let is_digits = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
        let number = self.word_start().filter(|start| is_digits(&self.text[*start..self.at]));
        match (number, self.command()) {
            (Some(_), Some(command)) => command.word = None,
            _ => self.end_word(),
        }
        if let Some(command) = self.command() {
            command.is_redirection = true;
            command.is_duplicate = false;
            command.is_string = false;
        }
        self.at += length;
    }

    pub(super) fn end_word(&mut self) {
        let (text, at, found) = (self.text, self.at, self.lexed.found.len());
        let is_substitution = |open: &Open| matches!(open.frame, Frame::Commands(Ends::Substitution, _));
        let Some(&mut command) = self.command() else { return };
        let Some(start) = command.word else { return };
        let word = &text[start..at];
        self.judge_word(&command, word);
        let Some(command) = self.command() else { return };
        command.word = None;
        command.is_in_brackets = false;
        command.is_duplicate = false;
        let is_first = command.simple.is_at_name();
        let is_string = std::mem::take(&mut command.is_string);
        if !std::mem::take(&mut command.is_redirection) {
            command.begin(word);
            command.simple.push(word);
        } else if is_string {
            let from = command.string.map_or(command.word_from, |(from, _)| from);
            command.string = Some((from, found));
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
}

#[cfg(test)]
mod tests {
    use super::lex;
    use crate::model::runbook::peril::{Reason, Surroundings};
    use crate::model::runbook::{InputKind, Shell};
    use std::collections::BTreeMap;

    fn of(text: &str, shell: Shell) -> Vec<Result<Surroundings, Reason>> {
        let kinds = BTreeMap::from([("v", InputKind::Text), ("n", InputKind::Integer)]);
        let found = lex(text, shell, &kinds).found;
        found.iter().map(|found| found.surroundings).collect()
    }

    #[test]
    fn where_a_value_can_stand() {
        let word = |is_whole| Ok(Surroundings::Word { is_whole });
        let double = |is_apart| Ok(Surroundings::Double { is_apart });
        for (text, expected) in [
            (
                "echo {{ v }} a/{{v}} --x={{v}};",
                &[word(true), word(true), word(true)][..],
            ),
            (
                "{{ v }} $x{{v}} {{{v}}} ~{{v}} {{v}}>x",
                &[word(false), word(false), word(false), word(false), word(false)],
            ),
            (
                "echo \"{{v}}\" '{{v}}' \"$x{{v}}\"",
                &[double(false), Ok(Surroundings::Single), double(true)],
            ),
            ("echo $'{{v}}' $\"{{v}}\"", &[Ok(Surroundings::Dollar), double(false)]),
            ("echo \"$(echo {{v}} \"{{v}}\")\"", &[word(true), double(false)]),
            (
                "cat <<E\n{{v}}\nE\ncat <<-'E'\n{{v}}\nE\n",
                &[
                    Ok(Surroundings::Text { strips_tabs: false }),
                    Ok(Surroundings::RawText { strips_tabs: true }),
                ],
            ),
            (
                "# {{v}}\necho $(( {{n}} ))",
                &[
                    Ok(Surroundings::Comment),
                    Ok(Surroundings::Number { is_operand: false }),
                ],
            ),
            (
                "[[ {{n}} -lt 3 ]] && [[ {{v}} = b ]]",
                &[Ok(Surroundings::Number { is_operand: true }), word(false)],
            ),
            ("sh -c 'echo \"$1\"' sh {{v}}; ssh {{v}} df", &[word(true), word(true)]),
            ("case {{v}} in a) echo {{v}};; esac", &[word(true), word(true)]),
            ("echo {{ other }} {{.v}}", &[]),
        ] {
            assert_eq!(of(text, Shell::Bash), expected, "{text}");
        }
    }

    #[test]
    fn where_none_can() {
        for (text, reason) in [
            ("echo `echo {{v}}`", Reason::Backquotes),
            ("echo ${x:-{{v}}}", Reason::Expansion),
            ("echo \"${x:-{{v}}}\"", Reason::Expansion),
            ("echo $(( {{v}} ))", Reason::Arithmetic),
            ("(( x = {{v}} ))", Reason::Arithmetic),
            ("[[ {{v}} -eq 1 ]]", Reason::Arithmetic),
            ("echo \\{{v}}", Reason::Backslash),
            ("echo \"\\{{v}}\"", Reason::Backslash),
            ("echo ${{v}}", Reason::DollarSign),
            ("cat <<E\n$x{{v}}\nE", Reason::Variable),
            ("cat <<{{v}}\nE", Reason::Delimiter),
            ("a[{{v}}]=1", Reason::Brackets),
            ("sh -c \"echo {{v}}\"", Reason::OtherShell),
            ("eval echo {{v}}", Reason::OtherShell),
            ("ssh host echo {{v}}", Reason::OtherMachine),
            ("unset {{v}}", Reason::Builtin),
            ("printf -v {{v}} x", Reason::Builtin),
            ("echo >&{{v}}", Reason::Duplicate),
            ("echo \"$(case x in x) echo {{v}};; esac)\"", Reason::Unclear),
            ("echo \"${x:-\"a\"}\" {{v}}", Reason::Unclear),
            ("echo \"{{v}}", Reason::Unclosed),
            ("echo '{{v}}", Reason::Unclosed),
            ("cat <<E\n{{v}}", Reason::Unclosed),
            ("echo $(echo {{v}}", Reason::Unclosed),
        ] {
            assert_eq!(of(text, Shell::Bash), [Err(reason)], "{text}");
        }
        assert_eq!(of("echo $'{{v}}'", Shell::Sh), [Err(Reason::Unclear)]);
        let deep = format!("{}{{{{v}}}}", "( ".repeat(300));
        assert_eq!(of(&deep, Shell::Sh), [Err(Reason::Deep)]);
    }
}
