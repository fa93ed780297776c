//! Fast searches over whole texts. The only home of the search library.

/// Where `needle` first stands in `text`, as a byte offset.
pub fn find(text: &str, needle: &str) -> Option<usize> {
    memchr::memmem::find(text.as_bytes(), needle.as_bytes())
}

/// Whether a byte stands anywhere in `bytes`.
pub fn has_byte(bytes: &[u8], byte: u8) -> bool {
    memchr::memchr(byte, bytes).is_some()
}

#[cfg(test)]
mod tests {
    use super::{find, has_byte};

    #[test]
    fn finds_the_first() {
        assert_eq!(find("a<%b<%", "<%"), Some(1));
        assert_eq!(find("abc", "<%"), None);
        assert!(has_byte(b"a\0b", 0) && !has_byte(b"ab", 0));
    }
}
