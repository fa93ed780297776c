//! The status of a record: one canonical word, and everything else that people write beside it.
//!
//! It reads one text and knows nothing of the file around it, nor which record a link leads to.

use crate::model::kind::StatusWord;
use crate::model::status_links::{StatusLink, links};
use crate::model::status_text::{dated, leading_date, tidy, visible, without_asides};
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
    /// Since when.
    pub date: Option<Date>,
}

/// What one line, or one part of a history, says.
struct Step<'a> {
    row: &'a StatusWord,
    range: Range,
    qualifiers: Vec<String>,
    date: Option<Date>,
    /// True where it can only be meant as the state that came next.
    is_plain: bool,
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

/// The canonical word that comes nearest to what was written: for "did you mean". `None` where several words stand there
/// from which nobody chose.
pub fn nearest<'a>(raw: &str, words: &'a [StatusWord]) -> Option<&'a str> {
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
    row.map(|row| row.word.as_str())
}

fn spellings_of(row: &StatusWord) -> impl Iterator<Item = &str> {
    std::iter::once(row.word.as_str()).chain(row.spellings.iter().map(String::as_str))
}

fn finish(mut steps: Vec<Step<'_>>, (current, loose): (usize, Vec<String>), links: Vec<StatusLink>) -> Option<Status> {
    if steps.is_empty() {
        return None;
    }
    let last = steps.remove(current);
    let earlier = steps.into_iter().map(|step| Passed {
        word: step.row.word.clone(),
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

/// Whether `next` took the place of `now`: by its day, or because it can be meant in no other way.
fn follows(now: &Step<'_>, next: &Step<'_>) -> bool {
    match (now.date, next.date) {
        (Some(now), Some(next)) => next >= now,
        (None, Some(_)) => true,
        // What is over does not come back without a date.
        (_, None) => next.is_plain && (next.row.is_final || !now.row.is_final) && next.row.word != now.row.word,
    }
}

fn add_to(step: &mut Step<'_>, said: &str) {
    for part in said.split([',', '(', ')', '|']) {
        match (dated(part), step.date) {
            (Some((date, rest)), None) => {
                step.date = Some(date);
                step.qualifiers.extend(rest);
            }
            _ => step
                .qualifiers
                .extend(Some(tidy(part).to_owned()).filter(|part| !part.is_empty())),
        }
    }
}

/// The status at the start of `part`, which is cut down to what follows it and is no part of it any more.
fn step<'a>(text: &str, part: &mut Range, (words, links): (&'a [StatusWord], &[StatusLink])) -> Option<Step<'a>> {
    let (begin, lead_date) = match leading_date(text, *part) {
        Some((date, begin)) => (begin, Some(date)),
        None => (part.start as usize, None),
    };
    let start = head_of(text, Range::new(begin, part.end as usize));
    let (row, length) = word_at(&text[start..part.end as usize], words)?;
    let range = Range::new(start, start + length);
    let rest = Range::new(range.end as usize, part.end as usize);
    // `Accepted?` is a question.
    if rest.of(text).starts_with('?') {
        return None;
    }
    let end = history_comma(text, rest, words).unwrap_or(rest.end as usize);
    let said = visible(text, Range::new(rest.start as usize, end), links);
    *part = Range::new(end, part.end as usize);
    let mut step = Step {
        row,
        range,
        qualifiers: Vec::new(),
        date: lead_date,
        is_plain: tidy(&said).is_empty(),
    };
    match dated(&said) {
        Some((date, said)) => {
            step.date = step.date.or(Some(date));
            said.iter().for_each(|said| add_to(&mut step, said));
        }
        None => add_to(&mut step, &said),
    }
    let is_next = |link: &StatusLink| link.range.start >= range.end && link.range.start <= range.end + 2;
    step.is_plain |= row.is_final && (names_successor(&said) || links.iter().any(is_next));
    Some(step)
}

/// `superseded by …`, `deprecated in favour of …`.
fn names_successor(said: &str) -> bool {
    let said = said.trim_start();
    let starts = |word: &&str| {
        said.get(..word.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(word))
    };
    ["by ", "with ", "in favo"].iter().any(|word| starts(&word))
}

/// The further statuses of a line: `Submitted 2017-01-26, approved 2017-02-22`.
fn further<'a>(text: &str, rest: Range, known: (&'a [StatusWord], &[StatusLink])) -> Vec<Step<'a>> {
    let mut found = Vec::new();
    let mut part = rest;
    while !part.is_empty() {
        let before = part;
        match step(text, &mut part, known) {
            Some(step) => found.push(step),
            None => break,
        }
        if part == before {
            break;
        }
    }
    found
}

/// The comma (or "and") behind which the next status of a history stands: a known word with a date, or one that ends.
fn history_comma(text: &str, rest: Range, words: &[StatusWord]) -> Option<usize> {
    let said = rest.of(text);
    let commas = said.match_indices(',').map(|(at, _)| at).take(50);
    for at in commas {
        let after = &said[at + 1..];
        let start = after.len() - after.trim_start().len();
        let Some((row, length)) = word_at(&after[start..], words) else {
            continue;
        };
        let tail = &after[start + length..];
        let near = tail.char_indices().nth(30).map_or(tail, |(end, _)| &tail[..end]);
        let part = tail.split(',').next().unwrap_or(tail);
        let ends = row.is_final && (tidy(part).is_empty() || names_successor(tail));
        if ends || dated(near).is_some_and(|(_, said)| said.len() < 2) {
            return Some(rest.start as usize + at + 1);
        }
    }
    None
}

