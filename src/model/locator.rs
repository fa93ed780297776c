//! Locators: where a fact may stand in a file, as a row of data.

use std::fmt;
use std::sync::Arc;

/// One place to look for a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Locator {
    /// `front-matter:KEY`: a key of the front matter or of a whole data file. `a.b` goes deeper; `#part` selects
    /// nothing but documents itself.
    FrontMatter(Vec<String>),
    /// `section:NAME`: the text under a heading that is exactly this.
    Section(String),
    /// `bullet:LABEL`: a list item `LABEL: value`.
    Bullet(String),
    /// `line:LABEL`: a line of a paragraph `LABEL: value`.
    Line(String),
    /// `bold-line:LABEL`: a line of a paragraph `**LABEL**: value`.
    BoldLine(String),
    /// `table:LABEL`: the cell beside, or under, a cell that is exactly this.
    Table(String),
    /// `attribute:NAME`: an AsciiDoc attribute.
    Attribute(String),
    /// `sidecar:FILE#/POINTER`: a value in a data file beside the record.
    Sidecar(String, String),
    /// `heading`: the first heading of level 1.
    Heading,
    /// `heading-date`: the date with which the first heading starts.
    HeadingDate,
    /// `file-name`: the words of the file name.
    FileName,
    /// `file-date`: the date in the file name.
    FileDate,
    /// `dir-name`: the name of the folder.
    DirName,
    /// `sections:NAME`: the headings below a heading, for timelines.
    Sections(String),
    /// `bullets:NAME`: the list items below a heading or a list item, for timelines.
    Bullets(String),
    /// `rows:NAME`: the rows of the tables below a heading, for timelines.
    Rows(String),
    /// `relation:WORD`: what follows a word such as "superseded by" in the status or under a heading "Links".
    Relation(String),
    /// `zone-line`: the words that say in which zone times stand: `All times in PST`, `Timeline (UTC)`.
    ZoneLine,
    /// `git:created`: the date of the first commit, from the history.
    GitCreated,
}

/// A locator with its name, which every fact that it finds remembers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Where to look.
    pub locator: Locator,
    /// As it is written in `opsrepo.toml`.
    pub name: Arc<str>,
}

impl Named {
    /// Reads a locator as it is written in `opsrepo.toml`.
    pub fn parse(text: &str) -> Option<Named> {
        let locator = Locator::parse(text)?;
        let name = Arc::from(locator.to_string());
        Some(Named { locator, name })
    }
}

impl Locator {
    /// Reads a locator as it is written in `opsrepo.toml`.
    pub fn parse(text: &str) -> Option<Locator> {
        let (name, argument) = text
            .split_once(':')
            .map_or((text, ""), |(name, argument)| (name, argument.trim()));
        let label = || (!argument.is_empty()).then(|| argument.to_owned());
        Some(match name.trim() {
            "front-matter" => Locator::FrontMatter(label()?.split('.').map(str::to_owned).collect()),
            "section" => Locator::Section(label()?),
            "bullet" => Locator::Bullet(label()?),
            "line" => Locator::Line(label()?),
            "bold-line" => Locator::BoldLine(label()?),
            "table" => Locator::Table(label()?),
            "attribute" => Locator::Attribute(label()?),
            "sections" => Locator::Sections(label()?),
            "bullets" => Locator::Bullets(label()?),
            "rows" => Locator::Rows(label()?),
            "relation" => Locator::Relation(label()?.to_lowercase()),
            "sidecar" => {
                let (file, pointer) = argument.split_once('#')?;
                Locator::Sidecar(file.to_owned(), pointer.to_owned())
            }
            "heading" => Locator::Heading,
            "heading-date" => Locator::HeadingDate,
            "file-name" => Locator::FileName,
            "file-date" => Locator::FileDate,
            "dir-name" => Locator::DirName,
            "zone-line" => Locator::ZoneLine,
            "git" if argument == "created" => Locator::GitCreated,
            _ => return None,
        })
    }
}

impl fmt::Display for Locator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Locator::FrontMatter(keys) => write!(f, "front-matter:{}", keys.join(".")),
            Locator::Section(name) => write!(f, "section:{name}"),
            Locator::Bullet(label) => write!(f, "bullet:{label}"),
            Locator::Line(label) => write!(f, "line:{label}"),
            Locator::BoldLine(label) => write!(f, "bold-line:{label}"),
            Locator::Table(label) => write!(f, "table:{label}"),
            Locator::Attribute(name) => write!(f, "attribute:{name}"),
            Locator::Sidecar(file, pointer) => write!(f, "sidecar:{file}#{pointer}"),
            Locator::Heading => f.write_str("heading"),
            Locator::HeadingDate => f.write_str("heading-date"),
            Locator::FileName => f.write_str("file-name"),
            Locator::FileDate => f.write_str("file-date"),
            Locator::DirName => f.write_str("dir-name"),
            Locator::Sections(name) => write!(f, "sections:{name}"),
            Locator::Bullets(name) => write!(f, "bullets:{name}"),
            Locator::Rows(name) => write!(f, "rows:{name}"),
            Locator::Relation(word) => write!(f, "relation:{word}"),
            Locator::ZoneLine => f.write_str("zone-line"),
            Locator::GitCreated => f.write_str("git:created"),
        }
    }
}
