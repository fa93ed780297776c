//! Saying another status in the words of the text that says the old one. It looks at a piece of text, never at a record.

use crate::model::kind::StatusWord;
use crate::model::status::Status;
use crate::model::time::Date;
use crate::text::span::Range;

/// What shall be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wording {
    /// The status in lower case, as this log spells it.
    pub(super) word: String,
    /// The sign that this log puts before the status, where it does.
    pub(super) sign: Option<String>,
    /// What follows the word (`by [7. Use dashes](0007-use-dashes.md)`); empty for nothing.
    pub(super) suffix: String,
    /// The day, for a text that gives the day of the old status.
    pub(super) day: Option<Date>,
}

/// Where the status stands in a text, and how it is read: for a history of dated statuses the last.
pub(super) struct Stand {
    pub(super) word: Range,
    /// Behind what belongs to the status: its line, or its part of a history.
    pub(super) end: usize,
    /// What separates the parts of a history; `None` where there is one status only.
    pub(super) separator: Option<&'static str>,
    pub(super) has_day: bool,
}

/// Beginnings of what stays true whatever the status is.
const LASTING: [&str; 6] = [
    "amended by",
    "amends",
    "clarified by",
    "clarifies",
    "supersedes",
    "supercedes",
];

/// The text with the status replaced. Signs, qualifiers and links that were about the old status go; comments, markup,
/// amendments and whatever follows the status's own line stay.
pub(super) fn reword(text: &str, new: &Wording, words: &[StatusWord]) -> String {
    let stand = stand(text, words);
    if let (Some(separator), true) = (stand.separator, stand.has_day) {
        let day = new.day.map_or(String::new(), |day| format!(" {day}"));
        let word = cased(&new.word, stand.word.of(text));
        let (head, tail) = text.split_at(stand.end);
        let said = match new.suffix.is_empty() {
            true => format!("{word}{day}"),
            false => format!("{word} {},{day}", new.suffix),
        };
        return format!("{head}{separator}{said}{tail}");
    }
    let word = stand.word;
    let lead = &text[..word.start as usize];
    let tail = &text[word.end as usize..stand.end];
    let after = &text[stand.end..];
    // A map or a list by accident cannot hold a link.
    if lead.trim_end().ends_with(['{', '[']) && new.suffix.contains('[') {
        return format!("{} {}", cased(&new.word, word.of(text)), new.suffix);
    }
    let (closers, rest) = tail.split_at(tail.len() - tail.trim_start_matches(['*', '_', '`', ']', '}']).len());
    let spaced = tail.trim_start_matches([' ', '\t']);
    let (closers, rest) = match spaced.starts_with(['}', ']']) && closers.is_empty() {
        true => tail.split_at(tail.len() - spaced.len() + 1),
        false => (closers, rest),
    };
    let (mut kept, comment) = kept(rest);
    if rest.trim() == "." {
        kept.push('.');
    }
    let mut said = cased(&new.word, word.of(text));
    if !new.suffix.is_empty() {
        said = format!("{said} {}", new.suffix);
    }
    if let (Some(day), true) = (new.day, stand.has_day) {
        said = format!("{said}{}", day_like(rest, day, &new.suffix));
    }
    let emphasis: String = lead
        .chars()
        .rev()
        .take_while(|c| matches!(c, '*' | '_' | '"' | '\''))
        .collect();
    let closes_late = !emphasis.is_empty() && closers.is_empty() && rest.contains(emphasis.as_str());
    let late = if closes_late { emphasis.as_str() } else { "" };
    format!(
        "{}{said}{closers}{late}{kept}{comment}{after}",
        lead_with(lead, new.sign.as_deref())
    )
}

/// The sign before a status (`✅`), if there is one.
pub(super) fn sign(text: &str) -> Option<String> {
    let lead: String = text.chars().take_while(|c| !c.is_alphanumeric()).collect();
    let sign: String = lead.chars().filter(|c| is_sign(*c)).collect();
    (!sign.is_empty()).then_some(sign)
}

/// The status word as it is written, in lower case.
pub(super) fn spelling(text: &str, words: &[StatusWord]) -> String {
    stand(text, words).word.of(text).to_lowercase()
}

/// `word` with the capitals of `model`.
pub(super) fn cased(word: &str, model: &str) -> String {
    let mut letters = model.chars().filter(|c| c.is_alphabetic());
    let first = letters.next().is_some_and(char::is_uppercase);
    let more: Vec<char> = letters.collect();
    match (first, !more.is_empty() && more.iter().all(|c| c.is_uppercase())) {
        (true, true) => word.to_uppercase(),
        (true, false) => {
            let mut chars = word.chars();
            chars
                .next()
                .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
        }
        _ => word.to_owned(),
    }
}

