//! The user's side of a command: what is printed, in which colours, and what the process was told by its surroundings.
//!
//! The environment and the clock are read here and nowhere else. Results go to the first stream, everything about the
//! run (errors, hints, progress) to the second, so that results can be piped.

use crate::cli::args::{Voice, When};
use crate::cli::clock;
use crate::cli::surroundings::Surroundings;
use crate::cli::validate::ci::{self, Destination};
use crate::model::time::Date;
use crate::report::window::harmless;
use crate::report::{Detail, Paint, Style};
use crate::text::escape::is_command;
use anstream::{AutoStream, ColorChoice};
use anstyle::AnsiColor;
use clap::builder::StyledStr;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Columns that are used where text is cut.
const WIDTH: usize = 120;
/// A run that is longer than this says what it is doing.
const PATIENCE: Duration = Duration::from_secs(1);

/// Where a command prints, and what it knows of the moment.
pub struct Terminal {
    out: Box<dyn Write>,
    err: Box<dyn Write>,
    colours: Colours,
    voice: Voice,
    started: Instant,
    unix_seconds: i64,
    editor: Option<String>,
    destinations: Vec<Destination>,
    progress: Option<Progress>,
    surroundings: Surroundings,
}

/// What a piece of text means; its colour follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// As it is.
    Plain,
    /// A head or a name that matters.
    Strong,
    /// In force, done, well.
    Good,
    /// Open, not yet settled.
    Open,
    /// Wrong.
    Bad,
    /// Over, or beside the point.
    Faint,
    /// What was searched for.
    Found,
}

