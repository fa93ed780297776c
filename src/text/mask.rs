//! Secrets taken out of a stream of bytes, wherever the stream is cut into pieces. It must not know where secrets come
//! from.

use std::borrow::Cow;

/// What stands where a secret stood.
pub const MASKED: &str = "***";

/// Takes secrets out of what passes through it. What could be the beginning of one is held back until it is known whether
/// it is.
#[derive(Clone, Debug, Default)]
pub struct Mask {
    /// The longest first, none of them empty, each once.
    secrets: Vec<Vec<u8>>,
    held: Vec<u8>,
}

impl Mask {
    /// A mask for these texts; empty ones count for nothing.
    pub fn new<'s>(secrets: impl IntoIterator<Item = &'s str>) -> Self {
        let secrets = secrets.into_iter().filter(|secret| !secret.is_empty());
        let mut secrets: Vec<Vec<u8>> = secrets.map(|secret| secret.as_bytes().to_vec()).collect();
        secrets.sort_unstable_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        secrets.dedup();
        Mask {
            secrets,
            held: Vec::new(),
        }
    }

    /// The next bytes: what of them, and of those held back, can be passed on.
    pub fn feed<'b>(&mut self, bytes: &'b [u8]) -> Cow<'b, [u8]> {
        if self.secrets.is_empty() {
            return Cow::Borrowed(bytes);
        }
        let mut all = std::mem::take(&mut self.held);
        all.extend_from_slice(bytes);
        let (out, held) = self.masked(&all);
        self.held = all[held..].to_vec();
        Cow::Owned(out)
    }

    /// What was held back, at the end of the stream: it is no more than the beginning of a secret, or a shorter one.
    pub fn end(&mut self) -> Vec<u8> {
        let held = std::mem::take(&mut self.held);
        let mut out = Vec::new();
        let mut rest = &held[..];
        while !rest.is_empty() {
            match self.secrets.iter().find(|secret| rest.starts_with(secret)) {
                Some(secret) => {
                    out.extend_from_slice(MASKED.as_bytes());
                    rest = &rest[secret.len()..];
                }
                None => {
                    out.push(rest[0]);
                    rest = &rest[1..];
                }
            }
        }
        out
    }

    /// A whole text without its secrets.
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.secrets.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut fresh = Mask {
            secrets: self.secrets.clone(),
            held: Vec::new(),
        };
        let mut out = fresh.feed(text.as_bytes()).into_owned();
        out.extend(fresh.end());
        Cow::Owned(String::from_utf8_lossy(&out).into_owned())
    }

    /// The bytes without secrets, and from where on they must be held back.
    fn masked(&self, all: &[u8]) -> (Vec<u8>, usize) {
        let mut begins = [false; 256];
        for secret in &self.secrets {
            begins[usize::from(secret[0])] = true;
        }
        let mut out = Vec::with_capacity(all.len());
        let mut at = 0;
        while at < all.len() {
            let rest = &all[at..];
            if !begins[usize::from(rest[0])] {
                out.push(rest[0]);
                at += 1;
                continue;
            }
            // A longer secret may be on its way although a shorter one is there already.
            let is_beginning = |secret: &Vec<u8>| secret.len() > rest.len() && secret.starts_with(rest);
            if self.secrets.iter().any(is_beginning) {
                return (out, at);
            }
            match self.secrets.iter().find(|secret| rest.starts_with(secret)) {
                Some(secret) => {
                    out.extend_from_slice(MASKED.as_bytes());
                    at += secret.len();
                }
                None => {
                    out.push(rest[0]);
                    at += 1;
                }
            }
        }
        (out, at)
    }
}

#[cfg(test)]
mod tests {
    use super::Mask;

    /// The text in pieces of every size gives the same.
    fn passed(secrets: &[&str], text: &str) -> String {
        let mut results: Vec<String> = (1..=text.len().max(1))
            .map(|size| {
                let mut mask = Mask::new(secrets.iter().copied());
                let mut out = Vec::new();
                for piece in text.as_bytes().chunks(size) {
                    out.extend_from_slice(&mask.feed(piece));
                }
                out.extend(mask.end());
                String::from_utf8(out).unwrap()
            })
            .collect();
        results.dedup();
        assert_eq!(results.len(), 1, "{results:?}");
        results.remove(0)
    }

    #[test]
    fn no_secret_passes_however_the_stream_is_cut() {
        for (secrets, text, expected) in [
            (&["s3cret"][..], "a s3cret b s3cre", "a *** b s3cre"),
            (&["ab", "abc"], "ab abc abd", "*** *** ***d"),
            (&["aab"], "aaab", "a***"),
            (&["", "é"], "xéy", "x***y"),
            (&["a"], "banana", "b***n***n***"),
            (&["two\nlines"], "two\nlines two\nline", "*** two\nline"),
            (&[], "anything", "anything"),
        ] {
            assert_eq!(passed(secrets, text), expected, "{secrets:?} in {text}");
        }
    }

    #[test]
    fn what_is_no_beginning_is_not_held_back() {
        let mut mask = Mask::new(["secret"]);
        assert_eq!(&*mask.feed(b"Password: "), b"Password: ");
        assert_eq!(&*mask.feed(b"se"), b"");
        assert_eq!(&*mask.feed(b"nd"), b"send");
        assert_eq!(mask.text("x secret"), "x ***");
    }
}
