//! Hiding secret values in what is shown and kept: as they are, and as shells, JSON and addresses write them. What arrives in
//! pieces is held back only as long as it may be the beginning of one.

use crate::model::runbook::quoting;
use std::sync::Arc;

/// What stands where a value stood.
const HIDDEN: &[u8] = b"***";

/// Characters of the shortest value that is hidden: shorter ones stand everywhere.
const SHORTEST: usize = 3;

/// Characters of the shortest line that is hidden by itself, of a value with several.
const SHORTEST_LINE: usize = 8;

/// Values that are hidden.
#[derive(Clone, Debug, Default)]
pub struct Mask {
    forms: Arc<Forms>,
}

/// What is hidden, by first byte, longest first.
#[derive(Debug, Default)]
struct Forms {
    by_first: Vec<Vec<Vec<u8>>>,
}

/// Bytes that arrive in pieces.
#[derive(Clone, Debug, Default)]
pub struct Stream {
    mask: Mask,
    held: Vec<u8>,
}

impl Mask {
    /// Hides these values.
    pub fn new<'a>(secrets: impl IntoIterator<Item = &'a str>) -> Mask {
        let mut forms: Vec<Vec<u8>> = Vec::new();
        for secret in secrets {
            let lines = secret.lines().filter(|line| line.chars().count() >= SHORTEST_LINE);
            for text in std::iter::once(secret).chain(lines) {
                if text.chars().count() >= SHORTEST {
                    forms.extend(spellings(text).into_iter().map(String::into_bytes));
                }
            }
        }
        forms.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        forms.dedup();
        let mut by_first = vec![Vec::new(); if forms.is_empty() { 0 } else { 256 }];
        for form in forms {
            by_first[usize::from(form[0])].push(form);
        }
        Mask {
            forms: Arc::new(Forms { by_first }),
        }
    }

    /// A text with everything hidden.
    pub fn text(&self, text: &str) -> String {
        let mut stream = self.stream();
        let mut out = stream.push(text.as_bytes());
        out.extend(stream.finish());
        // Whole characters are replaced: every form is text.
        String::from_utf8_lossy(&out).into_owned()
    }

    /// Begins with what arrives in pieces.
    pub fn stream(&self) -> Stream {
        Stream {
            mask: self.clone(),
            held: Vec::new(),
        }
    }
}

impl Stream {
    /// Takes a piece and gives what can be shown by now.
    pub fn push(&mut self, piece: &[u8]) -> Vec<u8> {
        if self.mask.forms.by_first.is_empty() {
            return piece.to_vec();
        }
        self.held.extend_from_slice(piece);
        let mut out = Vec::with_capacity(self.held.len());
        let mut at = 0;
        while at < self.held.len() {
            let rest = &self.held[at..];
            let forms = &self.mask.forms.by_first[usize::from(rest[0])];
            if forms
                .iter()
                .any(|form| form.len() > rest.len() && form.starts_with(rest))
            {
                break;
            }
            at += take(forms, rest, &mut out);
        }
        self.held.drain(..at);
        out
    }

    /// Gives the rest: nothing follows.
    pub fn finish(&mut self) -> Vec<u8> {
        let held = std::mem::take(&mut self.held);
        let mut out = Vec::with_capacity(held.len());
        let mut at = 0;
        while at < held.len() {
            let forms = &self.mask.forms.by_first[usize::from(held[at])];
            at += take(forms, &held[at..], &mut out);
        }
        out
    }
}

/// Writes what begins with `rest`: the longest form that it begins with as hidden, else one byte. Gives its length.
fn take(forms: &[Vec<u8>], rest: &[u8], out: &mut Vec<u8>) -> usize {
    match forms.iter().find(|form| rest.starts_with(form)) {
        Some(form) => {
            out.extend_from_slice(HIDDEN);
            form.len()
        }
        None => {
            out.push(rest[0]);
            1
        }
    }
}

