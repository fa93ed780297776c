//! The server that takes messages: it hands them over one by one. What a request says is looked at elsewhere.

use crate::ops::http::closing::Closing;
use crate::ops::http::gate::{Answer, Gate, Message, Then};
use crate::ops::http::guard::Desk;
use crate::ops::http::listen::{CONNECTIONS, Listening};
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{self, Receiver};

/// Messages that wait for the one before; another is told to come again. One per connection: more there are only of
/// people who went away, and their texts shall not pile up.
const WAITING: usize = CONNECTIONS;

/// Listens until a signal asks it to end (SIGINT, SIGTERM) or an answer does. `ready` is told the address; `handle` is
/// called in this thread, for one message at a time, and `refused` with a line for requests that were turned away. What is
/// being handled is finished and answered; what waits is told to come again.
///
/// Fails where the address cannot be had.
pub fn serve(
    gate: Gate,
    ready: impl FnOnce(SocketAddr) -> io::Result<()>,
    mut handle: impl FnMut(&str) -> Answer,
    mut refused: impl FnMut(&str),
) -> io::Result<()> {
    let listening = Listening::on(TcpListener::bind(gate.address)?)?;
    let address = listening.address()?;
    let (sender, messages) = mpsc::sync_channel(WAITING);
    let closing = Arc::new(Closing::default());
    let (gate, closes) = (Arc::new(gate), Arc::clone(&closing));
    let thread = std::thread::spawn(move || {
        let desks = Arc::clone(&closes);
        listening.run(&closes, move |peer| Desk {
            gate: Arc::clone(&gate),
            closing: Arc::clone(&desks),
            messages: sender.clone(),
            peer,
        });
    });
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