/// What the argument parser says, in which the lines of an argument stand as they were typed: none of them is a command.
fn spoken(text: &str) -> String {
    let lines = text.split('\n');
    let lines = lines.map(|line| match is_command(line) {
        true => format!("- {line}"),
        false => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[derive(Clone, Copy)]
struct Colours {
    out: Paint,
    err: Paint,
}

impl Terminal {
    /// The terminal of this process.
    pub fn of_process() -> Terminal {
        let editor = ["VISUAL", "EDITOR"].iter().find_map(|name| std::env::var(name).ok());
        Terminal {
            out: Box::new(BufWriter::new(Printer(io::stdout()))),
            err: Box::new(io::stderr()),
            colours: choose(When::Auto),
            voice: Voice::Normal,
            started: Instant::now(),
            unix_seconds: clock::now(),
            editor: editor.filter(|editor| !editor.trim().is_empty()),
            destinations: ci::destinations(|name| std::env::var(name).ok()),
            progress: None,
            surroundings: Surroundings::of(|name| std::env::var(name).ok()),
        }
    }

    /// Looks at the clock again, for a command that runs more than once.
    pub fn start_again(&mut self) {
        self.started = Instant::now();
        self.unix_seconds = clock::now();
    }

    /// Follows `--color`, `--quiet` and `--verbose`.
    pub fn tune(&mut self, when: When, voice: Voice) {
        self.colours = choose(when);
        self.voice = voice;
    }

    /// Where results go. What was shown as progress is cleared first.
    pub fn out(&mut self) -> &mut dyn Write {
        self.progress = None;
        &mut self.out
    }

    /// How a report shall look here.
    pub fn style(&self) -> Style {
        Style {
            paint: self.colours.out,
            width: WIDTH,
            detail: match self.voice {
                Voice::Quiet => Detail::Errors,
                Voice::Normal | Voice::Verbose => Detail::Everything,
            },
            seconds: Some(self.started.elapsed().as_secs_f64()),
        }
    }

    /// True where only what makes a command fail is wanted.
    pub fn is_quiet(&self) -> bool {
        self.voice == Voice::Quiet
    }

    /// True where the user wants to see what is done.
    pub fn is_verbose(&self) -> bool {
        self.voice == Voice::Verbose
    }

    /// Columns of the terminal that shows the results; `None` where they go elsewhere.
    pub fn width(&self) -> Option<usize> {
        let stdout = io::stdout();
        let (terminal_size::Width(columns), _) =
            terminal_size::terminal_size_of(stdout).filter(|_| io::stdout().is_terminal())?;
        Some(usize::from(columns)).filter(|columns| *columns > 0)
    }

    /// A text for [`Terminal::out`] in the colour of its meaning.
    pub fn paint(&self, look: Look, text: &str) -> String {
        painted(self.colours.out, look, &harmless(text))
    }

    /// Says what will help, on the second stream.
    pub fn hint(&mut self, text: &str) {
        if self.voice != Voice::Quiet {
            self.say("hint", Look::Open, text);
        }
    }

    /// Says what one should know about the result, on the second stream.
    pub fn note(&mut self, text: &str) {
        if self.voice != Voice::Quiet {
            self.say("note", Look::Strong, text);
        }
    }

    /// Says what is being done, where the user asked for it.
    pub fn detail(&mut self, text: &str) {
        if self.voice == Voice::Verbose {
            self.say("info", Look::Faint, text);
        }
    }

    /// Says why the command could not do its work. The first line of each cause says what is wrong; its further lines
    /// are hints, or lists under them where they start with two spaces.
    pub fn error(&mut self, error: &anyhow::Error) {
        let mut messages: Vec<String> = Vec::new();
        let mut hints: Vec<String> = Vec::new();
        for cause in error.chain() {
            let text = cause.to_string();
            let mut lines = text.lines();
            messages.extend(lines.next().map(str::to_owned));
            hints.extend(lines.map(str::to_owned));
        }
        self.say("error", Look::Bad, &messages.join(": "));
        for hint in hints.iter().filter(|hint| !hint.trim().is_empty()) {
            match hint.starts_with("  ") {
                true => self.list([hint.trim_start()]),
                false => self.say("hint", Look::Open, hint.trim_start_matches("hint: ")),
            }
        }
    }

    /// Says more of what was said last, one thing on a line, on the second stream.
    fn list<'t>(&mut self, things: impl IntoIterator<Item = &'t str>) {
        for thing in things {
            let thing = harmless(thing);
            let mark = if is_command(&thing) { "- " } else { "" };
            let _ = writeln!(self.err, "  {mark}{thing}");
        }
    }

    /// Like [`Terminal::note`], with a list under it.
    pub fn note_of(&mut self, text: &str, things: &[String]) {
        if self.voice != Voice::Quiet {
            self.say("note", Look::Strong, text);
            self.list(things.iter().map(String::as_str));
        }
    }

    /// Prints what the argument parser has to say.
    pub fn usage(&mut self, error: &clap::Error) {
        let text = error.render();
        let text = StyledStr::from(spoken(&text.ansi().to_string()));
        let (stream, paint) = match error.use_stderr() {
            true => (&mut self.err, self.colours.err),
            false => (&mut self.out, self.colours.out),
        };
        // Nothing can be done where even this cannot be printed.
        let _ = match paint {
            Paint::Coloured => write!(stream, "{}", text.ansi()),
            Paint::Plain => write!(stream, "{text}"),
        };
    }

    /// Names what is being done now; shown only when the run takes long and somebody watches.
    pub fn stage(&mut self, text: &'static str) {
        self.detail(text);
        if self.voice == Voice::Quiet || !io::stderr().is_terminal() {
            return;
        }
        match &self.progress {
            Some(progress) => progress.stage(text),
            None => self.progress = Some(Progress::start(text)),
        }
    }

    /// Sends everything on its way.
    pub fn flush(&mut self) -> io::Result<()> {
        self.progress = None;
        self.out.flush()?;
        self.err.flush()
    }

    /// What of the process's surroundings matters for visiting other hosts.
    pub(in crate::cli) fn surroundings(&self) -> Surroundings {
        self.surroundings.clone()
    }

    /// Today, in UTC.
    pub fn today(&self) -> Option<Date> {
        Date::from_unix(self.unix_seconds)
    }

    /// Seconds since 1970.
    pub fn now(&self) -> i64 {
        self.unix_seconds
    }

    /// The editor that the user named in `$VISUAL` or `$EDITOR`.
    pub fn editor(&self) -> Option<&str> {
        self.editor.as_deref()
    }

    /// Where CI says that this change is to go, the best answer first; nothing outside of CI.
    pub(in crate::cli) fn destinations(&self) -> &[Destination] {
        &self.destinations
    }

    /// Says something under a word, on the second stream.
    pub(in crate::cli) fn say(&mut self, word: &str, look: Look, text: &str) {
        self.progress = None;
        let _ = self.out.flush();
        let word = painted(self.colours.err, look, word);
        let _ = writeln!(self.err, "{word}: {}", harmless(text));
    }
}

fn choose(when: When) -> Colours {
    let paint = |choice| match choice {
        ColorChoice::Never => Paint::Plain,
        _ => Paint::Coloured,
    };
    match when {
        When::Always => Colours {
            out: Paint::Coloured,
            err: Paint::Coloured,
        },
        When::Never => Colours {
            out: Paint::Plain,
            err: Paint::Plain,
        },
        // NO_COLOR, CLICOLOR, TERM=dumb and whether somebody watches.
        When::Auto => Colours {
            out: paint(AutoStream::choice(&io::stdout())),
            err: paint(AutoStream::choice(&io::stderr())),
        },
    }
}

fn painted(paint: Paint, look: Look, text: &str) -> String {
    let style = match look {
        _ if paint == Paint::Plain => return text.to_owned(),
        Look::Plain => return text.to_owned(),
        Look::Strong => anstyle::Style::new().bold(),
        Look::Good => AnsiColor::Green.on_default(),
        Look::Open => AnsiColor::Yellow.on_default(),
        Look::Bad => AnsiColor::BrightRed.on_default().bold(),
        Look::Faint => anstyle::Style::new().dimmed(),
        Look::Found => AnsiColor::Magenta.on_default().bold(),
    };
    format!("{style}{text}{style:#}")
}

/// A stream whose errors say what could not be done; their kind stays.
struct Printer<W>(W);

impl<W: Write> Write for Printer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes).map_err(cannot_print)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush().map_err(cannot_print)
    }
}

