//! From a decision to JSON-ADR, and what the format has no place for: told, never dropped in silence.

use crate::model::fact::Fact;
use crate::model::interchange::{Adr, RELATIONS, Relation, STATUSES, words_of};
use crate::model::passages;
use crate::model::record::{Record, RecordId, Reference, Target};
use crate::model::to_sections::Sections;
use crate::model::workspace::Workspace;
use crate::syntax::document::Format;
use crate::syntax::node::{Entry, Value};
use crate::text::path::RepoPath;
use crate::text::span::{Range, Span};
use std::collections::BTreeMap;

/// A decision in the format, as far as it goes.
#[derive(Clone, Debug)]
pub struct Converted {
    /// Which decision.
    pub record: RecordId,
    /// What the format takes; `None` where it takes nothing, for lack of a number, a title or a date.
    pub adr: Option<Adr>,
    /// What is lost or becomes something else, or why all is lost: clauses that stand alone.
    pub losses: Vec<String>,
}

/// Areas that are only a word for a decision.
const PLAIN: [&str; 5] = ["", "adr", "adrs", "rfc", "kep"];

/// Where facts came from that are not written in the record.
const FROM_GIT: &str = "git:created";

/// Converts some decisions, in their order.
pub fn convert(workspace: &Workspace, ids: &[RecordId]) -> Vec<Converted> {
    let mut counts = BTreeMap::new();
    for record in ids.iter().map(|id| workspace.record(*id)) {
        if let Some(number) = &record.number {
            *counts.entry(number.value).or_insert(0usize) += 1;
        }
    }
    let one = |id: &RecordId| {
        let mut conversion = Conversion {
            workspace,
            record: workspace.record(*id),
            counts: &counts,
            losses: Vec::new(),
        };
        let adr = conversion.adr();
        Converted {
            record: *id,
            adr,
            losses: conversion.losses,
        }
    };
    ids.iter().map(one).collect()
}

struct Conversion<'a> {
    workspace: &'a Workspace,
    record: &'a Record,
    /// How many of the decisions have each number.
    counts: &'a BTreeMap<u64, usize>,
    losses: Vec<String>,
}

