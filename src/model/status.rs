//! The status of a record: one canonical word, and everything else that people write beside it.

use crate::model::kind::StatusWord;
use crate::model::time::Date;
use crate::text::similar;
use crate::text::span::Range;

/// A status that was recognised. The raw text stays with its [`crate::model::fact::Found`].
#[derive(Clone, Debug, PartialEq)]
pub struct Status {
    /// The canonical word (`accepted`).
    pub word: String,
    /// What else is said: `no-longer-relevant`, `documenting an existing thing`.
    pub qualifiers: Vec<String>,
    /// Links that stand in it.
    pub links: Vec<StatusLink>,
    /// A date that stands in it.
    pub date: Option<Date>,
}

/// A link inside a status.
#[derive(Clone, Debug, PartialEq)]
pub struct StatusLink {
    /// The word before it that says what it is (`superseded by`, `amended by`), in lower case; may be empty.
    pub relation: String,
    /// Its text.
    pub text: String,
    /// Its target.
    pub target: String,
    /// Where the whole link stands, relative to the raw text.
    pub range: Range,
}

impl Status {
    /// Reads a status. `None` when no known word stands at its start. Of a dated history
    /// (`Submitted, 2017-01-26; Approved 2017-02-22`) the last known word counts.
    pub fn parse(raw: &str, words: &[StatusWord]) -> Option<Status> {
        let links = links(raw);
        let mut last = None;
        for segment in raw.split([';', '\n']) {
            if let Some(status) = parse_segment(segment, words) {
                match &mut last {
                    None => last = Some(status),
                    Some(earlier) if status.date.is_some() || segment.contains(';') => *earlier = status,
                    Some(earlier) => earlier.qualifiers.push(plain(segment)),
                }
            } else if let Some(earlier) = &mut last {
                let text = plain(segment);
                if !text.is_empty() {
                    earlier.qualifiers.push(text);
                }
            } else if !plain(segment).is_empty() {
                return None;
            }
        }
        last.map(|status| Status { links, ..status })
    }
}

/// The canonical word that comes nearest to what was written: for "did you mean".
pub fn nearest<'a>(raw: &str, words: &'a [StatusWord]) -> Option<&'a str> {
    let text = plain(raw);
    let first = text.split([' ', ',', '(']).next().unwrap_or("");
    let spellings = || {
        words
            .iter()
            .flat_map(|row| std::iter::once(&row.word).chain(&row.spellings))
    };
    let found = similar::nearest(first, spellings().map(String::as_str))?;
    words
        .iter()
        .find(|row| row.word == found || row.spellings.iter().any(|s| s == found))
        .map(|row| row.word.as_str())
}

fn parse_segment(segment: &str, words: &[StatusWord]) -> Option<Status> {
    let text = plain(segment);
    let (word, rest) = words
        .iter()
        .flat_map(|row| {
            std::iter::once(&row.word)
                .chain(&row.spellings)
                .map(move |s| (s.as_str(), row))
        })
        .filter(|(spelling, _)| starts_with_word(&text, spelling))
        .max_by_key(|(spelling, _)| spelling.len())
        .map(|(spelling, row)| (row.word.clone(), text[spelling.len()..].to_owned()))?;
    let mut date = None;
    let mut qualifiers = Vec::new();
    for part in rest.split([',', '(', ')', '|']) {
        let part = part
            .trim()
            .trim_matches(['.', ':', '-', '–', '—', ' ', '"', '\''])
            .trim();
        let day = part.strip_prefix("on ").unwrap_or(part);
        match Date::parse(day) {
            Some(found) => date = Some(found),
            None if !part.is_empty() => qualifiers.push(part.to_owned()),
            None => {}
        }
    }
    Some(Status {
        word,
        qualifiers,
        links: Vec::new(),
        date,
    })
}

fn starts_with_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word)
        .is_some_and(|rest| rest.chars().next().is_none_or(|c| !c.is_alphanumeric()))
}

