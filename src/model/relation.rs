//! Relations in words: `Superseded by [3. X](0003-x.md)`, `Amends ADR-7`.
//!
//! It knows words; where records state them stands in [`crate::model::statements`], which record is meant is the business
//! of [`crate::model::resolve`].

use crate::text::span::Range;

/// What a relation is called, and how else people write it. Longer spellings stand before those that they start with.
const WORDS: [(&str, &[&str]); 8] = [
    (
        "superseded by",
        &[
            "superceded by",
            "superseeded by",
            "superseded-by",
            "replaced by",
            "obsoleted by",
            "superseded",
            "superceded",
            "superseeded",
        ],
    ),
    (
        "supersedes",
        &[
            "supercedes",
            "superseeds",
            "replaces",
            "obsoletes",
            "supersede",
            "supercede",
        ],
    ),
    (
        "amended by",
        &[
            "amended-by",
            "partially superseded by",
            "partially superceded by",
            "partially replaced by",
            "partly superseded by",
            "partly superceded by",
            "partly replaced by",
            "superseded in part by",
            "superceded in part by",
            "replaced in part by",
            "superseded partially by",
            "superseded partly by",
        ],
    ),
    (
        "amends",
        &[
            "partially supersedes",
            "partially replaces",
            "partly supersedes",
            "partly replaces",
            "supersedes part of",
            "supersedes parts of",
            "replaces part of",
            "replaces parts of",
        ],
    ),
    ("clarified by", &["clarified-by"]),
    ("clarifies", &[]),
    (
        "relates to",
        &[
            "related to",
            "refines",
            "refined by",
            "extends",
            "extended by",
            "depends on",
            "see also",
        ],
    ),
    ("see", &[]),
];

/// Words after which a relation is none, or none yet: `not superseded by`, `will be superseded by`.
const DENIALS: [&str; 8] = ["not", "never", "no", "be", "isn't", "wasn't", "cannot", "nor"];

/// What a record has parts called: where one of them is superseded, the record as a whole is not.
const PARTS: [&str; 14] = [
    "section",
    "sections",
    "part",
    "parts",
    "point",
    "points",
    "paragraph",
    "paragraphs",
    "clause",
    "clauses",
    "item",
    "items",
    "step",
    "chapter",
];

/// How far before a relation word its subject may begin, in bytes.
const SUBJECT: usize = 120;

/// A relation word in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mention {
    /// The relation by its first name (`superseded by`).
    pub(crate) relation: &'static str,
    /// Where its word stands; its subject, where a part of the record is that.
    pub(crate) start: usize,
    /// Where its word ends.
    pub(crate) end: usize,
}

/// A text in which relations may be stated.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    /// Where it stands.
    pub(crate) range: Range,
    /// Its words in lower case, with a blank for every byte that belongs to a link, a comment or code.
    pub(crate) words: String,
    /// The relations that it mentions.
    pub(crate) mentions: Vec<Mention>,
}

/// The relation words of a text in lower case, in order; they do not overlap.
pub(crate) fn mentions(lower: &str) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let mut previous = "";
    let mut from = 0;
    for (start, word) in words_of(lower) {
        let denied = DENIALS.contains(&previous);
        previous = word;
        if start < from || denied {
            continue;
        }
        if let Some((relation, length)) = relation_at(&lower[start..]) {
            let subject = Some(from).filter(|_| relation == "superseded by").and_then(|from| {
                let from = from.max(start.saturating_sub(SUBJECT));
                part_before(lower, (from, start))
            });
            from = start + length;
            found.push(Mention {
                relation: if subject.is_some() { "amended by" } else { relation },
                start: subject.unwrap_or(start),
                end: from,
            });
        }
    }
    found
}

