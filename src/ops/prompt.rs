//! Questions to whoever sits at the terminal. It must not know what they are about.
//!
//! What was typed before a question was shown is no answer to it: it is thrown away.

use crate::ops::signals::Interrupts;
use rustix::termios::{LocalModes, OptionalActions, QueueSelector, Termios, tcflush, tcgetattr, tcsetattr};
use std::io::{self, BufRead};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// Whether what is typed can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Echo {
    /// Yes.
    Shown,
    /// No: it is a secret.
    Hidden,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A line, without its end.
    Line(String),
    /// The input has ended.
    Nothing,
    /// A signal came instead.
    Interrupted,
}

/// Waits for a line; the question itself was printed before by whoever calls this.
pub fn answer(echo: Echo, interrupts: &Interrupts) -> io::Result<Answer> {
    let stdin = io::stdin();
    // Fails where the input is no terminal, which has nothing typed ahead then.
    let _ = tcflush(&stdin, QueueSelector::IFlush);
    let _hidden = match echo {
        Echo::Shown => None,
        Echo::Hidden => Some(Hidden::begin()?),
    };
    let (lines, incoming) = channel();
    // A thread of its own: a read that a signal interrupts is begun again by the library.
    std::thread::spawn(move || {
        let mut line = String::new();
        let outcome = io::stdin().lock().read_line(&mut line).map(|count| (count, line));
        let _ = lines.send(outcome);
    });
    loop {
        match incoming.recv_timeout(Duration::from_millis(20)) {
            Ok(Ok((0, _))) => return Ok(Answer::Nothing),
            Ok(Ok((_, line))) => return Ok(Answer::Line(line.trim_end_matches(['\r', '\n']).to_owned())),
            Ok(Err(error)) => return Err(error),
            Err(RecvTimeoutError::Disconnected) => return Ok(Answer::Nothing),
            Err(RecvTimeoutError::Timeout) if interrupts.is_over() => return Ok(Answer::Interrupted),
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

/// The terminal does not show what is typed until this is dropped.
struct Hidden {
    before: Termios,
}

impl Hidden {
    fn begin() -> io::Result<Self> {
        let stdin = io::stdin();
        let before = tcgetattr(&stdin)?;
        let mut hidden = before.clone();
        hidden.local_modes.remove(LocalModes::ECHO);
        hidden.local_modes.insert(LocalModes::ECHONL);
        tcsetattr(&stdin, OptionalActions::Now, &hidden)?;
        Ok(Hidden { before })
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        // A terminal that went away needs no care.
        let _ = tcsetattr(io::stdin(), OptionalActions::Now, &self.before);
    }
}
