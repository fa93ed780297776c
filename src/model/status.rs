//! The status of a record: one canonical word, and everything else that people write beside it.
//!
//! It reads one text and knows nothing of the file around it, nor which record a link leads to.

use crate::model::kind::StatusWord;
use crate::model::relation::{of_part, words_alone};
use crate::model::status_links::{StatusLink, links};
use crate::model::status_steps::{
    Step, add_to, follows, further, head_of, is_choice, is_unchecked, segments, spellings_of, step,
};
use crate::model::status_text::{dated, tidy, visible, without_asides};
use crate::model::time::Date;
use crate::text::similar;
use crate::text::span::Range;

/// A status that was recognised. The raw text stays with its [`crate::model::fact::Found`].
#[derive(Clone, Debug, PartialEq)]
pub struct Status {
    /// The canonical word (`accepted`).
    pub word: String,
    /// Where the word stands as it is written, relative to the raw text.
    pub range: Range,
    /// What else is said, as written: `no-longer-relevant`, `documenting an existing thing`.
    pub qualifiers: Vec<String>,
    /// Links that stand in it.
    pub links: Vec<StatusLink>,
    /// A date that stands in it.
    pub date: Option<Date>,
    /// What it was before, where a history is written (`Submitted, 2017-01-26; Approved 2017-02-22`), in its order.
    pub earlier: Vec<Passed>,
}

/// A status that a record had before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passed {
    /// The canonical word.
    pub word: String,
    /// Where the word stands as it is written, relative to the raw text.
    pub range: Range,
    /// Since when.
    pub date: Option<Date>,
}

impl Status {
    /// Reads a status. `None` when no known word stands at its start, or several of which nobody chose one
    /// (`proposed | accepted`). Of a history the last counts, by its dates where they are written.
    pub fn parse(raw: &str, words: &[StatusWord]) -> Option<Status> {
        let text = without_asides(raw);
        let links = links(&text);
        let mut steps: Vec<Step<'_>> = Vec::new();
        let mut current = 0;
        let mut loose: Vec<String> = Vec::new();
        for range in segments(&text, &links) {
            if is_unchecked(range.of(&text)) {
                continue;
            }
            if is_choice(&visible(&text, range, &links), words) {
                return None;
            }
            if let Some(place) = superseded_part(&text, range) {
                let said = visible(&text, range, &links);
                match steps.get_mut(current) {
                    Some(step) => add_to(step, &said),
                    // Of what is over nothing could be replaced in part.
                    None => steps.push(Step::in_force(place, &said, words)?),
                }
                continue;
            }
            let mut part = range;
            let Some(first) = step(&text, &mut part, (words, &links)) else {
                let said = visible(&text, range, &links);
                match steps.get_mut(current) {
                    Some(step) => add_to(step, &said),
                    None if tidy(&said).is_empty() || dated(&said).is_some_and(|(_, rest)| rest.is_empty()) => {}
                    None => return None,
                }
                continue;
            };
            for next in std::iter::once(first).chain(further(&text, part, (words, &links))) {
                let Some(now) = steps.get(current) else {
                    steps.push(next);
                    continue;
                };
                if follows(now, &next) {
                    current = steps.len();
                    steps.push(next);
                } else if next.date.is_some() {
                    steps.push(next);
                } else {
                    loose.push(next.range.of(&text).to_owned());
                    loose.extend(next.qualifiers);
                }
            }
        }
        finish(steps, (current, loose), links)
    }
}

/// The word that comes nearest to what was written, for "did you mean": as people spell it, and the canonical word that it
/// stands for. `None` where several words stand there from which nobody chose.
pub fn nearest<'a>(raw: &str, words: &'a [StatusWord]) -> Option<(&'a str, &'a str)> {
    let text = without_asides(raw);
    if is_choice(&visible(&text, Range::new(0, text.len()), &links(&text)), words) {
        return None;
    }
    let start = head_of(&text, Range::new(0, text.len()));
    let first = text[start..].split([' ', ',', '(', '\n', '*', '_', '`', ']', '}', '"', '.', ':', ';']);
    let first = first.map(str::trim).next().unwrap_or("");
    let spellings = || words.iter().flat_map(spellings_of);
    let found = similar::nearest(first, spellings())?;
    let row = words.iter().find(|row| spellings_of(row).any(|s| s == found));
    row.map(|row| (found, row.word.as_str()))
}

/// A spelling for people, with the canonical word where that is another: `implemented` (accepted).
pub fn explained((spelling, word): (&str, &str)) -> String {
    match spelling == word {
        true => format!("`{word}`"),
        false => format!("`{spelling}`, which stands for `{word}`"),
    }
}

/// Where a segment says that a part of the record is superseded, without being told what the record is.
fn superseded_part(text: &str, segment: Range) -> Option<Range> {
    let head = head_of(text, segment);
    let rest = Range::new(head, segment.end as usize);
    let words = words_alone(rest.of(text)).to_ascii_lowercase();
    Some(of_part(&words, 0)?.shifted(head))
}

