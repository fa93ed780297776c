//! Has texts read by the shells of this machine, and by shellcheck where it is installed. Nothing of a text is run: shells only
//! parse (`-n`), without startup files, functions or settings of the caller's environment. It must not know where a text
//! comes from.
//!
//! What a shell says is read as Bash, dash and busybox say it; shellcheck's answer is its format `json1`.

use crate::model::runbook::Shell;
use crate::ops::surroundings;
use serde::Deserialize;
use std::io::{self, ErrorKind, Read, Write};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How long one text may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Bytes that are read of an answer.
const MOST: u64 = 1 << 20;

/// Something that was said of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// The line, from 1.
    pub line: usize,
    /// What of it.
    pub part: Part,
    /// Whether it is an error or a warning, and nothing less.
    pub is_grave: bool,
    /// What was said.
    pub message: String,
    /// The number under which shellcheck knows it.
    pub code: Option<u32>,
}

/// What of a line is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Line,
    /// A word that stands in it.
    Word(String),
    /// Characters, counted from 1, up to the second number; on another line the rest of the first.
    Columns(usize, Option<usize>),
}

/// Why nothing was heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Silence {
    /// The program is not there.
    Absent,
    /// It failed: a sentence for the user.
    Failed(String),
}

/// Has a shell read a text.
pub fn parse(shell: Shell, text: &str) -> Result<Vec<Heard>, Silence> {
    let mut command = Command::new(shell.program());
    if shell == Shell::Bash {
        // -p: no functions and options from the environment.
        command.args(["--norc", "--noprofile", "-p"]);
        // What a text switches on while it runs is not known to a shell that only reads it.
        if text.contains("extglob") {
            command.args(["-O", "extglob"]);
        }
    }
    command.args(["-n", "-s"]);
    let (_, said, is_well) = ask(command, text)?;
    let said = said.lines().filter_map(|line| complaint(line, shell.program()));
    Ok(match is_well {
        true => said.filter(|heard| heard.message.contains("here-document")).collect(),
        // The lines behind the first one show where the shell was, not what is wrong.
        false => said.take(1).collect(),
    })
}

/// Has shellcheck read a text for a shell.
pub fn check(shell: Shell, text: &str) -> Result<Vec<Heard>, Silence> {
    let mut command = Command::new("shellcheck");
    command.args(["--norc", "--format=json1", "--color=never"]);
    command.arg(format!("--shell={}", shell.program())).arg("-");
    let (out, said, _) = ask(command, text)?;
    let answer: Answer = serde_json::from_str(&out).map_err(|_| {
        let why = said
            .lines()
            .next()
            .unwrap_or("its answer is not the JSON that is expected");
        Silence::Failed(format!("shellcheck cannot be asked: {}", why.trim()))
    })?;
    Ok(answer.comments.into_iter().map(Comment::heard).collect())
}

