//! New records: the next number, the file's name, and the blank form filled.

use crate::model::identity;
use crate::model::kind::Kind;
use crate::model::record::{Record, RecordId};
use crate::model::sets::RecordSet;
use crate::model::time::Moment;
use crate::model::workspace::Workspace;
use crate::text::change::Changes;
use crate::text::path::RepoPath;
use crate::text::template::{TemplateError, Templates};
use crate::write::area::{Areas, Continued};
use crate::write::beside;
use crate::write::blanks::{self, Filling};
use crate::write::complete::{self, Wishes};
use crate::write::front::{self, Origin};
use crate::write::habit::{self, Habit};
use crate::write::naming::{Naming, position};
use crate::write::number::Taken;
use crate::write::ours;
use crate::write::outline;
use crate::write::passages::Passage;
use crate::write::place::Place;
use crate::write::refusal::Refusal;
use crate::write::repeat::Own;
use crate::write::sheet::Sheet;
use crate::write::shelf::{choose_set, lone_set};
use crate::write::spot;
use crate::write::title_check;
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
    pub time: Moment,
    /// The moment at which it is written.
    pub now: Moment,
    /// How bad it is; empty for what the form says.
    pub severity: String,
    /// The names of the alerts that lead to it.
    pub alerts: Vec<String>,
    /// What it says to begin with, behind what the form says there: by the heading of a section.
    pub beginnings: Vec<(String, Vec<Passage>)>,
}

impl Request {
    /// A record with this title, of this moment, and nothing else.
    pub fn new(title: &str, now: Moment) -> Self {
        Request {
            title: title.to_owned(),
            time: now.clone(),
            now,
            status: String::new(),
            severity: String::new(),
            people: Vec::new(),
            services: Vec::new(),
            supersedes: Vec::new(),
            amends: Vec::new(),
            relates: Vec::new(),
            tags: Vec::new(),
            alerts: Vec::new(),
            beginnings: Vec::new(),
            set: None,
            area: None,
            template: None,
            taken: Vec::new(),
        }
    }
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
    /// The form that lies beside the records, where it was filled without being asked for.
    pub form: Option<RepoPath>,
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
    now: String,
    status: String,
    severity: &'a str,
    people: &'a [String],
    owner: &'a str,
    services: &'a [String],
    alerts: &'a [String],
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
const VARIABLES: &str = "title, id, number, date, time, now, status, severity, people, owner, services, alerts, supersedes, tags, lead, dialect, table";

/// Makes a new record of a kind, by the kind's name: in the form that was asked for, or else in the one that lies beside
/// the records, or as the newest of them are written.
pub fn draft(workspace: &Workspace, kind: &str, request: &Request) -> Result<Draft, Refusal> {
    let at = workspace.kinds.iter().position(|row| row.name == kind);
    let at = at.ok_or_else(|| refusal(format!("there is no kind `{kind}`"), "see `opsrepo sets`"))?;
    let set = choose_set(workspace, at, request.set.as_deref())?;
    if request.template.is_none() {
        let newest = habit::newest(workspace, (set, None));
        for (path, text) in ours::forms(workspace, (&workspace.kinds[at], set), &newest) {
            let filled = Request {
                template: Some((path.to_string(), text)),
                ..request.clone()
            };
            // A form that cannot be filled is none; what else is wrong is said below.
            if let Ok(draft) = drafted(workspace, (at, set), &filled, Origin::Found) {
                return Ok(Draft {
                    form: Some(path),
                    ..draft
                });
            }
        }
    }
    drafted(workspace, (at, set), request, Origin::Own)
}

fn drafted(
    workspace: &Workspace,
    (at, set): (usize, Option<&RecordSet>),
    request: &Request,
    origin: Origin,
) -> Result<Draft, Refusal> {
    let row = &workspace.kinds[at];
    let title = titled(&row.name, request)?;
    let areas = Areas::of(workspace, position(workspace, set));
    let area = request.area.as_ref().map(|wanted| areas.find(wanted)).transpose()?;
    let naming = Naming::of(workspace, row, (set, area), &request.taken);
    let date = request.time.date();
    let habit = Habit::of(workspace, row, (set, area), request.template.as_ref())?;
    let path = spot::of(workspace, set, (&naming, &habit), (&title, date))?;
    let ends = ends(workspace, row, request)?;
    let status = complete::status_word(row, &request.status)?;
    title_check::is_no_blank(&request.title)?;
    complete::known_services(workspace, &request.services)?;
    let number = naming.number.map_or(String::new(), |number| naming.written(number));
    let people = habit.people(workspace, (row, set), &request.people);
    let blanks = Blanks {
        title: &title,
        id: identity::carrier(&path),
        lead: &habit.lead(&number),
        number,
        date: date.to_string(),
        time: request.time.to_the_minute(),
        now: request.now.to_the_minute(),
        status: status.clone(),
        severity: &request.severity,
        people,
        owner: request.people.first().map_or("", String::as_str),
        services: &request.services,
        alerts: &request.alerts,
        supersedes: superseded(workspace, &ends),
        tags: &request.tags,
        dialect: habit.dialect,
        table: habit.table(&status, &date.to_string()),
    };
    let text = fill(row, &habit, &blanks, &request.people);
    let text = text.map_err(|error| refusal(error.to_string(), &format!("there are: {VARIABLES}")))?;
    let own = Own {
        id: &blanks.id,
        title: &title,
        number: &blanks.number,
        date: &blanks.date,
        status: &status,
    };
    let model = Like {
        row,
        set,
        newest: habit::like(workspace, (set, area)),
        habit: &habit,
        asked: request.template.as_ref(),
        origin,
    };
    let (files, is_outlined) = model.files(workspace, (&path, text), &own);
    let set = set.cloned().unwrap_or_else(|| lone_set(at, &path));
    let sheet = model.read(Sheet::draft(workspace, &files, set), &title)?;
    let (text, changes) = complete::completed(workspace, (row, sheet), &wishes(request, &status, &ends))?;
    let counts = naming.number.is_some() && !naming.is_dated && area.is_none();
    Ok(Draft {
        path,
        text,
        is_outlined,
        form: None,
        area: areas.last().filter(|_| counts),
        changes,
    })
}

/// The records that the new one stands in a relation to.
fn ends(workspace: &Workspace, row: &Kind, request: &Request) -> Result<Vec<End>, Refusal> {
    let (supersedes, amends, relates) = (&request.supersedes, &request.amends, &request.relates);
    let wanted = [("supersedes", supersedes), ("amends", amends), ("relates", relates)];
    complete::relations(workspace, row, wanted)
}

fn superseded(workspace: &Workspace, ends: &[End]) -> Vec<String> {
    let superseded = ends.iter().filter(|(field, _)| *field == "supersedes");
    superseded.map(|(_, id)| workspace.record(*id).id.clone()).collect()
}

fn wishes<'r>(request: &'r Request, status: &'r str, ends: &'r [End]) -> Wishes<'r> {
    Wishes {
        status: (!request.status.is_empty()).then_some(status),
        people: &request.people,
        tags: &request.tags,
        services: &request.services,
        alerts: &request.alerts,
        beginnings: &request.beginnings,
        ends,
        severity: &request.severity,
        date: request.time.date(),
    }
}

