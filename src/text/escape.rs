//! Writing text into HTML and into addresses, so that it stays text.

use std::fmt::Write as _;

/// Escapes text for HTML, both between tags and in quoted attributes.
pub fn escape(text: &str, out: &mut String) {
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        out.push_str(&text[done..at]);
        out.push_str(entity);
        done = at + 1;
    }
    out.push_str(&text[done..]);
}

/// True for an address with a scheme or a host of its own.
pub fn is_absolute(url: &str) -> bool {
    let scheme = url.split(['/', '?', '#']).next().unwrap_or("");
    url.starts_with("//") || scheme.contains(':')
}

/// Writes a fragment or a path into an address: what is neither a letter or digit of ASCII nor one of `-._~/` is encoded.
pub fn percent_encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(byte as char),
            byte => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{escape, is_absolute, percent_encode};

    #[test]
    fn text_stays_text() {
        let (mut html, mut address) = (String::new(), String::new());
        escape("<a href='x'>\"&é", &mut html);
        percent_encode("a b/é\"#?:", &mut address);
        assert_eq!(html, "&lt;a href=&#39;x&#39;&gt;&quot;&amp;é");
        assert_eq!(address, "a%20b/%C3%A9%22%23%3F%3A");
    }

    #[test]
    fn absolute_addresses_have_a_scheme_or_a_host() {
        assert!(is_absolute("https://e.org") && is_absolute("//e.org") && is_absolute("mailto:a"));
        assert!(!is_absolute("a/b:c") && !is_absolute("#a:b") && !is_absolute("../x"));
    }
}
