//! How the status of a record came to be: texts of its versions in, facts out. It must not know where the texts lie.
//!
//! A version is read by the engine that reads the files of today, with the record's kind and set of today, so a status in
//! any dialect is found in the past as well. Who did it and when is told in [`crate::model::story`].

use crate::model::fact::Fact;
use crate::model::head::Head;
use crate::model::kind::{Field, Kind, Shape};
use crate::model::locate::Page;
use crate::model::locator::Locator;
use crate::model::read::Reader;
use crate::model::record::RecordId;
use crate::model::sets::RecordSet;
use crate::model::status::Status;
use crate::syntax::document::Document;
use crate::syntax::reader;
use crate::text::history::History;
use crate::text::path::RepoPath;
use crate::text::source::Source;
use crate::text::span::Range;
use crate::text::tree::{Content, File, Tree};
use std::collections::BTreeMap;

/// The steps of every record that was asked about, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Past {
    steps: BTreeMap<RecordId, Vec<Step>>,
}

/// What one commit, or what lies uncommitted on disk, did to a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The touches of its files in the log, as (which file, which touch): the record's own file is 0. Empty: not
    /// committed yet.
    pub touches: Vec<(usize, usize)>,
    /// True where a shallow clone begins: the record was there, and what was done to it is not known.
    pub is_cut: bool,
    /// What it said before; `None` where there was no such file.
    pub before: Option<State>,
    /// What it said afterwards; `None` where the file is gone.
    pub after: Option<State>,
}

/// What a version of a record says about its status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing.
    Absent,
    /// Something that is no status: its text.
    Unrecognised(String),
    /// A status.
    Known {
        /// The canonical word.
        word: String,
        /// As it was written.
        raw: String,
    },
    /// The version cannot be read: it is no text, or a partial clone does not hold it.
    Unreadable,
}

/// One version of a record: its files as they were, the record's own first. A file that was not there then is left out.
pub type Version = Vec<(RepoPath, Option<String>)>;

impl Past {
    /// Keeps the steps of a record.
    pub fn keep(&mut self, id: RecordId, steps: Vec<Step>) {
        self.steps.insert(id, steps);
    }

    /// The same for records that have other ids by now: for each old one in their order, its new one.
    pub(crate) fn renumbered(self, became: &[Option<RecordId>]) -> Past {
        let steps = self.steps.into_iter();
        let steps = steps.filter_map(|(id, steps)| Some(((*became.get(id.index())?)?, steps)));
        Past { steps: steps.collect() }
    }

    /// The steps of a record, oldest first; `None` where nobody asked.
    pub fn of(&self, id: RecordId) -> Option<&[Step]> {
        self.steps.get(&id).map(Vec::as_slice)
    }
}

impl Step {
    /// True when the status became another: other decoration of the same word is none, and neither is the first sight of
    /// a record that says nothing.
    pub fn is_transition(&self) -> bool {
        match (&self.before, &self.after) {
            _ if self.is_cut => false,
            (None, Some(State::Absent)) | (Some(_), None) => false,
            (None, after) => after.is_some(),
            (Some(before), Some(after)) => !before.is_same(after),
        }
    }
}

impl State {
    /// What was read as the status of a record.
    pub fn of(status: &Fact<Status>) -> State {
        match status {
            Fact::Absent => State::Absent,
            Fact::Unrecognised(found) => State::Unrecognised(found.raw.clone()),
            Fact::Known(found) => State::Known {
                word: found.value.word.clone(),
                raw: found.raw.clone(),
            },
        }
    }

    /// The canonical word, where there is one.
    pub fn word(&self) -> Option<&str> {
        match self {
            State::Known { word, .. } => Some(word),
            _ => None,
        }
    }

    /// The status as it was written.
    pub fn raw(&self) -> Option<&str> {
        match self {
            State::Known { raw, .. } | State::Unrecognised(raw) => Some(raw),
            State::Absent | State::Unreadable => None,
        }
    }

    /// True when both say the same, however it is decorated. Of what cannot be read nothing is claimed.
    fn is_same(&self, other: &State) -> bool {
        let letters = |text: &str| -> String {
            let plain = text.chars().filter(|c| c.is_alphanumeric());
            plain.flat_map(char::to_lowercase).collect()
        };
        match (self, other) {
            (State::Unreadable, _) | (_, State::Unreadable) => true,
            (State::Unrecognised(one), State::Unrecognised(two)) => letters(one) == letters(two),
            _ => self.word() == other.word() && self.raw().is_some() == other.raw().is_some(),
        }
    }
}

/// Reads the statuses in the versions of a record.
pub struct Versions<'a> {
    kind: &'a Kind,
    set: &'a RecordSet,
    /// Which value of its file the record is.
    part: usize,
    /// A front matter that told a status, up to its end, and the path: what follows it cannot say otherwise.
    told: Option<(RepoPath, String, State)>,
}

impl<'a> Versions<'a> {
    /// Of a record that stands as value `part` of its file.
    pub fn new(kind: &'a Kind, set: &'a RecordSet, part: usize) -> Self {
        Versions {
            kind,
            set,
            part,
            told: None,
        }
    }

    /// False where nothing of a version has to be known: its kind has no status.
    pub fn are_asked(&self) -> bool {
        self.field().is_some()
    }

