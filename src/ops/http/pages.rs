//! The server that hands out pages: each request goes to the thread that makes them, and whoever looks at a page is told
//! when there is news. What a page is, it must not know.

use crate::ops::http::call::{Call, News};
use crate::ops::http::closing::Closing;
use crate::ops::http::host::Hosts;
use crate::ops::http::listen::Listening;
use crate::ops::http::reader::Desk;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;
use tokio::sync::watch;

/// A server that nobody is answered by yet: whoever comes waits.
#[derive(Debug)]
pub struct Door {
    listener: TcpListener,
    names: Vec<String>,
}

/// Tells everybody who looks.
#[derive(Clone)]
pub struct Teller(watch::Sender<Arc<News>>);

/// A server that runs.
pub struct Open {
    /// To tell those who look.
    pub teller: Teller,
    closing: Arc<Closing>,
    thread: Option<JoinHandle<()>>,
}

impl Teller {
    /// Tells it to everybody who looks now, and to whoever comes until there is other news.
    pub fn tell(&self, news: News) {
        self.0.send_replace(Arc::new(news));
    }

    /// Whether somebody waits to be told.
    pub fn is_heard(&self) -> bool {
        self.0.receiver_count() > 0
    }
}

impl Door {
    /// Takes an address; port 0 for one that is free. `names` are those of this machine that a browser may ask for, besides
    /// `localhost` and its addresses. Fails where the address cannot be had.
    pub fn take(address: SocketAddr, names: Vec<String>) -> io::Result<Door> {
        let listener = TcpListener::bind(address)?;
        Ok(Door { listener, names })
    }

    /// The address, with its port.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// Opens the door. Requests go to `calls`, from another thread, until a signal (SIGINT, SIGTERM) or [`Open`] going out of
/// scope ends the server.
pub fn open(door: Door, calls: impl Fn(Call) + Send + Sync + 'static) -> io::Result<Open> {
    let listening = Listening::on(door.listener)?;
    let address = listening.address()?;
    let (news, _) = watch::channel(Arc::default());
    let closing = Arc::new(Closing::default());
    let hosts = Arc::new(Hosts {
        bound: address.ip(),
        names: door.names,
    });
    let calls: Arc<dyn Fn(Call) + Send + Sync> = Arc::new(calls);
    let (teller, closes) = (Teller(news.clone()), Arc::clone(&closing));
    let thread = std::thread::spawn(move || {
        let (desks, hand_over) = (Arc::clone(&closes), Arc::clone(&calls));
        listening.run(&closes, move |peer| Desk {
            hosts: Arc::clone(&hosts),
            closing: Arc::clone(&desks),
            calls: Arc::clone(&hand_over),
            news: news.clone(),
            peer,
        });
        calls(Call::End);
    });
    Ok(Open {
        teller,
        closing,
        thread: Some(thread),
    })
}

impl Drop for Open {
    fn drop(&mut self) {
        self.closing.close();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
