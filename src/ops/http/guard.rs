//! Who gets in, and what is read of what they bring: one request from its head to its answer.

use crate::ops::http::answer::{Reply, Why, json, last, refused, with};
use crate::ops::http::closing::Closing;
use crate::ops::http::gate::{Gate, Message};
use crate::ops::http::listen::Answers;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::{Body, Incoming};
use hyper::header::{ALLOW, AUTHORIZATION, CONTENT_TYPE, ORIGIN, RETRY_AFTER, WWW_AUTHENTICATE};
use hyper::{HeaderMap, Method, Request, StatusCode};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::SyncSender;
use std::time::Duration;
use tokio::sync::oneshot;

/// Where one sees that the server lives.
const HEALTH: &str = "/healthz";

/// How long a whole body may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where the requests of one connection are answered.
pub(super) struct Desk {
    pub(super) gate: Arc<Gate>,
    pub(super) closing: Arc<Closing>,
    pub(super) messages: SyncSender<Message>,
    pub(super) peer: SocketAddr,
}

impl Answers for Desk {
    async fn answer(&self, request: Request<Incoming>) -> Reply {
        let asked = format!("{} {}", request.method(), request.uri().path());
        match self.entry(&request) {
            Err(reply) => self.turned_away(&asked, *reply),
            Ok(Entry::Health) => json(StatusCode::OK, r#"{"status":"ok"}"#.to_owned()),
            Ok(Entry::Message) => match self.body(request).await {
                Err(reply) => self.turned_away(&asked, *reply),
                Ok(body) => self.hand_over(body).await,
            },
        }
    }
}

impl Desk {
    /// Tells those who keep the server of a request that is turned away.
    fn turned_away(&self, asked: &str, reply: Reply) -> Reply {
        let why = reply.extensions().get::<Why>().map_or("", |why| why.0.as_str());
        let said = (reply.status().as_u16(), asked, why);
        if let Some(line) = self.closing.turned_away.told(said, self.peer) {
            // Who has no place in the queue goes without a line.
            let _ = self.messages.try_send(Message::Refused(line));
        }
        last(reply)
    }

    /// What a request wants, as far as its head tells.
    fn entry(&self, request: &Request<Incoming>) -> Result<Entry, Box<Reply>> {
        let (path, head) = (request.uri().path(), request.headers());
        let is_here = self.gate.paths.contains(&path);
        if path == HEALTH && matches!(*request.method(), Method::GET | Method::HEAD) {
            return Ok(Entry::Health);
        }
        // Also whether a path exists is told to nobody who may not ask.
        if !is_allowed(head, self.gate.token.as_deref()) {
            let reply = refused(
                StatusCode::UNAUTHORIZED,
                "expected the header `Authorization: Bearer TOKEN` with the token of --token-file",
            );
            return Err(Box::new(with(reply, (WWW_AUTHENTICATE, "Bearer"))));
        }
        if !is_here && path != HEALTH {
            let paths = self.gate.paths.join(" or ");
            let why = format!("nothing is here: notifications go to {paths}");
            return Err(refusal(StatusCode::NOT_FOUND, &why));
        }
        if *request.method() != Method::POST || path == HEALTH {
            let allowed = if path == HEALTH { "GET" } else { "POST" };
            let reply = refused(StatusCode::METHOD_NOT_ALLOWED, &format!("expected {allowed}"));
            return Err(Box::new(with(reply, (ALLOW, allowed))));
        }
        if head.contains_key(ORIGIN) {
            // A page in somebody's browser can reach the loopback, and says so; Alertmanager is no browser.
            return Err(refusal(StatusCode::FORBIDDEN, "a browser has no business here"));
        }
        if !is_json(head) {
            return Err(refusal(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "expected `Content-Type: application/json`",
            ));
        }
        match request.body().size_hint().lower() > self.gate.longest as u64 {
            true => Err(self.too_long()),
            false => Ok(Entry::Message),
        }
    }

    fn too_long(&self) -> Box<Reply> {
        let why = format!("the body is longer than {} bytes", self.gate.longest);
        refusal(StatusCode::PAYLOAD_TOO_LARGE, &why)
    }

