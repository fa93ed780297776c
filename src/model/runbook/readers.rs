//! What a text for a shell is handed on to: here-documents, here-strings, pipes and substitutions whose reader takes what it gets
//! for its program. Who that is tells the command's words; here is only what reaches it.

use crate::model::runbook::heredoc;
use crate::model::runbook::peril::{Reason, Surroundings};
use crate::model::runbook::walk::{Command, Document, Ends, Frame, Open, Walk, head};

/// Words that begin a command made of commands.
const OPENERS: [&str; 7] = ["{", "while", "until", "for", "if", "case", "select"];

/// Words that end one.
const CLOSERS: [&str; 4] = ["}", "done", "fi", "esac"];

impl Command {
    /// Notes its first word.
    pub(super) fn begin(&mut self, word: &str) {
        if !self.simple.is_begun() {
            let mut known = OPENERS.iter().chain(&CLOSERS);
            self.first = known.find(|known| **known == word).copied().unwrap_or_default();
        }
    }
}

/// What stands behind a command.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    Pipe,
    Line,
    /// The bracket that ends a pattern of a `case`, perhaps.
    Pattern,
    Other,
}

impl Walk<'_, '_> {
    /// A word of this command is complete: what a substitution in it gives is read as the word is.
    pub(super) fn judge_word(&mut self, command: &Command, word: &str) {
        let holds_commands = word.contains("$(") || word.starts_with("<(") || word.starts_with(">(");
        let is_file = word.starts_with("<(") && command.simple.reads_files();
        if !holds_commands || command.is_redirection {
            return;
        }
        let begun = word.split("$(").next().unwrap_or_default();
        match command.simple.peril(head(begun)) {
            Some(reason) => self.refuse(command.word_from, usize::MAX, reason),
            None if is_file => self.refuse(command.word_from, usize::MAX, Reason::Program),
            None => {}
        }
    }

    /// A simple command ends.
    pub(super) fn end_command(&mut self, next: Next) {
        self.end_word();
        let found = self.lexed.found.len();
        let Some(&Open {
            frame: Frame::Commands(_, command),
            found: opened,
        }) = self.stack.last()
        else {
            return;
        };
        let is_empty = !command.simple.is_begun() && !command.has_brackets;
        if next == Next::Line && is_empty && command.piped.is_some() {
            // The lines behind a pipe: a here-document that goes through it may stand between.
            return self.set_command(Command {
                piped: command.piped.map(|(from, _)| (from, found)),
                ..command
            });
        }
        let is_closer = command.has_brackets || CLOSERS.contains(&command.first);
        if next != Next::Pattern {
            self.judge_command(&command);
        }
        if command.piped.is_some() && (OPENERS.contains(&command.first) || command.has_brackets) {
            self.fed = self.fed.or(command.piped);
        }
        let from = match command.piped {
            _ if is_closer => opened,
            Some((from, _)) => from,
            None => command.from.max(opened),
        };
        self.set_command(Command {
            from: found,
            piped: (next == Next::Pipe).then_some((from, found)),
            ..Command::default()
        });
    }

    fn judge_command(&mut self, command: &Command) {
        let reads = command.simple.reads_input();
        let is_closer = command.has_brackets || CLOSERS.contains(&command.first);
        let may_read = reads || (is_closer && self.has_reader);
        if !may_read {
            return;
        }
        if let Some((from, until)) = command.piped {
            self.refuse(from, until, Reason::Program);
            self.pending.iter_mut().for_each(|heredoc| heredoc.is_program = true);
        }
        if let Some((from, until)) = command.string {
            self.refuse(from, until, Reason::Program);
        }
        let own = self.pending.len().saturating_sub(command.documents);
        self.pending[own..]
            .iter_mut()
            .for_each(|heredoc| heredoc.is_program = true);
        if reads && command.piped.is_none() && command.string.is_none() && command.documents == 0 {
            self.has_reader = true;
        }
        if let (true, Some((from, until))) = (reads, self.fed) {
            self.refuse(from, until, Reason::Program);
        }
    }

    /// Nothing behind here is certain: neither is what reads the places of the commands that are still open.
    pub(super) fn refuse_open(&mut self, reason: Reason) {
        let rest = &self.text[self.at.min(self.text.len())..];
        let open = self.stack.iter().find_map(|open| match open.frame {
            Frame::Commands(_, command) => {
                let from = command.piped.map_or(command.from.max(open.found), |(from, _)| from);
                Some((from, command.piped.is_some()))
            }
            _ => None,
        });
        if let Some((from, is_piped)) = open
            && (is_piped || rest.contains(['|', '<']))
        {
            self.refuse(from, usize::MAX, reason);
        }
    }

    /// No value can stand in these places, counted as they were found.
    pub(super) fn refuse(&mut self, from: usize, until: usize, reason: Reason) {
        let until = until.min(self.lexed.found.len());
        for found in self.lexed.found.get_mut(from..until).into_iter().flatten() {
            if found.surroundings.is_ok() && !found.is_comment() {
                found.surroundings = Err(reason);
            }
        }
    }

    /// `<<WORD`, whose text begins with the next line.
    pub(super) fn document(&mut self) {
        self.redirection(2);
        match heredoc::opening(self.text, self.at, self.stack.len()) {
            Ok((heredoc, end)) => {
                self.at = end;
                if let Some(command) = self.command() {
                    command.is_redirection = false;
                    command.documents += 1;
                }
                self.pending.push(heredoc);
            }
            Err(reason) => self.lost = Some(reason),
        }
    }

    pub(super) fn documents_begin(&mut self) {
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
            let before = self.lexed.found.len();
            match heredoc.is_raw {
                true => self.places_until(body.end, Ok(Surroundings::RawText { strips_tabs })),
                false => self.walk(body.end, Frame::Text { strips_tabs }),
            }
            if heredoc.is_program {
                self.refuse(before, usize::MAX, Reason::Program);
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
        // They go through a pipe whose reader is still to come.
        let found = self.lexed.found.len();
        if let Some((_, until)) = self.command().and_then(|command| command.piped.as_mut()) {
            *until = found;
        }
    }

    fn set_command(&mut self, new: Command) {
        if let Some(command) = self.command() {
            *command = new;
        }
    }
}
