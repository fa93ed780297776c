//! How a command ends.

/// How a command ended; its number is the process's exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Well, or nothing worse than warnings.
    Clean = 0,
    /// Findings at the level of an error.
    Findings = 1,
    /// opsrepo could not do its work.
    Failed = 2,
    /// Somebody pressed Ctrl-C, or the process was asked to end: 128 and the number of SIGINT, as shells have it.
    Interrupted = 130,
}
