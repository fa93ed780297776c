//! How the files of a log are named, and the name that a new one gets. It reads no text and writes none.

use crate::model::identity;
use crate::model::kind::Kind;
use crate::model::lifecycle::Numbering;
use crate::model::record::{Number, Record};
use crate::model::sets::RecordSet;
use crate::model::time::Date;
use crate::model::workspace::Workspace;
use crate::text::path::RepoPath;
use crate::write::beside::is_folder;
use crate::write::names::PROPOSAL;
use crate::write::number::{self, Taken};

/// Records that are asked what the next one shall be: a log that changed its form goes on in the new one.
const NEWEST: usize = 5;

/// How the files of a set are named.
#[derive(Clone)]
pub(super) struct Naming {
    folder: RepoPath,
    pattern: String,
    /// The name of a record's file, where the record is a folder.
    inside: Option<String>,
    prefix: String,
    digits: usize,
    pub(super) number: Option<u64>,
    pub(super) is_dated: bool,
}

impl Naming {
    /// The folder, prefix, digits and next number as the records of the set, or of one of its areas, have them; the kind's
    /// own where it has none.
    pub(super) fn of(
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
        let like = last.copied().or_else(|| typical(workspace, &records));
        let inside = like.filter(|record| is_folder(workspace, record));
        let folder = like.map(|record| workspace.path_of(record).parent());
        let folder = match inside.is_some() {
            true => folder.map(|folder| folder.parent()),
            false => folder,
        };
        let ending = like.or(records.first().copied());
        let ending = ending.map(|record| ending_of(workspace.path_of(record)));
        let pattern = match ending {
            Some(ending)
                if [".md", ".erb", ".adoc"].iter().any(|end| ending.ends_with(end)) || ending.starts_with(".y") =>
            {
                row.form.file_name.replace(".md", &ending).replace(".yaml", &ending)
            }
            _ => row.form.file_name.clone(),
        };
        // Where the records are single files, so is the next one.
        let pattern = match like.is_some() {
            true => as_file(&pattern),
            false => pattern,
        };
        Naming {
            folder: set
                .filter(|_| folder.is_none())
                .map(|set| set.folder.clone())
                .or(folder)
                .unwrap_or(configured),
            inside: inside.map(|record| workspace.path_of(record).name().to_owned()),
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

    /// The same where a record has to be a single file.
    pub(super) fn as_files(&self) -> Naming {
        Naming {
            inside: None,
            pattern: as_file(&self.pattern),
            ..self.clone()
        }
    }

    pub(super) fn written(&self, number: u64) -> String {
        format!("{number:0width$}", width = self.digits)
    }

    pub(super) fn path(&self, slug: &str, date: Date) -> Option<RepoPath> {
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
        match &self.inside {
            Some(inside) => {
                let folder = name.split(['.', '/']).next().unwrap_or(&name);
                self.folder.join(&format!("{folder}/{inside}"))
            }
            None => self.folder.join(&name),
        }
    }
}

/// The first of those records that are what most of the newest are: folders, or single files.
fn typical<'w>(workspace: &Workspace, records: &[&'w Record]) -> Option<&'w Record> {
    let newest = &records[records.len().saturating_sub(NEWEST)..];
    let folders = newest.iter().filter(|record| is_folder(workspace, record)).count();
    let are_folders = folders * 2 > newest.len();
    let mut alike = records
        .iter()
        .filter(|record| is_folder(workspace, record) == are_folders);
    alike.next().copied()
}

/// `{date}-{slug}/README.md` as the name of a single file: `{date}-{slug}.md`.
fn as_file(pattern: &str) -> String {
    match pattern.rsplit_once("/README") {
        Some((folder, ending)) => format!("{folder}{ending}"),
        None => pattern.to_owned(),
    }
}

/// Where a set stands among those of its workspace.
pub(super) fn position(workspace: &Workspace, set: Option<&RecordSet>) -> Option<usize> {
    set.and_then(|set| workspace.sets.iter().position(|other| std::ptr::eq(set, other)))
}

/// What follows the stem of a file's name.
pub(super) fn ending_of(path: &RepoPath) -> String {
    path.name()[path.stem().len()..].to_owned()
}
