//! What the bytes of a file are worth: text, or a fact that says why they are none.
//!
//! Shared by the two ways to obtain a tree, so that a file means the same on disk and in a commit. It must not know
//! where bytes come from.

use crate::text::path::RepoPath;
use crate::text::search;
use crate::text::source::Source;
use crate::text::tree::Content;

/// Files over this many bytes are not read as text (32 MiB).
pub const LIMIT: u64 = 32 * 1024 * 1024;

/// How a file that git-crypt has encrypted begins.
const GIT_CRYPT: &[u8] = b"\0GITCRYPT\0";

/// Which files are read as text. The caller knows the formats, this room does not.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// True for a path whose text is asked for. All other files become [`Content::Other`].
    pub is_read: fn(&RepoPath) -> bool,
    /// Longer files become [`Content::TooLarge`]; in bytes. Mostly [`LIMIT`].
    pub limit: u64,
}

/// Turns bytes into text, or says why not. A NUL anywhere makes it binary: no text format has one.
pub(super) fn judge(bytes: &[u8]) -> Content {
    if bytes.starts_with(GIT_CRYPT) {
        return Content::Sealed(bytes.len() as u64);
    }
    if search::has_byte(bytes, 0) {
        return Content::Binary(bytes.len() as u64);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Content::Text(Source::new(text)),
        Err(error) => Content::NotUtf8(error.valid_up_to() as u64),
    }
}

/// The fact for a file of `length` bytes that can be stated before its bytes are read, if any.
pub(super) fn without_reading(path: &RepoPath, length: u64, wanted: &Wanted) -> Option<Content> {
    match (wanted.is_read)(path) {
        false => Some(Content::Other(length)),
        true if length > wanted.limit => Some(Content::TooLarge {
            length,
            limit: wanted.limit,
        }),
        true => None,
    }
}

#[cfg(test)]
mod tests {
    use super::judge;
    use crate::text::tree::Content;

    #[test]
    fn says_why_it_is_no_text() {
        assert!(matches!(judge(b""), Content::Text(_)));
        assert!(matches!(judge("\u{feff}é".as_bytes()), Content::Text(source) if source.text().len() == 5));
        assert!(matches!(judge(b"ab\xff\0"), Content::Binary(4)));
        assert!(matches!(judge(b"\0GITCRYPT\0x"), Content::Sealed(11)));
        assert!(matches!(judge(b"ab\xffcd"), Content::NotUtf8(2)));
    }
}
