//! A short number for a text that is the same on every machine and in every version: FNV-1a.
//!
//! Constants: draft-eastlake-fnv. It tells texts apart that nobody chose to look alike; it keeps no secrets.

/// The hash of some bytes, with 64 bits.
pub fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The hash of some bytes, with 32 bits.
pub fn fnv1a_32(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use super::{fnv1a, fnv1a_32};

    /// From the test vectors of the draft.
    #[test]
    fn known_texts_have_their_known_hashes() {
        for (text, long, short) in [
            ("", 0xcbf2_9ce4_8422_2325, 0x811c_9dc5),
            ("a", 0xaf63_dc4c_8601_ec8c, 0xe40c_292c),
            ("foobar", 0x8594_4171_f739_67e8, 0xbf9c_f968),
        ] {
            assert_eq!((fnv1a(text.as_bytes()), fnv1a_32(text.as_bytes())), (long, short));
        }
    }
}
