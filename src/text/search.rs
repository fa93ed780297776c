//! Fast searches over whole texts. The only home of the search library.

/// Where `needle` first stands in `text`, as a byte offset. Best where the needle's first byte is rare: the texts that are
/// searched are short and many, and to prepare for a needle costs more than to look at each place where it may start.
pub fn find(text: &str, needle: &str) -> Option<usize> {
    let (bytes, needle) = (text.as_bytes(), needle.as_bytes());
    let first = *needle.first()?;
    memchr::memchr_iter(first, bytes).find(|&at| bytes[at..].starts_with(needle))
}

/// A text that is looked for in many others: prepared once, whatever bytes it is made of.
pub struct Needle<'n>(memchr::memmem::Finder<'n>);

impl<'n> Needle<'n> {
    /// From the text to look for.
    pub fn new(needle: &'n str) -> Self {
        Needle(memchr::memmem::Finder::new(needle))
    }

    /// Whether it stands anywhere in `text`.
    pub fn is_in(&self, text: &str) -> bool {
        self.0.find(text.as_bytes()).is_some()
    }
}

/// Whether a byte stands anywhere in `bytes`.
pub fn has_byte(bytes: &[u8], byte: u8) -> bool {
    memchr::memchr(byte, bytes).is_some()
}

#[cfg(test)]
mod tests {
    use super::{Needle, find, has_byte};

    #[test]
    fn finds_the_first() {
        assert_eq!(find("a<%b<%", "<%"), Some(1));
        assert_eq!(find("<a<<%", "<%"), Some(3));
        assert_eq!(find("abc<", "<%"), None);
        assert_eq!(find("abc", ""), None, "nothing stands nowhere");
        assert!(Needle::new("bc").is_in("abc") && !Needle::new("cb").is_in("abc"));
        assert!(has_byte(b"a\0b", 0) && !has_byte(b"ab", 0));
    }
}