/// Lines and the parts of histories: divided at line ends, semicolons and arrows, not inside links.
fn segments(text: &str, links: &[StatusLink]) -> Vec<Range> {
    let mut found = Vec::new();
    let mut links = links.iter().peekable();
    let (mut start, mut at) = (0, 0);
    while at < text.len() {
        if let Some(link) = links.next_if(|link| link.range.start as usize <= at) {
            at = at.max(link.range.end as usize);
            continue;
        }
        let rest = &text[at..];
        let mark = ["\n", ";", "→", "->", "=>"]
            .iter()
            .find(|mark| rest.starts_with(**mark));
        match mark {
            Some(mark) => {
                found.push(Range::new(start, at));
                at += mark.len();
                start = at;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    found.push(Range::new(start, text.len()));
    found
}

/// `- [ ] Accepted`: a box that nobody ticked.
fn is_unchecked(segment: &str) -> bool {
    let text = segment.trim_start().trim_start_matches(['-', '*', '+']);
    text.trim_start().starts_with("[ ]")
}

/// `proposed | rejected | accepted`, `Draft/Proposed`: several statuses from which nobody chose.
fn is_choice(said: &str, words: &[StatusWord]) -> bool {
    // Behind a word more may stand, but not on both sides of a slash: `superseded by adr/accepted/3` is a path.
    let named = |part: &str, is_whole: bool| {
        let start = head_of(part, Range::new(0, part.len()));
        let (row, length) = word_at(&part[start..], words)?;
        (!is_whole || tidy(&part[start + length..]).is_empty()).then_some(row)
    };
    let differ = |mut rows: Vec<&StatusWord>| {
        rows.dedup();
        rows.len() > 1
    };
    let slashed: Vec<&str> = said.split('/').take(20).collect();
    let whole: Option<Vec<&StatusWord>> = slashed.iter().map(|part| named(part, true)).collect();
    let barred = said.split('|').take(20).filter_map(|part| named(part, false));
    differ(barred.collect()) || whole.is_some_and(differ)
}

/// Where the words of a segment start: behind list marks, emphasis, brackets, emoji, `:shortcodes:` and a label "Status:".
fn head_of(text: &str, segment: Range) -> usize {
    let end = segment.end as usize;
    let mut start = segment.start as usize;
    loop {
        let rest = &text[start..end];
        let lead = rest.len()
            - rest
                .trim_start_matches(|c: char| !c.is_alphanumeric() && c != ':')
                .len();
        start += lead;
        let rest = &text[start..end];
        let code = rest.strip_prefix(':').and_then(|code| {
            let length = code.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-' | '+'))?;
            (length > 0 && code[length..].starts_with(':')).then_some(length + 2)
        });
        let label = rest.get(..7).filter(|label| label.eq_ignore_ascii_case("status:"));
        match (code, label) {
            (Some(length), _) => start += length,
            (None, Some(label)) => start += label.len(),
            (None, None) if rest.starts_with(':') => start += 1,
            // `[x] Accepted`
            (None, None)
                if rest.starts_with(['x', 'X']) && text[..start].ends_with('[') && rest[1..].starts_with(']') =>
            {
                start += 2;
            }
            (None, None) => return start,
        }
    }
}

/// The known word with which a text starts, and the length that it has there; the longest one.
fn word_at<'a>(text: &str, words: &'a [StatusWord]) -> Option<(&'a StatusWord, usize)> {
    let all = words
        .iter()
        .flat_map(|row| spellings_of(row).map(move |word| (row, word)));
    all.filter_map(|(row, word)| Some((row, length_of(text, word)?)))
        .max_by_key(|(_, length)| *length)
}

/// How long `word` is where `text` starts with it as a whole word, in any case; a blank stands for any white space.
fn length_of(text: &str, word: &str) -> Option<usize> {
    let mut rest = text.chars();
    for wanted in word.chars() {
        let found = rest.next()?;
        let is_same = found == wanted
            || (wanted == ' ' && found.is_whitespace())
            || found.to_lowercase().eq(wanted.to_lowercase());
        if !is_same {
            return None;
        }
    }
    let after = rest.as_str();
    let ends = after.chars().next().is_none_or(|c| !c.is_alphanumeric());
    ends.then_some(text.len() - after.len())
}

#[cfg(test)]
mod tests {
    use super::{Status, nearest};
    use crate::model::kind::StatusWord;
    use std::time::Instant;

    fn words() -> Vec<StatusWord> {
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
            ("Superseded by [2](a.md)\nAccepted", "superseded", "by 2|Accepted", 1),
            ("Accepted\nProposed by Ada", "accepted", "Proposed|by Ada", 0),
            ("Proposed → Accepted", "accepted", "", 0),
            ("accepted xref:x.adoc#y[z] link:u[v]", "accepted", "z v", 2),
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
        assert_eq!(nearest("imlpemented", &words()), Some("accepted"));
        assert_eq!(nearest("❌ Rejectd (see 3)", &words()), Some("rejected"));
        assert_eq!(nearest("acepted", &words()), Some("accepted"));
        assert_eq!(nearest("Incomplete", &words()), None);
        assert_eq!(nearest("proposed | accepted", &words()), None);
    }
}
