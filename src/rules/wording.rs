//! Whether a text still says what it said, apart from notes that say of themselves that they came later. It does not know
//! which rule asks.

use crate::model::time::Date;
use crate::rules::passages::Passage;

/// Words with which an added note begins by itself.
const NOTES: [&str; 16] = [
    "addendum",
    "amended",
    "amendment",
    "amendments",
    "amends",
    "clarified",
    "clarifies",
    "deprecated",
    "erratum",
    "obsolete",
    "replaced",
    "superceded",
    "supercedes",
    "superseded",
    "supersedes",
    "replaces",
];

/// Words with which an added note begins when a date follows, or nothing but a colon.
const DATED: [&str; 7] = ["edit", "edited", "note", "postscript", "revised", "update", "updated"];

/// How many words after its first may hold the date of a note, and of a remark the word that is its point.
const HEAD: usize = 9;

/// How a text went on.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Change<'a> {
    /// A passage is gone or says something else; the passage here that stands in its place, if any.
    Rewritten(&'a Passage, Option<&'a Passage>),
    /// A passage is new, and nothing marks it as a later note.
    Added(&'a Passage),
}

/// What is different in `new` that may not be, where its predecessor was to stay as it is: the first such passage.
/// Later notes that are marked as such are no change.
pub(crate) fn change<'a>(old: &'a [Passage], new: &'a [Passage], remarks: &[String]) -> Option<Change<'a>> {
    if joined(old) == joined(new) {
        return None;
    }
    let mut kept = 0;
    let mut behind = 0;
    let mut is_note = false;
    let mut loose: Option<&Passage> = None;
    for (at, passage) in new.iter().enumerate() {
        let expected = old.get(kept);
        if expected.is_some_and(|expected| goes_on(&expected.key, passage, remarks)) {
            kept += 1;
            behind = at + 1;
            is_note = false;
            continue;
        }
        // What follows a note directly belongs to it.
        is_note = is_note || begins_note(&passage.words, remarks);
        if !is_note && loose.is_none() {
            loose = Some(passage);
        }
    }
    let Some(missing) = old.get(kept) else {
        return loose.map(Change::Added);
    };
    let stays = |passage: &&Passage| old[kept + 1..].iter().any(|later| later.key == passage.key);
    let other = new[behind..]
        .iter()
        .find(|passage| !begins_note(&passage.words, remarks));
    Some(Change::Rewritten(missing, other.filter(|passage| !stays(passage))))
}

fn joined(passages: &[Passage]) -> String {
    let keys: Vec<&str> = passages.iter().map(|passage| passage.key.as_str()).collect();
    keys.join(" ")
}

/// The same words, or the same words with a note behind them.
fn goes_on(old: &str, new: &Passage, remarks: &[String]) -> bool {
    let Some(rest) = new.key.strip_prefix(old) else {
        return false;
    };
    let words = old.split(' ').count();
    let behind = || new.words.splitn(words + 1, ' ').nth(words).unwrap_or("");
    rest.is_empty() || (rest.starts_with(' ') && begins_note(behind(), remarks))
}

/// True for what says of itself that it came later: `Amendment …`, `Update 2024-03-01 …`, `This decision was superseded …`.
/// `remarks` are the words for a record that is over.
fn begins_note(words: &str, remarks: &[String]) -> bool {
    let mut rest = words.split(' ');
    let raw = rest.next().unwrap_or("");
    let first = bare(raw).to_lowercase();
    let head: Vec<&str> = rest.take(HEAD).collect();
    if NOTES.contains(&first.as_str()) || remarks.contains(&first) {
        return true;
    }
    if DATED.contains(&first.as_str()) {
        let is_label =
            first != "note" && (head.is_empty() || raw.trim_end_matches(['*', '_', ')', ']']).ends_with(':'));
        return is_label || holds_date(&head);
    }
    // `June 2020 update`, `Update in June 2020`.
    let few = &[&[raw], &head[..head.len().min(3)]].concat();
    let is_marked = few
        .iter()
        .any(|word| DATED.contains(&bare(word).to_lowercase().as_str()));
    if is_marked && few.iter().any(|word| is_year(bare(word))) {
        return true;
    }
    let says = |word: &&str| remarks.contains(&bare(word).to_lowercase());
    (first == "this" && head.iter().any(says)) || holds_date(&[&[raw], &head[..head.len().min(2)]].concat())
}

