//! A short number for a text that is the same on every machine and in every version: FNV-1a with 64 bits.
//!
//! Constants: draft-eastlake-fnv. It tells texts apart that nobody chose to look alike; it keeps no secrets.

/// The hash of some bytes.
pub fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::fnv1a;

    /// From the test vectors of the draft.
    #[test]
    fn known_texts_have_their_known_hashes() {
        for (text, hash) in [
            ("", 0xcbf2_9ce4_8422_2325),
            ("a", 0xaf63_dc4c_8601_ec8c),
            ("foobar", 0x8594_4171_f739_67e8),
        ] {
            assert_eq!(fnv1a(text.as_bytes()), hash);
        }
    }
}