    fn field(&self) -> Option<&'a Field> {
        self.kind.fields.iter().find(|field| field.shape == Shape::Status)
    }

    /// The status in one version. A kind without statuses has none.
    pub fn state(&mut self, version: Version) -> State {
        let Some(field) = self.field() else {
            return State::Absent;
        };
        let Some(own) = version.first().map(|(path, _)| path.clone()) else {
            return State::Absent;
        };
        if version.iter().any(|(_, text)| text.is_none()) {
            return State::Unreadable;
        }
        if let Some(state) = self.known(&version) {
            return state;
        }
        let file = |(path, text): (RepoPath, Option<String>)| File {
            path,
            content: Content::Text(Source::new(text.unwrap_or_default())),
        };
        let tree = Tree::new(version.into_iter().map(file).collect());
        let files = tree.files().iter();
        let documents: Vec<Document> = files.map(|file| reader::read(&file.path, &file.content)).collect();
        let Some(file) = tree.find(&own) else {
            return State::Absent;
        };
        let (document, text) = (&documents[file.index()], tree.text(file));
        let head = Head::of(document, text);
        let page = Page {
            tree: &tree,
            documents: &documents,
            file,
            part: self.part,
            head: &head,
        };
        let reader = Reader {
            kind: self.kind,
            set: self.set,
            history: &History::NotAsked,
        };
        let status = reader.status(field, page);
        self.learn((&own, document, text), &status);
        State::of(&status)
    }

    /// Keeps what the front matter of a version says, if it is what is asked first.
    pub fn learn(&mut self, (path, document, text): (&RepoPath, &Document, &str), status: &Fact<Status>) {
        let first = self.field().and_then(|field| field.locators.first());
        let first = first.filter(|named| matches!(named.locator, Locator::FrontMatter(_)));
        let is_first = first.is_some_and(|named| status.locator() == Some(&*named.name));
        self.told = document.front_matter.filter(|_| is_first).map(|range| {
            let block = Range::new(0, range.end as usize).of(text).to_owned();
            (path.clone(), block, State::of(status))
        });
    }

    /// The state of a version that begins with a front matter which was read before, if its front matter is what is asked
    /// first. Most versions differ further down, and need not be parsed then.
    fn known(&self, version: &Version) -> Option<State> {
        let (path, block, state) = self.told.as_ref()?;
        let [(own, Some(text))] = &version[..] else {
            return None;
        };
        let rest = text.strip_prefix(block.as_str()).filter(|_| own == path)?;
        (rest.is_empty() || rest.starts_with(['\n', '\r'])).then(|| state.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::{State, Step, Versions};
    use crate::kinds;
    use crate::model::sets::RecordSet;
    use crate::text::path::RepoPath;

    fn state(text: &str) -> Option<State> {
        match text.split_once('=') {
            _ if text == "none" => None,
            _ if text == "absent" => Some(State::Absent),
            _ if text == "unreadable" => Some(State::Unreadable),
            Some((word, raw)) => Some(State::Known {
                word: word.to_owned(),
                raw: raw.to_owned(),
            }),
            None => Some(State::Unrecognised(text.to_owned())),
        }
    }

    #[test]
    fn a_transition_is_another_word() {
        let cases = [
            ("proposed=Proposed", "accepted=approved", true),
            ("accepted=Accepted", "accepted=✅ Accepted", false),
            ("🤔 Incomplete", "Incomplete", false),
            ("Incomplete", "Complete", true),
            ("Incomplete", "accepted=x", true),
            ("absent", "Incomplete", true),
            ("absent", "absent", false),
            ("absent", "deprecated=x", true),
            ("accepted=x", "absent", true),
            ("none", "accepted=x", true),
            ("none", "absent", false),
            ("accepted=x", "none", false),
            ("unreadable", "accepted=x", false),
        ];
        for (before, after, wanted) in cases {
            let step = Step {
                touches: Vec::new(),
                is_cut: false,
                before: state(before),
                after: state(after),
            };
            assert_eq!(step.is_transition(), wanted, "{before} to {after}");
        }
    }

    #[test]
    fn versions_are_read_in_their_own_dialect() {
        let set = RecordSet {
            name: String::new(),
            kind: 0,
            folder: RepoPath::root(),
            files: Vec::new(),
            exclude: Vec::new(),
            having: Vec::new(),
            members: Vec::new(),
            schema: None,
            reason: String::new(),
            configured: None,
        };
        let kind = kinds::all().into_iter().find(|kind| kind.name == "decision").unwrap();
        let mut versions = Versions::new(&kind, &set, 0);
        let mut read = |text: Option<&str>| {
            let path = RepoPath::new("adr/0001-x.md").unwrap();
            let state = versions.state(vec![(path, text.map(str::to_owned))]);
            state.word().map_or_else(|| format!("{state:?}"), str::to_owned)
        };
        let cases = [
            (Some("---\nstatus: accepted\n---\n# X\n"), "accepted"),
            (
                Some("---\nstatus: accepted\n---\n# X\n\n## Status\n\nRejected\n"),
                "accepted",
            ),
            (Some("---\nstatus: accepted\n---x\nstatus: rejected\n---\n"), "Absent"),
            (Some("---\nstatus: accepted\n---"), "accepted"),
            (Some("---\ndate: x\n---\n# X\n\n## Status\n\nRejected\n"), "rejected"),
            (Some("---\ndate: x\n---\n# X\n\n## Status\n\nProposed\n"), "proposed"),
            (Some("# X\n\n* Status: approved\n"), "accepted"),
            (Some("# X\n"), "Absent"),
            (Some("# X\n\n## Status\n\nsome day\n"), "Unrecognised(\"some day\")"),
            (None, "Unreadable"),
        ];
        for (text, wanted) in cases {
            assert_eq!(read(text), wanted, "{text:?}");
        }
    }
}
