//! The beginning and the end of a stream of any length. It must not know what the stream is.

use std::collections::VecDeque;

/// The first bytes that are kept.
pub const HEAD: usize = 64 * 1024;
/// The last bytes that are kept.
pub const TAIL: usize = 64 * 1024;

/// What is kept of a stream.
#[derive(Clone, Debug, Default)]
pub struct Capped {
    head: Vec<u8>,
    tail: VecDeque<u8>,
    total: u64,
}

impl Capped {
    /// Takes the next bytes, and gives back those that belong to the beginning: they are kept for good.
    pub fn feed<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        self.total += bytes.len() as u64;
        let (first, rest) = bytes.split_at(bytes.len().min(HEAD - self.head.len()));
        self.head.extend_from_slice(first);
        let rest = &rest[rest.len().saturating_sub(TAIL)..];
        let over = (self.tail.len() + rest.len()).saturating_sub(TAIL);
        self.tail.drain(..over);
        self.tail.extend(rest);
        first
    }

    /// The first bytes.
    pub fn head(&self) -> &[u8] {
        &self.head
    }

    /// The last bytes that are not among the first.
    pub fn tail(&self) -> Vec<u8> {
        self.tail.iter().copied().collect()
    }

    /// How many bytes came.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// How many bytes between the two were not kept.
    pub fn left_out(&self) -> u64 {
        self.total - (self.head.len() + self.tail.len()) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::{Capped, HEAD, TAIL};

    #[test]
    fn beginning_and_end_are_kept() {
        let all: Vec<u8> = (0..500_000u32).map(|at| (at % 251) as u8).collect();
        for (length, size) in [
            (0, 1),
            (10, 3),
            (HEAD, 7),
            (HEAD + TAIL, 4096),
            (500_000, 1000),
            (500_000, 500_000),
        ] {
            let mut capped = Capped::default();
            let mut first = Vec::new();
            for piece in all[..length].chunks(size) {
                first.extend_from_slice(capped.feed(piece));
            }
            let left = length.saturating_sub(HEAD + TAIL);
            assert_eq!((capped.total(), capped.left_out()), (length as u64, left as u64));
            assert_eq!(capped.head(), &all[..length.min(HEAD)]);
            assert_eq!(first, capped.head());
            assert_eq!(capped.tail(), &all[length.min(HEAD) + left..length]);
        }
    }
}
