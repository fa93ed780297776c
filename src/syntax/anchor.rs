//! The anchors that GitHub gives to headings. Knows plain text only: how a heading is written is its caller's business.

use std::collections::HashMap;

/// Gives the headings of one file their anchors, in the order of the file: `status`, `status-1`, `status-2`.
///
/// The rule is the one of GitHub's rendered Markdown: lower case; of every other character than letters, marks, decimal
/// digits, connecting punctuation, hyphens and spaces nothing stays; each space becomes a hyphen; a name that is taken
/// gets the next free number.
#[derive(Debug, Default)]
pub struct Slugger {
    /// Every anchor given so far, with the last number that was tried on it.
    given: HashMap<String, u32>,
}

impl Slugger {
    /// The anchor of the next heading, whose text without markup is `text`.
    pub fn slug(&mut self, text: &str) -> String {
        self.unique(slug(text), '-', 1)
    }

    /// `wanted`, or the first free one of `wanted` + `separator` + `first`, `first + 1`, …
    pub fn unique(&mut self, wanted: String, separator: char, first: u32) -> String {
        let Some(&last) = self.given.get(&wanted) else {
            self.given.insert(wanted.clone(), first.saturating_sub(1));
            return wanted;
        };
        let mut number = last;
        let free = loop {
            number = number.saturating_add(1);
            let candidate = format!("{wanted}{separator}{number}");
            if !self.given.contains_key(&candidate) {
                break candidate;
            }
        };
        self.given.insert(wanted, number);
        self.given.insert(free.clone(), first.saturating_sub(1));
        free
    }
}

/// The anchor of a heading whose text without markup is `text`, before it is made unique.
pub fn slug(text: &str) -> String {
    if text.is_ascii() {
        return text.bytes().filter_map(ascii).collect();
    }
    text.to_lowercase().chars().filter_map(other).collect()
}

fn ascii(byte: u8) -> Option<char> {
    other(byte.to_ascii_lowercase() as char)
}

fn other(c: char) -> Option<char> {
    match c {
        ' ' => Some('-'),
        '-' => Some('-'),
        _ if is_word(c) => Some(c),
        _ => None,
    }
}

/// True for what Unicode counts as part of a word: alphabetic characters, marks, decimal digits, connecting punctuation.
pub fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    c.is_alphabetic() || in_table(c as u32)
}

/// A character lies in a range of the table when an odd number of bounds is at or below it.
fn in_table(c: u32) -> bool {
    let after = WORD.partition_point(|&bound| bound <= c);
    after % 2 == 1 || (after > 0 && WORD[after - 1] == c)
}

