//! Who may read pages, and what they ask for: one request from its head to its answer.
//!
//! Nothing of a request ever becomes a path on disk. A page of another site may lead here, and learns nothing of what is
//! here: there is no leave for other origins, and a name that is not this server's is turned away.

use crate::ops::http::answer::{Reply, Why, last, with};
use crate::ops::http::call::{Ask, Call, News, Page};
use crate::ops::http::closing::Closing;
use crate::ops::http::host::Hosts;
use crate::ops::http::listen::Answers;
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HOST, HeaderName, HeaderValue, LOCATION,
    REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use hyper::{HeaderMap, Method, Request, Response, StatusCode};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// Where one waits for news; `since=N` is what one knows already.
const NEWS: &str = "@opsrepo/news";

/// How long somebody waits for news before they ask again.
const PATIENCE: Duration = Duration::from_secs(25);

const TEXT: &str = "text/plain; charset=utf-8";

/// Where the requests of one connection are answered.
pub(super) struct Desk {
    pub(super) hosts: Arc<Hosts>,
    pub(super) closing: Arc<Closing>,
    pub(super) calls: Arc<dyn Fn(Call) + Send + Sync>,
    pub(super) news: watch::Sender<Arc<News>>,
    pub(super) peer: SocketAddr,
}

impl Answers for Desk {
    async fn answer(&self, request: Request<Incoming>) -> Reply {
        let reply = match self.wanted(&request) {
            Err(reply) => self.turned_away(&request, *reply),
            Ok(path) if path == NEWS => self.news(since(request.uri().query())).await,
            Ok(path) => {
                let (ask, answer) = Ask::new(path);
                (self.calls)(Call::Ask(ask));
                match answer.await {
                    Ok(page) => reply(page),
                    Err(_) => text(StatusCode::SERVICE_UNAVAILABLE, "about to end"),
                }
            }
        };
        guarded(reply)
    }
}

impl Desk {
    /// What a request wants, as far as it may have it.
    fn wanted(&self, request: &Request<Incoming>) -> Result<String, Box<Reply>> {
        let head = request.headers();
        // Both must be right: a proxy may believe the one and a server the other.
        let stated = head.get(HOST).and_then(|value| value.to_str().ok());
        let named = request.uri().authority().map(|authority| authority.as_str());
        if !stated.is_some_and(|host| self.hosts.has(host)) || !named.is_none_or(|host| self.hosts.has(host)) {
            return Err(refused(
                StatusCode::MISDIRECTED_REQUEST,
                "this server goes by another name; `opsrepo serve --host NAME` gives it one",
            ));
        }
        if is_from_elsewhere(head) {
            return Err(refused(StatusCode::FORBIDDEN, "another site has no business here"));
        }
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            let refused = refused(StatusCode::METHOD_NOT_ALLOWED, "expected GET");
            return Err(Box::new(with(*refused, (ALLOW, "GET, HEAD"))));
        }
        path(request.uri().path()).ok_or_else(|| refused(StatusCode::BAD_REQUEST, "this is no address of a page"))
    }

    fn turned_away(&self, request: &Request<Incoming>, reply: Reply) -> Reply {
        let asked = format!("{} {}", request.method(), request.uri().path());
        let why = reply.extensions().get::<Why>().map_or("", |why| why.0.as_str());
        let said = (reply.status().as_u16(), asked.as_str(), why);
        if let Some(line) = self.closing.turned_away.told(said, self.peer) {
            (self.calls)(Call::Refused(line));
        }
        last(reply)
    }

    /// Answers when there is other news than `since`.
    async fn news(&self, since: u64) -> Reply {
        let mut news = self.news.subscribe();
        let other = news.wait_for(|news| news.version != since);
        tokio::select! {
            Ok(news) = other => reply(Page {
                code: 200,
                kind: "application/json",
                body: news.text.clone().into_bytes(),
                tag: None,
                elsewhere: None,
            }),
            () = tokio::time::sleep(PATIENCE) => text(StatusCode::NO_CONTENT, ""),
            () = self.closing.closed() => text(StatusCode::SERVICE_UNAVAILABLE, "about to end"),
        }
    }
}

/// What a page of another site asked for, other than by leading its reader here.
fn is_from_elsewhere(head: &HeaderMap) -> bool {
    let says = |name: &str, word: &str| head.get(name).is_some_and(|value| value.as_bytes() == word.as_bytes());
    let is_other = says("sec-fetch-site", "cross-site") || says("sec-fetch-site", "same-site");
    is_other && !(says("sec-fetch-mode", "navigate") && says("sec-fetch-dest", "document"))
}

