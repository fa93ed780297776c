//! New records: the next number, the file's name, and the blank form filled.

use crate::model::glob::Globs;
use crate::model::identity;
use crate::model::kind::Kind;
use crate::model::lifecycle::Numbering;
use crate::model::record::{Number, Record};
use crate::model::sets::RecordSet;
use crate::model::time::{Date, Moment};
use crate::model::workspace::Workspace;
use crate::text::change::Changes;
use crate::text::path::RepoPath;
use crate::text::template::{TemplateError, Templates, slug};
use crate::write::area::{Areas, Continued};
use crate::write::complete::{self, Wishes};
use crate::write::habit::{self, Habit};
use crate::write::names::PROPOSAL;
use crate::write::number::{self, Taken};
use crate::write::outline;
use crate::write::refusal::Refusal;
use crate::write::sheet::Sheet;
use serde::Serialize;

/// What a new record shall say.
#[derive(Clone, Debug)]
pub struct Request {
    /// Its title.
    pub title: String,
    /// Its status, in any known spelling; empty for the kind's first.
    pub status: String,
    /// Who decides, or owns it.
    pub people: Vec<String>,
    /// Services that it is about.
    pub services: Vec<String>,
    /// Records that it supersedes, by any usual name.
    pub supersedes: Vec<String>,
    /// Name of the record set, where a repository has several of the kind.
    pub set: Option<String>,
    /// The area of the set in which it is counted: a folder, or a word of the files' names.
    pub area: Option<String>,
    /// A template to fill in place of the kind's own: its name and its text. With the name alone one of the kind's; where
    /// there is none, the log's own habit decides.
    pub template: Option<(String, String)>,
    /// Records that it amends, by any usual name.
    pub amends: Vec<String>,
    /// Records that it has to do with, by any usual name.
    pub relates: Vec<String>,
    /// What it is about, in single words.
    pub tags: Vec<String>,
    /// What other branches have taken.
    pub taken: Vec<Taken>,
    /// The moment that it records.
    pub now: Moment,
}

/// A record that does not exist yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Where it goes.
    pub path: RepoPath,
    /// Its text.
    pub text: String,
    /// True where it has the sections of the newest records in the place of those of a form.
    pub is_outlined: bool,
    /// The area in which it is counted, where nobody named one and the log has several.
    pub area: Option<Continued>,
    /// The new file, and what old records say of it: the other ends of its relations.
    pub changes: Changes,
}

/// What a form may say: the variables of its template. All are always there, possibly empty.
#[derive(Serialize)]
struct Blanks<'a> {
    title: &'a str,
    id: String,
    number: String,
    date: String,
    time: String,
    status: String,
    people: &'a [String],
    owner: &'a str,
    services: &'a [String],
    supersedes: Vec<String>,
    tags: &'a [String],
    /// What stands before the title in this log's headings: `7. `, or nothing.
    lead: &'a str,
    /// Where this log states a status: `front-matter`, `bullets`, `table` or `section`.
    dialect: &'a str,
    /// The table with which this log's records begin, where they do.
    table: String,
}

/// What [`Blanks`] holds, for people.
const VARIABLES: &str =
    "title, id, number, date, time, status, people, owner, services, supersedes, tags, lead, dialect, table";

/// Makes a new record of a kind, by the kind's name.
pub fn draft(workspace: &Workspace, kind: &str, request: &Request) -> Result<Draft, Refusal> {
    let at = workspace.kinds.iter().position(|row| row.name == kind);
    let at = at.ok_or_else(|| refusal(format!("there is no kind `{kind}`"), "see `opsrepo sets`"))?;
    let row = &workspace.kinds[at];
    let title = titled(kind, request)?;
    let set = choose_set(workspace, at, request.set.as_deref())?;
    let areas = Areas::of(workspace, position(workspace, set));
    let area = match &request.area {
        Some(wanted) => Some(areas.find(wanted)?),
        None => None,
    };
    let naming = Naming::of(workspace, row, (set, area), &request.taken);
    let date = request.now.date();
    let path = naming.path(&slug(&title), date).and_then(|path| free(workspace, path));
    let path = path.ok_or_else(nameless)?;
    fits(set, &path)?;
    let (supersedes, amends, relates) = (&request.supersedes, &request.amends, &request.relates);
    let wanted = [("supersedes", supersedes), ("amends", amends), ("relates", relates)];
    let ends = complete::relations(workspace, row, wanted)?;
    let status = complete::status_word(row, &request.status)?;
    complete::known_services(workspace, &request.services)?;
    let number = naming.number.map_or(String::new(), |number| naming.written(number));
    let habit = Habit::of(workspace, row, (set, area), request.template.as_ref())?;
    let people = habit.people(workspace, (row, set), &request.people);
    let blanks = Blanks {
        title: &title,
        id: path.stem().to_owned(),
        lead: &habit.lead(&number),
        number,
        date: date.to_string(),
        time: request.now.to_string(),
        status: status.clone(),
        people,
        owner: request.people.first().map_or("", String::as_str),
        services: &request.services,
        supersedes: ends
            .iter()
            .filter(|(field, _)| *field == "supersedes")
            .map(|(_, id)| workspace.record(*id).id.clone())
            .collect(),
        tags: &request.tags,
        dialect: habit.dialect,
        table: habit.table(&status, &date.to_string()),
    };
    let text =
        fill(row, &habit, &blanks).map_err(|error| refusal(error.to_string(), &format!("there are: {VARIABLES}")))?;
    let newest = habit::newest(workspace, (set, area));
    let (text, is_outlined) = outline::shaped(workspace, &newest, (request.template.as_ref(), text));
    let wishes = Wishes {
        status: (!request.status.is_empty()).then_some(status.as_str()),
        people: &request.people,
        tags: &request.tags,
        ends: &ends,
        date,
    };
    let set = set.cloned().unwrap_or_else(|| lone_set(at, &path));
    let sheet = Sheet::draft(workspace, &path, &text, set);
    let (text, changes) = complete::completed(workspace, (row, sheet), &wishes)?;
    let counts = naming.number.is_some() && !naming.is_dated && area.is_none();
    Ok(Draft {
        path,
        text,
        is_outlined,
        area: areas.last().filter(|_| counts),
        changes,
    })
}