/// Where the sentence begins that says in a status that only a part of the record is superseded, and where its verb ends;
/// it stands at `head`, in a text of [`words_alone`] in lower case.
pub(crate) fn of_part(lower: &str, head: usize) -> Option<Range> {
    let first = mentions(lower).into_iter().next()?;
    let said = &lower[first.start..first.end];
    let is_succession = ["supers", "superc", "replace"].iter().any(|word| said.contains(word));
    let is_one = first.relation == "amended by" && is_succession && first.start == head;
    is_one.then(|| Range::new(first.start, first.end))
}

/// The start of `Section 3 is`, where that ends at `end` and is a sentence's subject and verb.
fn part_before(lower: &str, (mut from, end): (usize, usize)) -> Option<usize> {
    while !lower.is_char_boundary(from) {
        from += 1;
    }
    let before = &lower[from..end];
    let begin = before.rfind(['\n', ';', ',', '(', '.']).map_or(0, |at| at + 1);
    let sentence = &before[begin..];
    let lead = sentence.len() - sentence.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
    let words: Vec<&str> = sentence[lead..].split_whitespace().collect();
    let (last, rest) = words.split_last()?;
    let is_verb = matches!(*last, "is" | "are" | "was" | "were" | "been");
    let is_part = rest.iter().take(3).any(|word| PARTS.contains(word));
    (is_verb && is_part).then_some(from + begin + lead)
}

/// The first name of a relation that is spelt so; `supersededby` is one as well.
pub(crate) fn canonical(word: &str) -> Option<&'static str> {
    let is_it = |(name, others): &&(&'static str, &[&str])| {
        *name == word || others.contains(&word) || name.replace(' ', "") == word
    };
    WORDS.iter().find(is_it).map(|(name, _)| *name)
}

/// The words of a text with their places; a name like `0003-superseded.md` is one word.
fn words_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_mark = |c: char| !c.is_alphanumeric() && !matches!(c, '-' | '/' | '.' | '\'' | '#');
    let mut at = 0;
    text.split(is_mark).filter_map(move |word| {
        let start = at;
        at += word.len();
        at += text[at..].chars().next().map_or(0, char::len_utf8);
        let lead = word.len() - word.trim_start_matches(['-', '\'', '.']).len();
        let word = word.trim_matches(['-', '\'', '.']);
        (!word.is_empty()).then_some((start + lead, word))
    })
}

/// The relation with whose word a text starts, and the word's length.
fn relation_at(text: &str) -> Option<(&'static str, usize)> {
    let ends = |length: usize| {
        let next = text[length..].chars().next();
        next.is_none_or(|c| c.is_whitespace() || matches!(c, '*' | '_' | ':' | ',' | '(' | '"'))
    };
    // Few words start like a relation.
    if !text.starts_with(['s', 'r', 'o', 'a', 'c', 'e', 'd', 'p']) {
        return None;
    }
    let matched = |name: &'static str, spelling: &str| {
        let length = spelling.len();
        (text.starts_with(spelling) && ends(length)).then_some((name, length))
    };
    let all = WORDS.iter().flat_map(|(name, others)| {
        std::iter::once(name)
            .chain(*others)
            .map(move |spelling| (*name, *spelling))
    });
    all.filter_map(|(name, spelling)| matched(name, spelling))
        .max_by_key(|(_, length)| *length)
}

/// The same text with a blank for every byte of its links (texts and targets), comments, code and unmade choices: a
/// relation stands between links, and `[proposed | superseded by ADR-5]` is a form that nobody filled.
pub(crate) fn words_alone(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    blank_comments(text, &mut bytes);
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            // An unclosed bracket ends with its line.
            b'\n' => open.clear(),
            b'[' | b'{' => open.push(at),
            b']' | b'}' => {
                if let Some(start) = open.pop() {
                    at = blank_brackets(&mut bytes, (start, at));
                }
            }
            b'`' => {
                let end = bytes[at + 1..].iter().take(200).position(|b| matches!(b, b'`' | b'\n'));
                if let Some(end) = end.map(|end| at + 1 + end).filter(|end| bytes[*end] == b'`') {
                    bytes[at..=end].fill(b' ');
                    at = end;
                }
            }
            _ => {}
        }
        at += 1;
    }
    String::from_utf8(bytes).unwrap_or_else(|_| " ".repeat(text.len()))
}

