//! `validate --watch`: the same run again whenever a file has changed, until somebody ends it.

use crate::cli::args::Global;
use crate::cli::exit::Exit;
use crate::cli::load;
use crate::cli::terminal::Terminal;
use crate::store::watch::{Stamps, stamps};
use anyhow::bail;
use std::time::Duration;

/// How long to wait between two looks.
const PAUSE: Duration = Duration::from_secs(1);

/// Checks, and again on each change. Ctrl-C ends the process as it ends any other: nothing is half done, for nothing is
/// written. Fails only where there is nothing to watch or nobody to tell.
pub(super) fn watch(
    global: &Global,
    terminal: &mut Terminal,
    check: &mut dyn FnMut(&mut Terminal) -> anyhow::Result<()>,
) -> anyhow::Result<Exit> {
    let ground = load::find(global)?;
    if ground.revision().is_some() {
        bail!("--watch looks at the files on disk, and a commit never changes\nleave --at out");
    }
    let mut last: Option<Stamps> = None;
    loop {
        // Taken before the run: what changes during it makes another one.
        let now = stamps(&ground.root)?;
        if last.as_ref() != Some(&now) {
            terminal.start_again();
            if let Err(error) = check(terminal) {
                terminal.error(&error);
            }
            terminal.note("waiting for a change; Ctrl-C ends this");
            terminal.flush()?;
            last = Some(now);
        }
        std::thread::sleep(PAUSE);
    }
}
