//! Base64 (RFC 4648, section 4), as far as reading it takes. It knows no format that uses it.

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

#[cfg(test)]
mod tests {
    use super::text;

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