pub(super) fn stand(text: &str, words: &[StatusWord]) -> Stand {
    let mut found: Vec<(Stand, bool)> = Vec::new();
    let mut is_parsed = true;
    for (start, end) in segments(text) {
        let segment = &text[start..end];
        let Some(status) = Status::parse(segment, words).filter(|_| is_parsed) else {
            // What comes before the status is none: then nothing is known of this text.
            is_parsed &= !found.is_empty() || !segment.contains(char::is_alphanumeric);
            continue;
        };
        let word = word_in(segment, &status.word, words).shifted(start);
        let separator = (start > 0).then(|| if text[..start].ends_with(';') { "; " } else { "\n" });
        let end = start + segment.trim_end().len();
        let stand = Stand {
            word,
            end,
            separator,
            has_day: status.date.is_some(),
        };
        found.push((stand, status.date.is_some()));
    }
    let is_history = found.len() > 1 && found.iter().all(|(_, has_day)| *has_day);
    let taken = if is_history {
        found.pop()
    } else {
        found.into_iter().next()
    };
    match taken {
        Some((stand, _)) => Stand {
            separator: stand.separator.filter(|_| is_history),
            ..stand
        },
        None => unknown(text),
    }
}

/// A status that nobody understands: all of its first line.
fn unknown(text: &str) -> Stand {
    let start = first_letter(text, 0);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let line = &text[start..line_end];
    let line = line.split("<!--").next().unwrap_or(line);
    let end = start + line.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')').len();
    Stand {
        word: Range::new(start, end),
        end: line_end - text[start..line_end].len() + text[start..line_end].trim_end().len(),
        separator: None,
        has_day: false,
    }
}

/// The parts of the first paragraph, between `;` and line ends.
fn segments(text: &str) -> Vec<(usize, usize)> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '[' | '(' => depth += 1,
            ']' | ')' => depth = depth.saturating_sub(1),
            '\n' => depth = 0,
            _ => {}
        }
        if c == '\n' || (c == ';' && depth == 0) {
            parts.push((start, at));
            start = at + 1;
            let is_over = c == '\n' && text[start..].lines().next().is_none_or(|line| line.trim().is_empty());
            if is_over && parts.iter().any(|&(a, b)| !text[a..b].trim().is_empty()) {
                return parts;
            }
        }
    }
    parts.push((start, text.len()));
    parts
}

fn word_in(segment: &str, word: &str, words: &[StatusWord]) -> Range {
    let start = first_letter(segment, 0);
    let row = words.iter().filter(|row| row.word == word);
    let spellings = row.flat_map(|row| std::iter::once(&row.word).chain(&row.spellings));
    let fits = |spelling: &String| {
        let mut rest = segment[start..].char_indices();
        let same = spelling
            .chars()
            .all(|wanted| rest.next().is_some_and(|(_, c)| c.to_lowercase().eq([wanted])));
        let end = rest.next().map_or(
            segment.len(),
            |(at, c)| if c.is_alphanumeric() { 0 } else { start + at },
        );
        (same && end > 0).then_some(end)
    };
    let end = spellings.filter_map(fits).max();
    let first_word = || {
        start
            + segment[start..]
                .find(|c: char| !c.is_alphanumeric())
                .unwrap_or(segment.len() - start)
    };
    Range::new(start, end.unwrap_or_else(first_word))
}

/// The first letter or digit outside comments.
fn first_letter(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    let at = from + rest.find(char::is_alphanumeric).unwrap_or(rest.len());
    match text[from..at].find("<!--") {
        Some(open) => match text[from + open..].find("-->") {
            Some(close) => first_letter(text, from + open + close + 3),
            None => text.len(),
        },
        None => at,
    }
}

