//! One step of a runbook: a script in a shell of its own, as a process group of its own, watched until it ends.
//!
//! The shell gets the script through a pipe of its own and not as an argument, which every user of the machine could read,
//! and not on its standard input, which a step may read; that is empty. Both its outputs are one pipe, so that their lines
//! come in the order in which they were written. It keeps the terminal, without being in front of it: whatever wants to
//! read from there is stopped by the system, which is seen here and ends the step, instead of waiting for ever.
//!
//! A step that ends by itself is left alone with what it started: a server outlives the step that starts it. A step that
//! is ended (its time is over, somebody pressed Ctrl-C, it asked the terminal) is ended with its whole group.

use crate::ops::group::Group;
use crate::ops::signals::Interrupts;
use crate::ops::surroundings;
use rustix::io::{FdFlags, fcntl_setfd};
use std::io::{self, PipeReader, PipeWriter, Read, Write, pipe};
use std::os::fd::AsRawFd;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

/// How long a group has between being asked to end and being killed.
const GRACE: Duration = Duration::from_secs(5);
/// How often a silent step is looked at.
const TICK: Duration = Duration::from_millis(20);
/// After the end of a step, its output ends when nothing came for this long: what it left running may hold the pipe.
const QUIET: Duration = Duration::from_millis(100);
/// And after this long in any case.
const LATE: Duration = Duration::from_secs(1);

/// What is run.
#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    /// Its name, as which the shell speaks of it in messages.
    pub name: &'a str,
    /// The shell with its options, of which the last is not `-c`.
    pub shell: &'a [&'a str],
    /// What it runs.
    pub script: &'a str,
    /// Where.
    pub folder: &'a Path,
    /// What its environment has besides that of opsrepo.
    pub variables: &'a [(String, String)],
    /// How long it may take.
    pub timeout: Duration,
}

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// By itself, with this exit code.
    Code(i32),
    /// By this signal, which opsrepo did not send.
    Signal(i32),
    /// It took longer than it may, and was ended.
    TimedOut,
    /// The user ended it.
    Interrupted,
    /// It asked the terminal for something, which no step can, and was ended.
    AskedTerminal,
}

/// What became of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// How it ended.
    pub end: End,
    /// How long it took.
    pub took: Duration,
    /// True where processes that it started still run.
    pub left_running: bool,
}

/// Who watches a step.
pub trait Watcher {
    /// Takes what the step printed.
    fn output(&mut self, bytes: &[u8]);
    /// Nothing was printed for a moment.
    fn idle(&mut self);
    /// The step is being ended, for this reason.
    fn ending(&mut self, why: End);
}

/// Runs a step to its end.
///
/// Fails where its shell cannot be started.
pub fn run(job: &Job, interrupts: &Interrupts, watcher: &mut dyn Watcher) -> io::Result<Ended> {
    let started = Instant::now();
    let (child, output) = start(job)?;
    let mut running = Running {
        group: Group::of(&child)?,
        child,
        output,
    };
    let why = loop {
        running.listen(watcher);
        if running.is_over()? {
            break None;
        } else if interrupts.take() || interrupts.is_over() {
            break Some(End::Interrupted);
        } else if started.elapsed() >= job.timeout {
            break Some(End::TimedOut);
        } else if running.group.asked_terminal() {
            break Some(End::AskedTerminal);
        }
    };
    if let Some(why) = why {
        watcher.ending(why);
        running.end(interrupts, watcher)?;
    }
    let status = running.child.wait()?;
    let took = started.elapsed();
    running.listen_on(watcher);
    Ok(Ended {
        end: why.unwrap_or_else(|| own_end(status)),
        took,
        left_running: running.group.is_alive(),
    })
}

fn own_end(status: ExitStatus) -> End {
    match (status.code(), status.signal()) {
        (Some(code), _) => End::Code(code),
        (None, signal) => End::Signal(signal.unwrap_or(0)),
    }
}

struct Running {
    child: Child,
    group: Group,
    output: Receiver<Vec<u8>>,
}

impl Running {
    /// Hands over what came, or waits a moment for it.
    fn listen(&self, watcher: &mut dyn Watcher) {
        match self.output.recv_timeout(TICK) {
            Ok(bytes) => watcher.output(&bytes),
            Err(RecvTimeoutError::Timeout) => watcher.idle(),
            // It closed its outputs, and may go on for long.
            Err(RecvTimeoutError::Disconnected) => std::thread::sleep(TICK),
        }
    }