/// A text as it is, and as others write it.
fn spellings(text: &str) -> Vec<String> {
    let mut all = vec![text.to_owned(), quoting::single(text)];
    all.push(text.replace('\'', r"'\''"));
    all.push(quoting::escaped(text, &['\\', '"', '$', '`']));
    all.push(quoting::escaped(text, &['\\', '$', '`']));
    all.extend(shlex::try_quote(text).ok().map(|quoted| quoted.into_owned()));
    let json = serde_json::Value::String(text.to_owned()).to_string();
    all.push(json[1..json.len() - 1].to_owned());
    all.push(json[1..json.len() - 1].replace('/', "\\/"));
    for space in ["%20", "+"] {
        for keeps_slash in [true, false] {
            let encoded = encoded(text, space, |b| b == b'/' && keeps_slash);
            all.push(lower_hex(&encoded));
            all.push(encoded);
        }
    }
    // As a place in arithmetic gets it: shorter than the rest, but never so short that it stands everywhere.
    let reckoned = text.parse::<i64>().map(|number| number.unsigned_abs().to_string());
    all.extend(reckoned.ok().filter(|number| number.len() >= SHORTEST));
    all.retain(|form| !form.is_empty());
    all
}

/// As addresses write it.
fn encoded(text: &str, space: &str, keeps: impl Fn(u8) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b' ' => out.push_str(space),
            b if b.is_ascii_alphanumeric() || b"-_.~".contains(&b) || keeps(b) => out.push(char::from(b)),
            b => out.push_str(&format!("%{b:02X}")),
        }
    }
    out
}

/// The same with its bytes in lower case.
fn lower_hex(encoded: &str) -> String {
    let mut out = String::with_capacity(encoded.len());
    let mut digits = 0;
    for c in encoded.chars() {
        out.push(if digits > 0 { c.to_ascii_lowercase() } else { c });
        digits = if c == '%' { 2 } else { digits.max(1) - 1 };
    }
    out
}

#[cfg(test)]
mod tests {
    use super::Mask;

    #[test]
    fn values_are_hidden_however_they_are_written() {
        let mask = Mask::new(["p@ss 'w\"/ö", "hunter2", "ab", "hunter"]);
        for (text, expected) in [
            ("x p@ss 'w\"/ö y", "x *** y"),
            (r#"'p@ss '\''w"/ö'"#, "***"),
            (r#""p@ss 'w\"/ö""#, "***"),
            (r#"{"a":"p@ss 'w\"\/ö"}"#, r#"{"a":"***"}"#),
            ("?q=p%40ss%20%27w%22%2F%C3%B6&", "?q=***&"),
            ("?q=p%40ss+%27w%22/%c3%b6&", "?q=***&"),
            ("hunter2 hunter hunte ab", "*** *** hunte ab"),
            ("", ""),
        ] {
            assert_eq!(mask.text(text), expected);
        }
        assert_eq!(Mask::default().text("a"), "a");
    }

    #[test]
    fn a_number_is_hidden_as_arithmetic_gets_it() {
        let mask = Mask::new(["0042424", "-0777", "0001"]);
        for (text, expected) in [
            ("42425 42424 0042424", "42425 *** ***"),
            ("(-777) 777", "(-***) ***"),
            ("0001 1", "*** 1"),
        ] {
            assert_eq!(mask.text(text), expected);
        }
    }

    #[test]
    fn pieces_may_be_cut_anywhere() {
        let mask = Mask::new(["secret", "secretary", "line one\nline two of it"]);
        for (text, expected) in [
            ("a secret b", "a *** b"),
            ("secretary, secretar", "***, ***ar"),
            ("secre", "secre"),
            ("ssecretsecret", "s******"),
            ("line one\r\nline two of it", "***\r\n***"),
        ] {
            for first in 0..=text.len() {
                for second in first..=text.len() {
                    let mut stream = mask.stream();
                    let mut out = stream.push(&text.as_bytes()[..first]);
                    out.extend(stream.push(&text.as_bytes()[first..second]));
                    out.extend(stream.push(&text.as_bytes()[second..]));
                    out.extend(stream.finish());
                    assert_eq!(String::from_utf8(out).unwrap(), expected);
                }
            }
        }
        assert_eq!(
            mask.stream().push(b"prompt: "),
            b"prompt: ",
            "nothing is held without need"
        );
    }
}
