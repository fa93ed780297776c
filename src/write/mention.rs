//! How one record speaks of another: by id in data, by a link in prose. It changes nothing.

use crate::model::identity;
use crate::model::record::{Number, Record, RecordId};
use crate::model::workspace::Workspace;
use crate::syntax::document::Format;
use crate::text::path::RepoPath;
use crate::text::template::heading_text;

/// A record as others name it.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    /// Its file.
    pub(super) path: RepoPath,
    /// What data calls it: its id, or the name of its file where others have the same id.
    pub(super) id: String,
    title: String,
    number: Option<Number>,
    spellings: Vec<String>,
}

impl Mention {
    /// The name of a record of the workspace.
    pub(super) fn of(workspace: &Workspace, id: RecordId) -> Self {
        let record = workspace.record(id);
        let path = workspace.path_of(record).clone();
        Mention::new(workspace, record, path)
    }

    /// The name of any record, be it a draft that lies at `path`.
    pub(super) fn new(workspace: &Workspace, record: &Record, path: RepoPath) -> Self {
        let spellings = identity::spellings(&record.id, &path, record.number.as_ref());
        let wanted = identity::normalise(&record.id);
        let is_same = |other: &&Record| {
            other.kind == record.kind
                && workspace.path_of(other) != &path
                && identity::spellings(&other.id, workspace.path_of(other), other.number.as_ref()).contains(&wanted)
        };
        let is_unique = spellings.contains(&wanted) && !workspace.records.iter().any(|other| is_same(&other));
        let carrier = identity::carrier(&path);
        Mention {
            id: if is_unique { record.id.clone() } else { carrier },
            title: record.name().to_owned(),
            number: record.number.clone().filter(|number| number.digits < 8),
            spellings,
            path,
        }
    }

    /// True when a reference that stands in the file `from` means this record.
    pub(super) fn answers_to(&self, raw: &str, from: &RepoPath) -> bool {
        let raw = raw.trim();
        let link = raw
            .find("](")
            .map(|at| &raw[at + 2..])
            .and_then(|rest| rest.split(')').next());
        let xref = raw.find("xref:").and_then(|at| raw[at + 5..].split('[').next());
        if let Some(target) = link.or(xref) {
            let target = target.trim_matches(['<', '>', ' ']).split('#').next().unwrap_or("");
            let target = target.replace("%20", " ").replace("%28", "(").replace("%29", ")");
            return from.parent().join(&target).as_ref() == Some(&self.path);
        }
        let found = RepoPath::new(raw).filter(|path| raw.contains('/') && path.as_str().contains('.'));
        found.as_ref() == Some(&self.path) || self.spellings.contains(&identity::normalise(raw))
    }

    /// Its number without padding, where that is all of its id.
    pub(super) fn number(&self) -> Option<String> {
        let number = self.number.as_ref().filter(|number| number.letter.is_none())?;
        let is_id = self.id.bytes().all(|b| b.is_ascii_digit());
        is_id.then(|| number.value.to_string())
    }

    /// `ADR-0007`, `ADR007`, or the name of the file where it carries no number.
    pub(super) fn short(&self) -> String {
        let carrier = identity::carrier(&self.path);
        match &self.number {
            None => carrier,
            Some(number) => {
                let letter = number.letter.map_or(String::new(), String::from);
                let digits = format!("{:0width$}{letter}", number.value, width = number.digits as usize);
                let prefix = carrier
                    .find(|c: char| c.is_ascii_digit())
                    .map_or("", |at| &carrier[..at]);
                match prefix.is_empty() {
                    true => format!("ADR-{digits}"),
                    false => format!("{prefix}{digits}"),
                }
            }
        }
    }

    /// A link with its short name.
    pub(super) fn link(&self, from: &RepoPath, format: Format) -> String {
        self.linked(&self.short(), from, format)
    }

    /// A link with its number and title, as adr-tools writes it: `[7. Use dashes](0007-use-dashes.md)`.
    pub(super) fn long_link(&self, from: &RepoPath, format: Format) -> String {
        let title = match format {
            Format::AsciiDoc => self.title.clone(),
            _ => heading_text(&self.title),
        };
        let name = match &self.number {
            Some(number) => {
                let letter = number.letter.map_or(String::new(), String::from);
                format!("{}{letter}. {title}", number.value)
            }
            None => title,
        };
        self.linked(&name, from, format)
    }

    fn linked(&self, text: &str, from: &RepoPath, format: Format) -> String {
        let mut target = String::new();
        for c in self.path.relative_to(&from.parent()).chars() {
            match c {
                ' ' => target.push_str("%20"),
                '(' => target.push_str("%28"),
                ')' => target.push_str("%29"),
                c => target.push(c),
            }
        }
        match format {
            Format::AsciiDoc => format!("xref:{target}[{}]", text.replace(']', "\\]")),
            _ => format!("[{text}]({target})"),
        }
    }
}