fn since(query: Option<&str>) -> u64 {
    let mut pairs = query.unwrap_or_default().split('&');
    let value = pairs.find_map(|pair| pair.strip_prefix("since="));
    value.and_then(|value| value.parse().ok()).unwrap_or(0)
}

/// The path of a request, decoded, without the first `/`. `None` for one that is no text, or leads upwards.
fn path(raw: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.strip_prefix('/')?.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let (byte, after) = match (first, after) {
            (b'%', [high, low, after @ ..]) => (hex(*high)? << 4 | hex(*low)?, after),
            (b'%', _) => return None,
            _ => (first, after),
        };
        bytes.push(byte);
        rest = after;
    }
    let path = String::from_utf8(bytes).ok()?;
    let is_plain = !path.contains(|c: char| c.is_control() || c == '\\');
    let stays = path.split('/').all(|part| !matches!(part, "." | ".."));
    (is_plain && stays && !path.starts_with('/')).then_some(path)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

fn reply(page: Page) -> Reply {
    let mut reply = Response::new(Full::new(Bytes::from(page.body)));
    *reply.status_mut() = StatusCode::from_u16(page.code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let head = reply.headers_mut();
    head.insert(CONTENT_TYPE, HeaderValue::from_static(page.kind));
    for (name, value) in [(ETAG, page.tag), (LOCATION, page.elsewhere)] {
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(&value).ok()) {
            head.insert(name, value);
        }
    }
    reply
}

fn text(code: StatusCode, why: &str) -> Reply {
    reply(Page {
        code: code.as_u16(),
        kind: TEXT,
        body: format!("{why}\n").into_bytes(),
        tag: None,
        elsewhere: None,
    })
}

fn refused(code: StatusCode, why: &str) -> Box<Reply> {
    let mut reply = text(code, why);
    reply.extensions_mut().insert(Why(why.to_owned()));
    Box::new(reply)
}

/// What every answer says to browsers.
fn guarded(mut reply: Reply) -> Reply {
    let is_image = reply.headers()[CONTENT_TYPE].as_bytes().starts_with(b"image/");
    // A picture may be somebody's document with a script in it.
    let policy = match is_image {
        true => "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'",
        false => "frame-ancestors 'none'",
    };
    let sharing = HeaderName::from_static("cross-origin-resource-policy");
    for (name, value) in [
        (CACHE_CONTROL, "no-store"),
        (CONTENT_SECURITY_POLICY, policy),
        (sharing, "same-origin"),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
    ] {
        reply = with(reply, (name, value));
    }
    reply
}

#[cfg(test)]
mod tests {
    use super::{is_from_elsewhere, path, since};
    use hyper::HeaderMap;
    use hyper::header::{HeaderName, HeaderValue};

    #[test]
    fn no_path_leads_up() {
        for (raw, expected) in [
            ("/", Some("")),
            ("/a%20b/%C3%A9.html", Some("a b/é.html")),
            ("/a..b/...", Some("a..b/...")),
            ("/../x", None),
            ("/a/%2e%2E/x", None),
            ("/a/..%2fx", None),
            ("/a%5c..%5cx", None),
            ("//etc/passwd", None),
            ("/%2fetc/passwd", None),
            ("/a%00b", None),
            ("/%ff", None),
            ("/%4", None),
            ("/%+1", None),
            ("http://x/", None),
            ("*", None),
        ] {
            assert_eq!(path(raw).as_deref(), expected, "{raw}");
        }
    }

    #[test]
    fn another_site_may_only_lead_here() {
        let head = |pairs: &[(&'static str, &'static str)]| -> HeaderMap {
            let pair = |(name, value): &(&'static str, &'static str)| {
                (HeaderName::from_static(name), HeaderValue::from_static(value))
            };
            pairs.iter().map(pair).collect()
        };
        let (from, mode, dest) = ("sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest");
        assert!(!is_from_elsewhere(&head(&[])));
        assert!(!is_from_elsewhere(&head(&[(from, "same-origin"), (mode, "cors")])));
        assert!(!is_from_elsewhere(&head(&[
            (from, "cross-site"),
            (mode, "navigate"),
            (dest, "document")
        ])));
        assert!(is_from_elsewhere(&head(&[
            (from, "cross-site"),
            (mode, "navigate"),
            (dest, "iframe")
        ])));
        assert!(is_from_elsewhere(&head(&[
            (from, "same-site"),
            (mode, "no-cors"),
            (dest, "script")
        ])));
        assert_eq!(
            (since(Some("a=1&since=7")), since(Some("since=x")), since(None)),
            (7, 0, 0)
        );
    }
}
