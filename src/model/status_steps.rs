//! The single statements of a status: a known word at the start of a line, or of a part of a history.
//!
//! Pieces for [`crate::model::status`], which knows what they add up to.

use crate::model::kind::StatusWord;
use crate::model::status_links::StatusLink;
use crate::model::status_text::{dated, leading_date, tidy, visible};
use crate::model::time::Date;
use crate::text::span::Range;

/// What a record is of which only a part was replaced.
const IN_FORCE: &str = "accepted";

/// What one line, or one part of a history, says.
pub(crate) struct Step<'a> {
    pub(crate) row: &'a StatusWord,
    pub(crate) range: Range,
    pub(crate) qualifiers: Vec<String>,
    pub(crate) date: Option<Date>,
    /// True where it can only be meant as the state that came next.
    is_plain: bool,
}

impl<'a> Step<'a> {
    /// That a record is in force, concluded from what is said of a part of it at `range`; `None` for kinds without the word.
    pub(crate) fn in_force(range: Range, said: &str, words: &'a [StatusWord]) -> Option<Step<'a>> {
        let row = words.iter().find(|row| row.word == IN_FORCE)?;
        let mut step = Step {
            row,
            range,
            qualifiers: Vec::new(),
            date: None,
            is_plain: false,
        };
        add_to(&mut step, said);
        Some(step)
    }
}

/// Whether `next` took the place of `now`: by its day, or because it can be meant in no other way.
pub(crate) fn follows(now: &Step<'_>, next: &Step<'_>) -> bool {
    match (now.date, next.date) {
        (Some(now), Some(next)) => next >= now,
        (None, Some(_)) => true,
        // What is over does not come back without a date.
        (_, None) => next.is_plain && (next.row.is_final || !now.row.is_final) && next.row.word != now.row.word,
    }
}

/// Adds a remark to a step, or its date.
pub(crate) fn add_to(step: &mut Step<'_>, said: &str) {
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
pub(crate) fn step<'a>(
    text: &str,
    part: &mut Range,
    (words, links): (&'a [StatusWord], &[StatusLink]),
) -> Option<Step<'a>> {
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
    ["by ", "with ", "in favo"].iter().any(starts)
}

/// The further statuses of a line: `Submitted 2017-01-26, approved 2017-02-22`.
pub(crate) fn further<'a>(text: &str, rest: Range, known: (&'a [StatusWord], &[StatusLink])) -> Vec<Step<'a>> {
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
pub(crate) fn segments(text: &str, links: &[StatusLink]) -> Vec<Range> {
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
pub(crate) fn is_unchecked(segment: &str) -> bool {
    let text = segment.trim_start().trim_start_matches(['-', '*', '+']);
    text.trim_start().starts_with("[ ]")
}

/// `proposed | rejected | accepted`, `Draft/Proposed`: several statuses from which nobody chose.
pub(crate) fn is_choice(said: &str, words: &[StatusWord]) -> bool {
    if !said.contains(['/', '|']) {
        return false;
    }
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
pub(crate) fn head_of(text: &str, segment: Range) -> usize {
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
pub(crate) fn word_at<'a>(text: &str, words: &'a [StatusWord]) -> Option<(&'a StatusWord, usize)> {
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
        let is_same = match found.is_ascii() && wanted.is_ascii() {
            true => found.eq_ignore_ascii_case(&wanted),
            false => (wanted == ' ' && found.is_whitespace()) || found.to_lowercase().eq(wanted.to_lowercase()),
        };
        if !is_same {
            return None;
        }
    }
    let after = rest.as_str();
    let ends = after.chars().next().is_none_or(|c| !c.is_alphanumeric());
    ends.then_some(text.len() - after.len())
}

/// A word and its other spellings.
pub(crate) fn spellings_of(row: &StatusWord) -> impl Iterator<Item = &str> {
    std::iter::once(row.word.as_str()).chain(row.spellings.iter().map(String::as_str))
}
