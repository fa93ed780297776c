//! Taking decisions from JSON-ADR into a log: which are new, what they are called here, and what they refer to.
//!
//! A decision that is here already is left alone, so that the same file can be taken again.

use crate::model::identity;
use crate::model::interchange::{Adr, RELATIONS};
use crate::model::kind::Kind;
use crate::model::record::{Record, RecordId};
use crate::model::sets::RecordSet;
use crate::model::to_adr;
use crate::model::workspace::Workspace;
use crate::text::change::Changes;
use crate::text::path::RepoPath;
use crate::text::template::slug;
use crate::write::adr_text::{self, Heading, Manner, Tie};
use crate::write::refusal::Refusal;
use std::collections::{BTreeMap, BTreeSet};

/// What is wanted.
#[derive(Clone, Debug)]
pub struct Request {
    /// The kind of the records.
    pub kind: String,
    /// The set to put them into, where there are several.
    pub set: Option<String>,
    /// What becomes of a number that is taken.
    pub taken: Taken,
    /// The folder that they come from, as it is written: where they go in a repository without any.
    pub folder: Option<String>,
}

/// What becomes of a number that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Nothing is imported.
    Refuse,
    /// The decision gets the next free one.
    Renumber,
}

/// What is to be done.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// The new files.
    pub changes: Changes,
    /// How many decisions are here already.
    pub known: usize,
    /// What one should know.
    pub notes: Vec<String>,
}

/// Thinks out the import of some decisions.
pub fn import(workspace: &Workspace, adrs: &[Adr], request: &Request) -> Result<Import, Refusal> {
    let kind = workspace.kinds.iter().position(|row| row.name == request.kind);
    let kind =
        kind.ok_or_else(|| Refusal::new(format!("there is no kind `{}`", request.kind), "see `opsrepo sets`"))?;
    let set = choose(workspace, kind, request.set.as_deref())?;
    let mut log = Log::new(workspace, (kind, set), request);
    let mut import = Import::default();
    let places = log.places(adrs, &mut import)?;
    let known = Known::new(&log, adrs, &places);
    for (adr, place) in adrs.iter().zip(&places) {
        let Place::New(number, path) = place else {
            import.known += 1;
            continue;
        };
        let ties = log.ties((adr, path), &known, &mut import.notes);
        let adr = Adr {
            number: *number,
            ..adr.clone()
        };
        let text = adr_text::text(&adr, log.manner, &ties);
        let text = text.map_err(|error| Refusal::new(error.to_string(), "this should not happen: please report it"))?;
        import.changes.create(path.clone(), text);
    }
    Ok(import)
}

/// Where a decision of the file stands, or will.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    /// It is here already.
    Here(RecordId),
    /// Its number here, and its file.
    New(u64, RepoPath),
}

/// A record that others may refer to.
struct Named {
    id: String,
    title: String,
    path: RepoPath,
}

/// What relations may lead to, by number.
struct Known {
    of_file: BTreeMap<u64, Named>,
    here: BTreeMap<u64, Named>,
}

impl Known {
    fn new(log: &Log<'_>, adrs: &[Adr], places: &[Place]) -> Self {
        let existing = |record: &Record| Named {
            id: record.id.clone(),
            title: record.name().to_owned(),
            path: log.workspace.path_of(record).clone(),
        };
        let mut known = Known {
            of_file: BTreeMap::new(),
            here: BTreeMap::new(),
        };
        for (adr, place) in adrs.iter().zip(places) {
            known.of_file.entry(adr.number).or_insert_with(|| match place {
                Place::Here(id) => existing(log.workspace.record(*id)),
                Place::New(number, path) => Named {
                    id: log.spelled(path, *number),
                    title: adr.title.clone(),
                    path: path.clone(),
                },
            });
        }
        for (_, record) in &log.records {
            if let Some(number) = &record.number {
                known.here.entry(number.value).or_insert_with(|| existing(record));
            }
        }
        known
    }
}

/// The log that the decisions join.
struct Log<'a> {
    workspace: &'a Workspace,
    taken: Taken,
    /// One more than the highest number here, and in the file where such are given.
    next: u64,
    records: Vec<(RecordId, &'a Record)>,
    manner: (Manner, Heading),
    folder: RepoPath,
    prefix: String,
    ending: String,
    digits: usize,
}