/// Blanks the link whose text stands in these brackets, or the choice; returns where it ends.
fn blank_brackets(bytes: &mut [u8], (start, end): (usize, usize)) -> usize {
    let follows = bytes.get(end + 1).copied();
    let precedes = start.checked_sub(1).map(|at| bytes[at]);
    let is_macro = precedes.is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'#' | b'/' | b'_' | b'-'));
    let is_choice = bytes[start..end].contains(&b'|');
    match follows {
        Some(b'(' | b'[') => {
            let close = if follows == Some(b'(') { b')' } else { b']' };
            let rest = bytes[end + 2..].iter().take(400);
            let length = rest.take_while(|b| **b != b'\n').position(|b| *b == close);
            let end = length.map_or(end, |length| end + 2 + length);
            bytes[start..=end].fill(b' ');
            end
        }
        _ if is_macro || is_choice => {
            bytes[start..=end].fill(b' ');
            end
        }
        _ => end,
    }
}

/// Blanks HTML comments, line ends included: nothing in them is said.
fn blank_comments(text: &str, bytes: &mut [u8]) {
    let mut from = 0;
    while let Some(start) = text[from..].find("<!--").map(|at| from + at) {
        from = text[start..].find("-->").map_or(text.len(), |end| start + end + 3);
        bytes[start..from].fill(b' ');
    }
}

#[cfg(test)]
mod tests {
    use super::{mentions, words_alone};

    fn found(text: &str) -> Vec<&'static str> {
        let words = words_alone(text).to_ascii_lowercase();
        mentions(&words).iter().map(|mention| mention.relation).collect()
    }

    #[test]
    fn relations_stand_between_links() {
        let cases: [(&str, &[&str]); 25] = [
            ("Superseded by [3](0003-x.md)", &["superseded by"]),
            ("Superceded by [3](0003-x.md)", &["superseded by"]),
            ("Superseded [0019](..)", &["superseded by"]),
            ("superseded-by: 7", &["superseded by"]),
            (
                "accepted, supersedes [3](a), amended by [4](b)",
                &["supersedes", "amended by"],
            ),
            ("* **Amends** [5. Superseded by fate](5.md)", &["amends"]),
            (
                "Clarifies [2](2.md)\nClarified by [9](9.md)",
                &["clarifies", "clarified by"],
            ),
            ("accepted (supersedes 3)", &["supersedes"]),
            ("see [x](superseded-by-y.md)", &["see"]),
            ("0003-superseded.md", &[]),
            ("not superseded by anything", &[]),
            ("will be superseded by 9", &[]),
            ("[proposed | superseded by [5](5.md)]", &[]),
            ("{proposed | superseded by ADR-5}", &[]),
            ("<!-- Superseded by 5 --> `amends` x", &[]),
            ("xref:a.adoc[superseded by x]", &[]),
            ("[superseded by ADR-5]", &["superseded by"]),
            ("Partially superseded by ADR-5", &["amended by"]),
            ("superseded in part by [5](5.md)", &["amended by"]),
            ("Accepted. Section 3 is superseded by [5](5.md)", &["amended by"]),
            (
                "The parts of it on é are superseded by 5, superseded by 6",
                &["amended by", "superseded by"],
            ),
            ("In part 3 of the log, it is. Superseded by 5", &["superseded by"]),
            ("This is superseded by 5", &["superseded by"]),
            ("Supersedes part of [3](3.md)", &["amends"]),
            ("section superseded by 5", &["superseded by"]),
        ];
        for (text, wanted) in cases {
            assert_eq!(found(text), wanted, "{text}");
        }
    }

    #[test]
    fn blanks_keep_the_places() {
        let text = "é [ü](ö) <!-- ä\n --> `ß` [a | b] amends";
        assert_eq!(words_alone(text).len(), text.len());
        assert!(words_alone("[a](".repeat(50_000).as_str()).starts_with("   "));
    }
}
