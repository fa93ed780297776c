//! `opsrepo incident receive`: listens for the notifications of Alertmanager, and keeps incidents of them.

mod inbox;
mod keep;

use crate::cli::args::{Global, options};
use crate::cli::exit::Exit;
use crate::cli::record::Verb;
use crate::cli::record::incident::is_incident;
use crate::cli::record::incident::receive::inbox::Inbox;
use crate::cli::record::incident::receive::keep::Mode;
use crate::cli::terminal::Terminal;
use crate::model::incidents::notification::LONGEST;
use crate::ops::http::gate::{Gate, Then};
use crate::ops::http::server;
use crate::store::worktree;
use crate::text::escape::pictured;
use anyhow::{Context, bail};
use clap::Args as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

/// The row.
pub(in crate::cli::record) const VERB: Verb = Verb {
    name: "receive",
    is_for: is_incident,
    command: |_, command| {
        Args::augment_args(command)
            .about("Listen for alerts, and draft incidents of them")
            .after_long_help(EXAMPLES)
    },
    run: |(_, matches), global, terminal| run(&options(matches)?, global, terminal),
};

const EXAMPLES: &str = "\
Examples:
  opsrepo incident receive
  opsrepo incident receive --commit
  opsrepo incident receive --listen 0.0.0.0:9099 --token-file /etc/opsrepo/token

Takes Alertmanager's webhook (version 4) at http://ADDRESS/alertmanager. A group of alerts that fires opens a draft; what \
follows extends it; when all alerts are over, it is resolved. What comes twice changes nothing: all that is known stands in \
the record. Alertmanager is answered once the change is on the disk. Prints a line for each notification; ends on Ctrl-C or \
SIGTERM.";

/// The longest token, in bytes.
const TOKEN: usize = 4096;

/// Where notifications are taken.
const PATHS: [&str; 2] = ["/alertmanager", "/"];

/// The options.
#[derive(clap::Args)]
struct Args {
    /// The address to listen on; port 0 takes a free one. Others than this machine's own need --token-file
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:9099", value_parser = address)]
    listen: SocketAddr,
    /// A file that holds what Alertmanager has to show as its bearer token
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// Commit each incident to the branch `incidents/ID`, and touch no file on disk
    #[arg(long)]
    commit: bool,
    /// End after the first notification that was dealt with
    #[arg(long)]
    once: bool,
    /// The record set to put new incidents into, where there are several
    #[arg(long, value_name = "NAME")]
    set: Option<String>,
}

fn address(text: &str) -> Result<SocketAddr, String> {
    let local = text.strip_prefix("localhost:").and_then(|port| port.parse().ok());
    let local = local.map(|port| SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    local
        .or_else(|| text.parse().ok())
        .ok_or_else(|| "not an address; write one as 127.0.0.1:9099 or [::1]:9099".to_owned())
}

fn run(args: &Args, global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let token = args.token_file.as_deref().map(token).transpose()?;
    if token.is_none() && !args.listen.ip().is_loopback() {
        bail!(
            "anybody who reaches {} could write incidents\nname a file with a token: --token-file FILE; or listen on \
             127.0.0.1",
            args.listen
        );
    }
    let mode = if args.commit { Mode::Branches } else { Mode::Disk };
    let mut inbox = Inbox::open((mode, args.set.as_deref()), (global, terminal))?;
    let gate = Gate {
        address: args.listen,
        token,
        paths: &PATHS,
        longest: usize::try_from(LONGEST)?,
    };
    let terminal = std::cell::RefCell::new(terminal);
    let ready = |address: SocketAddr| {
        let mut terminal = terminal.borrow_mut();
        writeln!(terminal.out(), "listening on http://{address}{}", PATHS[0])?;
        terminal.flush()
    };
    let handle = |text: &str| {
        let mut terminal = terminal.borrow_mut();
        terminal.start_again();
        let mut dealt = inbox.deal(text, &mut terminal);
        if args.once && dealt.answer.code == 200 {
            dealt.answer.then = Then::End;
        }
        // Whoever reads along may have gone; Alertmanager has not.
        let _ = writeln!(terminal.out(), "{}", pictured(dealt.line));
        let _ = terminal.flush();
        dealt.answer
    };
    let refused = |line: &str| terminal.borrow_mut().note(&pictured(format!("turned away: {line}")));
    server::serve(gate, ready, handle, refused).with_context(|| format!("cannot listen on {}", args.listen))?;
    Ok(Exit::Clean)
}

/// What a file holds, without the white space around it.
fn token(path: &Path) -> anyhow::Result<String> {
    let text = worktree::read_text(path)?;
    let token = text.trim();
    let is_plain = token.bytes().all(|byte| byte.is_ascii_graphic());
    if token.is_empty() || token.len() > TOKEN || !is_plain {
        bail!(
            "{} holds no token: expected one word of letters, digits and signs\n`openssl rand -hex 32` makes one",
            path.display()
        );
    }
    Ok(token.to_owned())
}
