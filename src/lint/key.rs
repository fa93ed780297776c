//! What a finding is known by from one run to the next, when lines around it have moved.
//!
//! A key is made of the rule, the path, the line that the finding points at with the place on it, and of how many equal
//! ones stand before it. Where in the file that is has no part in it. The message has none either: it may name
//! other places, and its wording may become a better one.

use crate::text::span::Range;
use siphasher::sip128::{Hasher128, SipHasher13};
use std::fmt;
use std::hash::Hasher;

/// Bytes of a line that count: a file may have a million on one, and as many findings.
const LONGEST: usize = 200;

/// What a finding is known by. It is written as 32 digits of hexadecimal, which mean nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(u128);

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// What a key is made of.
pub(crate) struct Identity<'a> {
    /// The rule's name.
    pub(crate) rule: &'a str,
    /// The path.
    pub(crate) path: &'a str,
    /// The text of the file and the place in it, where there is one.
    pub(crate) place: Option<(&'a str, Range)>,
    /// How many equal ones stand before it.
    pub(crate) before: u64,
}

impl Key {
    /// The key of a finding.
    pub(crate) fn of(identity: &Identity<'_>) -> Key {
        // The keys stand in files that outlive this program: this must be a hash that never changes.
        let mut hasher = SipHasher13::new();
        let mut part = |text: &str| {
            hasher.write_u64(text.len() as u64);
            hasher.write(text.as_bytes());
        };
        part(identity.rule);
        part(identity.path);
        if let Some((text, range)) = identity.place {
            let (before, within, after) = around(text, range);
            part(before.trim_start());
            part(within);
            part(after.trim_end());
        }
        hasher.write_u64(identity.before);
        Key(hasher.finish128().as_u128())
    }

    /// Reads what [`Key`] writes.
    pub fn parse(text: &str) -> Option<Key> {
        let is_key = text.len() == 32 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        is_key.then(|| u128::from_str_radix(text, 16).ok().map(Key)).flatten()
    }
}

/// What stands before a range on its first line, the range up to the end of that line, and what follows it there; of
/// each no more than [`LONGEST`].
fn around(text: &str, range: Range) -> (&str, &str, &str) {
    let (start, end) = (range.start as usize, range.end as usize);
    let before = &text[boundary(text, start.saturating_sub(LONGEST))..start];
    let within = &text[start..boundary(text, end.min(start + LONGEST))];
    let after = &text[end..boundary(text, text.len().min(end + LONGEST))];
    let line = |text: &'_ str| text.find('\n').unwrap_or(text.len());
    let first = line(within);
    (
        &before[before.rfind('\n').map_or(0, |at| at + 1)..],
        &within[..first],
        match first == within.len() {
            true => &after[..line(after)],
            false => "",
        },
    )
}

/// The last boundary of a character that is not behind `at`.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::Key;
    use crate::lint::Rule;
    use crate::lint::every_x::{EVERY_X, check, workspace};
    use crate::lint::run::run;

    fn keys(path: &str, text: &str) -> Vec<Key> {
        keys_of(EVERY_X, path, text)
    }

    fn keys_of(rule: Rule, path: &str, text: &str) -> Vec<Key> {
        run(&workspace(&[(path, text)]), &[rule])
            .findings
            .iter()
            .map(|found| found.key)
            .collect()
    }

    #[test]
    fn lines_may_move_and_be_indented() {
        let known = keys("a.txt", "one x\n\ntwo x\n");
        assert_ne!(known[0], known[1]);
        assert_eq!(known, keys("a.txt", "more\nand more\n  one x\ntwo x"));
        assert_ne!(known, keys("b.txt", "one x\n\ntwo x\n"));
        assert_ne!(known[0], keys("a.txt", "one  x\n")[0]);
    }

    #[test]
    fn two_rules_that_find_the_same_share_a_key() {
        const OTHER: Rule = Rule {
            name: "test/every-x-and-more",
            check: |workspace, findings| {
                findings.known_as(EVERY_X.name);
                check(workspace, findings);
            },
            ..EVERY_X
        };
        assert_eq!(keys_of(OTHER, "a.txt", "x\n"), keys("a.txt", "x\n"));
    }

    #[test]
    fn equal_ones_are_told_apart_by_their_order() {
        let three = keys("a.txt", "x\nx\nx\n");
        assert!(three[0] != three[1] && three[1] != three[2] && three[0] != three[2]);
        assert_eq!(three[..2], keys("a.txt", "x\ny\nx\n"));
    }

    #[test]
    fn a_key_is_read_as_it_is_written() {
        let key = keys("a.txt", "x")[0];
        assert_eq!(Key::parse(&key.to_string()), Some(key));
        for text in [
            "",
            "abc",
            "g0000000000000000000000000000000",
            "+0000000000000000000000000000001",
        ] {
            assert_eq!(Key::parse(text), None, "{text}");
        }
    }
}