    /// The body as text, read up to the limit and no further.
    async fn body(&self, request: Request<Incoming>) -> Result<String, Box<Reply>> {
        let body = Limited::new(request.into_body(), self.gate.longest);
        let bytes = match tokio::time::timeout(PATIENCE, body.collect()).await {
            // Not 408: Alertmanager never sends again what is answered with 4xx, and a slow network is no fault of the body.
            Err(_) => return Err(Box::new(come_again("the body took too long to come"))),
            Ok(Err(error)) if error.is::<LengthLimitError>() => return Err(self.too_long()),
            Ok(Err(_)) => return Err(refusal(StatusCode::BAD_REQUEST, "the body is cut off")),
            Ok(Ok(body)) => body.to_bytes(),
        };
        String::from_utf8(bytes.into()).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            let why = format!("the body is not UTF-8: byte {at} starts no character");
            refusal(StatusCode::BAD_REQUEST, &why)
        })
    }

    /// Has a message handled, and waits for its answer.
    async fn hand_over(&self, body: String) -> Reply {
        let (reply, answer) = oneshot::channel();
        if self.closing.is_closing.load(Ordering::SeqCst)
            || self.messages.try_send(Message::Body { body, reply }).is_err()
        {
            return come_again("busy, or about to end");
        }
        match answer.await {
            Ok(answer) => {
                let code = StatusCode::from_u16(answer.code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                json(code, answer.body)
            }
            Err(_) => come_again("about to end"),
        }
    }
}

fn refusal(code: StatusCode, why: &str) -> Box<Reply> {
    Box::new(refused(code, why))
}

fn come_again(why: &str) -> Reply {
    with(refused(StatusCode::SERVICE_UNAVAILABLE, why), (RETRY_AFTER, "5"))
}

/// What a request wants.
enum Entry {
    Health,
    Message,
}

/// Whether the head shows the token, where there is one.
fn is_allowed(head: &HeaderMap, token: Option<&str>) -> bool {
    let Some(token) = token else { return true };
    let shown = head.get(AUTHORIZATION).map_or(&[][..], |value| value.as_bytes());
    let scheme = shown
        .get(..7)
        .is_some_and(|start| start.eq_ignore_ascii_case(b"bearer "));
    let shown = shown.get(7..).unwrap_or_default().trim_ascii();
    is_same(shown, token.as_bytes()) && scheme
}

/// Compares in a time that does not tell how much is right.
fn is_same(shown: &[u8], token: &[u8]) -> bool {
    let mut difference = u8::from(shown.len() != token.len());
    for (at, byte) in token.iter().enumerate() {
        difference |= byte ^ shown.get(at).copied().unwrap_or(!byte);
    }
    std::hint::black_box(difference) == 0
}

fn is_json(head: &HeaderMap) -> bool {
    let stated = head.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = stated.unwrap_or_default().split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("application/json")
}

#[cfg(test)]
mod tests {
    use super::{is_allowed, is_json, is_same};
    use hyper::HeaderMap;
    use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};

    fn head(name: hyper::header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn only_the_token_opens() {
        for (shown, expected) in [
            ("Bearer s3cret", true),
            ("bearer  s3cret ", true),
            ("Bearer s3cre", false),
            ("Bearer s3crets", false),
            ("Bearer ", false),
            ("Basic s3cret", false),
            ("s3cret", false),
            ("", false),
        ] {
            assert_eq!(
                is_allowed(&head(AUTHORIZATION, shown), Some("s3cret")),
                expected,
                "{shown}"
            );
        }
        assert!(!is_allowed(&HeaderMap::new(), Some("s3cret")) && is_allowed(&HeaderMap::new(), None));
        assert!(is_same(b"", b"") && !is_same(b"a", b""));
    }

    #[test]
    fn only_json_is_taken() {
        assert!(is_json(&head(CONTENT_TYPE, "Application/JSON; charset=utf-8")));
        assert!(!is_json(&head(CONTENT_TYPE, "text/plain")) && !is_json(&HeaderMap::new()));
    }
}
