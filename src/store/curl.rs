//! Runs the user's own `curl`, which knows proxies, certificates and protocols better than we could. It must not know why
//! an address is asked for.
//!
//! What curl shall do goes to its standard input: no shell reads an address, and none can be taken for an option. Nothing of
//! the user's `.curlrc` is read, no redirect is followed here, and nothing of an answer is kept but its first line.

use crate::store::hosts::Place;
use std::io::{ErrorKind, Write};
use std::net::IpAddr;
use std::process::{Command, Stdio};

/// The most that is read of an answer, in bytes: nobody looks at it.
const MOST: u32 = 1 << 20;

/// How many requests per minute one host gets.
const RATE: &str = "120/m";

/// The user's curl.
#[derive(Clone, Debug)]
pub(super) struct Curl {
    /// Whether it can be told how often to ask (7.84).
    has_rate: bool,
}

/// What is asked of one host.
pub(super) struct Question<'a> {
    pub(super) urls: &'a [&'a str],
    pub(super) method: Method,
    pub(super) place: &'a Place,
    /// What the host's name stands for; empty where curl finds out, or a proxy.
    pub(super) addresses: &'a [IpAddr],
    /// Seconds for one answer.
    pub(super) timeout: u32,
}

/// How it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    Head,
    Get,
}

/// What came back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reply {
    /// The status; 0 for none.
    pub(super) status: u16,
    /// curl's exit code; 0 where all went well.
    pub(super) exit: u8,
    /// Where a redirect leads.
    pub(super) redirect: String,
    /// What curl says went wrong.
    pub(super) complaint: String,
}

impl Curl {
    /// The curl on PATH. The error is a sentence for the user.
    pub(super) fn find() -> Result<Curl, String> {
        let output = Command::new("curl")
            .args(["--disable", "--version"])
            .stdin(Stdio::null())
            .output();
        let output = output.map_err(|error| match error.kind() {
            ErrorKind::NotFound => "curl is not installed or not on PATH".to_owned(),
            _ => format!("curl cannot be started: {error}"),
        })?;
        let text = String::from_utf8_lossy(&output.stdout);
        let mut version = text.split_whitespace().nth(1).unwrap_or_default().split('.');
        let mut number = || version.next().and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
        let version = (number(), number());
        Ok(Curl {
            has_rate: version >= (7, 84),
        })
    }

    /// Asks one host, one address after the other; the replies in the order of the addresses.
    pub(super) fn ask(&self, question: &Question) -> Result<Vec<Reply>, String> {
        let mut child = Command::new("curl")
            .args(["--disable", "--config", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("curl cannot be started: {error}"))?;
        let config = self.config(question);
        if let Some(mut pipe) = child.stdin.take() {
            // It reads all of its settings before it prints anything. One that ends early says so by its output.
            let _ = pipe.write_all(config.as_bytes());
        }
        let output = child
            .wait_with_output()
            .map_err(|error| format!("curl did not end: {error}"))?;
        Ok(replies(&String::from_utf8_lossy(&output.stdout), question.urls.len()))
    }

    fn config(&self, question: &Question) -> String {
        let mut out = String::new();
        for (at, url) in question.urls.iter().enumerate() {
            if at > 0 {
                out.push_str("next\n");
            }
            let nowhere = if cfg!(windows) { "NUL" } else { "/dev/null" };
            let said = format!("{at}\\t%{{http_code}}\\t%{{exitcode}}\\t%{{redirect_url}}\\t%{{errormsg}}\\n");
            out.push_str(&format!(
                "url = \"{}\"\noutput = \"{nowhere}\"\nwrite-out = \"{said}\"\nsilent\ngloboff\nproto = \"=http,https\"\n\
                 connect-timeout = {}\nmax-time = {}\nmax-filesize = {MOST}\nuser-agent = \"opsrepo/{}\"\n",
                quoted(url),
                question.timeout.min(10),
                question.timeout,
                env!("CARGO_PKG_VERSION"),
            ));
            if question.method == Method::Head {
                out.push_str("head\n");
            }
            if self.has_rate {
                out.push_str(&format!("rate = \"{RATE}\"\n"));
            }
            if !question.addresses.is_empty() {
                let Place { host, port } = question.place;
                let host = host.trim_start_matches('[').trim_end_matches(']');
                let host = if host.contains(':') {
                    format!("[{host}]")
                } else {
                    host.to_owned()
                };
                let shown = |address: &IpAddr| match address {
                    IpAddr::V4(address) => address.to_string(),
                    IpAddr::V6(address) => format!("[{address}]"),
                };
                let addresses: Vec<String> = question.addresses.iter().map(shown).collect();
                out.push_str(&format!("resolve = \"{host}:{port}:{}\"\n", addresses.join(",")));
            }
        }
        out
    }
}

/// As curl's settings write a text in quotes. Places refuse what cannot be written so.
fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

fn replies(text: &str, count: usize) -> Vec<Reply> {
    let mut replies = vec![
        Reply {
            exit: u8::MAX,
            complaint: "curl said nothing".to_owned(),
            ..Reply::default()
        };
        count
    ];
    for line in text.lines() {
        let mut parts = line.splitn(5, '\t');
        let mut next = || parts.next().unwrap_or_default();
        let (at, status, exit, redirect, complaint) = (next(), next(), next(), next(), next());
        if let Some(reply) = at.parse::<usize>().ok().and_then(|at| replies.get_mut(at)) {
            *reply = Reply {
                status: status.parse().unwrap_or(0),
                exit: exit.parse().unwrap_or(0),
                redirect: redirect.to_owned(),
                complaint: complaint.chars().filter(|c| !c.is_control()).take(200).collect(),
            };
        }
    }
    replies
}

#[cfg(test)]
mod tests {
    use super::{Curl, Method, Question, Reply, replies};
    use crate::store::hosts;

    #[test]
    fn each_address_is_told_by_itself() {
        let place = hosts::place("https://x.org:8443/").unwrap();
        let question = Question {
            urls: &["https://x.org:8443/a[1]", "https://x.org:8443/{b}"],
            method: Method::Head,
            place: &place,
            addresses: &["1.1.1.1".parse().unwrap(), "2606::1".parse().unwrap()],
            timeout: 30,
        };
        let config = Curl { has_rate: true }.config(&question);
        for (line, count) in [
            ("url = \"https://x.org:8443/a[1]\"", 1),
            ("next", 1),
            ("head", 2),
            ("globoff", 2),
            ("connect-timeout = 10", 2),
            ("max-time = 30", 2),
            ("proto = \"=http,https\"", 2),
            ("resolve = \"x.org:8443:1.1.1.1,[2606::1]\"", 2),
        ] {
            assert_eq!(
                config.lines().filter(|found| *found == line).count(),
                count,
                "{line}\n{config}"
            );
        }
        assert!(!config.contains("location"));
    }

    #[test]
    fn replies_come_in_the_order_of_the_addresses() {
        let text = "1\t301\t0\thttps://x.org/b\t\n0\t000\t28\t\tTimed\tout\nnoise\n9\t200\t0\t\t\n";
        let found = replies(text, 3);
        assert_eq!((found[1].status, found[1].redirect.as_str()), (301, "https://x.org/b"));
        assert_eq!(
            (found[0].status, found[0].exit, found[0].complaint.as_str()),
            (0, 28, "Timedout")
        );
        assert_eq!(
            found[2],
            Reply {
                exit: u8::MAX,
                complaint: "curl said nothing".to_owned(),
                ..Reply::default()
            }
        );
    }
}
