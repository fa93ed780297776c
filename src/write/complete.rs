//! What a template leaves out of a new record, written in the words of the template: the status, the people, the tags, and
//! the relations with their other ends. It knows no files.

use crate::model::fact::Fact;
use crate::model::kind::Kind;
use crate::model::kind_names::SERVICE;
use crate::model::locator::Locator;
use crate::model::lookup;
use crate::model::record::RecordId;
use crate::model::status::{Status, explained, nearest};
use crate::model::time::Date;
use crate::model::workspace::Workspace;
use crate::text::article::with_article;
use crate::text::change::Changes;
use crate::text::similar;
use crate::write::data::Content;
use crate::write::desk::{self, Desk, Which};
use crate::write::insert::insert;
use crate::write::passages::{self, Passage};
use crate::write::refusal::Refusal;
use crate::write::sheet::Sheet;
use crate::write::which::missed;
use crate::write::{status, step};

/// What a new record shall say besides what its template says.
pub(super) struct Wishes<'r> {
    /// Its status, canonical, where one was asked for.
    pub(super) status: Option<&'r str>,
    pub(super) people: &'r [String],
    pub(super) tags: &'r [String],
    pub(super) services: &'r [String],
    pub(super) alerts: &'r [String],
    /// What some of its sections say to begin with.
    pub(super) beginnings: &'r [(String, Vec<Passage>)],
    /// How bad it is, where that was said.
    pub(super) severity: &'r str,
    /// Its field for a relation, and the old record.
    pub(super) ends: &'r [(&'static str, RecordId)],
    pub(super) date: Date,
}

/// The text of a draft with all that was wished for, and the changes of files that make it true.
pub(super) fn completed<'w>(
    workspace: &'w Workspace,
    (row, draft): (&Kind, Option<Sheet<'w>>),
    wishes: &Wishes<'_>,
) -> Result<(String, Changes), Refusal> {
    let mut desk = Desk::new(workspace);
    desk.put_draft(
        draft.ok_or_else(|| Refusal::new("the new record could not be read again", "choose another template"))?,
    );
    complete(&mut desk, row, wishes)?;
    Ok((desk.draft_text(), desk.finish()))
}

/// Completes the draft on the desk.
fn complete(desk: &mut Desk<'_>, row: &Kind, wishes: &Wishes<'_>) -> Result<(), Refusal> {
    let sheet = desk.sheet(Which::New)?;
    if let Some(wanted) = wishes.status {
        let is_said = status::word_of(sheet.record()) == Some(wanted);
        if !is_said && row.statuses.iter().any(|known| known.word == wanted) {
            status::say(sheet, wanted, None, Some(wishes.date))?;
        }
    }
    status::sign(sheet)?;
    let is_named = |name: &String| {
        let mut people = sheet.record().people.iter();
        people.any(|person| desk::same(&person.name) == desk::same(name))
    };
    let people: Vec<String> = wishes.people.iter().filter(|name| !is_named(name)).cloned().collect();
    if let Some(field) = ["deciders", "owner"]
        .into_iter()
        .find(|field| row.field(field).is_some())
    {
        desk.add_words(Which::New, field, &people)?;
    }
    desk.add_words(Which::New, "tags", wishes.tags)?;
    desk.add_words(Which::New, "alerts", wishes.alerts)?;
    if row.field("services").is_some() {
        // The keys of the newest records take the place of those of a form, without what the form says there.
        let named = desk.sheet(Which::New)?.record();
        let is_named = |name: &&String| named.refers("services").any(|reference| reference.raw == **name);
        let missing: Vec<String> = wishes.services.iter().filter(|name| !is_named(name)).cloned().collect();
        desk.add_words(Which::New, "services", &missing)?;
    }
    for (section, passages) in wishes.beginnings {
        passages::add(desk.sheet(Which::New)?, section, passages)?;
    }
    severity(desk.sheet(Which::New)?, wishes.severity)?;
    for &(field, old) in wishes.ends {
        match field {
            "supersedes" => step::supersede(desk, old, Which::New, wishes.date)?,
            field => desk.relate(Which::New, field, Which::Old(old))?,
        }
    }
    Ok(())
}

/// Says how bad it is where the form says something else.
fn severity(sheet: &mut Sheet<'_>, wanted: &str) -> Result<(), Refusal> {
    if wanted.is_empty() || sheet.record().text("severity") == Some(wanted) {
        return Ok(());
    }
    let found = sheet.record().texts.get("severity").and_then(Fact::locator);
    let locator = found.and_then(Locator::parse);
    let locator = locator.unwrap_or_else(|| Locator::FrontMatter(vec!["severity".to_owned()]));
    match insert(sheet, &locator, &Content::One(wanted))? {
        true => Ok(()),
        false => Err(Refusal::new(
            format!("the form has no place for the severity `{wanted}`"),
            "leave --severity out, and write it by hand",
        )),
    }
}

/// The records that the new one stands in a relation to, with its field for it; each must exist.
pub(super) fn relations(
    workspace: &Workspace,
    kind: &Kind,
    wanted: [(&'static str, &Vec<String>); 3],
) -> Result<Vec<(&'static str, RecordId)>, Refusal> {
    let mut found = Vec::new();
    for (field, names) in wanted {
        for name in names {
            let id = lookup::find(workspace, Some(&kind.name), name)
                .map_err(|miss| missed(workspace, Some(kind), (name, miss)))?;
            if !found.contains(&(field, id)) {
                found.push((field, id));
            }
        }
    }
    Ok(found)
}

/// Services that are named must be kept here, where any are.
pub(super) fn known_services(workspace: &Workspace, wanted: &[String]) -> Result<(), Refusal> {
    let ids: Vec<&str> = workspace
        .of_kind(SERVICE)
        .map(|(_, service)| service.id.as_str())
        .collect();
    let missing = wanted
        .iter()
        .find(|name| !ids.is_empty() && !ids.contains(&name.as_str()));
    match missing {
        None => Ok(()),
        Some(name) => Err(Refusal::new(
            format!("there is no service `{name}`"),
            match similar::nearest(name, ids.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`opsrepo service list` shows what there is".to_owned(),
            },
        )),
    }
}

/// The canonical word of a status in any spelling; the kind's first status where none is given.
pub(super) fn status_word(row: &Kind, wanted: &str) -> Result<String, Refusal> {
    if wanted.is_empty() {
        return Ok(row.form.status.clone());
    }
    let known = || {
        row.statuses
            .iter()
            .map(|status| status.word.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    };
    match Status::parse(wanted, &row.statuses) {
        Some(status) => Ok(status.word),
        None if row.statuses.is_empty() => Ok(wanted.to_owned()),
        None => Err(Refusal::new(
            format!("`{wanted}` is no status of {}", with_article(&row.name)),
            match nearest(wanted, &row.statuses) {
                Some(near) => format!("did you mean {}?", explained(near)),
                None => format!("there are: {}", known()),
            },
        )),
    }
}