fn nameless() -> Refusal {
    let message = "no file name could be made of the title".to_owned();
    refusal(message, "choose another title")
}

fn position(workspace: &Workspace, set: Option<&RecordSet>) -> Option<usize> {
    set.and_then(|set| workspace.sets.iter().position(|other| std::ptr::eq(set, other)))
}

/// The title on one line.
fn titled(kind: &str, request: &Request) -> Result<String, Refusal> {
    let title = request.title.split_whitespace().collect::<Vec<_>>().join(" ");
    match title.is_empty() {
        false => Ok(title),
        true => Err(refusal(
            "a record needs a title".to_owned(),
            &format!("opsrepo {kind} new \"What it is about\""),
        )),
    }
}

/// The set of a record that is the first of its kind.
fn lone_set(kind: usize, path: &RepoPath) -> RecordSet {
    RecordSet {
        name: String::new(),
        kind,
        folder: path.parent(),
        files: Vec::new(),
        exclude: Vec::new(),
        having: Vec::new(),
        members: Vec::new(),
        schema: None,
        reason: String::new(),
        configured: None,
    }
}

fn fill(row: &Kind, habit: &Habit, blanks: &Blanks<'_>) -> Result<String, TemplateError> {
    let mut templates = Templates::new();
    for part in row.form.templates {
        templates.add(part.name, part.text)?;
    }
    templates.add(&habit.name, &habit.text)?;
    templates.fill(&habit.name, blanks)
}

fn choose_set<'a>(
    workspace: &'a Workspace,
    kind: usize,
    wanted: Option<&str>,
) -> Result<Option<&'a RecordSet>, Refusal> {
    let sets: Vec<&RecordSet> = workspace.sets.iter().filter(|set| set.kind == kind).collect();
    let names = || sets.iter().map(|set| set.name.as_str()).collect::<Vec<_>>().join(", ");
    if let Some(wanted) = wanted {
        let found = sets.iter().find(|set| set.name == wanted).copied();
        let missing = || {
            refusal(
                format!("there is no record set `{wanted}`"),
                &format!("there are: {}", names()),
            )
        };
        return found.map(Some).ok_or_else(missing);
    }
    // Records that were found by content lie in many places: a new one has its own folder.
    let kept: Vec<&RecordSet> = sets.iter().copied().filter(|set| set.having.is_empty()).collect();
    match kept[..] {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        _ => Err(refusal(
            format!(
                "this repository keeps its {} in {} places",
                workspace.kinds[kind].plural,
                kept.len()
            ),
            &format!(
                "say which: --set {}",
                kept.iter()
                    .map(|s| s.name.as_str())
                    .collect::<Vec<_>>()
                    .join(" | --set ")
            ),
        )),
    }
}

/// How the files of a set are named.
struct Naming {
    folder: RepoPath,
    pattern: String,
    prefix: String,
    digits: usize,
    number: Option<u64>,
    is_dated: bool,
}

