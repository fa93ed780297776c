//! The processes of a step: everything that its shell started and that did not leave its group by itself. It must not know
//! what they do.

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, test_kill_process_group, waitid};
use std::io;
use std::process::Child;

/// A process group, named after its first process, which is a child of ours.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group {
    id: Pid,
}

impl Group {
    /// The group that a child was started as.
    pub(super) fn of(child: &Child) -> io::Result<Self> {
        let id = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
        let id = id.ok_or_else(|| io::Error::other("the process has no number"))?;
        Ok(Group { id })
    }

    /// Asks all of it to end. What was stopped goes on, so that it can.
    pub(super) fn ask_to_end(self) {
        // Where nobody is left there is nothing to do.
        let _ = kill_process_group(self.id, Signal::TERM);
        let _ = kill_process_group(self.id, Signal::CONT);
    }

    /// Ends all of it at once.
    pub(super) fn kill(self) {
        let _ = kill_process_group(self.id, Signal::KILL);
    }

    /// True where one of its processes still runs. One that has ended and that nobody asked how does not count.
    pub(super) fn is_alive(self) -> bool {
        test_kill_process_group(self.id).is_ok() && is_any_running(self.id).unwrap_or(true)
    }

    /// True where it was stopped because it wants to use the terminal.
    pub(super) fn asked_terminal(self) -> bool {
        let look = WaitIdOptions::STOPPED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        let status = waitid(WaitId::Pid(self.id), look).ok().flatten();
        let signal = status.and_then(|status| status.stopping_signal());
        signal.is_some_and(|signal| {
            [Signal::TTIN, Signal::TTOU]
                .iter()
                .any(|known| known.as_raw() == signal)
        })
    }
}

/// Whether the system's list of processes has one of this group that has not ended; `None` where it cannot be read.
fn is_any_running(group: Pid) -> Option<bool> {
    let wanted = group.as_raw_nonzero().to_string();
    let processes = std::fs::read_dir("/proc").ok()?.flatten();
    let mut stats = processes
        .filter(|entry| entry.file_name().as_encoded_bytes().iter().all(u8::is_ascii_digit))
        .filter_map(|entry| std::fs::read(entry.path().join("stat")).ok())
        .peekable();
    stats.peek()?;
    Some(stats.any(|stat| {
        let stat = String::from_utf8_lossy(&stat);
        // `PID (NAME) STATE PARENT GROUP …`, where a name may hold anything.
        let mut facts = stat.rsplit_once(')').map_or("", |(_, facts)| facts).split_whitespace();
        let state = facts.next().unwrap_or("Z");
        facts.nth(1) == Some(wanted.as_str()) && !matches!(state, "Z" | "X")
    }))
}