/// A field of a new record, and the old record that it names.
type End = (&'static str, RecordId);

/// What a new record shall look like.
struct Like<'a> {
    row: &'a Kind,
    set: Option<&'a RecordSet>,
    newest: Vec<&'a Record>,
    habit: &'a Habit,
    /// The form that somebody asked for, or that lies there.
    asked: Option<&'a (String, String)>,
    origin: Origin,
}

impl Like<'_> {
    /// The files of a draft whose form was filled, its own first; and whether it has the sections of the newest records.
    fn files(
        &self,
        workspace: &Workspace,
        (path, text): (&RepoPath, String),
        own: &Own<'_>,
    ) -> (Vec<(RepoPath, String)>, bool) {
        let like = (self.row, self.newest.as_slice());
        let (text, is_outlined) = outline::shaped(workspace, like.1, (self.asked, text));
        let text = match (self.habit.is_file, self.origin) {
            (true, Origin::Own) => text,
            (_, origin) => front::shaped(workspace, like, (path, text, origin), own),
        };
        let text = match self.origin {
            Origin::Found if !self.habit.is_asciidoc() => ours::hushed(&text),
            _ => text,
        };
        let text = with_line_ends(workspace, position(workspace, self.set), text);
        let beside = beside::drafted(workspace, like, path, own);
        let files = [(path.clone(), text)].into_iter().chain(beside);
        (files.collect(), is_outlined)
    }

    /// The draft as it reads; fails where its form lost the title, or is none of this log.
    fn read<'w>(&self, sheet: Option<Sheet<'w>>, title: &str) -> Result<Option<Sheet<'w>>, Refusal> {
        if let Some(sheet) = sheet.as_ref().filter(|_| self.habit.is_file) {
            title_check::is_said(sheet, (&self.habit.name, &self.habit.text), title)?;
        }
        if let Some(sheet) = sheet.as_ref().filter(|_| self.origin == Origin::Found) {
            ours::is_current(sheet.record(), &self.newest)?;
        }
        Ok(sheet)
    }
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

fn fill(row: &Kind, habit: &Habit, blanks: &Blanks<'_>, people: &[String]) -> Result<String, TemplateError> {
    if habit.is_file && blanks::is_foreign(&habit.text) {
        let filling = Filling {
            title: blanks.title,
            lead: blanks.lead,
            number: &blanks.number,
            date: &blanks.date,
            status: &blanks.status,
            people,
            place: if habit.is_asciidoc() {
                Place::AsciiDoc
            } else {
                Place::Markdown
            },
        };
        return Ok(blanks::filled(&habit.text, &filling));
    }
    let mut templates = Templates::new();
    for part in row.form.templates {
        templates.add(part.name, part.text)?;
    }
    templates.add(&habit.name, &habit.text)?;
    templates.fill(&habit.name, blanks)
}

/// The text with the line ends that most records of its set have.
fn with_line_ends(workspace: &Workspace, set: Option<usize>, text: String) -> String {
    let records = workspace.records.iter().filter(|record| Some(record.set) == set);
    let ends = records.map(|record| {
        workspace
            .tree
            .file(record.file)
            .source()
            .map(|source| source.line_end())
    });
    let (crlf, all) = ends.fold((0, 0), |(crlf, all), end| {
        (crlf + usize::from(end == Some("\r\n")), all + 1)
    });
    match all {
        0 => text,
        _ => {
            let plain = text.replace("\r\n", "\n");
            if crlf * 2 > all {
                plain.replace('\n', "\r\n")
            } else {
                plain
            }
        }
    }
}

/// The names of a kind's templates, separated by commas; empty where it has none.
pub fn templates(row: &Kind) -> String {
    habit::names(row)
}

fn refusal(message: String, help: &str) -> Refusal {
    Refusal::new(message, help)
}
