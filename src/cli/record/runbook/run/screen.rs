//! What a step prints, on its way to the terminal and into the transcript: secrets are taken out first, then nothing of it
//! can steer the terminal or pass for a line of opsrepo. It must not know what the step is for.

use crate::cli::record::runbook::run::record::Record;
use crate::cli::terminal::{Look, Terminal};
use crate::model::runbook::mask::{Mask, Stream};
use crate::ops::child::{End, Watcher};
use crate::report::transcript::Event;
use crate::text::capped::Capped;
use crate::text::visible::Visible;
use std::io;
use std::time::{Duration, Instant};

/// What stands before each line of a step.
const GUTTER: &str = "│ ";
/// Output is written down in pieces of this size.
const PIECE: usize = 4096;
/// And after this long in any case.
const DELAY: Duration = Duration::from_millis(250);

/// The output of one step.
pub(super) struct Screen<'s> {
    terminal: &'s mut Terminal,
    record: &'s mut Record,
    step: &'s str,
    mask: Stream,
    visible: Visible,
    kept: Capped,
    is_in_line: bool,
    /// Belongs into the transcript and is not there yet.
    waiting: Vec<u8>,
    written: Instant,
    trouble: Option<io::Error>,
}

/// What became of the output of a step.
pub(super) struct Shown {
    /// What is kept of it.
    pub kept: Capped,
    /// Why it could not be shown, where it could not.
    pub trouble: Option<io::Error>,
}

impl<'s> Screen<'s> {
    /// Before the first output of a step.
    pub(super) fn new((terminal, record): (&'s mut Terminal, &'s mut Record), step: &'s str, mask: &Mask) -> Self {
        Screen {
            terminal,
            record,
            step,
            mask: mask.stream(),
            visible: Visible::default(),
            kept: Capped::default(),
            is_in_line: false,
            waiting: Vec::new(),
            written: Instant::now(),
            trouble: None,
        }
    }

    /// After the last output.
    pub(super) fn end(mut self) -> Shown {
        let rest = self.mask.finish();
        self.take(&rest);
        let rest = self.visible.end();
        self.show(&rest);
        self.end_line();
        self.write_down(self.waiting.len());
        Shown {
            kept: self.kept,
            trouble: self.trouble,
        }
    }

    /// Takes bytes without secrets.
    fn take(&mut self, bytes: &[u8]) {
        let text = self.visible.feed(bytes);
        self.show(&text);
        self.waiting.extend_from_slice(self.kept.feed(bytes));
        if self.waiting.len() >= PIECE || self.written.elapsed() >= DELAY {
            self.write_down(whole(&self.waiting));
        }
    }

    fn show(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let gutter = self.terminal.paint(Look::Faint, GUTTER);
        let mut shown = String::with_capacity(text.len() + text.len() / 8);
        for line in text.split_inclusive('\n') {
            if !self.is_in_line {
                shown.push_str(&gutter);
            }
            shown.push_str(line);
            self.is_in_line = !line.ends_with('\n');
        }
        self.print(&shown);
    }

    fn end_line(&mut self) {
        if self.is_in_line {
            self.print("\n");
            self.is_in_line = false;
        }
    }

    /// Whoever does not read any more does not end a step in its middle.
    fn print(&mut self, text: &str) {
        if self.trouble.is_none() {
            let outcome = write!(self.terminal.out(), "{text}");
            self.trouble = outcome.and_then(|()| self.terminal.flush()).err();
        }
    }

    fn write_down(&mut self, count: usize) {
        if count > 0 {
            let rest = self.waiting.split_off(count);
            self.record.add(Event::Output(self.step, &self.waiting));
            self.waiting = rest;
        }
        self.written = Instant::now();
    }
}

/// How many bytes to write now: all, but for a character that is not there in full.
fn whole(bytes: &[u8]) -> usize {
    match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() && error.valid_up_to() > 0 => error.valid_up_to(),
        _ => bytes.len(),
    }
}

impl Watcher for Screen<'_> {
    fn output(&mut self, bytes: &[u8]) {
        let bytes = self.mask.push(bytes);
        self.take(&bytes);
    }

    fn idle(&mut self) {
        if !self.waiting.is_empty() && self.written.elapsed() >= DELAY {
            self.write_down(self.waiting.len());
        }
    }

    fn ending(&mut self, why: End) {
        self.end_line();
        self.terminal.note(match why {
            End::TimedOut => "its time is over: it is ended, with all that it started",
            End::AskedTerminal => {
                "it wants to use the terminal, which no step can: it is ended, with all that it started"
            }
            _ => "interrupted: it is ended, with all that it started; once more ends it at once",
        });
    }
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn no_character_is_cut() {
        for (bytes, count) in [
            (&b"ab"[..], 2),
            ("a€".as_bytes(), 4),
            (b"a\xe2\x82", 1),
            (b"\xe2\x82", 2),
            (b"a\xff", 2),
            (b"", 0),
        ] {
            assert_eq!(whole(bytes), count);
        }
    }
}