/// Of what stands behind the status: amendments, and a comment.
pub(super) fn kept(rest: &str) -> (String, &str) {
    let comment = rest.find("<!--").unwrap_or(rest.len());
    let start = rest[..comment].trim_end().len();
    let (said, comment) = rest.split_at(if comment < rest.len() { start } else { rest.len() });
    let mut kept = String::new();
    let mut depth = 0usize;
    let parts = said.split(|c| {
        match c {
            '[' | '(' => depth += 1,
            ']' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ',' && depth == 0
    });
    for part in parts {
        let lower = part.trim().to_lowercase();
        if LASTING.iter().any(|start| lower.starts_with(start)) {
            kept.push_str(", ");
            kept.push_str(part.trim());
        }
    }
    (kept, comment)
}

fn lead_with(lead: &str, sign: Option<&str>) -> String {
    let Some(first) = lead.find(is_sign) else {
        return lead.to_owned();
    };
    let last = lead.rfind(is_sign).unwrap_or(first);
    let after = last + lead[last..].chars().next().map_or(0, char::len_utf8);
    match sign {
        Some(sign) => format!("{}{sign}{}", &lead[..first], &lead[after..]),
        None => format!("{}{}", &lead[..first], lead[after..].trim_start()),
    }
}

/// The day in the form in which the old one stood behind the word.
fn day_like(rest: &str, day: Date, suffix: &str) -> String {
    let rest = rest.trim_start();
    match () {
        () if rest.starts_with('(') && suffix.is_empty() => format!(" ({day})"),
        () if rest.starts_with(',') || !suffix.is_empty() => format!(", {day}"),
        () if rest.starts_with("on ") => format!(" on {day}"),
        () => format!(" {day}"),
    }
}

/// A picture, not a mark of punctuation: beyond the signs of Latin scripts.
fn is_sign(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace() && (c as u32 > 0x2100 || c == '\u{200d}')
}

#[cfg(test)]
mod tests {
    use super::{Wording, reword, sign, spelling};
    use crate::model::kind::StatusWord;
    use crate::model::time::Date;

    fn words() -> Vec<StatusWord> {
        vec![
            StatusWord::living("proposed", &["submitted", "on hold"]),
            StatusWord::living("accepted", &["approved"]),
            StatusWord::finished("deprecated", &[]),
            StatusWord::finished("superseded", &["superceded"]),
        ]
    }

    fn say(text: &str, word: &str, suffix: &str) -> String {
        let new = Wording {
            word: word.to_owned(),
            sign: None,
            suffix: suffix.to_owned(),
            day: Date::parse("2026-03-04"),
        };
        reword(text, &new, &words())
    }

    #[test]
    fn only_the_word_changes() {
        let cases = [
            ("proposed", "accepted"),
            ("Proposed", "Accepted"),
            ("PROPOSED", "ACCEPTED"),
            ("\"Proposed\"", "\"Accepted\""),
            ("**Proposed**", "**Accepted**"),
            ("{ proposed }", "{ accepted }"),
            ("[proposed ] <!-- optional -->", "[accepted ] <!-- optional -->"),
            (
                "<!-- one of a, b --> On Hold\n\nMore.",
                "<!-- one of a, b --> Accepted\n\nMore.",
            ),
            ("🤔 Proposed", "Accepted"),
            ("Superceded by [2](a.md) and [3](b.md)", "Accepted"),
            ("**Superseded by [2](a.md)**", "**Accepted**"),
            (
                "\u{a0}Proposed, still open.\r\nNext line",
                "\u{a0}Accepted\r\nNext line",
            ),
            ("Proposed (2020-01-02)", "Accepted (2026-03-04)"),
            ("Proposed on 2020-01-02", "Accepted on 2026-03-04"),
            (
                "proposed, amended by [A](a.md) and [B](b.md)",
                "accepted, amended by [A](a.md) and [B](b.md)",
            ),
            (
                "Submitted, 2017-01-26; Submitted 2017-02-22",
                "Submitted, 2017-01-26; Submitted 2017-02-22; Accepted 2026-03-04",
            ),
            ("Proposed.", "Accepted."),
            ("Incomplete, really!\nNext", "Accepted\nNext"),
        ];
        for (before, after) in cases {
            assert_eq!(say(before, "accepted", ""), after, "{before}");
        }
    }

    #[test]
    fn successors_follow_the_word() {
        let by = "by [7. X](7-x.md)";
        let cases = [
            ("Accepted", "Superseded by [7. X](7-x.md)"),
            ("**Accepted** (for now)", "**Superseded by [7. X](7-x.md)**"),
            (
                "accepted, amended by [B](b.md)",
                "superseded by [7. X](7-x.md), amended by [B](b.md)",
            ),
            ("Approved 2017-02-22", "Superseded by [7. X](7-x.md), 2026-03-04"),
            ("{ accepted }", "superseded by [7. X](7-x.md)"),
        ];
        for (before, after) in cases {
            assert_eq!(say(before, "superseded", by), after, "{before}");
        }
    }

    #[test]
    fn habits_are_seen() {
        assert_eq!(sign("⌛️ Superseded by x").as_deref(), Some("⌛\u{fe0f}"));
        assert_eq!(sign("**Accepted**"), None);
        assert_eq!(spelling("✅ Approved (x)", &words()), "approved");
        assert_eq!(spelling("Superceded by x", &words()), "superceded");
    }
}