/// Lower case, links replaced by their text, markup, comments, emoji and brackets before the first letter gone.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("<!--") {
        out.push_str(&rest[..at]);
        rest = rest[at..].find("-->").map_or("", |end| &rest[at + end + 3..]);
    }
    out.push_str(rest);
    for link in links(&out).into_iter().rev() {
        out.replace_range(link.range.as_usize(), &link.text);
    }
    out.retain(|c| !matches!(c, '*' | '_' | '`' | '{' | '}' | '[' | ']' | '<' | '>'));
    let lower = out.to_lowercase();
    lower
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '"' | '\''))
        .to_owned()
}

/// The Markdown links of a short text, and AsciiDoc's `xref:target[text]`.
fn links(text: &str) -> Vec<StatusLink> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find('[').map(|at| from + at) {
        let Some(close) = text[open..].find(']').map(|at| open + at) else {
            break;
        };
        from = close + 1;
        let before = &text[..open];
        // Links do not overlap: `xref:a[b]link:c[d]` is one of ours and one that is not.
        let done = found.last().map_or(0, |link: &StatusLink| link.range.end as usize);
        let (start, end, target) = if let Some(rest) = text[close + 1..].strip_prefix('(') {
            let Some(end) = rest.find(')') else { continue };
            (open, close + 2 + end + 1, rest[..end].trim())
        } else if let Some(at) = before[done..]
            .rfind("xref:")
            .map(|at| done + at)
            .filter(|&at| !before[at..].contains(char::is_whitespace))
        {
            (at, close + 1, &before[at + 5..])
        } else {
            continue;
        };
        from = end;
        found.push(StatusLink {
            relation: relation(&text[..start]),
            text: text[open + 1..close].to_owned(),
            target: target.trim_matches(['<', '>']).to_owned(),
            range: Range::new(start, end),
        });
    }
    found
}

/// The last words before a link that say what it is.
fn relation(before: &str) -> String {
    let lower = before.to_lowercase();
    let words = [
        "superseded by",
        "superceded by",
        "supersedes",
        "supercedes",
        "amended by",
        "amends",
        "replaced by",
        "clarified by",
        "clarifies",
        "superseded",
        "superceded",
        "see",
    ];
    words
        .iter()
        .filter_map(|word| lower.rfind(word).map(|at| (at, *word)))
        .max_by_key(|(at, word)| (*at, word.len()))
        .map_or(String::new(), |(_, word)| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Status, nearest};
    use crate::model::kind::StatusWord;

    fn words() -> Vec<StatusWord> {
        vec![
            StatusWord::living("proposed", &["submitted"]),
            StatusWord::living("accepted", &["approved", "implemented"]),
            StatusWord::finished("rejected", &[]),
            StatusWord::finished("deprecated", &[]),
            StatusWord::finished("superseded", &["superceded"]),
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
            ("**Accepted**", "accepted", "", 0),
            ("{ accepted }", "accepted", "", 0),
            ("[accepted ] <!-- optional -->", "accepted", "", 0),
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
                "by 036. multi-cluster",
                1,
            ),
            ("Superceded by [2](a.md) and [3](b.md)", "superseded", "by 2 and 3", 2),
            ("\"superseded by ADR-0057\"", "superseded", "by adr-0057", 0),
            ("accepted xref:x.adoc#y[z]link:u[v]", "accepted", "zlink:uv", 1),
        ];
        for (raw, word, qualifiers, links) in cases {
            assert_eq!(
                read(raw),
                Some((word.to_owned(), qualifiers.to_owned(), links)),
                "{raw}"
            );
        }
        for raw in ["🤔 Incomplete", "imlpemented", "", "acceptedly", "not accepted"] {
            assert_eq!(read(raw), None, "{raw}");
        }
    }

    #[test]
    fn of_a_history_the_last_counts() {
        let status = Status::parse("Submitted, 2017-01-26; Approved 2017-02-22", &words());
        let got = status.map(|s| (s.word, s.date.map(|d| d.to_string())));
        assert_eq!(got, Some(("accepted".to_owned(), Some("2017-02-22".to_owned()))));
    }

    #[test]
    fn suggests_the_nearest_word() {
        assert_eq!(nearest("imlpemented", &words()), Some("accepted"));
        assert_eq!(nearest("acepted", &words()), Some("accepted"));
        assert_eq!(nearest("Incomplete", &words()), None);
    }
}
