//! A record: one decision, service, runbook, incident, config or thing of a user's own kind.

use crate::model::by_field::ByField;
use crate::model::fact::Fact;
use crate::model::length::{Duration, Interval};
use crate::model::status::Status;
use crate::model::time::{Date, Moment};
use crate::syntax::node::Text;
use crate::text::span::{FileId, Range, Span};
use std::sync::Arc;

/// The position of a record in [`crate::model::workspace::Workspace::records`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId(pub u32);

impl RecordId {
    /// As an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One record with everything that was read about it.
#[derive(Clone, Debug)]
pub struct Record {
    /// Index into the workspace's kinds.
    pub kind: usize,
    /// Index into the workspace's sets.
    pub set: usize,
    /// The file that it stands in.
    pub file: FileId,
    /// Which value of the file's data it is (a YAML stream may hold several records).
    pub part: usize,
    /// Its id within its set: a number as written (`0007`, `0004a`), or a slug. Not unique: users take numbers twice.
    pub id: String,
    /// Its number, where its file name carries one.
    pub number: Option<Number>,
    /// Its title.
    pub title: Fact<String>,
    /// Its status.
    pub status: Fact<Status>,
    /// Its date: when decided, or when the incident was.
    pub date: Fact<Date>,
    /// Everybody named in it, by role.
    pub people: Vec<Person>,
    /// What it refers to by name, in the order of its kind's fields. A record may say the same in two places: both are
    /// here.
    pub references: Vec<Reference>,
    /// Points in time by field name (`started`, `detected`, `resolved`, `reviewed` …).
    pub times: ByField<Fact<Moment>>,
    /// Stated durations by field name (`time-to-repair` …).
    pub durations: ByField<Fact<Duration>>,
    /// Intervals by field name (`review-every`).
    pub intervals: ByField<Fact<Interval>>,
    /// Further texts by field name (`severity`, `summary`, `owner` …).
    pub texts: ByField<Fact<String>>,
    /// Lists of words by field name (`tags`, `alerts`).
    pub words: ByField<Vec<Word>>,
    /// The timeline, in the order of the file.
    pub timeline: Vec<TimelineEntry>,
}

/// The number of a record. Numbers are not an identity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number {
    /// What numbers are counted within: the part of the name before the number (`ODH-ADR-Operator`), or empty.
    pub area: String,
    /// The number; for date-slugs the date as `YYYYMMDD`.
    pub value: u64,
    /// A letter after it (`0004a`).
    pub letter: Option<char>,
    /// How many digits it was written with.
    pub digits: u8,
}

/// Somebody named in a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// The field that names them (`deciders`, `owner`, `authors`).
    pub role: Text,
    /// The name as written, without markup.
    pub name: String,
    /// Where.
    pub span: Span,
    /// The locator that found it.
    pub locator: Arc<str>,
}

/// A word of a list field.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// The word.
    pub text: String,
    /// Where.
    pub span: Span,
    /// The locator that found it.
    pub locator: Arc<str>,
}

/// A record's reference to another record, by name.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// The field (`supersedes`, `superseded-by`, `services` …).
    pub field: Text,
    /// The name of the kind that it should be; `None` for any.
    pub kind: Option<Text>,
    /// What is written.
    pub raw: String,
    /// Where: the name alone where that can be told, else the value in which it stands.
    pub span: Span,
    /// The locator that found it.
    pub locator: Arc<str>,
    /// What it leads to.
    pub target: Target,
}

/// What a reference leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// One record.
    Record(RecordId),
    /// Several records answer to it.
    Ambiguous(Vec<RecordId>),
    /// Nothing; the ids that come nearest, best first.
    Nothing(Vec<String>),
    /// Something that is not ours to resolve: a URL.
    Elsewhere,
    /// Not looked up yet.
    Pending,
}

/// One line of a timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct TimelineEntry {
    /// When; unrecognised where no time could be read.
    pub at: Fact<Moment>,
    /// What happened: a place in the file.
    pub text: Range,
}

impl Record {
    /// A title to show: the one that was found, or the id.
    pub fn name(&self) -> &str {
        self.title.value().map_or(&self.id, String::as_str)
    }

    /// A point in time by field name.
    pub fn time(&self, field: &str) -> Option<&Moment> {
        self.times.get(field).and_then(Fact::value)
    }

    /// A text by field name.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.texts.get(field).and_then(Fact::value).map(String::as_str)
    }

    /// The words of a list field; none where there is no such field.
    pub fn list(&self, field: &str) -> &[Word] {
        self.words.get(field).map_or(&[], Vec::as_slice)
    }

    /// The references of one field.
    pub fn refers<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a Reference> {
        self.references.iter().filter(move |reference| reference.field == field)
    }

    /// The references of one field, each target once: a record may name it in two places.
    pub fn refers_once<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a Reference> {
        let mut known: Vec<RecordId> = Vec::new();
        self.refers(field).filter(move |reference| match reference.target {
            Target::Record(id) if known.contains(&id) => false,
            Target::Record(id) => {
                known.push(id);
                true
            }
            _ => true,
        })
    }

    /// The people of one role.
    pub fn people_in<'a>(&'a self, role: &'a str) -> impl Iterator<Item = &'a Person> {
        self.people.iter().filter(move |person| person.role == role)
    }

    /// Where a finding about the record as a whole points: its title, or the start of its file.
    pub fn place(&self) -> Span {
        self.title.span().unwrap_or(Span::new(self.file, Range::at(0)))
    }
}
