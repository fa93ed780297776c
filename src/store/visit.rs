//! Visits addresses on the web to see whether they answer: a bounded number at once, each host by one visitor who asks
//! one question after the other, redirects step by step so that each step is looked at before it is taken. It judges nothing.

use crate::store::curl::{Curl, Method, Question, Reply};
use crate::store::hosts::{self, Place, Refusal};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// How many hosts are visited at once.
const AT_ONCE: usize = 8;

/// How many addresses of a host are asked for in one run of curl. A host that answers none of them is left alone.
const TOGETHER: usize = 8;

/// How many redirects are followed.
const STEPS: usize = 5;

/// How a visit is made.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// Seconds for one answer.
    pub timeout: u32,
    /// Which networks may be visited.
    pub reach: Reach,
    /// Who finds out what a name stands for.
    pub names: Names,
}

/// Which networks may be visited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Only what everybody can reach.
    Public,
    /// Also this machine and private networks.
    Anywhere,
}

/// Who finds out what a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// We do, and curl goes exactly there.
    Here,
    /// The proxy does, which reaches what it is allowed to reach.
    Proxy,
}

/// What came of a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It answered with this status.
    Status(u16),
    /// It did not answer, and why.
    Silent(String),
    /// Nobody went there.
    Refused(Refusal),
}

/// A visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// What came of it.
    pub outcome: Outcome,
    /// Where the address has moved to, where it says so for good.
    pub moved: Option<String>,
}

/// The way from one address.
struct Way {
    at: String,
    steps: usize,
    is_for_good: bool,
    end: Option<Outcome>,
}

/// Visits all addresses. The error is a sentence for the user.
pub fn visit(urls: &[String], manner: Manner) -> Result<BTreeMap<String, Visit>, String> {
    let curl = Curl::find()?;
    let mut ways: Vec<Way> = urls.iter().map(|url| Way::new(url)).collect();
    for _ in 0..=STEPS {
        let hosts = by_host(&mut ways);
        if hosts.is_empty() {
            break;
        }
        for (at, reply) in round(&curl, (&ways, hosts), manner)? {
            ways[at].follow(reply);
        }
    }
    let visits = urls.iter().zip(ways).map(|(url, way)| (url.clone(), way.visit(url)));
    Ok(visits.collect())
}

impl Way {
    fn new(url: &str) -> Way {
        Way {
            at: url.to_owned(),
            steps: 0,
            is_for_good: true,
            end: None,
        }
    }

    fn follow(&mut self, reply: Result<Reply, Refusal>) {
        let reply = match reply {
            Ok(reply) => reply,
            Err(refusal) => return self.end = Some(Outcome::Refused(refusal)),
        };
        let is_redirect = (300..400).contains(&reply.status) && !reply.redirect.is_empty();
        self.end = match (is_redirect, reply.status) {
            (true, _) if self.steps == STEPS => Some(Outcome::Silent(format!("it redirects more than {STEPS} times"))),
            (true, status) => {
                self.is_for_good &= matches!(status, 301 | 308);
                self.steps += 1;
                self.at = reply.redirect.split('#').next().unwrap_or_default().to_owned();
                None
            }
            (false, 0) if reply.complaint.is_empty() => Some(Outcome::Silent(format!("curl: error {}", reply.exit))),
            (false, 0) => Some(Outcome::Silent(reply.complaint)),
            (false, status) => Some(Outcome::Status(status)),
        };
    }

    fn visit(self, url: &str) -> Visit {
        let is_well = matches!(self.end, Some(Outcome::Status(status)) if (200..300).contains(&status));
        let has_moved = is_well && self.is_for_good && self.at != url;
        Visit {
            outcome: self
                .end
                .unwrap_or_else(|| Outcome::Silent("it was not reached".to_owned())),
            moved: has_moved.then_some(self.at),
        }
    }
}

/// The ways that are not at their end, by host.
fn by_host(ways: &mut [Way]) -> Vec<(Place, Vec<usize>)> {
    let mut hosts: BTreeMap<(String, u16), Vec<usize>> = BTreeMap::new();
    for (at, way) in ways.iter_mut().enumerate().filter(|(_, way)| way.end.is_none()) {
        match hosts::place(&way.at) {
            Ok(Place { host, port }) => hosts.entry((host, port)).or_default().push(at),
            Err(refusal) => way.end = Some(Outcome::Refused(refusal)),
        }
    }
    let hosts = hosts.into_iter();
    hosts.map(|((host, port), list)| (Place { host, port }, list)).collect()
}

