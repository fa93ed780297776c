//! Writing text into HTML, into JSON and into addresses, so that it stays text.

use std::borrow::Cow;
use std::fmt::{self, Write};

/// Escapes text for HTML, both between tags and in quoted attributes. What would steer a reader is made visible.
pub fn escape(text: &str, out: &mut String) {
    // Writing to a string cannot fail.
    let _ = escape_to(text, out);
}

/// Escapes text for HTML like [`escape`], into anything that takes text.
pub fn escape_to(text: &str, out: &mut impl Write) -> fmt::Result {
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate().filter(|&(_, byte)| SPECIAL[usize::from(byte)]) {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => {
                if let Some(c) = text[at..].chars().next().filter(|&c| steers(c)) {
                    out.write_str(&text[done..at])?;
                    out.write_char(picture(c))?;
                    done = at + c.len_utf8();
                }
                continue;
            }
        };
        out.write_str(&text[done..at])?;
        out.write_str(entity)?;
        done = at + 1;
    }
    out.write_str(&text[done..])
}

/// True for a character that no text needs and that could steer a terminal or turn the reading direction of what
/// follows it: controls other than tab and line end, and Unicode's embeddings, overrides and isolates.
pub fn steers(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' => false,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        c => c.is_control(),
    }
}

/// True for a line that GitHub's runner would obey, in whatever log it stands: its workflow commands begin with `::`, behind
/// white space or not.
pub fn is_command(line: &str) -> bool {
    line.trim_start().starts_with("::")
}

/// The picture that stands for a control character.
pub fn picture(c: char) -> char {
    match c {
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        _ => '\u{fffd}',
    }
}

/// Text, HTML or not, in which every character that [`steers`] is replaced by its [`picture`].
pub fn pictured(text: String) -> String {
    match rewritten(&text, |out, c| out.push(picture(c))) {
        Cow::Owned(shown) => shown,
        Cow::Borrowed(_) => text,
    }
}

/// JSON in which every character that [`steers`] is written as `\u….`: the writer escapes only those below U+0020.
pub fn json_escaped(json: &str) -> Cow<'_, str> {
    rewritten(json, |out, c| {
        let _ = write!(out, "\\u{:04x}", c as u32);
    })
}

fn rewritten(text: &str, write: impl Fn(&mut String, char)) -> Cow<'_, str> {
    let mut out = String::new();
    let mut done = 0;
    let steering = text
        .bytes()
        .enumerate()
        .filter(|&(_, byte)| STEERING[usize::from(byte)]);
    for (at, _) in steering {
        if let Some(c) = text[at..].chars().next().filter(|&c| steers(c)) {
            out.push_str(&text[done..at]);
            write(&mut out, c);
            done = at + c.len_utf8();
        }
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

/// The first bytes of every character that [`steers`]; never one inside of a character.
const STEERING: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = matches!(byte as u8, 0..=0x08 | 0x0b | 0x0c | 0x0e..=0x1f | 0x7f | 0xc2 | 0xe2);
        byte += 1;
    }
    table
};

/// These, and what HTML would take for its own.
const SPECIAL: [bool; 256] = {
    let mut table = STEERING;
    let marks = b"&<>\"'";
    let mut at = 0;
    while at < marks.len() {
        table[marks[at] as usize] = true;
        at += 1;
    }
    table
};

/// True for an address with a scheme or a host of its own.
pub fn is_absolute(url: &str) -> bool {
    let scheme = url.split(['/', '?', '#']).next().unwrap_or("");
    url.starts_with("//") || scheme.contains(':')
}

/// Writes a fragment or a path into an address: what is neither a letter or digit of ASCII nor one of `-._~/` is encoded.
pub fn percent_encode(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !STAYING[usize::from(byte)]) {
        // All bytes of a character stay or none does.
        let after = rest[at..].chars().next().map_or(rest.len(), |c| at + c.len_utf8());
        out.push_str(&rest[..at]);
        for byte in rest[at..after].bytes() {
            let _ = write!(out, "%{byte:02X}");
        }
        rest = &rest[after..];
    }
    out.push_str(rest);
}

/// The bytes that stay as they are in an address.
const STAYING: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = (byte as u8).is_ascii_alphanumeric() || matches!(byte as u8, b'-' | b'.' | b'_' | b'~' | b'/');
        byte += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::{escape, is_absolute, json_escaped, percent_encode, pictured};

    #[test]
    fn text_stays_text() {
        let (mut html, mut address) = (String::new(), String::new());
        escape("<a href='x'>\"&é", &mut html);
        percent_encode("a b/é\"#?:-x", &mut address);
        assert_eq!(html, "&lt;a href=&#39;x&#39;&gt;&quot;&amp;é");
        assert_eq!(address, "a%20b/%C3%A9%22%23%3F%3A-x");
    }

    #[test]
    fn nothing_steers_the_reader() {
        let mut html = String::new();
        escape("é\u{1b}[1m\u{9b}\t\u{202e}<\u{2066}„\u{7f}", &mut html);
        assert_eq!(html, "é␛[1m\u{fffd}\t\u{fffd}&lt;\u{fffd}„␡");
        assert_eq!(pictured("<b>\u{202e}â€\n".to_owned()), "<b>\u{fffd}â€\n");
        assert_eq!(json_escaped("\"ö\u{9b}\u{2069}\"\n"), "\"ö\\u009b\\u2069\"\n");
    }

    #[test]
    fn absolute_addresses_have_a_scheme_or_a_host() {
        assert!(is_absolute("https://e.org") && is_absolute("//e.org") && is_absolute("mailto:a"));
        assert!(!is_absolute("a/b:c") && !is_absolute("#a:b") && !is_absolute("../x"));
    }
}
