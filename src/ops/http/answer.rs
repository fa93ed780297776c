//! Answers as HTTP has them, with what a client has to know in the head.

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{CONNECTION, CONTENT_TYPE, HeaderName, HeaderValue};
use hyper::{Response, StatusCode};

/// An answer.
pub(super) type Reply = Response<Full<Bytes>>;

/// An answer with JSON as its body.
pub(super) fn json(code: StatusCode, body: String) -> Reply {
    let mut response = Response::new(Full::new(Bytes::from(body + "\n")));
    *response.status_mut() = code;
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}

/// An answer that says what is wrong.
pub(super) fn refused(code: StatusCode, why: &str) -> Reply {
    let mut response = json(code, serde_json::json!({ "error": why }).to_string());
    response.extensions_mut().insert(Why(why.to_owned()));
    response
}

/// What is wrong with a request, for those who keep the server.
#[derive(Clone, Debug)]
pub(super) struct Why(pub(super) String);

/// The same answer with one more line in its head.
pub(super) fn with(mut response: Reply, (name, value): (HeaderName, &'static str)) -> Reply {
    response.headers_mut().insert(name, HeaderValue::from_static(value));
    response
}

/// The same answer, after which nothing more is read.
pub(super) fn last(response: Reply) -> Reply {
    with(response, (CONNECTION, "close"))
}
