//! `opsrepo serve`: the site on this machine, each page made when somebody looks at it, and again when its text changes.

mod event;
mod eyes;
mod look;
mod overlay;
mod page;
mod scene;

use crate::cli::args::Global;
use crate::cli::exit::Exit;
use crate::cli::load;
use crate::cli::serve::event::{Event, Mail};
use crate::cli::serve::eyes::Eyes;
use crate::cli::serve::scene::{Scene, Wish};
use crate::cli::terminal::Terminal;
use crate::ops::http::pages::{self, Door};
use anyhow::{Context, anyhow};
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

pub(super) const EXAMPLES: &str = "\
Examples:
  opsrepo serve
  opsrepo serve --port 0                          a port that is free
  opsrepo serve --theme .opsrepo/theme
  opsrepo serve --at v1.0                         the site as it was
  opsrepo serve --bind 0.0.0.0 --host ops.lan     for a network you trust

The page that you look at follows your files: it is made anew when you save one, and an error that you just made is shown \
over it. Nothing is written. Only this machine is let in, unless you say otherwise, and only under the names of this \
machine. Ctrl-C ends it.";

/// The options.
#[derive(clap::Args)]
pub struct Args {
    /// The port to listen on; 0 for one that is free
    #[arg(long, value_name = "PORT", default_value_t = 8000)]
    port: u16,
    /// The address to listen on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1", value_parser = address)]
    bind: IpAddr,
    /// A name of this machine that browsers may ask for, besides localhost and its addresses; may be repeated
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,
    /// A folder inside the repository, counted from its root, with templates, styles and scripts of your own [default:
    /// .opsrepo/theme, if it is there]
    #[arg(long, value_name = "DIR")]
    theme: Option<String>,
}

fn address(text: &str) -> Result<IpAddr, String> {
    let local = (text == "localhost").then_some(IpAddr::V4(Ipv4Addr::LOCALHOST));
    local
        .or_else(|| text.parse().ok())
        .ok_or_else(|| "not an address; write one as 127.0.0.1, ::1 or 0.0.0.0".to_owned())
}

/// Serves the site until a signal ends it.
pub(super) fn run(args: &Args, global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let ground = load::find(global)?;
    // Before anything is read: whoever comes early waits, and who has the port already is told at once.
    let wanted = SocketAddr::new(args.bind, args.port);
    let door = Door::take(wanted, args.host.clone()).map_err(|error| taken(error, wanted))?;
    let home = format!("http://{}/", door.address()?);
    let eyes = Eyes::open(&ground, terminal)?;
    let wish = Wish {
        theme: args.theme.clone(),
        home: home.clone(),
    };
    let tree = match &eyes {
        Some(eyes) => eyes.tree(),
        None => ground.tree()?,
    };
    let mut scene = Scene::first((&ground, global), wish, tree, terminal)?;
    let mail = Mail::new();
    let box_of_door = mail.sender();
    let open = pages::open(door, move |call| box_of_door.send(Event::Call(call)))
        .with_context(|| format!("cannot listen on {wanted}"))?;
    // Threads of their own: this one waits for requests most of the time, and its share of the work would wait with it.
    let pool = rayon::ThreadPoolBuilder::new().build()?;
    if let Some(eyes) = eyes {
        eyes.watch(mail.sender(), open.teller.clone())?;
    }
    writeln!(terminal.out(), "serving {} at {home}", scene.size())?;
    terminal.flush()?;
    terminal.hint("Ctrl-C ends it");
    open.teller.tell(scene.news());
    loop {
        let event = scene.serve(&mail, &ground, terminal);
        match event {
            Event::Call(_) => break,
            Event::Seen => {
                if let Some(seen) = mail.seen() {
                    terminal.start_again();
                    scene.renew((&ground, global), seen, terminal)?;
                    scene.check_in(&pool, mail.sender());
                }
            }
            Event::Found(version, report) => scene.found(version, *report, terminal),
        }
        terminal.flush()?;
        open.teller.tell(scene.news());
    }
    Ok(Exit::Clean)
}

/// Why an address cannot be had, and what to do.
fn taken(error: io::Error, wanted: SocketAddr) -> anyhow::Error {
    let what = match error.kind() {
        io::ErrorKind::AddrInUse => {
            "something listens there already\nname another with --port; --port 0 takes one that is free"
        }
        io::ErrorKind::PermissionDenied => "ports below 1024 are not for everybody\nname another with --port",
        io::ErrorKind::AddrNotAvailable => "this machine has no such address\nleave --bind out for 127.0.0.1",
        _ => return anyhow!(error).context(format!("cannot listen on {wanted}")),
    };
    anyhow!("cannot listen on {wanted}: {what}")
}
