//! A kind of record, as a row of data: where its files live and how its facts are found.
//!
//! The built-in rows stand in `kinds/`; a user's own kind is the same row written in `opsrepo.toml`.

use crate::model::lifecycle::Lifecycle;
use crate::model::locator::Named;
use crate::syntax::document::Format;
use std::fmt;

/// Everything opsrepo knows about a kind of record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its name (`decision`), which is also its command.
    pub name: String,
    /// The name of many (`decisions`), which is also its folder on the site.
    pub plural: String,
    /// One line for people.
    pub summary: String,
    /// How its records are recognised.
    pub habitat: Habitat,
    /// How its facts are found, in the order in which they are shown.
    pub fields: Vec<Field>,
    /// Its status words, in the order of a life.
    pub statuses: Vec<StatusWord>,
    /// Its JSON Schema as text; empty where it has none.
    pub schema: String,
    /// The blank form that `new` fills; empty where it has none.
    pub form: Form,
    /// What may become of its records.
    pub lifecycle: Lifecycle,
}

/// How records of a kind are recognised without configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Habitat {
    /// Formats that a record may have.
    pub formats: Vec<Format>,
    /// Names of folders that hold them, in lower case; with a leading `/` only at the root.
    pub folders: Vec<String>,
    /// Words in a numbered file name that tell the kind wherever the file lies (`adr`), in lower case.
    pub name_words: Vec<String>,
    /// What a file in such a folder must show to be a record; empty: nothing more.
    pub inside: Vec<Mark>,
    /// What makes a file a record wherever it lies: one of these, whose marks must all hold.
    pub anywhere: Vec<Vec<Mark>>,
}

/// Something about a file that speaks for a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// `numbered`: the name carries a number or starts with a date.
    Numbered,
    /// `named:WORD`: the name holds a word.
    Named(String),
    /// `file:NAME`: the file's name.
    FileName(String),
    /// `key:KEY`: a key of the front matter, or of a data file's top level; a dotted path goes deeper.
    Key(String),
    /// `key:KEY=VALUE`: a key with this value; `VALUE*` only needs to start so.
    KeyIs(String, String),
    /// `heading:TEXT`: a heading, compared in lower case.
    Heading(String),
    /// `label:TEXT`: a list item that starts with this label.
    Label(String),
}

impl Mark {
    /// Reads a mark as it is written in `opsrepo.toml`.
    pub fn parse(text: &str) -> Option<Mark> {
        let (name, argument) = text.split_once(':').unwrap_or((text, ""));
        let argument = argument.trim();
        match (name.trim(), argument.is_empty()) {
            ("numbered", true) => Some(Mark::Numbered),
            ("named", false) => Some(Mark::Named(argument.to_lowercase())),
            ("file", false) => Some(Mark::FileName(argument.to_owned())),
            ("heading", false) => Some(Mark::Heading(argument.to_owned())),
            ("label", false) => Some(Mark::Label(argument.to_owned())),
            ("key", false) => Some(match argument.split_once('=') {
                Some((key, value)) => Mark::KeyIs(key.trim().to_owned(), value.trim().to_owned()),
                None => Mark::Key(argument.to_owned()),
            }),
            _ => None,
        }
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mark::Numbered => f.write_str("numbered"),
            Mark::Named(word) => write!(f, "named:{word}"),
            Mark::FileName(name) => write!(f, "file:{name}"),
            Mark::Key(key) => write!(f, "key:{key}"),
            Mark::KeyIs(key, value) => write!(f, "key:{key}={value}"),
            Mark::Heading(text) => write!(f, "heading:{text}"),
            Mark::Label(text) => write!(f, "label:{text}"),
        }
    }
}

/// Marks as one writes them; one that cannot be read is left out, which `tests/suite` forbids for built-in rows.
pub fn marks(texts: &[&str]) -> Vec<Mark> {
    texts.iter().filter_map(|text| Mark::parse(text)).collect()
}

/// Owned strings from a row's literals.
pub fn names(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

/// One fact of a kind and the locators that are tried for it, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name, as in machine output.
    pub name: String,
    /// What sort of value it is.
    pub shape: Shape,
    /// Where to look; the first that finds something wins.
    pub locators: Vec<Named>,
}

/// Sorts of values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// The record's id, where it is not its file's name.
    Id,
    /// The record's title.
    Title,
    /// The record's status.
    Status,
    /// The record's date.
    Date,
    /// A point in time.
    Moment,
    /// A stated duration.
    Duration,
    /// A calendar interval.
    Interval,
    /// Names of people or teams.
    People,
    /// A list of words.
    Words,
    /// Any text.
    Text,
    /// The name of a time zone; kept among the texts.
    Zone,
    /// Names of other records; the kind that they must be, or any.
    References(Option<String>),
    /// A timeline.
    Timeline,
}

/// A canonical status word and how else it is spelt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusWord {
    /// The canonical word, in lower case.
    pub word: String,
    /// Other spellings, in lower case.
    pub spellings: Vec<String>,
    /// Whether a record in it is over and done with.
    pub is_final: bool,
}

/// How `new` makes a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// The template's text.
    pub template: String,
    /// Folder for the first record of a repository that has none.
    pub folder: String,
    /// File name pattern with `{number}`, `{date}` and `{slug}`.
    pub file_name: String,
    /// The status that a new record has unless one is given.
    pub status: String,
    /// Other templates that can be asked for by name.
    pub templates: &'static [Template],
}

/// A template of a kind, for those who write their records in another form than the kind's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its name on the command line.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
}

impl Kind {
    /// The row of a field.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// `1 decision`, `2 decisions`.
    pub fn count(&self, number: usize) -> String {
        match number {
            1 => format!("1 {}", self.name),
            number => format!("{number} {}", self.plural),
        }
    }

    /// True when its records are counted.
    pub fn is_numbered(&self) -> bool {
        self.form.file_name.contains("{number}")
    }
}

impl Field {
    /// A field whose locators are written as in `opsrepo.toml`. A locator that cannot be read is left out:
    /// `tests/suite` checks that no built-in row has one.
    pub fn new(name: &str, shape: Shape, locators: &[&str]) -> Self {
        Field {
            name: name.to_owned(),
            shape,
            locators: locators.iter().filter_map(|text| Named::parse(text)).collect(),
        }
    }
}

impl StatusWord {
    /// A word that a living record has.
    pub fn living(word: &str, spellings: &[&str]) -> Self {
        StatusWord {
            word: word.to_owned(),
            spellings: spellings.iter().map(|&s| s.to_owned()).collect(),
            is_final: false,
        }
    }

    /// A word that a finished record has.
    pub fn finished(word: &str, spellings: &[&str]) -> Self {
        StatusWord {
            is_final: true,
            ..StatusWord::living(word, spellings)
        }
    }
}
