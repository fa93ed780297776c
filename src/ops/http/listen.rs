//! Connections: how many, how long, and the end. What is asked and answered on them is not its business.

use crate::ops::http::answer::Reply;
use crate::ops::http::closing::Closing;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;

/// Connections that are served at once; others wait in the queue of the system.
pub(super) const CONNECTIONS: usize = 32;

/// How long somebody may take to say what is wanted.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long answers that are under way have when the server ends.
const FAREWELL: Duration = Duration::from_secs(3);

/// Somebody who answers the request of one connection.
pub(super) trait Answers: Send + Sync + 'static {
    /// Answers it.
    fn answer(&self, request: Request<Incoming>) -> impl Future<Output = Reply> + Send;
}

/// A server that nobody has been let into yet.
pub(super) struct Listening {
    runtime: Runtime,
    listener: TcpListener,
    ends: Ends,
}

impl Listening {
    /// Takes over an address that was taken before anything else was done. Until it runs, whoever comes waits.
    pub(super) fn on(taken: std::net::TcpListener) -> io::Result<Listening> {
        taken.set_nonblocking(true)?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .enable_time()
            .build()?;
        let (listener, ends) = runtime.block_on(async {
            // Before anybody is told that it listens, so that no signal ends it in the middle.
            let ends = Ends::new()?;
            Ok::<_, io::Error>((TcpListener::from_std(taken)?, ends))
        })?;
        Ok(Listening {
            runtime,
            listener,
            ends,
        })
    }

    /// The address, with the port that the system chose where none was named.
    pub(super) fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Lets everybody in, each to a desk of their own, until a signal (SIGINT, SIGTERM) or `closing` ends it. What is
    /// under way then has a moment to come to its end.
    pub(super) fn run<D: Answers>(self, closing: &Arc<Closing>, desk: impl Fn(SocketAddr) -> D) {
        let Listening {
            runtime,
            listener,
            mut ends,
        } = self;
        runtime.block_on(async {
            let places = Arc::new(Semaphore::new(CONNECTIONS));
            let mut connections = JoinSet::new();
            loop {
                let next = async {
                    let place = Arc::clone(&places).acquire_owned().await.ok();
                    (listener.accept().await, place)
                };
                tokio::select! {
                    () = ends.asked() => break,
                    () = closing.bell.notified() => break,
                    Some(_) = connections.join_next() => {}
                    (accepted, place) = next => match (accepted, place) {
                        (Ok((stream, peer)), Some(place)) => {
                            connections.spawn(serve_one((stream, place), desk(peer), Arc::clone(closing)));
                        }
                        // Too many open files, or somebody who went away: neither is a reason to end.
                        _ => tokio::time::sleep(Duration::from_millis(50)).await,
                    },
                }
            }
            closing.close();
            drop((listener, desk));
            let farewell = async { while connections.join_next().await.is_some() {} };
            let _ = tokio::time::timeout(FAREWELL, farewell).await;
            // Whoever waits for something that takes long gets no answer, and comes again.
            connections.shutdown().await;
        });
    }
}

async fn serve_one<D: Answers>((stream, _place): (TcpStream, OwnedSemaphorePermit), desk: D, closing: Arc<Closing>) {
    let desk = &desk;
    let service = service_fn(|request| async move { Ok::<_, Infallible>(desk.answer(request).await) });
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