impl Conversion<'_> {
    fn adr(&mut self) -> Option<Adr> {
        let number = self.number()?;
        let date = self.date()?;
        let record = self.record;
        let people = |role: &str| record.people_in(role).map(|person| person.name.clone()).collect();
        let mut adr = Adr {
            number,
            title: record.name().to_owned(),
            status: self.status(),
            date,
            deciders: people("deciders"),
            consulted: people("consulted"),
            informed: people("informed"),
            tags: record.list("tags").iter().map(|word| word.text.clone()).collect(),
            links: self.links(),
            path: self.path().to_string(),
            ..Adr::default()
        };
        self.source(&mut adr);
        self.body(&mut adr);
        self.other_fields();
        Some(adr)
    }

    fn path(&self) -> &RepoPath {
        self.workspace.path_of(self.record)
    }

    fn lose(&mut self, what: String) {
        if !self.losses.contains(&what) {
            self.losses.push(what);
        }
    }

    fn number(&mut self) -> Option<u64> {
        let Some(number) = &self.record.number else {
            self.lose("it has no number".to_owned());
            return None;
        };
        if number.value == 0 {
            self.lose("JSON-ADR counts from 1".to_owned());
            return None;
        }
        if let Some(letter) = number.letter {
            self.lose(format!("the letter `{letter}` of its number is lost"));
        }
        if !PLAIN.iter().any(|plain| number.area.eq_ignore_ascii_case(plain)) {
            self.lose(format!("the area `{}` of its number is lost", number.area));
        }
        if self.counts.get(&number.value).is_some_and(|count| *count > 1) {
            self.lose("its number is that of several records".to_owned());
        }
        Some(number.value)
    }

    /// The format has no record without a day.
    fn date(&mut self) -> Option<String> {
        let (date, raw) = (&self.record.date, self.record.date.raw().unwrap_or_default());
        match date {
            Fact::Known(found) if &*found.locator == FROM_GIT => {
                self.lose("its date is that of its first commit".to_owned());
            }
            Fact::Known(_) => {}
            Fact::Unrecognised(_) => self.lose(format!("`{}` is no date", short(raw))),
            Fact::Absent => self.lose("it has no date".to_owned()),
        }
        let written = date.value().map(ToString::to_string)?;
        // A month alone is no day; the format has nothing less.
        if written.matches('-').count() == 1 {
            self.lose(format!("its date names no day: {written}-01 is written"));
            return Some(format!("{written}-01"));
        }
        Some(written)
    }

    fn status(&mut self) -> String {
        match &self.record.status {
            Fact::Absent => {
                self.lose("it says nothing about its status: an empty one is written".to_owned());
                String::new()
            }
            Fact::Unrecognised(found) => {
                let raw = short(found.raw.lines().next().unwrap_or_default());
                self.lose(format!("its status `{raw}` is kept as a custom one"));
                raw
            }
            Fact::Known(found) => {
                let status = &found.value;
                // What took its place stands among the links; further lines are kept, see `places`.
                let first = words_of(found.raw.lines().next().unwrap_or_default());
                let has_successor = self.record.refers("superseded-by").next().is_some();
                let is_lost = |text: &&String| {
                    let is_told = has_successor && text.to_lowercase().starts_with("by ");
                    !is_told && words_of(text).iter().all(|word| first.contains(word))
                };
                let rest: Vec<String> = status
                    .qualifiers
                    .iter()
                    .filter(is_lost)
                    .map(|text| short(text))
                    .collect();
                if !STATUSES.contains(&status.word.as_str()) {
                    self.lose(format!("its status `{}` is kept as a custom one", status.word));
                }
                if !rest.is_empty() {
                    self.lose(format!("`{}` beside its status is lost", rest.join(", ")));
                }
                if let Some(day) = status.date.filter(|day| Some(day) != self.record.date.value()) {
                    self.lose(format!("the date of its status, {day}, is lost"));
                }
                status.word.clone()
            }
        }
    }

    fn links(&mut self) -> Vec<Relation> {
        let mut links: Vec<Relation> = Vec::new();
        for reference in &self.record.references {
            let relation = RELATIONS.iter().find(|(field, _)| reference.field == *field);
            let Some((_, relation)) = relation else { continue };
            if let Some(target) = self.target(reference) {
                let link = Relation {
                    relation: (*relation).to_owned(),
                    target,
                    description: String::new(),
                };
                if !links.contains(&link) {
                    links.push(link);
                }
            }
        }
        links
    }

    fn target(&mut self, reference: &Reference) -> Option<u64> {
        let what = format!("`{}` in its {}", short(&reference.raw), reference.field);
        let id = match &reference.target {
            Target::Record(id) => *id,
            Target::Ambiguous(_) => {
                self.lose(format!("{what} may be one of several records: lost"));
                return None;
            }
            Target::Nothing(_) | Target::Elsewhere | Target::Pending => {
                self.lose(format!("{what} leads to no record: lost"));
                return None;
            }
        };
        let number = self
            .workspace
            .record(id)
            .number
            .as_ref()
            .filter(|number| number.value > 0);
        match number {
            None => self.lose(format!("{what} leads to a record without a number: lost")),
            Some(number) if self.counts.get(&number.value).is_some_and(|count| *count > 1) => {
                self.lose(format!(
                    "{} in its {} is the number of several records",
                    number.value, reference.field
                ));
            }
            Some(_) => {}
        }
        number.map(|number| number.value)
    }

    /// The places of all facts that stand in the file; the lines around them say nothing else.
    fn places(&self) -> Vec<Range> {
        let record = self.record;
        // What follows the first line of a status is kept as a text, or is a relation.
        let status = record.status.span().map(|span| {
            let first = self.workspace.tree.slice(span).lines().next().unwrap_or_default();
            let start = span.range.start as usize;
            Span::new(span.file, Range::new(start, start + first.len()))
        });
        let single = [status, record.date.span()].into_iter().flatten();
        let people = record.people.iter().map(|person| person.span);
        let references = record.references.iter().map(|reference| reference.span);
        let words = record.words.iter().flat_map(|(_, words)| words).map(|word| word.span);
        let texts = record.texts.iter().filter_map(|(_, text)| text.span());
        let all = single.chain(people).chain(references).chain(words).chain(texts);
        let here = all.filter(|span| span.file == record.file && span.range.start < span.range.end);
        here.map(|span| span.range).collect()
    }

    fn body(&mut self, adr: &mut Adr) {
        let document = self.workspace.document(self.record.file);
        let Some(markup) = &document.markup else { return };
        if document.format == Format::AsciiDoc {
            self.lose("its texts are AsciiDoc".to_owned());
        }
        let mut sections = Sections {
            text: self.workspace.tree.text(self.record.file),
            facts: self.places(),
            adr,
        };
        for passage in passages::cut(markup) {
            sections.take(&passage);
        }
        let mut seen: Vec<String> = Vec::new();
        for (name, _) in &mut adr.custom_sections {
            let free = std::iter::once(name.clone()).chain((2..).map(|n| format!("{name} ({n})")));
            if let Some(free) = free.into_iter().find(|free| !seen.contains(free)) {
                if free != *name {
                    self.losses.push(format!(
                        "several of its sections are called `{}`: they are counted",
                        short(name)
                    ));
                }
                seen.push(free.clone());
                *name = free;
            }
        }
    }

    /// Front matter that no field of the format takes.
    fn source(&mut self, adr: &mut Adr) {
        let document = self.workspace.document(self.record.file);
        if document.front_matter.is_none() {
            return;
        }
        let entries = document.data.first().map_or(&[][..], |data| data.entries());
        let places = self.places();
        let is_told = |entry: &Entry| {
            let holds = |place: &Range| entry.key_range.start <= place.start && place.end <= entry.value.range.end;
            places.iter().any(holds) || entry.value.scalar().as_ref() == Some(&adr.title)
        };
        let is_empty = |entry: &Entry| match &entry.value.value {
            Value::Null => true,
            Value::Text(text) => text.trim().is_empty(),
            Value::List(items) => items.is_empty(),
            Value::Map(entries) => entries.is_empty(),
            _ => false,
        };
        let mut rest: Vec<&str> = Vec::new();
        for entry in entries.iter().filter(|entry| !is_told(entry) && !is_empty(entry)) {
            match entry.value.as_str() {
                Some(uri) if entry.key == "source_uri" => adr.source_uri = uri.to_owned(),
                _ => rest.push(&entry.key),
            }
        }
        for key in rest {
            self.lose(format!("`{}` of its front matter is lost", short(key)));
        }
    }

    /// Facts that opsrepo reads and the format has no field for.
    fn other_fields(&mut self) {
        let record = self.record;
        let roles = record.people.iter().map(|person| person.role.as_str());
        let roles = roles.filter(|role| !["deciders", "consulted", "informed"].contains(role));
        let lists = record
            .words
            .iter()
            .filter(|(name, words)| *name != "tags" && !words.is_empty());
        let texts = record.texts.iter().filter(|(_, text)| text.raw().is_some());
        let references = record.references.iter().map(|reference| reference.field.as_str());
        let references = references.filter(|field| RELATIONS.iter().all(|(known, _)| known != field));
        let names = roles.chain(references).chain(lists.map(|(name, _)| name));
        let names: Vec<String> = names.chain(texts.map(|(name, _)| name)).map(str::to_owned).collect();
        for name in names {
            self.lose(format!("what it says of {name} is lost"));
        }
    }
}

/// A text on one line, not too long to be read.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(80) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}