/// The answer of shellcheck: <https://github.com/koalaman/shellcheck/wiki/Integration>.
#[derive(Deserialize)]
struct Answer {
    comments: Vec<Comment>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Comment {
    line: usize,
    end_line: usize,
    column: usize,
    end_column: usize,
    level: String,
    code: u32,
    message: String,
}

impl Comment {
    fn heard(self) -> Heard {
        let end = (self.end_line == self.line).then_some(self.end_column);
        Heard {
            line: self.line,
            part: Part::Columns(self.column, end),
            is_grave: matches!(self.level.as_str(), "error" | "warning"),
            message: self.message,
            code: Some(self.code),
        }
    }
}

/// `bash: line 3: syntax error near unexpected token `fi'`, `sh: 3: Syntax error: "fi" unexpected`.
fn complaint(line: &str, program: &str) -> Option<Heard> {
    let rest = line.split_once(": ").map_or(line, |(_, rest)| rest);
    let (place, message) = rest.split_once(": ").unwrap_or(("", rest));
    let place = place.strip_prefix("line ").unwrap_or(place);
    let (line, message) = match place.parse() {
        Ok(line) => (line, message),
        Err(_) => (1, rest),
    };
    let message = message.trim();
    let between = |open: &str, close: &str| {
        let rest = message.split_once(open)?.1;
        let word = rest.split_once(close)?.0.trim();
        (!word.is_empty() && word != "newline").then(|| word.to_owned())
    };
    let word = between("unexpected token `", "'").or_else(|| between("error: \"", "\" unexpected"));
    (!message.is_empty()).then(|| Heard {
        line,
        part: word.map_or(Part::Line, Part::Word),
        is_grave: !message.starts_with("warning"),
        message: format!("{program} cannot read this: {message}"),
        code: None,
    })
}

/// Hands a text to a program: what it prints, what it complains of, and whether it is content.
fn ask(mut command: Command, text: &str) -> Result<(String, String, bool), Silence> {
    surroundings::plain(&mut command);
    command.env("LC_ALL", "C.UTF-8").current_dir("/");
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let program = command.get_program().to_string_lossy().into_owned();
    let failed = |error: io::Error| Silence::Failed(format!("{program} cannot be asked: {error}"));
    let mut child = command.spawn().map_err(|error| match error.kind() {
        ErrorKind::NotFound => Silence::Absent,
        _ => failed(error),
    })?;
    let (input, out, said) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        scope.spawn(|| {
            // A shell that is content with less says so by its exit code.
            input.map(|mut pipe| pipe.write_all(text.as_bytes()))
        });
        let out = scope.spawn(|| read(out));
        let said = scope.spawn(|| read(said));
        let is_well = wait(&mut child).map_err(failed)?;
        let text = |read: thread::ScopedJoinHandle<'_, String>| read.join().unwrap_or_default();
        let (out, said) = (text(out), text(said));
        match is_well {
            Some(is_well) => Ok((out, said, is_well)),
            None => Err(Silence::Failed(format!(
                "{program} did not end within {} s",
                PATIENCE.as_secs()
            ))),
        }
    })
}

fn read(pipe: Option<impl Read>) -> String {
    let mut bytes = Vec::new();
    if let Some(pipe) = pipe {
        let _ = pipe.take(MOST).read_to_end(&mut bytes);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Waits for the end: whether it was a good one; `None` where it had to be made.
fn wait(child: &mut Child) -> io::Result<Option<bool>> {
    let started = Instant::now();
    let mut pause = Duration::from_micros(200);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status.success()));
        }
        if started.elapsed() > PATIENCE {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, complaint, parse};
    use crate::model::runbook::Shell;

    #[test]
    fn every_shell_has_its_way_of_saying_it() {
        for (line, program, number, word, message) in [
            (
                "bash: line 3: syntax error near unexpected token `fi'",
                "bash",
                3,
                Some("fi"),
                "bash cannot read this: syntax error near unexpected token `fi'",
            ),
            (
                "sh: 4: Syntax error: \"fi\" unexpected (expecting \"then\")",
                "sh",
                4,
                Some("fi"),
                "sh cannot read this: Syntax error: \"fi\" unexpected (expecting \"then\")",
            ),
            (
                "sh: syntax error: unterminated quoted string",
                "sh",
                1,
                None,
                "sh cannot read this: syntax error: unterminated quoted string",
            ),
            ("odd", "sh", 1, None, "sh cannot read this: odd"),
        ] {
            let heard = complaint(line, program).unwrap();
            let part = word.map_or(Part::Line, |word| Part::Word(word.to_owned()));
            assert_eq!(
                (heard.line, heard.part, heard.message.as_str()),
                (number, part, message)
            );
        }
        assert_eq!(complaint("", "sh"), None);
    }

    #[test]
    fn a_text_is_read_and_never_run() {
        let folder = tempfile::tempdir().unwrap();
        let run = format!(": >{0}/a\n$(: >{0}/b)\nset +n\n: >{0}/c\n", folder.path().display());
        for shell in [Shell::Bash, Shell::Sh] {
            assert_eq!(parse(shell, &run), Ok(Vec::new()));
            assert_eq!(parse(shell, "if true\n  echo\nfi\n").unwrap()[0].line, 3);
            assert_eq!(parse(shell, "echo \"a\n").unwrap().len(), 1);
        }
        assert_eq!(parse(Shell::Bash, "shopt -s extglob\nls !(a|b)\n"), Ok(Vec::new()));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