    /// Hands over what came before the end.
    fn listen_on(&self, watcher: &mut dyn Watcher) {
        let until = Instant::now() + LATE;
        while Instant::now() < until
            && let Ok(bytes) = self.output.recv_timeout(QUIET)
        {
            watcher.output(&bytes);
        }
    }

    fn is_over(&mut self) -> io::Result<bool> {
        Ok(self.child.try_wait()?.is_some())
    }

    /// Ends the whole group: asks it to, and kills what is there after a while, or as soon as the user asks again.
    fn end(&mut self, interrupts: &Interrupts, watcher: &mut dyn Watcher) -> io::Result<()> {
        self.group.ask_to_end();
        let until = Instant::now() + GRACE;
        while Instant::now() < until && !interrupts.take() {
            self.listen(watcher);
            if self.is_over()? && !self.group.is_alive() {
                return Ok(());
            }
        }
        self.group.kill();
        self.child.wait()?;
        // The system takes a moment to end them.
        let until = Instant::now() + LATE;
        while Instant::now() < until && self.group.is_alive() {
            self.listen(watcher);
        }
        Ok(())
    }
}

fn start(job: &Job) -> io::Result<(Child, Receiver<Vec<u8>>)> {
    let (script, script_end) = pipe()?;
    let (output, output_end) = pipe()?;
    let (program, options) = job.shell.split_first().unwrap_or((&"sh", &[]));
    let mut command = Command::new(program);
    surroundings::plain(&mut command);
    command
        .args(options)
        .arg("-c")
        .arg(format!("eval \"$(cat /dev/fd/{})\"", script.as_raw_fd()))
        .arg(job.name)
        .current_dir(job.folder)
        .envs(job.variables.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::null())
        .stdout(output_end.try_clone()?)
        .stderr(output_end)
        .process_group(0);
    // The shell inherits this end of the pipe. Nothing else is started meanwhile.
    fcntl_setfd(&script, FdFlags::empty())?;
    let child = command.spawn()?;
    // Its own copies of the pipes' ends would keep them open.
    drop(command);
    drop(script);
    hand_over(script_end, job.script);
    Ok((child, listen(output)))
}

/// Writes the script beside what else goes on: the shell reads it while it runs.
fn hand_over(mut pipe: PipeWriter, script: &str) {
    let script = format!("{}\n", script.trim_end_matches('\n'));
    std::thread::spawn(move || {
        // A shell that ends before its script does has read enough.
        let _ = pipe.write_all(script.as_bytes());
    });
}

/// Reads what is printed. Whoever prints waits for whoever shows it; after that nobody waits, and nobody who still writes
/// meets a closed pipe.
fn listen(mut pipe: PipeReader) -> Receiver<Vec<u8>> {
    let (pieces, incoming) = sync_channel(16);
    std::thread::spawn(move || {
        let mut buffer = vec![0; 1 << 16];
        let mut is_heard = true;
        loop {
            match pipe.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) if is_heard => is_heard = pieces.send(buffer[..count].to_vec()).is_ok(),
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => break,
            }
        }
    });
    incoming
}

#[cfg(test)]
mod tests {
    use super::{End, Ended, Job, Watcher, run};
    use crate::ops::signals::Interrupts;
    use std::path::Path;
    use std::time::Duration;

    const BASH: &[&str] = &["bash", "--noprofile", "--norc", "-euo", "pipefail"];

    #[derive(Default)]
    struct Heard {
        bytes: Vec<u8>,
        interrupt_at: Option<(&'static [u8], Interrupts)>,
    }

    impl Watcher for Heard {
        fn output(&mut self, bytes: &[u8]) {
            self.bytes.extend_from_slice(bytes);
            if let Some((mark, interrupts)) = &self.interrupt_at
                && self.bytes.windows(mark.len()).any(|part| part == *mark)
            {
                interrupts.pretend();
                self.interrupt_at = None;
            }
        }
        fn idle(&mut self) {}
        fn ending(&mut self, _: End) {}
    }

    fn job(script: &str) -> Job<'_> {
        Job {
            name: "step",
            shell: BASH,
            script,
            folder: Path::new("/"),
            variables: &[],
            timeout: Duration::from_secs(20),
        }
    }

