//! How a log writes its records, seen from its newest: the form, the place of the status, what stands before a title. It
//! changes nothing.

use crate::model::kind::{Field, Kind};
use crate::model::locator::Locator;
use crate::model::record::Record;
use crate::model::sets::RecordSet;
use crate::model::title::heading_number;
use crate::model::workspace::Workspace;
use crate::syntax::document::Format;
use crate::text::path::RepoPath;
use crate::write::refusal::Refusal;
use crate::write::rows::Rows;
use crate::write::usage;
use crate::write::wording::cased;

/// Records that are looked at: a log that changed its form is written in the new one.
const NEWEST: usize = 5;

/// Parts of forms, which are no forms.
const PARTS: [&str; 2] = ["front", "below"];

/// A form for the next record.
pub(super) struct Habit {
    /// The template's name, for messages.
    pub(super) name: String,
    /// The template's text.
    pub(super) text: String,
    /// Where the status stands: `front-matter`, `bullets`, `table`, `section` or `sidecar`.
    pub(super) dialect: &'static str,
    /// True where the template is a file of the user's.
    pub(super) is_file: bool,
    /// True where somebody asked for this template.
    is_asked: bool,
    /// What stands before the title of the newest record, with its number in the place of which another goes.
    heading: Option<Heading>,
    /// The rows of its table, where the status stands in one.
    rows: Rows,
}

/// `ADR007: ` as what stands before and behind the number.
#[derive(Clone)]
struct Heading {
    before: String,
    after: String,
    is_padded: bool,
}

impl Habit {
    /// The form that was asked for, or else that of the newest records of a set; the kind's own where there are none, or
    /// where the settings name one.
    pub(super) fn of(
        workspace: &Workspace,
        row: &Kind,
        (set, area): (Option<&RecordSet>, Option<&str>),
        wanted: Option<&(String, String)>,
    ) -> Result<Habit, Refusal> {
        let newest = newest(workspace, (set, area));
        let heading = newest.last().and_then(|record| heading_of(record));
        let own = own_dialect(&newest);
        let form = |name: &str, dialect: Option<&'static str>| {
            let template = row.form.templates.iter().find(|template| template.name == name)?;
            let usual = if name == "nygard" { "section" } else { "front-matter" };
            let is_first = newest.is_empty() && name == "nygard";
            Some(Habit {
                name: name.to_owned(),
                text: template.text.to_owned(),
                dialect: dialect.unwrap_or(usual),
                is_file: false,
                is_asked: wanted.is_some(),
                rows: Rows::of(workspace, row, &newest),
                heading: if is_first {
                    Some(Heading::counted())
                } else {
                    heading.clone()
                },
            })
        };
        match wanted {
            Some((name, text)) if text.is_empty() && !PARTS.contains(&name.as_str()) => {
                form(name, None).ok_or_else(|| unknown(row, name))
            }
            Some((name, text)) => Ok(Habit {
                name: name.clone(),
                text: text.clone(),
                dialect: own.unwrap_or("front-matter"),
                is_file: true,
                is_asked: true,
                rows: Rows::of(workspace, row, &newest),
                heading,
            }),
            None => {
                let is_set = workspace
                    .settings
                    .kinds
                    .iter()
                    .any(|kind| kind.name == row.name && kind.form.is_some());
                let seen = if is_set { None } else { seen(workspace, &newest, own) };
                let seen = seen.and_then(|name| form(name, own));
                Ok(seen.unwrap_or_else(|| Habit::plain(row)))
            }
        }
    }

    /// The kind's own form.
    fn plain(row: &Kind) -> Habit {
        let text = match row.form.template.trim() {
            "" => "---\nstatus: {{ status|yaml }}\ndate: {{ date }}\n---\n\n# {{ title }}\n",
            _ => row.form.template.as_str(),
        };
        Habit {
            name: format!("the blank form of {}", row.name),
            text: text.to_owned(),
            dialect: "front-matter",
            is_file: false,
            is_asked: false,
            heading: None,
            rows: Rows::plain(),
        }
    }

    /// True where the form is written in AsciiDoc.
    pub(super) fn is_asciidoc(&self) -> bool {
        self.name == "asciidoc" || [".adoc", ".asciidoc"].iter().any(|end| self.name.ends_with(end))
    }

    /// The path with the ending of the form's language, where somebody asked for a form of another language than the log's.
    pub(super) fn with_ending(&self, path: RepoPath) -> RepoPath {
        let is_markdown = !self.is_file || self.name.ends_with(".md") || self.name.ends_with(".markdown");
        let ending = match path.extension() {
            Some("md" | "markdown") if self.is_asked && self.is_asciidoc() => "adoc",
            Some("adoc" | "asciidoc") if self.is_asked && is_markdown && !self.is_asciidoc() => "md",
            _ => return path,
        };
        let other = path.parent().join(&format!("{}.{ending}", path.stem()));
        other.unwrap_or(path)
    }

    /// The table that a record with this status and date begins with, as this log writes it.
    pub(super) fn table(&self, status: &str, date: &str) -> String {
        self.rows.text(&cased(status, "Xx"), date)
    }

    /// The people whom the form itself names. Where the log calls them otherwise they are added later, as the log does.
    pub(super) fn people<'r>(
        &self,
        workspace: &Workspace,
        (row, set): (&Kind, Option<&RecordSet>),
        people: &'r [String],
    ) -> &'r [String] {
        let names = |field: &&Field| self.text.contains(&format!("\n{}:", field.name));
        let field = row.field("deciders").filter(names);
        let key = field.and_then(|field| usage::key(workspace, set?, field));
        match key.is_some_and(|key| key != "deciders") {
            true => &[],
            false => people,
        }
    }

    /// What stands before the title of a record with this number, as it is padded.
    pub(super) fn lead(&self, number: &str) -> String {
        match &self.heading {
            Some(heading) if !number.is_empty() => {
                let bare = number.trim_start_matches('0');
                let bare = if bare.is_empty() { "0" } else { bare };
                let number = if heading.is_padded { number } else { bare };
                format!("{}{number}{}", heading.before, heading.after)
            }
            _ => String::new(),
        }
    }
}

