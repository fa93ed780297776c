//! The server itself: connections, how many and how long, and the end. What a request says is looked at elsewhere.

use crate::ops::http::gate::{Answer, Gate, Message, Then};
use crate::ops::http::guard::{Closing, Desk};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;

/// Connections that are served at once; others wait in the queue of the system.
const CONNECTIONS: usize = 32;

/// Messages that wait for the one before; another is told to come again. One per connection: more there are only of
/// people who went away, and their texts shall not pile up.
const WAITING: usize = CONNECTIONS;

/// How long somebody may take to say what is wanted.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long answers that are under way have when the server ends.
const FAREWELL: Duration = Duration::from_secs(3);

/// Listens until a signal asks it to end (SIGINT, SIGTERM) or an answer does. `ready` is told the address; `handle` is
/// called in this thread, for one message at a time, and `refused` with a line for requests that were turned away. What is being handled is finished and answered; what waits is told to
/// come again.
///
/// Fails where the address cannot be had.
pub fn serve(
    gate: Gate,
    ready: impl FnOnce(SocketAddr) -> io::Result<()>,
    mut handle: impl FnMut(&str) -> Answer,
    mut refused: impl FnMut(&str),
) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .build()?;
    let (listener, ends) = runtime.block_on(async {
        // Before anybody is told that it listens, so that no signal ends it in the middle.
        let ends = Ends::new()?;
        let listener = TcpListener::bind(gate.address).await?;
        Ok::<_, io::Error>((listener, ends))
    })?;
    let address = listener.local_addr()?;
    let (sender, messages) = mpsc::sync_channel(WAITING);
    let closing = Arc::new(Closing::default());
    let server = Server {
        gate: Arc::new(gate),
        closing: Arc::clone(&closing),
    };
    let thread = std::thread::spawn(move || runtime.block_on(server.run(listener, ends, sender)));
    let told = ready(address);
    if told.is_err() {
        closing.close();
    }
    answer_all(&messages, &closing, (&mut handle, &mut refused));
    drop(messages);
    let _ = thread.join();
    told
}

/// Handles messages until no connection is left that could send one.
fn answer_all(
    messages: &Receiver<Message>,
    closing: &Closing,
    (handle, refused): (&mut impl FnMut(&str) -> Answer, &mut impl FnMut(&str)),
) {
    while let Ok(message) = messages.recv() {
        let (body, reply) = match message {
            Message::Body { body, reply } => (body, reply),
            Message::Refused(line) => {
                refused(&line);
                continue;
            }
        };
        // Whoever has no answer comes again.
        if closing.is_closing.load(Ordering::SeqCst) || reply.is_closed() {
            continue;
        }
        let answer = handle(&body);
        if answer.then == Then::End {
            closing.close();
        }
        let _ = reply.send(answer);
    }
}

/// The signals that end it.
struct Ends {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl Ends {
    #[cfg(unix)]
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Ends {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    #[cfg(not(unix))]
    fn new() -> io::Result<Self> {
        Ok(Ends {})
    }

    #[cfg(unix)]
    async fn asked(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }

    #[cfg(not(unix))]
    async fn asked(&mut self) {
        let _ = tokio::signal::ctrl_c().await;
    }
}

struct Server {
    gate: Arc<Gate>,
    closing: Arc<Closing>,
}

impl Server {
    async fn run(self, listener: TcpListener, mut ends: Ends, messages: SyncSender<Message>) {
        let places = Arc::new(Semaphore::new(CONNECTIONS));
        let mut connections = JoinSet::new();
        loop {
            let next = async {
                let place = Arc::clone(&places).acquire_owned().await.ok();
                (listener.accept().await, place)
            };
            tokio::select! {
                () = ends.asked() => break,
                () = self.closing.bell.notified() => break,
                Some(_) = connections.join_next() => {}
                (accepted, place) = next => match (accepted, place) {
                    (Ok((stream, peer)), Some(place)) => {
                        let desk = Desk {
                            gate: Arc::clone(&self.gate),
                            closing: Arc::clone(&self.closing),
                            messages: messages.clone(),
                            peer,
                        };
                        connections.spawn(serve_one((stream, place), desk));
                    }
                    // Too many open files, or somebody who went away: neither is a reason to end.
                    _ => tokio::time::sleep(Duration::from_millis(50)).await,
                },
            }
        }
        self.closing.close();
        drop((listener, messages));
        let farewell = async { while connections.join_next().await.is_some() {} };
        let _ = tokio::time::timeout(FAREWELL, farewell).await;
        // Whoever waits for a write that takes long gets no answer, and comes again.
        connections.shutdown().await;
    }
}

async fn serve_one((stream, _place): (TcpStream, OwnedSemaphorePermit), desk: Desk) {
    let closing = Arc::clone(&desk.closing);
    let service = service_fn(|request| desk.answer(request));
    // One answer each: whoever comes often, to look at its health say, queues with the others and keeps no place.
    let connection = http1::Builder::new()
        .keep_alive(false)
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .max_buf_size(64 * 1024)
        .serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    tokio::select! {
        _ = connection.as_mut() => {}
        () = closing.closed() => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}
