//! Which record somebody means who names it on the command line: by path, id, number, or a part of its name.
//!
//! References inside records are resolved in [`crate::model::resolve`], which never guesses.

use crate::model::call;
use crate::model::identity;
use crate::model::near::{self, Known};
use crate::model::record::{Record, RecordId};
use crate::model::workspace::Workspace;

/// Why no single record was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Miss {
    /// There is none; the ids that come nearest, best first.
    Nothing(Vec<String>),
    /// Several answer to the name, the nearest first.
    Several(Vec<RecordId>),
}

/// How well a record answers to a name; the first is the best.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Path,
    Id,
    /// A spelling of its name that holds its area (`operator-7`).
    Full,
    /// Its number, slug or file name.
    Name,
    Title,
    /// The end of its path.
    PathEnd,
    /// The start of its name or title.
    Start,
    /// Whole words in its name or title.
    Words,
    /// Anything inside its path or title.
    Part,
}

/// The one record that `wanted` means, of a kind or of any; exact names go before parts of names.
pub fn find(workspace: &Workspace, kind: Option<&str>, wanted: &str) -> Result<RecordId, Miss> {
    let name = Name::new(wanted);
    let is_asked = |record: &Record| kind.is_none_or(|kind| workspace.kind_of(record).name == kind);
    let asked = || workspace.iter().filter(|(_, record)| is_asked(record));
    let mut found: Vec<(Fit, usize, RecordId)> = asked()
        .filter_map(|(id, record)| {
            let (fit, distance) = name.fit(workspace, record)?;
            Some((fit, distance, id))
        })
        .collect();
    found.sort();
    let best = found.first().map(|(fit, _, _)| *fit);
    let equal: Vec<RecordId> = found
        .iter()
        .filter(|(fit, _, _)| Some(*fit) == best || (best >= Some(Fit::Start) && *fit >= Fit::Start))
        .map(|(_, _, id)| *id)
        .collect();
    match equal[..] {
        [id] => Ok(id),
        [] => match call::leading_call(wanted).filter(|id| id.len() < wanted.trim().len()) {
            // `036. Use dashes` means what its number means.
            Some(id) => find(workspace, kind, id),
            _ => {
                let known: Vec<Known<'_>> = asked()
                    .map(|(_, record)| Known::of(record, workspace.path_of(record)))
                    .collect();
                Err(Miss::Nothing(near::nearest(wanted, &known.iter().collect::<Vec<_>>())))
            }
        },
        _ => Err(Miss::Several(equal)),
    }
}

/// What was asked for, in the forms in which it is compared.
struct Name {
    lower: String,
    /// With blanks for dashes and underscores.
    words: String,
    calls: Vec<String>,
}

impl Name {
    fn new(wanted: &str) -> Self {
        let lower = wanted.trim().trim_start_matches("./").to_lowercase();
        let mut calls = call::calls(wanted);
        // A day is a number of eight digits in names that begin with one.
        if identity::leading_date(&lower).is_some() && lower.len() == 10 {
            calls.push(lower.replace(['-', '.', '_'], ""));
        }
        Name {
            words: as_words(&lower),
            calls,
            lower,
        }
    }

    /// How well a record answers, and how much of its name is not asked for.
    fn fit(&self, workspace: &Workspace, record: &Record) -> Option<(Fit, usize)> {
        if self.lower.is_empty() {
            return None;
        }
        let path = workspace.path_of(record);
        let lower = path.as_str().to_lowercase();
        if lower == self.lower {
            return Some((Fit::Path, 0));
        }
        if record.id.to_lowercase() == self.lower {
            return Some((Fit::Id, 0));
        }
        let spellings = identity::spellings(&record.id, path, record.number.as_ref());
        let called = self.calls.iter().position(|call| spellings.contains(call));
        match called {
            Some(at) if at + 1 < self.calls.len() => return Some((Fit::Full, 0)),
            Some(_) => return Some((Fit::Name, 0)),
            None => {}
        }
        let title = record.name().to_lowercase();
        if title == self.lower {
            return Some((Fit::Title, 0));
        }
        if lower
            .strip_suffix(&self.lower)
            .is_some_and(|before| before.ends_with('/'))
        {
            return Some((Fit::PathEnd, lower.len()));
        }
        let (name, title) = (as_words(&identity::carrier(path).to_lowercase()), as_words(&title));
        let slug = name.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
        let texts = [slug, &name, &title];
        let rest = |text: &str| text.len().saturating_sub(self.words.len());
        let start = texts
            .iter()
            .filter(|text| begins(text, &self.words))
            .map(|text| rest(text));
        let inside = texts
            .iter()
            .filter(|text| holds_words(text, &self.words))
            .map(|text| rest(text));
        let any = || self.lower.len() > 1 && (lower.contains(&self.lower) || title.contains(&self.words));
        start
            .min()
            .map(|rest| (Fit::Start, rest))
            .or_else(|| inside.min().map(|rest| (Fit::Words, rest)))
            .or_else(|| any().then_some((Fit::Part, lower.len())))
    }
}

fn as_words(text: &str) -> String {
    text.replace(['-', '_'], " ")
}

fn begins(text: &str, words: &str) -> bool {
    text.strip_prefix(words)
        .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

fn holds_words(text: &str, words: &str) -> bool {
    let ends = |at: usize| !text[at + words.len()..].starts_with(char::is_alphanumeric);
    let starts = |at: usize| !text[..at].ends_with(char::is_alphanumeric);
    text.match_indices(words).any(|(at, _)| starts(at) && ends(at))
}