impl Naming {
    /// The folder, prefix, digits and next number as the records of the set, or of one of its areas, have them; the kind's
    /// own where it has none.
    fn of(
        workspace: &Workspace,
        row: &Kind,
        (set, area): (Option<&RecordSet>, Option<&str>),
        taken: &[Taken],
    ) -> Naming {
        let at = position(workspace, set);
        let is_asked =
            |record: &&Record| area.is_none() || record.number.as_ref().map(|number| number.area.as_str()) == area;
        let records: Vec<&Record> = workspace
            .records
            .iter()
            .filter(|record| Some(record.set) == at)
            .filter(is_asked)
            .collect();
        let numbers: Vec<&Number> = records.iter().filter_map(|record| record.number.as_ref()).collect();
        let dated = numbers.iter().filter(|number| number.digits == 8).count();
        let last = records
            .iter()
            .rev()
            .find(|record| record.number.as_ref().is_some_and(|n| n.digits < 8));
        let prefix = last.and_then(|record| {
            let name = identity::carrier(workspace.path_of(record));
            let digits = name.find(|c: char| c.is_ascii_digit())?;
            Some(name[..digits].to_owned())
        });
        let counted = last.and_then(|record| number::counted(workspace, at, record));
        let configured = RepoPath::new(&row.form.folder).unwrap_or_else(RepoPath::root);
        let folder = last
            .or(records.first())
            .map(|record| workspace.path_of(record).parent());
        let ending = records.first().map(|record| ending_of(workspace.path_of(record)));
        let pattern = match ending {
            Some(ending)
                if [".md", ".erb", ".adoc"].iter().any(|end| ending.ends_with(end)) || ending.starts_with(".y") =>
            {
                row.form.file_name.replace(".md", &ending).replace(".yaml", &ending)
            }
            _ => row.form.file_name.clone(),
        };
        Naming {
            folder: set
                .filter(|_| folder.is_none())
                .map(|set| set.folder.clone())
                .or(folder)
                .unwrap_or(configured),
            pattern,
            prefix: prefix.unwrap_or_default(),
            digits: last
                .and_then(|record| record.number.as_ref())
                .map_or(4, |number| number.digits as usize),
            number: (row.is_numbered() && row.lifecycle.numbering != Numbering::OnAccept)
                .then(|| number::next(workspace, at, counted, taken).0),
            is_dated: dated * 2 > numbers.len() || row.lifecycle.numbering == Numbering::Date,
        }
    }

    fn written(&self, number: u64) -> String {
        format!("{number:0width$}", width = self.digits)
    }

    fn path(&self, slug: &str, date: Date) -> Option<RepoPath> {
        let number = match self.number {
            Some(_) if self.is_dated => date.to_string().replace('-', ""),
            Some(number) => format!("{}{}", self.prefix, self.written(number)),
            None => String::new(),
        };
        // Without a number the name is the slug alone; where that would read as a number, a word stands before it.
        let reads_as_number = identity::number(slug).is_some() || identity::leading_date(slug).is_some();
        let slug = match number.is_empty() && self.pattern.contains("{number}") && reads_as_number {
            true => &format!("{PROPOSAL}{slug}"),
            false => slug,
        };
        let pattern = match number.is_empty() {
            true => self.pattern.replace("{number}-", "").replace("{number}", ""),
            false => self.pattern.clone(),
        };
        let name = pattern
            .replace("{number}", &number)
            .replace("{date}", &date.to_string())
            .replace("{slug}", slug);
        self.folder.join(&name)
    }
}

/// The path itself, or with `-2`, `-3` … where it is taken.
fn free(workspace: &Workspace, path: RepoPath) -> Option<RepoPath> {
    let taken = |path: &RepoPath| workspace.tree.find(path).is_some() || workspace.tree.is_folder(path);
    let (stem, ending) = (path.stem().to_owned(), ending_of(&path));
    let others = (2..1000).map(|n| path.parent().join(&format!("{stem}-{n}{ending}")));
    std::iter::once(Some(path.clone()))
        .chain(others)
        .flatten()
        .find(|path| !taken(path))
}

fn ending_of(path: &RepoPath) -> String {
    path.name()[path.stem().len()..].to_owned()
}

/// Fails where a new file at `path` would be no record of the set.
fn fits(set: Option<&RecordSet>, path: &RepoPath) -> Result<(), Refusal> {
    match set.filter(|set| !takes(set, path)) {
        None => Ok(()),
        Some(set) => Err(refusal(
            format!(
                "`{path}` would be no record of the set `{}`, which takes {}",
                set.name,
                set.files.join(", ")
            ),
            "widen `files` of that set in opsrepo.toml, or say another set with --set",
        )),
    }
}

/// Whether a new file at `path` would be a record of the set.
fn takes(set: &RecordSet, path: &RepoPath) -> bool {
    let globs = |patterns: &[String]| Globs::new(patterns.iter().map(String::as_str));
    globs(&set.files).matches(path) && !globs(&set.exclude).matches(path)
}

/// The names of a kind's templates, separated by commas; empty where it has none.
pub fn templates(row: &Kind) -> String {
    habit::names(row)
}

fn refusal(message: String, help: &str) -> Refusal {
    Refusal::new(message, help)
}