impl Heading {
    /// `7. `
    fn counted() -> Self {
        Heading {
            before: String::new(),
            after: ". ".to_owned(),
            is_padded: false,
        }
    }
}

/// The names of a kind's templates, for people.
pub(super) fn names(row: &Kind) -> String {
    let names = row.form.templates.iter().map(|template| template.name);
    names
        .filter(|name| !PARTS.contains(name))
        .collect::<Vec<_>>()
        .join(", ")
}

fn unknown(row: &Kind, name: &str) -> Refusal {
    match names(row) {
        known if known.is_empty() => Refusal::new(
            format!("there is no template `{name}`"),
            "name a file: --template templates/x.md",
        ),
        known => Refusal::new(
            format!("there is no template `{name}`"),
            format!("there are: {known}, or the path of a file"),
        ),
    }
}

/// The last records of a set, or of one of its areas, in its order.
pub(super) fn newest<'w>(workspace: &'w Workspace, (set, area): (Option<&RecordSet>, Option<&str>)) -> Vec<&'w Record> {
    let is_there = |record: &&Record| match (area, &record.number) {
        (Some(area), Some(number)) => number.area == area,
        (area, _) => area.is_none(),
    };
    let at = set.and_then(|set| workspace.sets.iter().position(|other| std::ptr::eq(set, other)));
    let of_set = workspace
        .records
        .iter()
        .filter(|record| Some(record.set) == at && is_there(record));
    let mut newest: Vec<&Record> = of_set.rev().take(NEWEST).collect();
    newest.reverse();
    newest
}

/// The last records of an area; of the whole set where the area has too few for a habit.
pub(super) fn like<'w>(workspace: &'w Workspace, (set, area): (Option<&RecordSet>, Option<&str>)) -> Vec<&'w Record> {
    match newest(workspace, (set, area)) {
        few if few.len() < 2 => newest(workspace, (set, None)),
        newest => newest,
    }
}

/// Where the status of most of the newest records stands; among equals the newest decides.
pub(super) fn own_dialect(newest: &[&Record]) -> Option<&'static str> {
    let dialects: Vec<&'static str> = newest.iter().filter_map(|record| dialect_of(record)).collect();
    let count = |wanted: &str| dialects.iter().filter(|dialect| **dialect == wanted).count();
    dialects.iter().copied().max_by_key(|dialect| count(dialect))
}

/// Where a record states its status.
pub(super) fn dialect_of(record: &Record) -> Option<&'static str> {
    Some(match Locator::parse(record.status.locator()?)? {
        Locator::Section(_) => "section",
        Locator::Bullet(_) | Locator::Line(_) | Locator::BoldLine(_) => "bullets",
        Locator::Table(_) => "table",
        Locator::Sidecar(..) => "sidecar",
        _ => "front-matter",
    })
}

/// The form in which the newest records seem to be written; `None` for the kind's own.
fn seen(workspace: &Workspace, newest: &[&Record], own: Option<&'static str>) -> Option<&'static str> {
    let last = newest.last()?;
    if workspace.document(last.file).format == Format::AsciiDoc {
        return Some("asciidoc");
    }
    let has = |record: &Record, wanted: &str| {
        let markup = workspace.document(record.file).markup.as_ref();
        let mut headings = markup.into_iter().flat_map(|markup| &markup.headings);
        headings.any(|heading| heading.text.trim().eq_ignore_ascii_case(wanted))
    };
    let most = |wanted: &str| newest.iter().filter(|record| has(record, wanted)).count() * 2 > newest.len();
    match own {
        _ if most("Decision Drivers") => Some("madr"),
        _ if most("Considered Options") || most("Decision Outcome") => Some("madr-minimal"),
        Some("section" | "bullets" | "table" | "sidecar") => Some("nygard"),
        _ if most("Context") && most("Consequences") && !most("Options considered") => Some("nygard"),
        _ => None,
    }
}

/// What the heading of a record has before its title.
fn heading_of(record: &Record) -> Option<Heading> {
    let title = record.title.found().filter(|found| &*found.locator == "heading")?;
    let (number, end) = heading_number(&title.raw)?;
    let lead = title
        .raw
        .strip_suffix(title.value.as_str())
        .filter(|lead| lead.len() >= end)?;
    let own = record.number.as_ref().filter(|own| own.value == number)?;
    let digits = lead[..end].len() - lead[..end].trim_end_matches(|c: char| c.is_ascii_digit()).len();
    Some(Heading {
        before: lead[..end - digits].to_owned(),
        after: lead[end..].to_owned(),
        is_padded: digits == own.digits as usize && lead[end - digits..].starts_with('0'),
    })
}