fn cannot_print(error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("cannot print the result: {error}"))
}

/// One line at the bottom of the terminal, from a thread that wakes when a run takes long. Dropping it clears the line.
struct Progress {
    stages: Option<Sender<&'static str>>,
    thread: Option<JoinHandle<()>>,
}

impl Progress {
    fn start(first: &'static str) -> Progress {
        let (stages, incoming) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            let (started, mut stage) = (Instant::now(), first);
            let mut is_shown = false;
            loop {
                let patience = match is_shown {
                    true => Duration::from_secs(3600),
                    false => PATIENCE.saturating_sub(started.elapsed()),
                };
                match incoming.recv_timeout(patience) {
                    Ok(next) => stage = next,
                    Err(RecvTimeoutError::Timeout) => is_shown = true,
                    Err(RecvTimeoutError::Disconnected) => break,
                }
                if is_shown {
                    let _ = write!(io::stderr(), "\r\u{1b}[K{stage} …");
                }
            }
            if is_shown {
                let _ = write!(io::stderr(), "\r\u{1b}[K");
            }
        });
        Progress {
            stages: Some(stages),
            thread: Some(thread),
        }
    }

    fn stage(&self, text: &'static str) {
        if let Some(stages) = &self.stages {
            let _ = stages.send(text);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.stages = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Look, painted};
    use crate::report::Paint;

    #[test]
    fn an_error_says_that_printing_failed() {
        let refused = super::cannot_print(std::io::ErrorKind::StorageFull.into());
        assert_eq!(refused.kind(), std::io::ErrorKind::StorageFull);
        assert!(refused.to_string().starts_with("cannot print the result: "));
    }

    #[test]
    fn colour_is_only_where_it_is_wanted() {
        assert_eq!(painted(Paint::Plain, Look::Bad, "x"), "x");
        assert_eq!(painted(Paint::Coloured, Look::Plain, "x"), "x");
        assert_eq!(painted(Paint::Coloured, Look::Strong, "x"), "\u{1b}[1mx\u{1b}[0m");
    }
}
