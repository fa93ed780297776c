//! The log that decisions from elsewhere join: its manner, its files and its numbers.

use crate::model::identity;
use crate::model::interchange::Adr;
use crate::model::kind::Kind;
use crate::model::record::{Record, RecordId};
use crate::model::workspace::Workspace;
use crate::text::path::RepoPath;
use crate::text::template::slug;
use crate::write::adr_text::{Heading, Manner};
use std::collections::{BTreeMap, BTreeSet};

/// A log, and what has been given away in it.
pub(super) struct Log<'a> {
    pub(super) workspace: &'a Workspace,
    /// Its records.
    pub(super) records: Vec<(RecordId, &'a Record)>,
    /// How its records are written.
    pub(super) manner: (Manner, Heading),
    /// How many digits its numbers have.
    pub(super) digits: usize,
    kind: &'a Kind,
    folder: RepoPath,
    prefix: String,
    ending: String,
    /// Who has each number; `None` for a decision that comes in. In an empty log a number counts within its area.
    numbers: BTreeMap<(u64, String), Option<RecordId>>,
    files: BTreeSet<RepoPath>,
    next: u64,
}

/// A number that is taken, and by whom: a record, or another decision that comes in.
pub(super) struct Holder(pub(super) Option<RecordId>);

impl<'a> Log<'a> {
    /// The log of a set, or a new one; `from` is the folder that the decisions come from.
    pub(super) fn new(workspace: &'a Workspace, (kind, set): (usize, Option<usize>), from: Option<&str>) -> Self {
        let row = &workspace.kinds[kind];
        let is_ours = |(_, record): &(RecordId, &Record)| Some(record.set) == set;
        let records: Vec<(RecordId, &Record)> = workspace.iter().filter(is_ours).collect();
        let counted = |(_, record): &&(RecordId, &Record)| record.number.as_ref().is_some_and(|n| !is_day(n.value));
        let last = records.iter().rev().find(counted);
        let model = last.or(records.last()).map(|(_, record)| *record);
        let path = model.map(|record| workspace.path_of(record));
        let name = model.map(|record| identity::carrier(workspace.path_of(record)));
        let prefix = name.and_then(|name| Some(name[..name.find(|c: char| c.is_ascii_digit())?].to_owned()));
        let kept = set.map(|set| workspace.sets[set].folder.clone());
        let numbers = records
            .iter()
            .filter_map(|(id, record)| Some((record.number.as_ref()?.value, *id)));
        Log {
            workspace,
            manner: manner(workspace, &records),
            digits: last
                .and_then(|(_, record)| record.number.as_ref())
                .map_or(4, |number| usize::from(number.digits)),
            kind: row,
            folder: path.map(RepoPath::parent).or(kept).unwrap_or_else(|| home(row, from)),
            prefix: prefix.filter(|prefix| prefix.len() < 40).unwrap_or_default(),
            ending: path
                .map(|path| path.name()[path.stem().len()..].to_owned())
                .filter(|ending| ending.ends_with(".md"))
                .unwrap_or_else(|| ".md".to_owned()),
            numbers: numbers
                .map(|(number, id)| ((number, String::new()), Some(id)))
                .collect(),
            files: BTreeSet::new(),
            next: 1,
            records,
        }
    }

    /// Keeps the numbers of all that comes in from being given to others.
    pub(super) fn reserve(&mut self, adrs: &[Adr]) {
        let here = self.numbers.keys().map(|(number, _)| *number);
        let all = here.chain(adrs.iter().map(|adr| adr.number));
        self.next = all
            .filter(|number| !is_day(*number))
            .max()
            .map_or(1, |number| number + 1);
    }

    /// Takes the number of a decision. Days may be taken twice.
    pub(super) fn take(&mut self, adr: &Adr) -> Result<u64, Holder> {
        let key = (adr.number, self.kept(adr).map(|(_, area)| area).unwrap_or_default());
        match self.numbers.get(&key) {
            Some(holder) if !is_day(adr.number) => Err(Holder(*holder)),
            _ => {
                self.numbers.insert(key, None);
                Ok(adr.number)
            }
        }
    }

    /// Takes the next free number.
    pub(super) fn take_next(&mut self) -> u64 {
        let number = self.next;
        self.next += 1;
        self.numbers.insert((number, String::new()), None);
        number
    }

