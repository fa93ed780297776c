//! Base64 (RFC 4648, section 4), read and written. It knows no format that uses it.

/// The bytes; `None` for what is no base64. White space between the letters is skipped.
fn bytes(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0u32, 0);
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=') {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    Some(out)
}

/// What a text stands for, as text: what is no base64 stands for itself, and bytes that are no text are shown as such by
/// replacement characters.
pub(crate) fn text(text: &str) -> Option<String> {
    Some(match bytes(text) {
        Some(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        None => text.to_owned(),
    })
}

/// The letters, in the order of their values.
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Bytes as base64, padded, in one line.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = (byte(0) << 16) | (byte(1) << 8) | byte(2);
        for at in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * at)) as usize & 63];
            out.push(if at <= three.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{bytes, encode, text};

    #[test]
    fn writes_what_it_reads() {
        for (plain, written) in [
            ("", ""),
            ("h", "aA=="),
            ("hi", "aGk="),
            ("hel", "aGVs"),
            ("hello", "aGVsbG8="),
        ] {
            assert_eq!(encode(plain.as_bytes()), written);
        }
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(bytes(&encode(&all)), Some(all));
    }

    #[test]
    fn reads_with_and_without_padding() {
        for (written, meant) in [
            ("", ""),
            ("aGk=", "hi"),
            ("aGk", "hi"),
            ("aGVs\nbG8=", "hello"),
            ("{{ x }}", "{{ x }}"),
        ] {
            assert_eq!(text(written).as_deref(), Some(meant), "{written}");
        }
    }
}