impl<'a> Log<'a> {
    fn new(workspace: &'a Workspace, (kind, set): (usize, Option<usize>), request: &Request) -> Self {
        let row = &workspace.kinds[kind];
        let records: Vec<(RecordId, &Record)> =
            workspace.iter().filter(|(_, record)| Some(record.set) == set).collect();
        let last = records
            .iter()
            .rev()
            .find(|(_, record)| record.number.as_ref().is_some_and(|number| number.digits < 8));
        let model = last.or(records.last()).map(|(_, record)| *record);
        let name = model.map(|record| identity::carrier(workspace.path_of(record)));
        let prefix = name.and_then(|name| Some(name[..name.find(|c: char| c.is_ascii_digit())?].to_owned()));
        let kept = set.map(|set| &workspace.sets[set]).map(|set| set.folder.clone());
        Log {
            workspace,
            taken: request.taken,
            next: 1,
            manner: manner(workspace, &records),
            folder: model
                .map(|record| workspace.path_of(record).parent())
                .or(kept)
                .unwrap_or_else(|| home(row, request.folder.as_deref())),
            prefix: prefix.filter(|prefix| prefix.len() < 40).unwrap_or_default(),
            ending: model
                .map(|record| workspace.path_of(record))
                .map(|path| path.name()[path.stem().len()..].to_owned())
                .filter(|ending| ending.ends_with(".md"))
                .unwrap_or_else(|| ".md".to_owned()),
            digits: last
                .and_then(|(_, record)| record.number.as_ref())
                .map_or(4, |number| usize::from(number.digits)),
            records,
        }
    }

    /// Finds the place of each decision: one that says the same is here, or a number and a file that are free.
    fn places(&mut self, adrs: &[Adr], import: &mut Import) -> Result<Vec<Place>, Refusal> {
        let ids: Vec<RecordId> = self.records.iter().map(|(id, _)| *id).collect();
        let mut here: BTreeMap<Vec<String>, Vec<RecordId>> = BTreeMap::new();
        for found in to_adr::convert(self.workspace, &ids) {
            if let Some(adr) = &found.adr {
                here.entry(adr.words()).or_default().push(found.record);
            }
        }
        let numbers = self
            .records
            .iter()
            .filter_map(|(id, record)| Some((record.number.as_ref()?.value, *id)));
        let mut numbers: BTreeMap<u64, Option<RecordId>> = numbers.map(|(number, id)| (number, Some(id))).collect();
        let counted = numbers.keys().filter(|number| !is_day(**number));
        self.next = counted.max().map_or(1, |number| number + 1);
        let number_of = |id: &RecordId| self.workspace.record(*id).number.as_ref().map(|number| number.value);
        let mut places = Vec::new();
        let mut clashes = Vec::new();
        let mut files: BTreeSet<RepoPath> = BTreeSet::new();
        for adr in adrs {
            let same = here.get_mut(&adr.words());
            let same = same.and_then(|ids| {
                let exact = ids.iter().position(|id| number_of(id) == Some(adr.number));
                let at = exact.or((self.taken == Taken::Renumber && !ids.is_empty()).then_some(0))?;
                Some(ids.remove(at))
            });
            if let Some(id) = same {
                places.push(Place::Here(id));
                continue;
            }
            let holder = numbers.get(&adr.number).filter(|_| !is_day(adr.number));
            let number = match (holder, self.taken) {
                (None, _) => adr.number,
                (Some(holder), Taken::Refuse) => {
                    clashes.push(self.clash(adr, *holder));
                    continue;
                }
                (Some(_), Taken::Renumber) => self.next,
            };
            if number != adr.number {
                import
                    .notes
                    .push(format!("{} becomes {number}: {}", adr.number, short(&adr.title)));
            }
            if !is_day(number) {
                self.next = self.next.max(number + 1);
            }
            numbers.insert(number, None);
            let path = self.file(adr, number).filter(|path| files.insert(path.clone()));
            let path = path.ok_or_else(|| no_name(adr))?;
            places.push(Place::New(number, path));
        }
        match clashes.is_empty() {
            true => Ok(places),
            false => Err(refuse(&clashes)),
        }
    }

    fn clash(&self, adr: &Adr, holder: Option<RecordId>) -> String {
        let holder = holder.map(|id| self.workspace.path_of(self.workspace.record(id)).to_string());
        let holder = holder.unwrap_or_else(|| "another decision of the same file".to_owned());
        format!("{} (`{}`) is the number of {holder}", adr.number, adr.title)
    }

    /// A file of the log's manner. The name that the file had elsewhere is kept in a log that has no manner yet.
    fn file(&self, adr: &Adr, number: u64) -> Option<RepoPath> {
        let kept = RepoPath::new(&adr.path).filter(|path| {
            let found = identity::number(path.stem()).map(|(number, _)| (number.value, number.area));
            let is_ours = self.records.is_empty() && number == adr.number && path.name().ends_with(".md");
            is_ours && found == Some((number, String::new()))
        });
        let name = match kept {
            Some(path) => path.name().to_owned(),
            None => format!(
                "{}{number:0width$}-{}{}",
                self.prefix,
                slug(&adr.title),
                self.ending,
                width = self.digits
            ),
        };
        let path = self.folder.join(&name)?;
        let is_free = self.workspace.tree.find(&path).is_none() && !self.workspace.tree.is_folder(&path);
        is_free.then_some(path)
    }