type Replies = Vec<(usize, Result<Reply, Refusal>)>;

/// One step of all ways.
fn round(curl: &Curl, (ways, hosts): (&[Way], Vec<(Place, Vec<usize>)>), manner: Manner) -> Result<Replies, String> {
    let next = AtomicUsize::new(0);
    let found = Mutex::new(Ok(Vec::new()));
    let work = || {
        while let Some((place, list)) = hosts.get(next.fetch_add(1, Ordering::Relaxed)) {
            let replies = host(curl, (ways, list), (place, manner));
            let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
            match (&mut *found, replies) {
                (Ok(all), Ok(replies)) => all.extend(replies),
                (known @ Ok(_), Err(error)) => *known = Err(error),
                (Err(_), _) => return,
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE.min(hosts.len()) {
            scope.spawn(work);
        }
    });
    found.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Asks one host for all that is wanted of it.
fn host(curl: &Curl, (ways, list): (&[Way], &[usize]), (place, manner): (&Place, Manner)) -> Result<Replies, String> {
    let addresses = match (manner.names, manner.reach) {
        (Names::Here, Reach::Public) => match place.addresses() {
            Ok(found) if found.is_empty() => {
                let silent = Reply {
                    complaint: format!("the name {} is not known", place.host),
                    ..Reply::default()
                };
                return Ok(list.iter().map(|&at| (at, Ok(silent.clone()))).collect());
            }
            Ok(found) => found,
            Err(refusal) => return Ok(list.iter().map(|&at| (at, Err(refusal))).collect()),
        },
        // A name says as much as it can; what it stands for is the proxy's to know.
        (Names::Proxy, Reach::Public) if place.is_own() => {
            return Ok(list.iter().map(|&at| (at, Err(Refusal::Private))).collect());
        }
        _ => Vec::new(),
    };
    let mut replies = Vec::new();
    let mut dead: Option<Reply> = None;
    for part in list.chunks(TOGETHER) {
        if let Some(reply) = &dead {
            replies.extend(part.iter().map(|&at| (at, Ok(reply.clone()))));
            continue;
        }
        let ask = |part: &[usize], method| {
            let urls: Vec<&str> = part.iter().map(|&at| ways[at].at.as_str()).collect();
            curl.ask(&Question {
                urls: &urls,
                method,
                place,
                addresses: &addresses,
                timeout: manner.timeout,
            })
        };
        let mut found = ask(part, Method::Head)?;
        // Many servers know no HEAD, or answer it with something else.
        let again: Vec<usize> = (0..part.len()).filter(|&at| wants_get(&found[at])).collect();
        if !again.is_empty() {
            let places: Vec<usize> = again.iter().map(|&at| part[at]).collect();
            for (at, reply) in again.into_iter().zip(ask(&places, Method::Get)?) {
                found[at] = reply;
            }
        }
        dead = found.iter().all(|reply| reply.status == 0).then(|| found[0].clone());
        replies.extend(part.iter().zip(found).map(|(&at, reply)| (at, Ok(reply))));
    }
    Ok(replies)
}

/// True for an answer to HEAD that GET may answer better.
fn wants_get(reply: &Reply) -> bool {
    matches!(reply.status, 400 | 403 | 404 | 405 | 406 | 500 | 501 | 503)
}

#[cfg(test)]
mod tests {
    use super::{Outcome, STEPS, Way};
    use crate::store::curl::Reply;

    fn reply(status: u16, redirect: &str) -> Reply {
        Reply {
            status,
            redirect: redirect.to_owned(),
            ..Reply::default()
        }
    }

    #[test]
    fn only_what_moved_for_good_has_moved() {
        for (steps, moved) in [
            (
                &[(301, "https://b"), (308, "https://c#x"), (200, "")][..],
                Some("https://c"),
            ),
            (&[(301, "https://b"), (302, "https://c"), (200, "")], None),
            (&[(301, "https://b"), (404, "")], None),
            (&[(200, "")], None),
        ] {
            let mut way = Way::new("https://a");
            for (status, to) in steps {
                way.follow(Ok(reply(*status, to)));
            }
            assert_eq!(way.visit("https://a").moved.as_deref(), moved, "{steps:?}");
        }
    }

    #[test]
    fn nobody_walks_in_circles() {
        let mut way = Way::new("https://a");
        for _ in 0..=STEPS {
            way.follow(Ok(reply(302, "https://a")));
        }
        assert!(matches!(way.end, Some(Outcome::Silent(_))));
    }
}
