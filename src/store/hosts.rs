//! Where an address on the web leads before anybody goes there: which host, which of the Internet's addresses, and whether
//! that is a public one. What a text may name must not make this machine look around in its own network.
//!
//! It reads addresses more strictly than browsers do: what two programs could read differently is refused.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, ToSocketAddrs};

/// Where an address leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The host as it is written, in lower case.
    pub(super) host: String,
    pub(super) port: u16,
}

/// Why nobody goes there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It leads into a private network, to this machine, or to what is no place.
    Private,
    /// It is written in a way that programs read differently.
    Strange,
}

/// The place of an address with `http` or `https`.
pub(super) fn place(url: &str) -> Result<Place, Refusal> {
    let (scheme, rest) = url.split_once("://").ok_or(Refusal::Strange)?;
    let usual = match scheme.to_ascii_lowercase().as_str() {
        "http" => 80,
        "https" => 443,
        _ => return Err(Refusal::Strange),
    };
    // Spaces and control characters would end the line of what curl is told.
    let is_plain = !url.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '\\' | '"'));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = match authority.rsplit_once(':').filter(|_| !authority.ends_with(']')) {
        Some((host, port)) => (host, port.parse().map_err(|_| Refusal::Strange)?),
        None => (authority, usual),
    };
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let is_host = match bare {
        Some(inner) => inner.parse::<Ipv6Addr>().is_ok(),
        None => {
            !host.is_empty()
                && !host.ends_with('.')
                && host
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_'))
        }
    };
    match is_plain && is_host {
        true => Ok(Place {
            host: host.to_ascii_lowercase(),
            port,
        }),
        false => Err(Refusal::Strange),
    }
}

impl Place {
    /// True for what is private by the way it is written, whoever looks its name up.
    pub(super) fn is_own(&self) -> bool {
        let name = self.host.trim_start_matches('[').trim_end_matches(']');
        let is_local = name == "localhost"
            || [".localhost", ".local", ".internal"]
                .iter()
                .any(|end| name.ends_with(end));
        // A name of digits is an address in one of its many spellings.
        let is_number = name
            .rsplit('.')
            .next()
            .is_some_and(|last| last.starts_with(|c: char| c.is_ascii_digit()));
        match name.parse::<IpAddr>() {
            Ok(address) => !is_public(address),
            Err(_) => is_local || is_number || !name.contains('.'),
        }
    }

    /// Its addresses, none where the name has none. All of them are public, else it is refused.
    pub(super) fn addresses(&self) -> Result<Vec<IpAddr>, Refusal> {
        let name = self.host.trim_start_matches('[').trim_end_matches(']');
        let found: Vec<IpAddr> = match (name, self.port).to_socket_addrs() {
            Ok(found) => found.map(|address| address.ip()).collect(),
            Err(_) => Vec::new(),
        };
        match found.iter().all(|address| is_public(*address)) {
            true => Ok(found),
            false => Err(Refusal::Private),
        }
    }
}

/// True for what the whole Internet can reach. Source: the registries of special-purpose addresses for IPv4 and IPv6.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match inner_v4(address) {
            Some(inner) => is_public_v4(inner),
            // Everything that is given out to anybody begins with the bits 001.
            None => {
                let [first, second, ..] = address.segments();
                first & 0xe000 == 0x2000 && !(first == 0x2001 && (second < 0x200 || second == 0xdb8))
            }
        },
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || a == 0
        || a >= 224
        || (a == 100 && (64..128).contains(&b))
        || (a, b, c) == (192, 0, 0)
        || (a == 198 && (b == 18 || b == 19));
    !is_special
}

/// The IPv4 address that an IPv6 address stands for: mapped, translated (RFC 6052), or of 6to4.
fn inner_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let segments = address.segments();
    let of = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        Ipv4Addr::new(a, b, c, d)
    };
    match segments {
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] => Some(of(high, low)),
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => Some(of(high, low)),
        [0x2002, high, low, ..] => Some(of(high, low)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Refusal, is_public, place};

    #[test]
    fn places_are_read_strictly() {
        for (url, expected) in [
            ("https://X.org/a?b#c", Some(("x.org", 443))),
            ("http://x.org:8080", Some(("x.org", 8080))),
            ("http://[::1]:81/", Some(("[::1]", 81))),
            ("https://[::1]", Some(("[::1]", 443))),
            ("https://a@x.org/", None),
            ("http://x.org\\@127.0.0.1/", None),
            ("http://x.org:a/", None),
            ("http://x.org./", None),
            ("http://[x]/", None),
            ("http:///x", None),
            ("http://é.org/", None),
            ("http://x.org/a b", None),
            ("http://x.org/\n-o", None),
            ("file://x.org/etc/passwd", None),
        ] {
            let found = place(url).ok();
            let found = found.as_ref().map(|place| (place.host.as_str(), place.port));
            assert_eq!(found, expected, "{url}");
        }
    }

    #[test]
    fn only_public_addresses_are_public() {
        for text in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "198.18.0.1",
            "192.0.0.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "ff02::1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "::127.0.0.1",
        ] {
            assert!(!is_public(text.parse().unwrap()), "{text}");
        }
        for text in [
            "1.1.1.1",
            "93.184.216.34",
            "172.32.0.1",
            "2606:4700::1111",
            "::ffff:1.1.1.1",
            "2002:101:101::",
        ] {
            assert!(is_public(text.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn this_machine_is_private_however_it_is_written() {
        for url in [
            "http://localhost/",
            "http://127.1/",
            "http://0x7f.0.0.1/",
            "http://2130706433/",
            "http://[::1]/",
        ] {
            let found = place(url).and_then(|place| place.addresses());
            // A name that the system does not read is no place, which is as good.
            assert!(matches!(found.as_deref(), Err(Refusal::Private) | Ok([])), "{url}");
        }
    }
}