    /// The relations of a decision, as they are called here.
    fn ties(&self, (adr, path): (&Adr, &RepoPath), known: &Known, notes: &mut Vec<String>) -> Vec<Tie> {
        let mut ties = Vec::new();
        for link in &adr.links {
            let relation = one_line(&link.relation);
            let other = known.of_file.get(&link.target);
            if other.is_none() && self.taken == Taken::Renumber {
                notes.push(format!(
                    "{path}: `{relation}` {} is left out: the file does not have that decision, and here that number may be another's",
                    link.target
                ));
                continue;
            }
            let (id, record) = match other.or_else(|| known.here.get(&link.target)) {
                Some(other) => {
                    let file = other.path.relative_to(&path.parent());
                    (other.id.clone(), Some((other.title.clone(), file)))
                }
                None => {
                    notes.push(format!(
                        "{path}: `{relation}` {}, which is neither in the file nor here",
                        link.target
                    ));
                    (format!("{:0width$}", link.target, width = self.digits), None)
                }
            };
            if RELATIONS.iter().all(|(_, known)| *known != relation) {
                notes.push(format!(
                    "{path}: `{}` is no relation here: it is kept under Links",
                    short(&relation)
                ));
            }
            ties.push(Tie {
                relation,
                id,
                record,
                description: link.description.clone(),
            });
        }
        ties
    }

    /// The id that a new file will have: its number as its name has it.
    fn spelled(&self, path: &RepoPath, number: u64) -> String {
        let start = path.stem().trim_start_matches(self.prefix.as_str());
        let digits = start.find(|c: char| !c.is_ascii_digit()).unwrap_or(start.len());
        match &start[..digits] {
            "" => number.to_string(),
            digits => digits.to_owned(),
        }
    }
}

/// The set that the decisions join; `None` in a repository without any.
fn choose(workspace: &Workspace, kind: usize, wanted: Option<&str>) -> Result<Option<usize>, Refusal> {
    let of_kind = |(_, set): &(usize, &RecordSet)| set.kind == kind;
    let sets: Vec<(usize, &RecordSet)> = workspace.sets.iter().enumerate().filter(of_kind).collect();
    let names = || sets.iter().map(|(_, set)| set.name.as_str()).collect::<Vec<_>>();
    match (wanted, &sets[..]) {
        (None, []) => Ok(None),
        (None, [(at, _)]) => Ok(Some(*at)),
        (None, _) => Err(Refusal::new(
            format!(
                "this repository keeps its {} in {} places",
                workspace.kinds[kind].plural,
                sets.len()
            ),
            format!("say which: --set {}", names().join(" | --set ")),
        )),
        (Some(wanted), _) => sets
            .iter()
            .find(|(_, set)| set.name == wanted)
            .map(|(at, _)| Some(*at))
            .ok_or_else(|| {
                let help = match sets.is_empty() {
                    true => "there are no sets of them yet: leave --set out".to_owned(),
                    false => format!("there are: {}", names().join(", ")),
                };
                Refusal::new(format!("there is no record set `{wanted}`"), help)
            }),
    }
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
    let kept = from.and_then(RepoPath::new).filter(|folder| {
        let names = &kind.habitat.folders;
        names
            .iter()
            .any(|name| folder.name().eq_ignore_ascii_case(name.trim_start_matches('/')))
    });
    let own = || RepoPath::new(&kind.form.folder).unwrap_or_else(RepoPath::root);
    kept.unwrap_or_else(own)
}

/// True for a number that is a day, of which several records may be.
fn is_day(number: u64) -> bool {
    number >= 10_000_000
}

fn no_name(adr: &Adr) -> Refusal {
    Refusal::new(
        format!("the file for {} (`{}`) is there already", adr.number, short(&adr.title)),
        "rename that file, or take the decision out of the import",
    )
}

fn refuse(clashes: &[String]) -> Refusal {
    let shown = clashes.iter().take(10).cloned().collect::<Vec<_>>().join("\n");
    let more = match clashes.len().saturating_sub(10) {
        0 => String::new(),
        more => format!("\nand {more} more"),
    };
    Refusal::new(
        format!("numbers are taken: {}", clashes.len()),
        format!("{shown}{more}\n--renumber gives these decisions the next free numbers, and mends their relations"),
    )
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn short(text: &str) -> String {
    one_line(text).chars().take(80).collect()
}