fn finish(mut steps: Vec<Step<'_>>, (current, loose): (usize, Vec<String>), links: Vec<StatusLink>) -> Option<Status> {
    if steps.is_empty() {
        return None;
    }
    let last = steps.remove(current);
    let earlier = steps.into_iter().map(|step| Passed {
        word: step.row.word.clone(),
        range: step.range,
        date: step.date,
    });
    Some(Status {
        word: last.row.word.clone(),
        range: last.range,
        qualifiers: last.qualifiers.into_iter().chain(loose).collect(),
        links,
        date: last.date,
        earlier: earlier.collect(),
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::{Status, explained, nearest};
    use crate::model::kind::StatusWord;
    use std::time::Instant;

    pub(crate) fn words() -> Vec<StatusWord> {
        vec![
            StatusWord::living("draft", &["work in progress"]),
            StatusWord::living("proposed", &["submitted", "pending"]),
            StatusWord::living("accepted", &["approved", "implemented", "stable"]),
            StatusWord::living("deferred", &["on hold"]),
            StatusWord::finished("rejected", &["not accepted"]),
            StatusWord::finished("deprecated", &["obsolete"]),
            StatusWord::finished("superseded", &["superceded", "replaced"]),
        ]
    }

    fn read(raw: &str) -> Option<(String, String, usize)> {
        let status = Status::parse(raw, &words())?;
        Some((status.word, status.qualifiers.join("|"), status.links.len()))
    }

    #[test]
    fn reads_what_people_write() {
        let cases = [
            ("accepted", "accepted", "", 0),
            ("approved", "accepted", "", 0),
            ("✅ Accepted", "accepted", "", 0),
            (":white_check_mark: Accepted", "accepted", "", 0),
            ("Accepted ✅", "accepted", "", 0),
            ("**Accepted**", "accepted", "", 0),
            ("__Accepted__.", "accepted", "", 0),
            ("{ accepted }", "accepted", "", 0),
            ("[accepted ] <!-- optional -->", "accepted", "", 0),
            ("<span style=\"x\">Accepted</span>", "accepted", "", 0),
            ("![accepted](https://x.org/b.svg)", "accepted", "", 0),
            ("Status: Accepted", "accepted", "", 0),
            ("- [ ] Proposed\n- [x] Accepted\n- [ ] Rejected", "accepted", "", 0),
            ("~~Proposed~~ Accepted", "accepted", "", 0),
            ("work\u{a0}in progress", "draft", "", 0),
            ("not accepted", "rejected", "", 0),
            ("Accepted/Implemented", "accepted", "Implemented", 0),
            (
                "accepted, pending implementation",
                "accepted",
                "pending implementation",
                0,
            ),
            ("accepted by the whole Team", "accepted", "by the whole Team", 0),
            (
                "Accepted (documenting an existing thing)",
                "accepted",
                "documenting an existing thing",
                0,
            ),
            ("deprecated, no-longer-relevant", "deprecated", "no-longer-relevant", 0),
            ("❌ Rejected (see [019](019-x.md))", "rejected", "see 019", 1),
            (
                "⌛️ Superseded by [036. Multi-cluster](036-multi-cluster.md)",
                "superseded",
                "by 036. Multi-cluster",
                1,
            ),
            ("Superseded by [a](../accepted/0001.md)", "superseded", "by a", 1),
            (
                "superseded by docs/accepted/0001.md",
                "superseded",
                "by docs/accepted/0001.md",
                0,
            ),
            ("Superceded by [2](a.md) and [3](b.md)", "superseded", "by 2 and 3", 2),
            ("Superseded [0019](..)", "superseded", "0019", 1),
            ("\"superseded by ADR-0057\"", "superseded", "by ADR-0057", 0),
            ("Accepted, amended by", "accepted", "amended by", 0),
            ("Accepted\n\nSuperseded by [2](a.md)", "superseded", "by 2", 1),
            ("Accepted, superseded by ADR-2", "superseded", "by ADR-2", 0),
            (
                "Accepted, partially superseded by ADR-2",
                "accepted",
                "partially superseded by ADR-2",
                0,
            ),
            (
                "Accepted\nSuperseded in part by [2](a.md)",
                "accepted",
                "Superseded in part by 2",
                1,
            ),
            (
                "Partially superseded by ADR-2",
                "accepted",
                "Partially superseded by ADR-2",
                0,
            ),
            (
                "Superseded in part by [2](a.md)",
                "accepted",
                "Superseded in part by 2",
                1,
            ),
            (
                "Section 3 is superseded by [2](a.md).",
                "accepted",
                "Section 3 is superseded by 2",
                1,
            ),
            (
                "Draft\nSection 3 is superseded by [2](a.md)",
                "draft",
                "Section 3 is superseded by 2",
                1,
            ),
            (
                "Superseded by [2](a.md), the part on x",
                "superseded",
                "by 2|the part on x",
                1,
            ),
            ("Superseded by [2](a.md)\nAccepted", "superseded", "by 2|Accepted", 1),
            ("Accepted\nProposed by Ada", "accepted", "Proposed|by Ada", 0),
            ("Proposed → Accepted", "accepted", "", 0),
            ("accepted xref:x.adoc#y[z] link:u[v]", "accepted", "z v", 2),
            ("Superseded by [2. A \\& b\\_c](a.md)", "superseded", "by 2. A & b_c", 1),
        ];
        for (raw, word, qualifiers, links) in cases {
            assert_eq!(
                read(raw),
                Some((word.to_owned(), qualifiers.to_owned(), links)),
                "{raw}"
            );
        }
    }

    #[test]
    fn unknown_stays_unknown() {
        for raw in [
            "🤔 Incomplete",
            "imlpemented",
            "",
            "acceptedly",
            "Accepted?",
            "Partly superseded",
            "proposed | rejected | accepted | superseded by [ADR-0005](0005-example.md)",
            "{proposed | rejected | accepted}",
            "[draft | proposed] <!-- optional -->",
            "Draft/Accepted",
            "- [ ] Proposed\n- [ ] Accepted",
            "~~Accepted~~",
            "Refinement completed",
        ] {
            assert_eq!(read(raw), None, "{raw}");
        }
    }

    #[test]
    fn of_a_history_the_last_counts() {
        let cases = [
            (
                "Submitted, 2017-01-26; Approved 2017-02-22",
                "accepted 2017-02-22, proposed 2017-01-26",
            ),
            (
                "Proposed 2017-01-26, accepted on 2017-02-22",
                "accepted 2017-02-22, proposed 2017-01-26",
            ),
            (
                "2017-01-26: Proposed\n2017-02-22: Accepted",
                "accepted 2017-02-22, proposed 2017-01-26",
            ),
            (
                "Accepted 2017-02-22\nProposed 2017-01-26",
                "accepted 2017-02-22, proposed 2017-01-26",
            ),
            (
                "Proposed (Jan 26th, 2017)\nAccepted (22 February 2017)",
                "accepted 2017-02-22, proposed 2017-01-26",
            ),
            ("Accepted 2017-02-22; superseded", "superseded ?, accepted 2017-02-22"),
            ("Accepted on 2017-02-22", "accepted 2017-02-22"),
            ("Accepted\nDate: 2017-02-22", "accepted 2017-02-22"),
        ];
        for (raw, wanted) in cases {
            let status = Status::parse(raw, &words()).unwrap();
            let day = |date: Option<crate::model::time::Date>| date.map_or("?".to_owned(), |date| date.to_string());
            let now = format!("{} {}", status.word, day(status.date));
            let before = status
                .earlier
                .iter()
                .map(|step| format!("{} {}", step.word, day(step.date)));
            let all: Vec<String> = std::iter::once(now).chain(before).collect();
            assert_eq!(all.join(", "), wanted, "{raw}");
            assert!(status.qualifiers.is_empty(), "{raw}: {:?}", status.qualifiers);
        }
    }

    #[test]
    fn the_word_has_its_place() {
        for (raw, word) in [
            ("✅ Accepted (x)", "Accepted"),
            ("Submitted, 2017-01-26; **Approved** 2017-02-22", "Approved"),
            ("<!-- proposed --> on hold", "on hold"),
        ] {
            let status = Status::parse(raw, &words()).unwrap();
            assert_eq!(status.range.of(raw), word);
        }
    }

    #[test]
    fn a_long_text_of_anything_is_read_at_once() {
        let known = words();
        for piece in [
            "[a](",
            "[a](b) ",
            "xref:a[b]",
            "<a",
            "~~",
            "accepted, ",
            "accepted | ",
            "a; ",
            "<!--x-->",
            "[",
            "]",
            "1 ",
        ] {
            let text = format!("accepted {}", piece.repeat(200_000 / piece.len()));
            let start = Instant::now();
            Status::parse(&text, &known);
            assert!(start.elapsed().as_secs() < 20, "{piece}: {:?}", start.elapsed());
        }
    }

    #[test]
    fn suggests_the_nearest_word() {
        assert_eq!(nearest("imlpemented", &words()), Some(("implemented", "accepted")));
        assert_eq!(nearest("❌ Rejectd (see 3)", &words()), Some(("rejected", "rejected")));
        assert_eq!(nearest("acepted", &words()), Some(("accepted", "accepted")));
        assert_eq!(
            explained(("implemented", "accepted")),
            "`implemented`, which stands for `accepted`"
        );
        assert_eq!(nearest("Incomplete", &words()), None);
        assert_eq!(nearest("proposed | accepted", &words()), None);
    }
}
