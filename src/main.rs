//! The program: arguments in, exit code out.

use opsrepo::cli::commands;
use opsrepo::cli::terminal::Terminal;
use std::ffi::OsString;
use std::process::ExitCode;

/// A large cloud is many small pieces of text: the system's own allocator takes a fifth more time for the whole run.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let mut terminal = Terminal::of_process();
    ExitCode::from(commands::run(&arguments, &mut terminal) as u8)
}