    /// A free file of the log's manner. What a file was called elsewhere is kept in a log that has no manner yet.
    pub(super) fn file(&mut self, adr: &Adr, number: u64) -> Option<RepoPath> {
        let kept = self.kept(adr).filter(|_| number == adr.number);
        let path = match kept {
            Some((path, _)) => path,
            None => {
                let (slug, width) = (slug(&adr.title), self.digits);
                let name = format!("{}{number:0width$}-{slug}{}", self.prefix, self.ending);
                self.folder.join(&name)?
            }
        };
        let (stem, ending) = (path.stem().to_owned(), path.name()[path.stem().len()..].to_owned());
        let others = (2..1000).filter_map(|n| path.parent().join(&format!("{stem}-{n}{ending}")));
        let tree = &self.workspace.tree;
        let is_free =
            |path: &RepoPath| tree.find(path).is_none() && !tree.is_folder(path) && !self.files.contains(path);
        let free = std::iter::once(path.clone()).chain(others).find(is_free)?;
        self.files.insert(free.clone());
        Some(free)
    }

    /// The file that a decision was, with the area of its number, where a log that is empty can keep it: its name has
    /// the number, nothing on the way is hidden, and it is found again there.
    fn kept(&self, adr: &Adr) -> Option<(RepoPath, String)> {
        let path = RepoPath::new(&adr.path).filter(|_| self.records.is_empty())?;
        let (number, _) = identity::number(path.stem())?;
        if !path.name().ends_with(".md") || !path.parts().all(is_plain) || number.value != adr.number {
            return None;
        }
        let mut folders = path.parent();
        let mut is_found = false;
        while !is_found && !folders.as_str().is_empty() {
            is_found = is_habitat(self.kind, &folders);
            folders = folders.parent();
        }
        let area = format!("{}|{}", number.area.to_lowercase(), number.letter.unwrap_or(' '));
        let path = if is_found { path } else { self.folder.join(path.name())? };
        // Folders are areas too.
        let area = match (path.parent() == self.folder, area.as_str()) {
            (true, "| ") => String::new(),
            _ => format!("{}/{area}", path.parent()),
        };
        Some((path, area))
    }

    /// What a new file is called by others: its number as its name has it, or its whole name where the number is not
    /// enough.
    pub(super) fn id(&self, path: &RepoPath, number: u64) -> String {
        let stem = path.stem();
        let start = stem.find(|c: char| c.is_ascii_digit()).unwrap_or(stem.len());
        let digits = &stem[start..];
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        let holders = self.numbers.range((number, String::new())..(number + 1, String::new()));
        match identity::number(stem) {
            Some((found, _)) if found.value == number && !is_day(number) && holders.count() == 1 => {
                let letter = found.letter.map(String::from).unwrap_or_default();
                format!("{}{letter}", &digits[..end])
            }
            _ => stem.to_owned(),
        }
    }
}

/// A part of a path that is not hidden and that every system takes.
fn is_plain(part: &str) -> bool {
    !part.starts_with('.') && !part.contains(|c: char| c.is_control() || "\\:*?\"<>|".contains(c))
}

/// True for a number that is a day, of which several records may be.
fn is_day(number: u64) -> bool {
    number >= 10_000_000
}

fn is_habitat(kind: &Kind, folder: &RepoPath) -> bool {
    let names = &kind.habitat.folders;
    names
        .iter()
        .any(|name| folder.name().eq_ignore_ascii_case(name.trim_start_matches('/')))
}

/// The manner in which most records of a log state their status.
fn manner(workspace: &Workspace, records: &[(RecordId, &Record)]) -> (Manner, Heading) {
    let mut counts = [
        (0usize, Manner::FrontMatter),
        (0, Manner::Section),
        (0, Manner::Bullets),
    ];
    let mut numbered = 0usize;
    for (_, record) in records {
        let locator = record.status.locator().unwrap_or_default();
        let at = match locator.split(':').next() {
            Some("front-matter") => Some(0),
            Some("section") => Some(1),
            Some("bullet") => Some(2),
            _ => None,
        };
        if let Some(at) = at {
            counts[at].0 += 1;
        }
        let markup = workspace.document(record.file).markup.as_ref();
        let title = markup.and_then(|markup| markup.title());
        let after = |text: &str| text.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(". ");
        let is_numbered = |text: &str| text.starts_with(|c: char| c.is_ascii_digit()) && after(text);
        numbered += usize::from(title.is_some_and(|title| is_numbered(&title.text)));
    }
    // Of equally many the first: that of opsrepo itself.
    let best = counts.iter().rev().max_by_key(|(count, _)| *count);
    let heading = match numbered * 2 > records.len() {
        true => Heading::Numbered,
        false => Heading::Plain,
    };
    (best.map_or(Manner::FrontMatter, |(_, manner)| *manner), heading)
}

/// Where decisions go in a repository without any: the folder that they come from, where it would be found again.
fn home(kind: &Kind, from: Option<&str>) -> RepoPath {
    let is_ours = |folder: &RepoPath| is_habitat(kind, folder) && folder.parts().all(is_plain);
    let kept = from.and_then(RepoPath::new).filter(is_ours);
    let own = || RepoPath::new(&kind.form.folder).unwrap_or_else(RepoPath::root);
    kept.unwrap_or_else(own)
}