/// First and last code points of ranges that hold the marks (Mn, Mc, Me), decimal digits (Nd) and connecting punctuation
/// (Pc) of the Unicode Character Database that lack its property Alphabetic. The ranges run over alphabetic and
/// unassigned code points between them, which changes nothing and keeps the table short.
const WORD: &[u32] = &[
    0x300, 0x362, 0x483, 0x489, 0x591, 0x5af, 0x658, 0x669, 0x6df, 0x6e0, 0x6ea, 0x6f9, 0x740, 0x7f3, 0x7fd, 0x7fd,
    0x818, 0x82d, 0x859, 0x85b, 0x898, 0x8e1, 0x8ea, 0x954, 0x966, 0x96f, 0x9bc, 0x9ef, 0x9fe, 0xa6f, 0xabc, 0xaef,
    0xafd, 0xb6f, 0xbcd, 0xbef, 0xc3c, 0xc6f, 0xcbc, 0xd4d, 0xd66, 0xd6f, 0xdca, 0xdef, 0xe47, 0xe4e, 0xe50, 0xe59,
    0xeba, 0xed9, 0xf18, 0xf19, 0xf20, 0xf29, 0xf35, 0xf35, 0xf37, 0xf37, 0xf39, 0xf39, 0xf3e, 0xf84, 0xf86, 0xf87,
    0xfc6, 0xfc6, 0x1037, 0x1049, 0x1090, 0x1099, 0x135d, 0x135f, 0x1714, 0x1734, 0x17b4, 0x17d3, 0x17dd, 0x17e9,
    0x180b, 0x180d, 0x180f, 0x193b, 0x1946, 0x19d9, 0x1a60, 0x1a99, 0x1ab0, 0x1b44, 0x1b50, 0x1b59, 0x1b6b, 0x1b73,
    0x1baa, 0x1bf3, 0x1c37, 0x1c37, 0x1c40, 0x1c59, 0x1cd0, 0x1cd2, 0x1cd4, 0x1dff, 0x203f, 0x2040, 0x2054, 0x2054,
    0x20d0, 0x20f0, 0x2cef, 0x2cf1, 0x2d7f, 0x2d7f, 0x302a, 0x302f, 0x3099, 0x309a, 0xa620, 0xa672, 0xa67c, 0xa67d,
    0xa6f0, 0xa6f1, 0xa806, 0xa806, 0xa82c, 0xa82c, 0xa8c4, 0xa8c4, 0xa8d0, 0xa8f1, 0xa900, 0xa92d, 0xa953, 0xa953,
    0xa9b3, 0xa9c0, 0xa9d0, 0xa9d9, 0xa9f0, 0xaa59, 0xaabf, 0xaac1, 0xaaf6, 0xaaf6, 0xabec, 0xabf9, 0xfe00, 0xfe0f,
    0xfe20, 0xfe2f, 0xfe33, 0xfe34, 0xfe4d, 0xfe4f, 0xff10, 0xff19, 0xff3f, 0xff3f, 0x101fd, 0x102e0, 0x104a0, 0x104a9,
    0x10a38, 0x10a3f, 0x10ae5, 0x10ae6, 0x10d30, 0x10d6d, 0x10efd, 0x10eff, 0x10f46, 0x10f50, 0x10f82, 0x10f85,
    0x11046, 0x11046, 0x11066, 0x110ba, 0x110f0, 0x1113f, 0x11173, 0x11173, 0x111c0, 0x111c0, 0x111c9, 0x111cc,
    0x111d0, 0x111d9, 0x11235, 0x11236, 0x112e9, 0x113d2, 0x113e1, 0x11446, 0x11450, 0x11459, 0x1145e, 0x114c3,
    0x114d0, 0x115c0, 0x1163f, 0x1163f, 0x11650, 0x11659, 0x116b6, 0x116b7, 0x116c0, 0x11739, 0x11839, 0x1183a,
    0x118e0, 0x118e9, 0x1193d, 0x11943, 0x11950, 0x119e0, 0x11a33, 0x11a34, 0x11a47, 0x11a99, 0x11bf0, 0x11c3f,
    0x11c50, 0x11c59, 0x11d42, 0x11de9, 0x11f41, 0x11f42, 0x11f50, 0x11f5a, 0x13440, 0x16a69, 0x16ac0, 0x16af4,
    0x16b30, 0x16b36, 0x16b50, 0x16b59, 0x16d70, 0x16d79, 0x16fe4, 0x16fe4, 0x1bc9d, 0x1bc9d, 0x1ccf0, 0x1ccf9,
    0x1cf00, 0x1cf46, 0x1d165, 0x1d169, 0x1d16d, 0x1d172, 0x1d17b, 0x1d182, 0x1d185, 0x1d18b, 0x1d1aa, 0x1d1ad,
    0x1d242, 0x1d244, 0x1d7ce, 0x1d7ff, 0x1da00, 0x1da36, 0x1da3b, 0x1da6c, 0x1da75, 0x1da75, 0x1da84, 0x1da84,
    0x1da9b, 0x1e149, 0x1e2ae, 0x1e2f9, 0x1e4ec, 0x1e5fa, 0x1e8d0, 0x1e959, 0x1fbf0, 0x1fbf9, 0xe0100, 0xe01ef,
];

#[cfg(test)]
mod tests {
    use super::{Slugger, is_word, slug};

    #[test]
    fn follows_githubs_rule() {
        let table = [
            ("Status", "status"),
            ("1. Record Architecture Decisions", "1-record-architecture-decisions"),
            ("What's new? (v1.2_beta)", "whats-new-v12_beta"),
            ("a  b -- c", "a--b----c"),
            ("✅ Accepted", "-accepted"),
            ("Über Größe Ж 中文", "über-größe-ж-中文"),
            ("e\u{301}te\u{301}", "e\u{301}te\u{301}"),
            ("x² ٣ ½", "x-٣-"),
            ("no\u{a0}break", "nobreak"),
            ("⚠\u{fe0f} Warning", "\u{fe0f}-warning"),
        ];
        for (text, anchor) in table {
            assert_eq!(slug(text), anchor, "{text}");
        }
    }

    #[test]
    fn numbers_skip_what_is_taken() {
        let mut slugger = Slugger::default();
        let anchors: Vec<_> = ["A", "A-1", "A", "A", "", ""].map(|text| slugger.slug(text)).to_vec();
        assert_eq!(anchors, ["a", "a-1", "a-2", "a-3", "", "-1"]);
    }

    #[test]
    fn bounds_of_the_table_belong_to_it() {
        for inside in ['\u{300}', '\u{362}', '\u{203f}', '\u{2054}', '\u{1d7ff}', '\u{e01ef}'] {
            assert!(is_word(inside), "{inside:?}");
        }
        for outside in ['\u{2ff}', '\u{2041}', '\u{2055}', '\u{e01f0}', '😀', '×'] {
            assert!(!is_word(outside), "{outside:?}");
        }
    }
}
