//! Which hosts a server goes by. A page of another site cannot make a browser send one of these names: where somebody's own
//! name is led to this machine (DNS rebinding), the browser still sends that name. It must not know what is asked for.

use std::net::IpAddr;

/// The names of a server.
pub(super) struct Hosts {
    /// The address that it listens on.
    pub(super) bound: IpAddr,
    /// Names that the user gave it besides.
    pub(super) names: Vec<String>,
}

impl Hosts {
    /// Whether a request for this `Host` is meant for it. The port is left aside: it may be forwarded from another one.
    pub(super) fn has(&self, authority: &str) -> bool {
        let Some(host) = host(authority) else { return false };
        match host.parse::<IpAddr>() {
            // Nobody can lead an address elsewhere.
            Ok(ip) => ip.is_loopback() || ip == self.bound || self.bound.is_unspecified(),
            Err(_) => {
                let host = host.strip_suffix('.').unwrap_or(host);
                let is = |name: &str| host.eq_ignore_ascii_case(name);
                is("localhost") || self.names.iter().any(|name| is(name))
            }
        }
    }
}

/// The host of `host:port`, `[::1]:port` or `host`.
fn host(authority: &str) -> Option<&str> {
    let (host, rest) = match authority.strip_prefix('[') {
        Some(inner) => inner.split_once(']')?,
        None => authority.split_at(authority.find(':').unwrap_or(authority.len())),
    };
    let is_port = |rest: &str| rest.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok());
    (!host.is_empty() && (rest.is_empty() || is_port(rest))).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::Hosts;

    #[test]
    fn only_its_own_names_are_answered() {
        let hosts = |bound: &str| Hosts {
            bound: bound.parse().unwrap(),
            names: vec!["ops.test".to_owned()],
        };
        for (authority, on_loopback, on_all) in [
            ("localhost", true, true),
            ("LocalHost.:8000", true, true),
            ("127.0.0.1:1", true, true),
            ("[::1]:8000", true, true),
            ("ops.test:8000", true, true),
            ("192.0.2.7:8000", false, true),
            ("[2001:db8::1]", false, true),
            ("evil.test", false, false),
            ("localhost.evil.test", false, false),
            ("127.0.0.1.evil.test:8000", false, false),
            ("evil@localhost", false, false),
            ("localhost:8000:evil", false, false),
            ("[::1", false, false),
            ("", false, false),
            (":8000", false, false),
        ] {
            assert_eq!(hosts("127.0.0.1").has(authority), on_loopback, "{authority}");
            assert_eq!(hosts("0.0.0.0").has(authority), on_all, "{authority}");
        }
        assert!(hosts("192.0.2.7").has("192.0.2.7:80") && !hosts("192.0.2.7").has("192.0.2.8"));
    }
}