/// True where one to three words on end are a date.
fn holds_date(words: &[&str]) -> bool {
    let is_date = |some: &[&str]| {
        let text = some.join(" ");
        let text = text.trim_matches(|c: char| !c.is_alphanumeric());
        text.contains(|c: char| c.is_ascii_digit()) && Date::parse(text).is_some()
    };
    (1..=3).any(|length| words.windows(length).any(is_date))
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && (word.starts_with("19") || word.starts_with("20")) && word.bytes().all(|b| b.is_ascii_digit())
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::{Change, change};
    use crate::model::kind::{Field, Form, Habitat, Kind, Shape, StatusWord, names};
    use crate::model::lifecycle::Lifecycle;
    use crate::model::time::Date;
    use crate::model::workspace::{Context, Workspace};
    use crate::rules::passages;
    use crate::syntax::document::Format;
    use crate::text::history::History;
    use crate::text::path::RepoPath;
    use crate::text::tree::{File, Tree};

    fn kind() -> Kind {
        Kind {
            name: "decision".to_owned(),
            plural: "decisions".to_owned(),
            summary: String::new(),
            habitat: Habitat {
                formats: vec![Format::Markdown, Format::AsciiDoc],
                folders: names(&["adr"]),
                ..Habitat::default()
            },
            fields: vec![
                Field::new("title", Shape::Title, &["heading"]),
                Field::new(
                    "status",
                    Shape::Status,
                    &["attribute:status", "bullet:Status", "section:Status"],
                ),
                Field::new("date", Shape::Date, &["bullet:Date", "line:Date"]),
                Field::new("deciders", Shape::People, &["bullet:Deciders"]),
            ],
            statuses: vec![
                StatusWord::living("accepted", &[]),
                StatusWord::finished("superseded", &[]),
            ],
            schema: String::new(),
            form: Form {
                file_name: "{number}-{slug}.md".to_owned(),
                ..Form::default()
            },
            lifecycle: Lifecycle::default(),
        }
    }

    fn workspace(path: &str, text: &str) -> Workspace {
        let context = Context::on(Date::new(2026, 1, 1).unwrap());
        let tree = Tree::new(vec![File::text(RepoPath::new(path).unwrap(), text)]);
        Workspace::build(tree, vec![kind()], context, History::NotAsked)
    }

    /// `rewritten`, `gone`, `added` with the words here, or nothing.
    fn between((path, old): (&str, &str), (new_path, new): (&str, &str)) -> String {
        let (before, after) = (workspace(path, old), workspace(new_path, new));
        let was = passages::read(&before, &before.records[0]);
        let is = passages::read(&after, &after.records[0]);
        match change(&was, &is, &["superseded".to_owned()]) {
            None => String::new(),
            Some(Change::Added(passage)) => format!("added {}", passage.words),
            Some(Change::Rewritten(_, Some(passage))) => format!("rewritten {}", passage.words),
            Some(Change::Rewritten(missing, None)) => format!("gone {}", missing.words),
        }
    }

    const OLD: &str = "\
# 7. Use disks

* Status: accepted
* Date: 2026-01-05
* Deciders: Ada
* **Last seen**: 1 March 2026

## Context

We have [two rooms](a.md), and
one of them is full. See https://example.org/old.

- small
- fast

## Decision

Disks <!-- which? --> it is.
";

    fn edit(pairs: &[(&str, &str)]) -> String {
        pairs.iter().fold(OLD.to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replace(from, to)
        })
    }

    fn changed(pairs: &[(&str, &str)]) -> String {
        between(("adr/0007-a.md", OLD), ("adr/0007-a.md", &edit(pairs)))
    }

    #[test]
    fn what_may_change_is_no_change() {
        let cases: [&[(&str, &str)]; 23] = [
            &[("1 March 2026", "2 April 2026")],
            &[("it is.\n", "it is.\n\n**June 2020 Update** Not all of them.\n")],
            &[("- small\n- fast", "1. small\n2. fast")],
            &[("Disks", "\\*\\*Disks")],
            &[("accepted", "✅ superseded by [8](0008-b.md)")],
            &[("* Status: accepted\n", "* Superseded by: 8\n* Status: superseded\n")],
            &[("2026-01-05", "2026-01-06"), ("Ada", "Ada, Bob")],
            &[("(a.md)", "(../b.md#c)"), ("org/old", "org/new")],
            &[("[two rooms](a.md)", "two rooms")],
            &[
                ("[two rooms](a.md)", "[two rooms][1]"),
                ("it is.\n", "it is.\n\n[1]: a.md\n"),
            ],
            &[("and\none", "and one"), ("- small\n- fast", "* Small.\n* **Fast**")],
            &[("\n", "  \n")],
            &[("\n", "\r\n")],
            &[("# 7. Use disks", "# 9 - Use disks")],
            &[("<!-- which? -->", "<!-- opsrepo: allow x/y -- z -->")],
            &[(
                "it is.\n",
                "it is.\n\n## Amendments\n\nAnything.\n\n### More\n\nOf it.\n",
            )],
            &[(
                "it is.\n",
                "it is.\n\nAmendment: not all of them.\n\nThe fast ones stay.\n",
            )],
            &[("it is.\n", "it is.\n\n**Update (2026-03-01)**: not all of them.\n")],
            &[("it is.\n", "it is. (Updated 1 March 2026: not all of them.)\n")],
            &[("- fast\n", "- fast\n- Note 2026-03-01: and loud\n")],
            &[(
                "\n## Context",
                "\n> This decision was superseded by [8](0008-b.md).\n\n## Context",
            )],
            &[("it is.\n", "it is.\n\n## 2026-03-01\n\nNot all of them.\n")],
            &[("it is.\n", "it is.\n\n## Links\n\n- [x](y.md)\n")],
        ];
        for pairs in cases {
            assert_eq!(changed(pairs), "", "{pairs:?}");
        }
    }

    #[test]
    fn what_is_said_otherwise_is_a_change() {
        let cases: [(&[(&str, &str)], &str); 9] = [
            (
                &[("is full", "is not full")],
                "rewritten We have [two rooms], and one of them is not full. See",
            ),
            (&[("Use disks", "Use tapes")], "rewritten Use tapes"),
            (&[("- fast\n", "")], "gone fast"),
            (&[("- fast\n", "- fast\n- cheap\n")], "added cheap"),
            (&[("- fast\n", "- fast\n- Note: cheap\n")], "added Note: cheap"),
            (
                &[("it is.\n", "it is.\n\nUpdate the list weekly.\n")],
                "added Update the list weekly.",
            ),
            (&[("it is.\n", "it is.\n\nThis is final.\n")], "added This is final."),
            (
                &[("it is.\n", "it is. And tapes.\n")],
                "rewritten Disks it is. And tapes.",
            ),
            (
                &[
                    ("it is.\n", "it was.\n"),
                    ("\n## Context", "\nAmendment: no.\n\n## Context"),
                ],
                "rewritten Disks it was.",
            ),
        ];
        for (pairs, expected) in cases {
            let found = changed(pairs).replace("- ", "");
            assert_eq!(found, expected, "{pairs:?}");
        }
    }

    #[test]
    fn asciidoc_has_the_same_rules() {
        let old = "= ADR007: Disks\n:status: accepted\n\n== Context\n\nA xref:a.adoc[room] is full.\n";
        let edit = |from: &str, to: &str| {
            let new = old.replace(from, to);
            between(("adr/ADR007-a.adoc", old), ("adr/ADR007-a.adoc", &new))
        };
        for (from, to) in [
            ("accepted", "superseded"),
            ("a.adoc", "b.adoc"),
            ("full.\n", "full.\n\n// opsrepo: allow x/y -- z\n"),
            ("full.\n", "full.\n\n== Amendments\n\nNot so full.\n"),
        ] {
            assert_eq!(edit(from, to), "", "{to}");
        }
        assert!(edit("full", "empty").starts_with("rewritten"));
    }

    #[test]
    fn a_renumbered_title_says_the_same() {
        let new = OLD.replace("# 7.", "# 12.");
        assert_eq!(between(("adr/0007-a.md", OLD), ("adr/0012-b.md", &new)), "");
    }
}