    fn ran(job: &Job) -> (Ended, String) {
        let mut heard = Heard::default();
        let ended = run(job, &Interrupts::default(), &mut heard).unwrap();
        (ended, String::from_utf8_lossy(&heard.bytes).into_owned())
    }

    fn is_alive(process: &str) -> bool {
        let state = std::fs::read_to_string(format!("/proc/{}/stat", process.trim())).unwrap_or_default();
        let state = state.rsplit_once(')').map_or("", |(_, rest)| rest.trim());
        !state.is_empty() && !state.starts_with(['Z', 'X'])
    }

    #[test]
    fn scripts_end_as_they_say() {
        for (script, end, said) in [
            ("echo a; echo b >&2; echo c", End::Code(0), "a\nb\nc\n"),
            ("exit 7", End::Code(7), ""),
            ("false | true\necho not reached", End::Code(1), ""),
            ("kill -9 $$", End::Signal(9), ""),
            ("echo ${NOT_SET_ANYWHERE_HERE:-x}; pwd; cat", End::Code(0), "x\n/\n"),
            ("cat <<'END'\na $b\nEND", End::Code(0), "a $b\n"),
            (
                "a=1\nno-such-program",
                End::Code(127),
                "step: line 2: no-such-program: command not found\n",
            ),
            ("exec >&- 2>&-; sleep 0.1; exit 3", End::Code(3), ""),
        ] {
            let (ended, text) = ran(&job(script));
            assert_eq!(
                (ended.end, text.as_str(), ended.left_running),
                (end, said, false),
                "{script}"
            );
        }
    }

    #[test]
    fn a_long_script_is_handed_over_whole() {
        let script = format!("{}echo end", ": some words to fill the pipe\n".repeat(10_000));
        assert_eq!(ran(&job(&script)).1, "end\n");
    }

    #[test]
    fn what_takes_too_long_is_ended_with_all_its_processes() {
        let script = "(sleep 300 & echo $!) ; (trap '' TERM; echo ready; sleep 300)";
        let short = Job {
            timeout: Duration::from_millis(600),
            ..job(script)
        };
        let (ended, text) = ran(&short);
        assert_eq!((ended.end, ended.left_running), (End::TimedOut, false), "{text}");
        assert!(!is_alive(text.lines().next().unwrap()), "{text}");
        assert!(ended.took < Duration::from_secs(9), "{ended:?}");
    }

    #[test]
    fn what_a_step_starts_outlives_it() {
        let (ended, text) = ran(&job("sleep 300 >/dev/null 2>&1 & echo $!"));
        assert_eq!((ended.end, ended.left_running), (End::Code(0), true));
        assert!(is_alive(&text));
        let (ended, _) = ran(&job(&format!("kill {text}")));
        assert_eq!(ended.end, End::Code(0));
    }

    #[test]
    fn one_that_holds_the_pipe_is_not_waited_for() {
        let (ended, text) = ran(&job("(while sleep 0.05; do echo .; done) & echo $!"));
        assert!(ended.left_running && ended.took < Duration::from_secs(5), "{ended:?}");
        ran(&job(&format!("kill {}", text.lines().next().unwrap())));
    }

    #[test]
    fn an_interrupt_ends_the_group_and_a_second_one_at_once() {
        let interrupts = Interrupts::default();
        let mut heard = Heard {
            bytes: Vec::new(),
            interrupt_at: Some((b"ready", interrupts.clone())),
        };
        let script = "bash -c 'sleep 300 & echo $!; wait' & sleep 0.3; echo ready; wait";
        let ended = run(&job(script), &interrupts, &mut heard).unwrap();
        assert_eq!((ended.end, ended.left_running), (End::Interrupted, false));
        let text = String::from_utf8_lossy(&heard.bytes).into_owned();
        assert!(!is_alive(text.lines().next().unwrap()), "{text}");
        assert!(ended.took < Duration::from_secs(4), "{ended:?}");
    }

    #[test]
    fn a_shell_that_is_not_there_is_an_error() {
        let nowhere = Job {
            shell: &["no-such-shell-anywhere"],
            ..job("true")
        };
        assert!(run(&nowhere, &Interrupts::default(), &mut Heard::default()).is_err());
    }
}
