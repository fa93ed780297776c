//! All records that one command changes: each lies on the desk once, however many steps touch it, and a relation is
//! written at both of its ends. It must not know what a lifecycle allows.

use crate::model::record::RecordId;
use crate::model::workspace::Workspace;
use crate::text::change::Changes;
use crate::write::fields::{self, Item};
use crate::write::mention::Mention;
use crate::write::refusal::Refusal;
use crate::write::sheet::Sheet;
use crate::write::status;

/// Fields that say the same from their two ends.
const PAIRS: [(&str, &str); 5] = [
    ("supersedes", "superseded-by"),
    ("superseded-by", "supersedes"),
    ("amends", "amended-by"),
    ("amended-by", "amends"),
    ("relates", "relates"),
];

/// Which sheet is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// A record of the workspace.
    Old(RecordId),
    /// The draft of a new record.
    New,
}

/// Sheets, each for one record.
pub(super) struct Desk<'w> {
    pub(super) workspace: &'w Workspace,
    sheets: Vec<(Which, Sheet<'w>)>,
}

impl<'w> Desk<'w> {
    pub(super) fn new(workspace: &'w Workspace) -> Self {
        Desk {
            workspace,
            sheets: Vec::new(),
        }
    }

    /// Puts the draft of a new record there.
    pub(super) fn put_draft(&mut self, draft: Sheet<'w>) {
        self.sheets.push((Which::New, draft));
    }

    /// A record's sheet, fetched if it does not lie there.
    pub(super) fn sheet(&mut self, which: Which) -> Result<&mut Sheet<'w>, Refusal> {
        let at = match self.sheets.iter().position(|(known, _)| *known == which) {
            Some(at) => at,
            None => {
                let Which::Old(id) = which else {
                    return Err(Refusal::new("there is no draft", "nothing was changed"));
                };
                self.sheets.push((which, status::sheet(self.workspace, id)?));
                self.sheets.len() - 1
            }
        };
        Ok(&mut self.sheets[at].1)
    }

    /// What a record is called by others.
    pub(super) fn name(&mut self, which: Which) -> Result<Mention, Refusal> {
        if let Which::Old(id) = which {
            return Ok(Mention::of(self.workspace, id));
        }
        let workspace = self.workspace;
        let sheet = self.sheet(which)?;
        Ok(Mention::new(workspace, sheet.record(), sheet.path().clone()))
    }

    /// Writes a relation into `from`, and its other side into `to`, where they do not say it yet.
    pub(super) fn relate(&mut self, from: Which, field: &str, to: Which) -> Result<(), Refusal> {
        if from == to {
            let path = self.sheet(from)?.path().clone();
            return Err(Refusal::new(
                format!("{path} cannot stand in a relation to itself"),
                "name another record",
            ));
        }
        self.refer(from, field, to)?;
        let other = PAIRS.iter().find(|(one, _)| *one == field).map(|(_, other)| *other);
        match other {
            Some(other) if self.sheet(to)?.kind.field(other).is_some() => self.refer(to, other, from),
            _ => Ok(()),
        }
    }

    /// Writes one end of a relation.
    pub(super) fn refer(&mut self, from: Which, field: &str, to: Which) -> Result<(), Refusal> {
        let name = self.name(to)?;
        if self.refers(from, field, to)? {
            return Ok(());
        }
        let sheet = self.sheet(from)?;
        fields::add(sheet, field, &[Item::Record(Box::new(name))])
    }

    /// True when a record says already that it stands in this relation to the other.
    pub(super) fn refers(&mut self, from: Which, field: &str, to: Which) -> Result<bool, Refusal> {
        let name = self.name(to)?;
        let sheet = self.sheet(from)?;
        let mut known = sheet.record().refers(field);
        Ok(known.any(|reference| name.answers_to(&reference.raw, sheet.path())) || fields::states(sheet, field, &name))
    }

    /// Adds people or words that a field does not name yet.
    pub(super) fn add_words(&mut self, to: Which, field: &str, words: &[String]) -> Result<(), Refusal> {
        let sheet = self.sheet(to)?;
        let record = sheet.record();
        let people = record.people_in(field).map(|person| person.name.as_str());
        let words_there = record.list(field).iter().map(|word| word.text.as_str());
        let named: Vec<String> = people.chain(words_there).map(same).collect();
        let mut items: Vec<Item> = Vec::new();
        for word in words {
            if !named.contains(&same(word)) && !word.trim().is_empty() {
                items.push(Item::Word(word.trim().to_owned()));
            }
        }
        fields::add(sheet, field, &items)
    }

    /// The text of the draft, if one lies here.
    pub(super) fn draft_text(&self) -> String {
        let draft = self.sheets.iter().find(|(which, _)| *which == Which::New);
        draft.map_or_else(String::new, |(_, sheet)| sheet.text(sheet.file()).to_owned())
    }

    /// All that was changed; of a draft its whole text.
    pub(super) fn finish(&self) -> Changes {
        let mut changes = Changes::default();
        for (which, sheet) in &self.sheets {
            match which {
                Which::Old(_) => sheet.finish(&mut changes),
                Which::New => {
                    for (path, text) in sheet.files() {
                        changes.create(path.clone(), text.to_owned());
                    }
                }
            }
        }
        changes
    }
}

/// A name to compare with others: a reader leaves out the full stop of `Ada L.`
pub(super) fn same(name: &str) -> String {
    name.trim().trim_end_matches(['.', ';']).to_lowercase()
}
